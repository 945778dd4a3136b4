"""What people type, press and send reaches the desk and comes back, over a socket and over HTTP alike."""

import asyncio
import time
from datetime import timedelta
from typing import Final

from bot.wording import load
from tests.app.living import EMPLOYEE, HR, SUPERVISOR, Living, started_plan

WORDING: Final = load(folders=())
NOTHING_HERE: Final = WORDING.say("denied-no-such-plan")
IN_CHANNEL: Final = WORDING.say("command-in-channel")
OUTSIDERS: Final[tuple[dict[str, object], ...]] = (
    {"kind": "multi_guest"},
    {"kind": "single_guest"},
    {"kind": "external"},
    {"kind": "member", "team_id": "T0OTHER"},
)
# These can do nothing in the workspace any more, but what they did a moment ago may still be on its way.
GONE: Final[tuple[dict[str, object], ...]] = ({"deleted": True}, {"deleted": False, "kind": "bot"})
STRANGER: Final = "U0STRANGER"


async def kept_draft(live: Living) -> None:
    """The supervisor's draft about the employee is saved, and the next form stands open."""
    await started_plan(live)
    await live.supervisor.fill({"employee": EMPLOYEE})
    assert (await live.supervisor.submit()).ok
    await live.control.settle()


async def test_each_word_opens_a_form_at_once_under_either_name(both: Living) -> None:
    for name in ("/pip", "/milepost"):
        for words in ("", "new", "help", " HELP ", "New"):
            outcome = await both.supervisor.command(name, words)
            assert outcome.ok
            assert outcome.text is None
            assert await both.supervisor.modal() is not None
            await both.supervisor.close()


async def test_words_it_does_not_know_get_a_sentence_only_that_person_sees(both: Living) -> None:
    for words, line in {
        "bogus": "command-unknown",
        "new <@U0EMPLOYEE>": "command-takes-no-name",
        "help me": "command-takes-no-name",
        "ｎｅｗ": "command-unknown",
        "x" * 3000: "command-unknown",
    }.items():
        outcome = await both.supervisor.command("/pip", words)
        assert outcome.text == WORDING.say(line)
        assert await both.supervisor.modal() is None
    assert await both.act_as(EMPLOYEE).messages() == []


async def test_a_command_in_a_channel_gets_the_same_private_line_for_every_word(both: Living) -> None:
    said = {
        (await both.supervisor.command("/pip", words, channel="C0GENERAL")).text for words in ("", "new", "x", "new @a")
    }
    assert said == {IN_CHANNEL}
    assert await both.supervisor.modal() is None
    places = await both.control.call("GET", "/conversations")
    assert not [
        line for place in places if place["kind"] == "channel" for line in place["messages"] if not line["ephemeral"]
    ]


async def test_every_kind_of_outsider_gets_one_fixed_answer_from_command_button_and_home(both: Living) -> None:
    await kept_draft(both)
    await both.control.add_person(id=STRANGER, name="Sam Stranger", email="sam@example.org")
    outsider = both.act_as(STRANGER)
    for who in OUTSIDERS:
        # While still a member: a Home with buttons, which later are old ones.
        await both.control.change_person(STRANGER, kind="member", team_id="T0SANDBOX")
        await both.control.settle()
        old = (await outsider.open_home()).buttons[0]
        await both.control.change_person(STRANGER, **who)
        await both.control.settle()
        for words in ("", "new", "x"):
            for channel in (None, "C0GENERAL"):
                assert (await outsider.command("/pip", words, channel=channel)).text == NOTHING_HERE
        await outsider.press(old.text, on="home")
        await both.control.settle()
        modal = await outsider.modal()
        assert modal is not None
        assert modal.text.count("\n") <= 2
        assert NOTHING_HERE in modal.text
        await outsider.close()
        seen = await outsider.open_home()
        assert (seen.text.strip(), seen.buttons) == (NOTHING_HERE, ())


async def test_what_somebody_did_just_before_leaving_has_the_fixed_answer(both: Living) -> None:
    await both.control.add_person(id=STRANGER, name="Sam Stranger", email="sam@example.org")
    await started_plan(both)
    leaver = both.act_as(STRANGER)
    typed = await leaver.command("/pip", "new")
    await leaver.fill({"employee": EMPLOYEE})
    for told, who in enumerate(GONE, start=1):
        before = both.count("plan")
        await both.control.change_person(STRANGER, **who)
        await both.control.settle()
        assert typed.delivery is not None
        # Within the same second it would bear the same signature, and be answered as a replay.
        await asyncio.sleep(1.1)
        await both.control.resend(typed.delivery)
        answers = [line for line in await both.control.log("ack") if NOTHING_HERE in str(line["body"])]
        assert len(answers) == told
        assert both.count("plan") == before


async def test_a_button_of_another_persons_handle_opens_nothing(both: Living) -> None:
    await kept_draft(both)
    await both.supervisor.close()
    home = await both.supervisor.open_home()
    mine = next(button for button in home.buttons if button.action_id.startswith("plan_check"))
    stolen: dict[str, object] = {"type": "button", "action_id": mine.action_id, "value": mine.value, "block_id": "b"}
    reply = await pressed(both, HR, stolen)
    assert WORDING.say("denied-stale-button") in reply


async def pressed(live: Living, user: str, action: dict[str, object], *, view: dict[str, object] | None = None) -> str:
    """What the person sees after a press the workspace itself would never send."""
    front = live.milepost.listeners.front
    body = {"user": {"id": user}, "team": {"id": front.directory.team}, "actions": [action], "trigger_id": "1.1.x"}
    return str(await front.press(body | ({"view": view} if view else {})))


async def test_a_forged_button_is_answered_and_opens_nothing(live: Living) -> None:
    for value in (
        "",
        ".",
        "....",
        "-.-.-.0.AAAA",
        "a" * 2000,
        "\ud800",
        "-.-.-.zz.AAAA",
        "é.-.-.ffffffff.AAAA",
        "1.2.3.4.5",
    ):
        for ask in ("open_plan", "nothing_of_the_kind", "read_plan"):
            reply = await pressed(live, SUPERVISOR, {"action_id": f"{ask}:0", "value": value})
            assert reply == WORDING.say("denied-stale-button")


async def test_an_action_we_never_drew_gets_the_fixed_answer(live: Living) -> None:
    actions: list[dict[str, object]] = [
        {},
        {"action_id": "x"},
        {"action_id": "a:1", "value": 7},
        {"action_id": "A:0:submits"},
    ]
    for action in actions:
        assert await pressed(live, SUPERVISOR, action) == NOTHING_HERE


async def test_a_good_handle_under_another_ask_or_another_team_opens_nothing(live: Living) -> None:
    button = (await live.supervisor.open_home()).buttons[0]
    assert button.action_id.startswith("open_plan")
    reply = await pressed(live, SUPERVISOR, {"action_id": "my_plans:0", "value": button.value})
    assert reply == WORDING.say("denied-stale-button")
    front = live.milepost.listeners.front
    body = {"user": {"id": SUPERVISOR}, "team": {"id": "T0OTHER"}, "trigger_id": "1"}
    action = {"action_id": button.action_id, "value": button.value}
    assert await front.press({**body, "actions": [action]}) == NOTHING_HERE


async def test_a_form_taken_over_by_another_person_is_not_saved(live: Living) -> None:
    modal = await started_plan(live)
    front = live.milepost.listeners.front
    body = {"user": {"id": HR}, "team": {"id": front.directory.team}, "view": modal.raw}
    answer = await front.submit(body | {"view": {**modal.raw, "state": {"values": {}}}})
    assert WORDING.say("denied-stale-form") in str(answer)
    assert live.count("plan") == 0


async def test_a_buttons_handle_does_not_pass_for_a_forms(live: Living) -> None:
    """It has no id of its own, so what it sent could be sent twice."""
    modal = await started_plan(live)
    button = (await live.supervisor.open_home()).buttons[0]
    front = live.milepost.listeners.front
    view = {**modal.raw, "private_metadata": button.value, "state": {"values": {}}}
    answer = await front.submit({"user": {"id": SUPERVISOR}, "team": {"id": front.directory.team}, "view": view})
    assert WORDING.say("denied-stale-form") in str(answer)


async def test_a_form_older_than_two_days_is_not_saved_and_keeps_its_text(both: Living) -> None:
    await started_plan(both)
    await both.supervisor.fill({"employee": EMPLOYEE})
    await both.control.call("POST", "/clock", {"advance_by": 3 * 86_400})
    outcome = await both.supervisor.submit()
    assert WORDING.say("denied-stale-form") in outcome.errors.values()
    assert both.count("plan") == 0
    modal = await both.supervisor.modal()
    assert modal is not None
    assert modal.field_named("employee").value


async def test_a_form_sent_several_times_at_once_makes_one_plan(both: Living) -> None:
    await started_plan(both)
    await both.supervisor.fill({"employee": EMPLOYEE})
    outcome = await both.supervisor.submit(copies=4)
    assert not outcome.trouble
    assert both.count("plan") == 1


async def test_a_form_delivered_again_later_makes_one_plan_and_the_same_audit_lines(both: Living) -> None:
    await started_plan(both)
    await both.supervisor.fill({"employee": EMPLOYEE})
    outcome = await both.supervisor.submit()
    lines = both.count("audit")
    assert outcome.delivery is not None
    again = await both.control.resend(outcome.delivery)
    assert not again.trouble
    assert (both.count("plan"), both.count("audit")) == (1, lines)


async def test_with_the_database_locked_the_answer_comes_in_time_the_text_stays_and_sending_again_works(
    both: Living,
) -> None:
    await started_plan(both)
    await both.supervisor.fill({"employee": EMPLOYEE})
    async with both.locked():
        started = time.monotonic()
        outcome = await both.supervisor.submit()
        assert time.monotonic() - started < 2.9
    assert (outcome.kind, outcome.trouble) == ("errors", False)
    modal = await both.supervisor.modal()
    assert modal is not None
    assert modal.field_named("employee").value
    assert both.count("plan") == 0
    assert (await both.supervisor.submit()).ok
    assert both.count("plan") == 1


async def test_with_the_database_locked_a_command_and_a_button_get_a_sentence_in_time(both: Living) -> None:
    await both.supervisor.open_home()
    async with both.locked():
        started = time.monotonic()
        outcome = await both.supervisor.command("/pip", "")
        assert time.monotonic() - started < 2.9
        assert outcome.text or outcome.opened
        await both.supervisor.close() if outcome.opened else None
        started = time.monotonic()
        pressed_now = await both.supervisor.press("Start a plan", on="home")
        assert time.monotonic() - started < 2.9
        assert not pressed_now.trouble
    await both.control.settle()


async def test_home_is_drawn_again_after_something_was_kept(both: Living) -> None:
    before = (await both.supervisor.open_home()).text
    await kept_draft(both)
    home = await both.supervisor.home()
    assert home is not None
    assert home.text != before
    assert "M-" in home.text


async def test_turning_to_the_messages_tab_draws_nothing(both: Living) -> None:
    await both.supervisor.open_messages()
    assert await both.calls("views.publish") == 0


async def test_an_event_delivered_again_is_taken_once(both: Living) -> None:
    await both.supervisor.open_home()
    [line] = [
        line
        for line in await both.control.log("delivery")
        if line["type"] == "events_api" or "app_home" in line["what"]
    ]
    drawn = await both.calls("views.publish")
    await asyncio.gather(*(both.control.resend(line["id"]) for _ in range(3)))
    await both.control.settle()
    assert await both.calls("views.publish") == drawn


async def test_a_form_too_old_to_be_saved_for_later_keeps_what_was_typed(live: Living) -> None:
    await kept_draft(live)
    await live.supervisor.fill({"strengths": "Patient with every visitor."})
    await live.control.advance(by=timedelta(days=3))
    await live.supervisor.press("Save and finish later")
    modal = await live.supervisor.modal()
    assert modal is not None
    assert WORDING.say("denied-stale-form") in modal.text
    assert "Patient with every visitor." in modal.text
