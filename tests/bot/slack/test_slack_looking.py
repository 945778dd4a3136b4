"""A message whose answer was lost is looked for in the person's direct message, and nothing is claimed unproven."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from app.connection import connected
from app.pretend import inhabitants, manifest, pretend_settings
from bot.slack.looking import (
    A_PAGE,
    EARLIER,
    LONGEST,
    LONGEST_IN_TURN,
    MOST_PAGES,
    CannotLook,
    Found,
    NotThere,
    Seen,
    SlackLooking,
)
from bot.slack.pacing import Pacing
from bot.slack.places import Places
from plans.examples import EMPLOYEE, SUPERVISOR
from plans.people import Person
from sandbox.client import Control
from sandbox.conversations import Message
from sandbox.server import Sandbox

NOW: Final = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
POST, HISTORY, OPEN = "chat.postMessage", "conversations.history", "conversations.open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A workspace with messages in it, and who looks for one."""

    sandbox: Sandbox
    control: Control
    looking: SlackLooking

    async def look(self, key: str, *, person: Person = EMPLOYEE, since: datetime = NOW) -> Seen:
        now = self.sandbox.workspace.now
        return await self.looking.look_up(person, key=key, since=since, now=now)

    def put(self, key: str | None, *, to: Person = EMPLOYEE, ago: timedelta = timedelta(), by: str = "") -> str:
        """A message as it was stored; without a key it carries no metadata, ``by`` a person it is theirs."""
        space = self.sandbox.workspace
        metadata = None if key is None else {"event_type": "milepost_notice", "event_payload": {"key": key}}
        author = by or space.credentials.bot_user_id
        ts = space.stamps.next(space.now - ago)
        message = Message(ts=ts, author=author, text="Something to read.", metadata=metadata)
        space.put(space.open_direct(to.handle.native_id), message)
        return ts

    async def calls(self, method: str) -> list[dict[str, object]]:
        return [line for line in await self.control.log("call") if line["method"] == method]


@asynccontextmanager
async def working(scopes: Sequence[str]) -> AsyncIterator[Office]:
    async with Sandbox.serve(manifest(*scopes), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(NOW)
        async with connected(pretend_settings(sandbox, database="")) as clients:
            pacing = Pacing(clock=lambda: sandbox.workspace.now, jitter=lambda: 0.0)
            looking = SlackLooking(
                client=clients.reading,
                places=Places(client=clients.posting, pacing=pacing),
                pacing=pacing,
                scopes=clients.scopes,
            )
            yield Office(sandbox=sandbox, control=control, looking=looking)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with working(["im:history"]) as found:
        yield found


async def test_a_message_that_was_stored_while_its_answer_was_lost_is_found(office: Office) -> None:
    await office.control.script_fault(POST, "drop", stored=True)
    channel = await office.looking.places.of(EMPLOYEE)
    metadata = {"event_type": "milepost_notice", "event_payload": {"key": "k1"}}
    with pytest.raises(Exception) as caught:
        await office.looking.places.client.chat_postMessage(
            channel=channel,
            text="Something to read.",
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
        )
    assert type(caught.value).__name__ == "ServerDisconnectedError"
    (stored,) = await office.control.act_as(EMPLOYEE.handle.native_id).messages()
    seen = await office.look("k1")
    assert isinstance(seen, Found)
    assert seen.reference == f'{{"v": 1, "channel": "{stored.channel}", "ts": "{stored.ts}"}}'


async def test_a_message_that_was_not_stored_is_not_there(office: Office) -> None:
    assert await office.look("k1") == NotThere()
    office.put("another")
    assert await office.look("k1") == NotThere()


async def test_a_message_of_any_try_is_found_and_no_message_with_another_key(office: Office) -> None:
    office.put("k10-1")
    office.put("k2-1")
    assert await office.look("k1") == NotThere()
    office.put("k1-3")
    assert isinstance(await office.look("k1"), Found)


async def test_what_the_person_wrote_themselves_proves_nothing_and_disproves_nothing(office: Office) -> None:
    office.put(None, by=EMPLOYEE.handle.native_id)
    assert await office.look("k1") == NotThere()


async def test_while_metadata_is_withheld_nothing_is_said_to_be_missing(office: Office) -> None:
    office.put("k1")
    await office.control.change_rules(withhold_metadata=True)
    assert await office.look("k1") == CannotLook("metadata_withheld")
    await office.control.change_rules(withhold_metadata=False)
    assert isinstance(await office.look("k1"), Found)


async def test_a_message_of_ours_without_metadata_leaves_room_for_doubt_until_another_carries_it(
    office: Office,
) -> None:
    office.put(None)
    assert await office.look("k1") == CannotLook("metadata_withheld")
    office.put("another")
    assert await office.look("k1") == NotThere()


async def test_without_the_scope_nobody_looks(office: Office) -> None:
    async with working([]) as bare:
        bare.put("k1")
        assert await bare.look("k1") == CannotLook("not_granted")
        assert [line["method"] for line in await bare.control.log("call")] == ["auth.test"]


async def test_a_scope_that_was_taken_back_meanwhile_is_the_same_as_none() -> None:
    async with working([]) as bare:
        looking = replace(bare.looking, scopes=frozenset({"im:history"}))
        assert await replace(bare, looking=looking).look("k1") == CannotLook("missing_scope")


async def test_every_page_is_turned_until_the_message_is_found(office: Office) -> None:
    first = office.put("k1")
    for number in range(2 * A_PAGE):
        office.put(f"other {number}")
    seen = await office.look("k1")
    assert isinstance(seen, Found)
    assert first in seen.reference
    assert len(await office.calls(HISTORY)) == 3
    assert await office.look("k2") == NotThere()


async def test_there_is_an_end_to_turning_pages(office: Office) -> None:
    for number in range(A_PAGE * MOST_PAGES + 1):
        office.put(f"other {number}")
    assert await office.look("k1") == CannotLook("too_many_messages")
    assert len(await office.calls(HISTORY)) == MOST_PAGES


async def test_only_the_time_in_which_it_can_have_been_stored_is_read(office: Office) -> None:
    office.put("k1", ago=EARLIER - timedelta(seconds=1))
    assert isinstance(await office.look("k1"), Found)
    assert await office.look("k1", since=NOW + timedelta(minutes=1)) == NotThere()


async def test_nobody_elses_conversation_is_read(office: Office) -> None:
    office.put("k1", to=SUPERVISOR)
    assert await office.look("k1") == NotThere()
    own = await office.looking.places.of(EMPLOYEE)
    assert {line["args"]["channel"] for line in await office.calls(HISTORY)} == {own}  # type: ignore[index]
    assert isinstance(await office.look("k1", person=SUPERVISOR), Found)


@pytest.mark.parametrize("method", [OPEN, HISTORY])
@pytest.mark.parametrize(
    ("fault", "reason", "seconds"),
    [
        ({"kind": "rate_limit", "retry_after": 12}, "ratelimited", 12),
        ({"kind": "rate_limit", "retry_after": 12, "status": 200, "error": "rate_limited"}, "rate_limited", 12),
        ({"kind": "error", "error": "service_unavailable"}, "service_unavailable", 30),
        ({"kind": "error", "error": "fatal_error"}, "fatal_error", 30),
        ({"kind": "html", "status": 502, "times": None}, "unreadable_answer", 30),
    ],
)
async def test_what_passes_says_when_to_look_again(
    office: Office, method: str, fault: dict[str, object], reason: str, seconds: int
) -> None:
    office.put("k1")
    await office.control.call("POST", "/faults", {"method": method, **fault})
    assert await office.look("k1") == CannotLook(reason, again_at=NOW + timedelta(seconds=seconds))
    await office.control.clear_faults()
    await office.control.freeze(NOW + timedelta(seconds=seconds))
    assert isinstance(await office.look("k1"), Found)
    assert await office.control.violations() == []


async def test_a_reminder_does_not_wait_for_its_look_up_for_ever(office: Office) -> None:
    await office.control.script_fault(HISTORY, "error", error="service_unavailable", times=None)
    just = await office.look("k1", since=NOW - LONGEST + timedelta(seconds=1))
    assert isinstance(just, CannotLook)
    assert just.again_at is not None
    assert await office.look("k1", since=NOW - LONGEST) == CannotLook("service_unavailable")
    await office.control.clear_faults()
    await office.control.script_fault(HISTORY, "rate_limit", retry_after=12)
    in_turn = await office.look("k1", since=NOW - LONGEST)
    assert in_turn == CannotLook("ratelimited", again_at=NOW + timedelta(seconds=12))
    assert await office.look("k1", since=NOW - LONGEST_IN_TURN) == CannotLook("held_back")


@pytest.mark.parametrize("code", ["channel_not_found", "token_revoked", "user_disabled", "ekm_access_denied"])
async def test_what_does_not_pass_is_not_asked_again(office: Office, code: str) -> None:
    await office.control.script_fault(HISTORY, "error", error=code)
    assert await office.look("k1") == CannotLook(code)
    assert await office.look("k1") == NotThere()
    assert len(await office.calls(OPEN)) == 2


async def test_a_look_up_out_of_turn_waits_without_a_call(office: Office) -> None:
    reached = None
    for _ in range(60):
        reached = await office.look("k1")
    assert isinstance(reached, CannotLook)
    assert reached.reason == "held_back"
    assert reached.again_at is not None
    assert reached.again_at > NOW
    assert len(await office.calls(HISTORY)) < 50
    assert all(line["ok"] for line in await office.calls(HISTORY))
