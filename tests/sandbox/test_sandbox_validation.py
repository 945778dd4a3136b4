"""What is refused in messages and views (rule 15 and the canary)."""

from collections.abc import Callable

import pytest

from sandbox.shapes import Json
from sandbox.validate import check, models
from tests.sandbox.bench import (
    ANN,
    Alone,
    actions,
    asking,
    button,
    home,
    modal,
    option,
    plain,
    post,
    question,
    refused,
    section,
)

COLOURS = [option("red"), option("green")]
RICH: Json = modal(
    {"type": "header", "block_id": "h", "text": plain("Head")},
    {"type": "divider"},
    {"type": "context", "elements": [plain("small"), {"type": "mrkdwn", "text": "print", "verbatim": True}]},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Hello*"},
        "fields": [plain("a"), plain("b")],
        "accessory": {"type": "overflow", "action_id": "o", "options": COLOURS},
    },
    actions(
        button("Go", value="opaque", style="primary"),
        button(
            "Stop",
            "stop",
            style="danger",
            confirm={
                "title": plain("Sure?"),
                "text": plain("It ends."),
                "confirm": plain("Yes"),
                "deny": plain("No"),
                "style": "danger",
            },
        ),
        {"type": "static_select", "action_id": "s", "options": COLOURS, "placeholder": plain("Pick")},
    ),
    {**question("q", multiline=True, min_length=1, max_length=3000, focus_on_load=True), "hint": plain("Say")},
    asking({"type": "number_input", "is_decimal_allowed": True, "min_value": "0", "max_value": "9.5"}, "n"),
    asking({"type": "datepicker", "initial_date": "2026-03-02", "placeholder": plain("Day")}, "d"),
    asking({"type": "timepicker", "initial_time": "09:30"}, "t", optional=True, dispatch_action=False),
    asking({"type": "radio_buttons", "options": COLOURS, "initial_option": COLOURS[0]}, "r"),
    asking(
        {
            "type": "checkboxes",
            "options": [{**COLOURS[0], "description": plain("warm")}],
            "initial_options": [{**COLOURS[0], "description": plain("warm")}],
        },
        "c",
    ),
    asking({"type": "users_select", "initial_user": "U0ANN"}, "u"),
    asking(
        {
            "type": "multi_static_select",
            "option_groups": [{"label": plain("All"), "options": COLOURS}],
            "max_selected_items": 2,
        },
        "m",
    ),
    asking({"type": "multi_users_select"}, "mu"),
    asking({"type": "email_text_input"}, "e"),
    private_metadata="",
    external_id="x",
    clear_on_close=False,
    notify_on_close=True,
)


def test_a_modal_with_every_element_passes() -> None:
    assert check.view(RICH, kind="modal") == []


def test_a_home_view_and_a_message_pass() -> None:
    assert check.view(home(section(), actions(button("Go"))), kind="home") == []
    assert check.message_blocks([section(), actions(button("Go")), {"type": "divider"}]) == []


def _select(**more: object) -> Json:
    return asking({"type": "static_select", "options": COLOURS, **more})


BROKEN: dict[str, Json] = {
    "max_length above 3000": modal(question(max_length=3001)),
    "max_length below min_length": modal(question(min_length=9, max_length=3)),
    "block_id twice": modal(question("a"), question("a")),
    "action_id twice in a block": modal(actions(button("A"), button("B")), question()),
    "input without submit": {key: value for key, value in modal().items() if key != "submit"},
    "focus twice": modal(question("a", focus_on_load=True), question("b", focus_on_load=True)),
    "initial option not among the options": modal(_select(initial_option=option("blue"))),
    "101 blocks": modal(*[section() for _ in range(101)]),
    "no blocks": modal() | {"blocks": []},
    "unknown block": modal({"type": "carousel", "elements": []}),
    "unknown element": modal(asking({"type": "datetimepicker"})),
    "element on the wrong block": modal(actions({"type": "plain_text_input", "action_id": "x"})),
    "button as input": modal(asking(button("A"))),
    "unknown field in a block": modal({**section(), "colour": "red"}),
    "unknown field in a view": modal(colour="red"),
    "title of 25 characters": modal(title=plain("x" * 25)),
    "mrkdwn title": modal(title={"type": "mrkdwn", "text": "x"}),
    "empty title": modal(title=plain("")),
    "no title": {key: value for key, value in modal().items() if key != "title"},
    "submit of 25 characters": modal(submit=plain("x" * 25)),
    "close of 25 characters": modal(close=plain("x" * 25)),
    "empty text": modal(section("")),
    "section of 3001 characters": modal(section("x" * 3001)),
    "section without text": modal({"type": "section"}),
    "11 fields": modal({"type": "section", "fields": [plain("x")] * 11}),
    "header of 151 characters": modal({"type": "header", "text": plain("x" * 151)}),
    "mrkdwn header": modal({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
    "11 context elements": modal({"type": "context", "elements": [plain("x")] * 11}),
    "26 actions": modal(actions(*[button("A", f"a{number}") for number in range(26)])),
    "button of 76 characters": modal(actions(button("x" * 76))),
    "button value of 2001 characters": modal(actions(button("A", value="x" * 2001))),
    "unknown button style": modal(actions(button("A", style="loud"))),
    "101 options": modal(_select(options=[option(f"o{number}") for number in range(101)])),
    "11 checkboxes": modal(asking({"type": "checkboxes", "options": [option(f"o{number}") for number in range(11)]})),
    "11 radio buttons": modal(
        asking({"type": "radio_buttons", "options": [option(f"o{number}") for number in range(11)]})
    ),
    "6 overflow options": modal(
        actions({"type": "overflow", "options": [option(f"o{number}") for number in range(6)]})
    ),
    "option text of 76 characters": modal(_select(options=[{"text": plain("x" * 76), "value": "v"}])),
    "option value of 76 characters": modal(_select(options=[{"text": plain("x"), "value": "v" * 76}])),
    "option value twice": modal(_select(options=[option("same"), option("same")])),
    "options and groups": modal(_select(option_groups=[{"label": plain("x"), "options": COLOURS}])),
    "select without options": modal(asking({"type": "static_select"})),
    "placeholder of 151 characters": modal(_select(placeholder=plain("x" * 151))),
    "label of 2001 characters": modal({**question(), "label": plain("x" * 2001)}),
    "hint of 2001 characters": modal({**question(), "hint": plain("x" * 2001)}),
    "wrong date": modal(asking({"type": "datepicker", "initial_date": "2.3.2026"})),
    "date that is none": modal(asking({"type": "datepicker", "initial_date": "2026-02-30"})),
    "wrong time": modal(asking({"type": "timepicker", "initial_time": "25:00"})),
    "metadata of 3001 characters": modal(private_metadata="x" * 3001),
    "callback_id of 256 characters": modal(callback_id="x" * 256),
    "external_id of 256 characters": modal(external_id="x" * 256),
    "block_id of 256 characters": modal(question("x" * 256)),
    "action_id of 256 characters": modal(actions(button("A", "x" * 256))),
    "initial value longer than max_length": modal(question(initial_value="long", max_length=2)),
    "flag that is no flag": modal({**question(), "optional": "yes"}),
    "number field without its flag": modal(asking({"type": "number_input"})),
    "confirm without a button": modal(
        actions(button("A", confirm={"title": plain("x"), "text": plain("y"), "confirm": plain("z")}))
    ),
    "blocks that are no list": modal() | {"blocks": {}},
    "a block that is no object": modal() | {"blocks": ["x"]},
    "home as a modal": home(),
}


@pytest.mark.parametrize("payload", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_modal_is_refused(payload: Json) -> None:
    assert check.view(payload, kind="modal") != []


def test_a_view_of_250_kb_is_too_large() -> None:
    large = modal(*[section("x" * 3000) for _ in range(90)])
    assert "view_too_large" in {finding.code for finding in check.view(large, kind="modal")}


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([section() for _ in range(51)], "invalid"),
        ([question()], "invalid"),
        ([section("x" * 2900) for _ in range(5)], "msg_blocks_too_long"),
    ],
    ids=["51 blocks", "an input", "13,000 characters"],
)
def test_a_broken_message_is_refused(blocks: list[Json], code: str) -> None:
    assert code in {finding.code for finding in check.message_blocks(blocks)}


def test_a_difference_from_slacks_own_models_is_found() -> None:
    assert [one.pointer for one in models.differences({"a": [1, {"b": ""}]}, {"a": [1, {}]}, at="")] == ["/a/1/b"]


async def test_views_fail_with_pointers_and_messages_with_invalid_blocks(alone: Alone) -> None:
    view = home({"type": "section", "text": plain("x" * 3001)})
    answer = await refused(alone.client.views_publish(user_id=ANN, view=view))
    assert answer["error"] == "invalid_arguments"
    (line,) = answer["response_metadata"]["messages"]
    assert line.endswith("[json-pointer:/blocks/0/text/text]")
    answer = await refused(alone.client.chat_postMessage(**post(ANN, section(""))))
    assert answer["error"] == "invalid_blocks"
    assert await alone.violated() == ["invalid_view", "invalid_blocks"]


async def test_blocks_validate_lists_findings_without_sending(alone: Alone) -> None:
    answer = await alone.client.blocks_validate(blocks=[section("")])
    assert [one["pointer"] for one in answer["findings"]] == ["/blocks/0/text/text"]
    assert (await alone.client.blocks_validate(view=modal()))["valid"] is True
    assert await alone.violated() == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"unfurl_links": True}, "invalid_arguments"),
        ({"unfurl_media": None}, "invalid_arguments"),
        ({"metadata": {"event_type": "note", "event_payload": {"a": "1", "b": "2"}}}, "invalid_arguments"),
        ({"metadata": {"event_type": "note", "event_payload": {"a": {"b": "c"}}}}, "invalid_arguments"),
        ({"markdown_text": "hello"}, "markdown_text_conflict"),
    ],
    ids=["no text", "long text", "unfurl", "unfurl unsaid", "two keys", "nested", "markdown beside text"],
)
async def test_what_goes_beside_the_blocks_has_rules_too(alone: Alone, change: Json, error: str) -> None:
    args = {key: value for key, value in {**post(ANN), **change}.items() if value is not None}
    assert (await refused(alone.client.api_call("chat.postMessage", json=args)))["error"] == error


WROTE = "My supervisor never answers me"
Leak = Callable[[str], Json]


@pytest.mark.parametrize(
    ("leak", "what"),
    [
        (lambda words: post("U0HANA", section(f"They wrote: {words}")), "words"),
        (lambda words: post("U0HANA", text=words), "words"),
        (lambda _words: post("U0HANA", text="Ann has news"), "name"),
        (lambda _words: post("U0HANA", actions(button("Go", value="for Archer"))), "name"),
        (lambda _words: post("U0HANA", actions(button("Go", "ask_Ann"))), "name"),
    ],
    ids=["words in a block", "words in the text", "name in the text", "name in a value", "name in an id"],
)
async def test_words_and_names_in_a_message_are_recorded(alone: Alone, leak: Leak, what: str) -> None:
    await alone.ann.say(WROTE)
    await alone.client.chat_postMessage(**leak(WROTE))
    found = await alone.control.violations()
    assert [(one["kind"], one["what"]) for one in found] == [("canary", what)]


async def test_a_name_in_the_hidden_parts_of_a_view_is_recorded_and_in_its_text_is_not(alone: Alone) -> None:
    await alone.client.views_publish(user_id=ANN, view=home(section("About Ann Archer")))
    assert await alone.violated() == []
    await alone.client.views_publish(user_id=ANN, view=home(private_metadata="Ann Archer"))
    assert set(await alone.violated()) == {"canary"}


async def test_everyday_words_and_short_answers_are_no_canaries(alone: Alone) -> None:
    await alone.ann.say("yes")
    await alone.client.chat_postMessage(**post("U0HANA", section("yes, planning goes on")))
    assert await alone.violated() == []
