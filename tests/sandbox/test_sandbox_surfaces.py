"""Home, messages and answers as people meet them."""

import asyncio

from aiohttp import ClientSession
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.shapes import Json
from tests.sandbox.bench import (
    ANN,
    BEN,
    Alone,
    Ask,
    Connect,
    acks,
    actions,
    asking,
    button,
    home,
    modal,
    opening,
    option,
    plain,
    post,
    question,
    section,
)


def keeping(found: list[Json]) -> Ask:
    async def listener(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        found.append(body)
        await ack()

    return listener


async def test_home_is_pressed_and_filled_like_a_modal_but_keeps_no_stack(connect: Connect) -> None:
    seen: list[Json] = []
    menu = {"type": "overflow", "action_id": "menu", "options": [option("first"), option("second")]}
    choice = {"type": "static_select", "action_id": "pick", "options": [option("red"), option("green")]}
    view = home(actions(button("Go", value="v"), menu, choice))
    listen = opening(modal(), action_go=keeping(seen), action_menu=keeping(seen), action_pick=keeping(seen))
    async with connect(listen) as bench:
        published = await bench.client.views_publish(user_id=ANN, view=view)
        await bench.ann.press("Go", on="home")
        await bench.ann.press("Second", on="home")
        await bench.ann.fill({"pick": "Green"}, on="home")
        assert await bench.ann.stack() == []
        assert {one["container"]["view_id"] for one in seen} == {published["view"]["id"]}
    pressed, chosen, picked = (one["actions"][0] for one in seen)
    assert (pressed["value"], pressed["text"]["text"]) == ("v", "Go")
    assert chosen["selected_option"] == option("second")
    assert picked["selected_option"] == option("green")
    assert seen[2]["view"]["state"]["values"]["row"]["pick"]["selected_option"] == option("green")


async def test_app_home_opened_tells_the_tab_and_the_view_once_there_is_one(connect: Connect) -> None:
    seen: list[Json] = []

    async def opened(event: Json, client: AsyncWebClient) -> None:
        seen.append(event)
        await client.views_publish(user_id=event["user"], view=home())

    async with connect(lambda app: app.event("app_home_opened")(opened)) as bench:  # type: ignore[arg-type]
        await bench.ann.open_home()
        await bench.ann.open_home()
        await bench.ann.open_messages()
    assert [one["tab"] for one in seen] == ["home", "home", "messages"]
    assert ["view" in one for one in seen] == [False, True, False]
    assert seen[1]["view"]["type"] == "home"


async def test_words_typed_into_a_form_are_canaries_too(connect: Connect) -> None:
    async def sent(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        words = body["view"]["state"]["values"]["why"]["typed"]["value"]
        await client.chat_postMessage(**post(BEN, section(f"Ann says: {words}")))
        await ack()

    async with connect(opening(modal(), view_form=sent)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "I was never told of it"})
        await bench.ann.submit()
        (found,) = await bench.control.violations()
        assert (found["kind"], found["what"], found["person"]) == ("canary", "words", ANN)
        assert "never told" not in str(found)


async def test_a_response_url_replaces_or_deletes_the_message_it_came_from(connect: Connect) -> None:
    seen: list[Json] = []
    async with connect(opening(modal(), action_go=keeping(seen))) as bench, ClientSession() as session:
        await bench.client.chat_postMessage(**post(ANN, actions(button("Open"))))
        await bench.ann.press("Open")
        address = seen[0]["response_url"]
        answer = {"replace_original": True, "text": "Done.", "blocks": [section("All done")]}
        async with session.post(address, json=answer) as response:
            assert response.status == 200
        assert [one.text for one in await bench.ann.messages()] == ["All done"]
        async with session.post(address, json={"delete_original": True}) as response:
            assert response.status == 200
        assert await bench.ann.messages() == []
        async with session.post(address, json={"text": "x", "blocks": [section("")]}) as response:
            assert response.status == 200
        assert await bench.violated() == ["invalid_blocks", "invalid_response"]


async def test_an_answer_for_the_whole_channel_is_seen_by_the_whole_channel(connect: Connect) -> None:
    said = {"response_type": "in_channel", "text": "Hello all."}

    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack(**said)  # type: ignore[arg-type]

    async with connect(lambda app: app.command("/ask")(ask)) as bench:  # type: ignore[arg-type]
        await bench.ann.command("/ask", channel="C0GENERAL")
        places = (await bench.control.screen(BEN))["conversations"]
        assert [one["text"] for place in places for one in place["messages"]] == ["Hello all."]


async def test_what_a_person_says_reaches_the_app(connect: Connect) -> None:
    seen: list[Json] = []

    async def said(event: Json) -> None:
        seen.append(event)

    async with connect(lambda app: app.event("message")(said)) as bench:  # type: ignore[arg-type]
        assert (await bench.ann.say("Good morning")).ok
    assert (seen[0]["channel_type"], seen[0]["user"], seen[0]["text"]) == ("im", ANN, "Good morning")


async def test_everything_a_person_reads_stands_in_the_text(alone: Alone) -> None:
    blocks = [
        {"type": "header", "text": plain("Heading :wave:")},
        section("*Bold* _it_ <https://example.org|a link> <@U0ANN> &lt;b&gt; a*b"),
        {"type": "section", "fields": [plain("left"), plain("right")]},
        {"type": "divider"},
        {"type": "context", "elements": [plain("small print")]},
        actions(button("Yes"), button("No", "no")),
    ]
    await alone.client.chat_postMessage(**post(ANN, *blocks))
    (message,) = await alone.ann.messages()
    assert message.text.splitlines() == [
        "Heading :wave:",
        "Bold it a link @Ann Archer <b> a*b",
        "left",
        "right",
        "----",
        "small print",
        "[ Yes ]  [ No ]",
    ]


async def test_fields_show_values_marks_hints_and_errors(connect: Connect) -> None:
    colours = [option("red"), option("green")]
    view = modal(
        asking({"type": "checkboxes", "options": colours, "initial_options": [colours[1]]}, "colours"),
        asking({"type": "users_select", "initial_user": BEN}, "person", optional=True, hint=plain("Anybody")),
        question("why", placeholder=plain("Say why")),
    )
    async with connect(opening(view, view_form=acks())) as bench:
        await bench.ann.command("/ask")
        await bench.ann.submit()
        seen = await bench.ann.modal()
        assert seen is not None
        assert seen.text.splitlines() == [
            "A form",
            "Your colours",
            "  ( ) Red",
            "  (x) Green",
            "Your person (optional)",
            "  [ Ben Baker ]",
            "  (Anybody)",
            "Your why",
            "  [ Say why ]",
            "  ! Please fill in this field.",
            "[ Cancel ]  [ Send ]",
        ]
        assert seen.field_named("Your colours").options == ("Red", "Green")
        assert seen.field_named("why").error == "Please fill in this field."


async def test_a_modal_being_sent_cannot_be_sent_again(connect: Connect) -> None:
    async def sent(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await asyncio.sleep(0.1)
        await ack()

    async with connect(opening(modal(), view_form=sent)) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "once"})
        results = await asyncio.gather(bench.ann.submit(), bench.ann.submit(), return_exceptions=True)
        assert sum(isinstance(one, Exception) for one in results) == 1
        assert len([line for line in await bench.control.log("delivery") if line["what"] == "view_submission"]) == 1


async def test_a_double_click_on_a_button_is_two_actions(connect: Connect) -> None:
    seen: list[Json] = []
    async with connect(opening(modal(), action_go=keeping(seen))) as bench:
        await bench.client.chat_postMessage(**post(ANN, actions(button("Open"))))
        await asyncio.gather(bench.ann.press("Open"), bench.ann.press("Open"))
    assert len({one["trigger_id"] for one in seen}) == 2
