"""Messages reach one person in one conversation, and are drawn so that nothing in them comes alive."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from bot.messages import Message
from bot.parts import Button, Buttons, Divider, Facts, Heading, QuietPart, Said, Small, Stands, Style, Text
from bot.slack.blocks import TEXT_LIMIT, Drawing, pieces
from bot.slack.errors import InstallationDownError, TryLaterError, UnreachableError
from bot.slack.messenger import SlackMessenger
from bot.slack.pacing import size_of
from plans.people import Person
from plans.words import Words
from tests.app.living import EMPLOYEE, SUPERVISOR, Living, newest

HOSTILE: Final = (
    "<!channel> <!here> <!everyone>",
    "<@U0HR> <#C0GENERAL>",
    "<http://example.org|your plan> <javascript:alert(1)|x>",
    "*bold* _it_ ~no~ `code` ```block``` > quote",
    ":rotating_light: :smile:",
    "&lt;!channel&gt; &amp;",
    "abc\u202egnp.exe\u2066\u2069",
    "ﷺ" * 50,
    "Z\u0301\u0301\u0301\u0301 " * 40,
    "@channel @here",
)
EVERY_PART: Final[tuple[QuietPart, ...]] = (
    Heading("H" * 200),
    Text("T" * 7000),
    Small("a quiet line"),
    Facts(tuple((f"label {number}", "v" * 2500 if number == 3 else "") for number in range(12))),
    Divider(),
    Buttons(
        tuple(
            Button(label="B" * 90, stands=Stands(ask="open_case", plan="p" * 32), style=style, confirm=confirm)
            for style in Style
            for confirm in (None, "Are you sure? " * 40)
        )
        * 2,
    ),
)
PLAIN: Final = Message(preview="You have something to read in Milepost.", parts=(Text("Something to read."),))


def messenger(live: Living) -> SlackMessenger:
    return live.milepost.speaking.messenger


async def person(live: Living, user: str = EMPLOYEE) -> Person:
    return await live.milepost.directory.look_up(user, now=live.milepost.clock.now())


async def posted(live: Living, to: Person, message: Message, *, key: str, now: datetime) -> str:
    """Draw it and post it, as whoever speaks does."""
    own = messenger(live)
    return await own.post(to, own.draw(to, message, now=now), key=key, now=now)


async def send(live: Living, message: Message = PLAIN, *, key: str = "k1", to: str = EMPLOYEE) -> str:
    return await posted(live, await person(live, to), message, key=key, now=live.milepost.clock.now())


def strings(found: object) -> list[tuple[str, str]]:
    """Every text object's type with its text, wherever it stands."""
    if isinstance(found, dict):
        own = [(str(found["type"]), str(found["text"]))] if isinstance(found.get("text"), str) else []
        return own + [pair for value in found.values() for pair in strings(value)]
    return [pair for value in found for pair in strings(value)] if isinstance(found, list) else []


async def test_a_message_lands_in_that_persons_conversation_with_one_opaque_key(live: Living) -> None:
    reference = await send(live, key="0123456789abcdef")
    message = await newest(live.act_as(EMPLOYEE))
    assert json.loads(reference) == {"v": 1, "channel": message.channel, "ts": message.ts}
    assert message.metadata == {"event_type": "milepost_notice", "event_payload": {"key": "0123456789abcdef"}}
    assert message.notification == PLAIN.preview
    assert await live.supervisor.messages() == []


async def test_a_conversation_is_opened_once_and_again_when_it_was_refused(live: Living) -> None:
    await send(live)
    await live.control.call("POST", "/clock", {"advance_by": 5})
    await send(live, key="k2")
    assert await live.calls("conversations.open") == 1
    someone = await person(live)
    messenger(live).places.known[someone.id] = "D0WRONG"
    with pytest.raises(UnreachableError):
        await send(live, key="k3")
    await live.control.call("POST", "/clock", {"advance_by": 5})
    await send(live, key="k4")
    assert len(await live.act_as(EMPLOYEE).messages()) == 3


@pytest.mark.parametrize("refused", [True, False])
async def test_while_no_more_conversations_may_be_opened_the_account_itself_is_posted_to(
    live: Living, *, refused: bool
) -> None:
    """A thousand people are reminded in one morning, and Slack opens fifty conversations a minute."""
    if refused:
        await live.control.script_fault("conversations.open", "rate_limit", retry_after=60)
    else:
        for _ in range(size_of("conversations.open")):
            with live.milepost.pacing.call("conversations.open"):
                pass
    place = json.loads(await send(live))["channel"]
    assert place.startswith("D")
    assert (await newest(live.act_as(EMPLOYEE))).channel == place
    assert await live.supervisor.messages() == []
    opened = await live.calls("conversations.open")
    await live.control.call("POST", "/clock", {"advance_by": 5})
    assert json.loads(await send(live, key="k2"))["channel"] == place
    assert await live.calls("conversations.open") == opened == int(refused)


async def test_a_conversation_that_is_somebody_elses_is_neither_posted_to_nor_remembered(live: Living) -> None:
    await live.control.change_rules(opens_another=SUPERVISOR)
    with pytest.raises(UnreachableError):
        await send(live)
    assert await live.calls("chat.postMessage") == 0
    await live.control.change_rules(opens_another=None)
    await send(live)
    assert await live.supervisor.messages() == []
    assert len(await live.act_as(EMPLOYEE).messages()) == 1


async def test_a_conversation_that_cannot_be_opened_for_another_reason_is_not_posted_to(live: Living) -> None:
    await live.control.script_fault("conversations.open", "error", error="user_disabled")
    with pytest.raises(UnreachableError):
        await send(live)
    assert await live.calls("chat.postMessage") == 0


@pytest.mark.parametrize("change", [{"deleted": True}, {"kind": "multi_guest"}, {"kind": "external"}])
async def test_somebody_who_left_is_never_posted_to_even_in_an_open_conversation(
    live: Living, change: dict[str, object]
) -> None:
    await send(live)
    posts = await live.calls("chat.postMessage")
    await live.control.change_person(EMPLOYEE, **change)
    await live.control.settle()
    with pytest.raises(UnreachableError):
        await send(live, key="k2")
    assert await live.calls("chat.postMessage") == posts


async def test_an_account_that_ended_unheard_is_noticed_within_a_minute(live: Living) -> None:
    """The event was lost; facts older than a minute are asked for again just before sending."""
    someone = await person(live)
    live.sandbox.workspace.change_person(EMPLOYEE, {"deleted": True})
    later = live.milepost.clock.now() + timedelta(seconds=61)
    with pytest.raises(UnreachableError):
        await posted(live, someone, PLAIN, key="k", now=later)
    assert await live.calls("chat.postMessage") == 0


async def test_somebody_who_moved_unheard_is_not_posted_to_before_their_times_are_worked_out_anew(live: Living) -> None:
    someone = await person(live)
    live.sandbox.workspace.change_person(EMPLOYEE, {"tz": "Asia/Tokyo"})
    later = live.milepost.clock.now() + timedelta(seconds=61)
    with pytest.raises(TryLaterError) as put_off:
        await posted(live, someone, PLAIN, key="k", now=later)
    assert (put_off.value.code, put_off.value.alone) == ("zone_changed", True)
    assert await live.calls("chat.postMessage") == 0
    assert await live.milepost.directory.keep() == 1
    moved = await person(live)
    assert moved.zone == "Asia/Tokyo"
    await posted(live, moved, PLAIN, key="k", now=later)


async def test_nobody_by_that_id_is_unreachable_and_a_revoked_token_is_not_their_fault(live: Living) -> None:
    someone = await person(live)
    now = live.milepost.clock.now() + timedelta(minutes=5)
    stranger = replace(someone, handle=replace(someone.handle, native_id="U0NOBODY"))
    with pytest.raises(UnreachableError):
        await posted(live, stranger, PLAIN, key="k", now=now)
    await live.control.install("revoked")
    with pytest.raises(InstallationDownError):
        await posted(live, someone, PLAIN, key="k", now=now)
    await live.control.install("installed")


async def test_too_fast_is_told_with_the_seconds_to_wait(live: Living) -> None:
    await send(live)
    with pytest.raises(TryLaterError) as caught:
        await send(live, key="k2")
    assert caught.value.retry_after


async def test_a_sent_message_is_drawn_anew_in_its_place(live: Living) -> None:
    buttons = Buttons((Button(label="Open", stands=Stands(ask="my_plans")),))
    reference = await send(live, Message(preview=PLAIN.preview, parts=(Text("Before."), buttons)))
    assert len((await newest(live.act_as(EMPLOYEE))).buttons) == 1
    after = Message(preview=PLAIN.preview, parts=(Text("After."),))
    await messenger(live).update(reference, await person(live), after, now=live.milepost.clock.now())
    message = await newest(live.act_as(EMPLOYEE))
    assert "After." in message.text
    assert message.buttons == ()
    assert message.metadata is not None
    assert len(await live.act_as(EMPLOYEE).messages()) == 1


async def test_every_kind_of_part_passes_the_workspaces_validation(live: Living) -> None:
    await send(live, Message(preview=PLAIN.preview, parts=EVERY_PART))
    message = await newest(live.act_as(EMPLOYEE))
    assert "T" * 100 in message.text


@pytest.mark.parametrize("length", [1, TEXT_LIMIT, TEXT_LIMIT + 1, 12_345])
def test_long_text_is_split_and_nothing_of_it_is_lost(length: int) -> None:
    text = ("word " * length)[:length].strip()
    assert " ".join(pieces(text)) == text
    assert all(len(piece) <= TEXT_LIMIT for piece in pieces(text))
    assert "".join(pieces("x" * length)) == "x" * length


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_wrote_is_drawn_as_plain_text_and_in_no_other_way(text: str) -> None:
    drawing = Drawing(lambda _: "handle")
    parts = (
        Said(label="They wrote", words=Words(text), aside="today"),
        Text(text),
        Facts(((text, text),)),
        Small(text),
    )
    blocks: list[dict[str, Any]] = [block.to_dict() for block in drawing.blocks(parts)]
    drawn = strings(blocks)
    assert {kind for kind, _ in drawn} == {"plain_text"}
    assert any(Words(text).reveal() in shown for _, shown in drawn)
    assert '"emoji": true' not in json.dumps(blocks)
    assert not set("\u202e\u2066\u2069") & set(strings(blocks[1])[0][1])


async def test_hostile_words_arrive_as_they_were_typed(live: Living) -> None:
    for number, text in enumerate(HOSTILE):
        shown = Words(text).reveal()
        await send(live, Message(preview=PLAIN.preview, parts=(Text(shown),)), key=f"k{number}", to=SUPERVISOR)
        assert shown in (await newest(live.supervisor)).text
        await live.control.call("POST", "/clock", {"advance_by": 2})
