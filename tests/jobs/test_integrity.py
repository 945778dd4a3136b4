"""Every night the trail is looked through, bit by bit; HR hears of it the next morning when it does not match."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.digest_times import USUAL_TIMES
from jobs.digests import owe_digests
from jobs.integrity import Watching
from plans import examples
from plans.chain import Anchor
from plans.events import Event, EventKind
from plans.ids import EntryId, fresh
from plans.integrity import Looked
from storage.database import Database
from tests.jobs.mail_room import MailRoom
from tests.jobs.test_digests import MONDAY
from tests.plans import owing as the
from tests.storage.tampering import forge

NOW = examples.NOW
DAY = timedelta(days=1)


async def lines(database: Database, count: int) -> None:
    some = [
        Event(id=EntryId(fresh()), kind=EventKind.NOTE_ADDED, plan=examples.ILLINOIS_PLAN, by=None, at=NOW)
        for _ in range(count)
    ]
    async with database.begin() as work:
        await work.audit.append(some)
        await work.commit()


def nothing() -> tuple[Anchor, ...]:
    return ()


async def test_it_looks_once_a_day_and_notes_an_anchor(database: Database) -> None:
    await lines(database, 7)
    watching = Watching(nothing)
    found = await watching.some(database.begin, now=NOW)
    assert found is not None
    look, end = found
    assert look == Looked(at=NOW, lines=7)
    async with database.begin() as work:
        assert (await work.integrity.looked(), await work.integrity.anchors()) == (look, (end,))
    assert await watching.some(database.begin, now=NOW + timedelta(hours=1)) is None
    await lines(database, 2)
    found = await watching.some(database.begin, now=NOW + DAY)
    assert found is not None
    assert found[0].lines == 9


async def test_a_change_is_found_and_logged_without_a_word_and_leaves_no_anchor(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await lines(database, 7)
    await forge(database, "UPDATE audit SET subject = 'somebody' WHERE seq = 4")
    found = await Watching(nothing).some(database.begin, now=NOW)
    assert found is not None
    assert found[0] == Looked(at=NOW, lines=3, code="changed")
    async with database.begin() as work:
        assert await work.integrity.anchors() == ()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "the audit trail does not match: code=changed after=3"
    ]


async def test_an_end_cut_off_since_yesterday_is_found_by_what_was_noted_then(database: Database) -> None:
    await lines(database, 7)
    watching = Watching(nothing)
    await watching.some(database.begin, now=NOW)
    await forge(database, "DELETE FROM audit WHERE seq > 5")
    found = await watching.some(database.begin, now=NOW + DAY)
    assert found is not None
    assert (found[0].code, found[0].lines) == ("cut", 5)


async def test_anchors_from_outside_are_compared_as_well(database: Database) -> None:
    await lines(database, 7)
    found = await Watching(lambda: [Anchor(count=3, head="1" * 64)]).some(database.begin, now=NOW)
    assert found is not None
    assert (found[0].code, found[0].lines) == ("anchor", 2)


async def test_what_is_too_much_for_one_call_goes_on_with_the_next(database: Database) -> None:
    await lines(database, 7)
    watching = Watching(nothing, at_once=2, times=3)
    assert await watching.some(database.begin, now=NOW) is None
    async with database.begin() as work:
        assert await work.integrity.looked() is None
    await lines(database, 1)
    found = await watching.some(database.begin, now=NOW + timedelta(hours=1))
    assert found is not None
    assert found[0].lines == 8, "what came meanwhile is looked at too"


@pytest.fixture
def told(room: MailRoom) -> Callable[..., None]:
    def tell(**changes: object) -> None:
        look = Looked(at=MONDAY + timedelta(hours=1), lines=811, code="changed")
        room.database.store.looked["last"] = replace(look, **changes)  # type: ignore[arg-type, attr-defined]

    return tell


async def owed_in(room: MailRoom, day: int) -> int:
    """How many digests come to be owed in the day before nine o'clock in New York, looked at each hour."""
    hours = [MONDAY + timedelta(days=day, hours=-hour) for hour in range(23, -1, -1)]
    return sum([await owe_digests(room.database.begin, now=now, times=USUAL_TIMES) for now in hours])


async def test_hr_hears_of_a_mismatch_the_next_morning_and_then_weekly(
    room: MailRoom, told: Callable[..., None]
) -> None:
    await room.keep(the.plan(), reminders=False)
    await owed_in(room, 0)
    told()
    assert [await owed_in(room, day) for day in range(1, 8)] == [2, 0, 0, 0, 0, 0, 2]


async def test_a_trail_that_matches_calls_for_no_message(room: MailRoom, told: Callable[..., None]) -> None:
    await room.keep(the.plan(), reminders=False)
    await owed_in(room, 0)
    told(code="")
    assert await owed_in(room, 1) == 0
