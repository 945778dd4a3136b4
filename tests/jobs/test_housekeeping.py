"""What has done its work is forgotten, once a day and bit by bit; everything else stays."""

from datetime import datetime, timedelta

import pytest

from bot.handles import FORM_LIFE
from jobs.housekeeping import AT_ONCE, BEATS_FOR, MOST_TIMES, SEEN_FOR, Tidied, tidy
from plans import examples
from storage.database import Database

NOW = examples.NOW
DAY = timedelta(days=1)


async def seen(database: Database, key: str, at: datetime) -> bool:
    """Whether this key is new."""
    async with database.begin() as work:
        new = await work.once(key, at=at)
        await work.commit()
    return new


async def beaten(database: Database, job: str, period: str, at: datetime) -> bool:
    async with database.begin() as work:
        new = await work.first_beat(job, period, at=at)
        await work.commit()
    return new


async def test_requests_are_forgotten_when_nobody_can_send_them_again(database: Database) -> None:
    assert SEEN_FOR >= FORM_LIFE + DAY, "a form that may still be sent again must still be known"
    await seen(database, "old", NOW - SEEN_FOR - timedelta(seconds=1))
    await seen(database, "young", NOW - SEEN_FOR + timedelta(seconds=1))
    assert await tidy(database.begin, database.prune, now=NOW) == Tidied(rows=1, done=True)
    assert await seen(database, "old", NOW)
    assert not await seen(database, "young", NOW)


async def test_beats_are_forgotten_after_more_than_a_year(database: Database) -> None:
    await beaten(database, "reconcile", "2025-07-01", NOW - BEATS_FOR - DAY)
    await beaten(database, "reconcile", "2026-08-01", NOW - BEATS_FOR + DAY)
    assert await tidy(database.begin, database.prune, now=NOW) == Tidied(rows=1, done=True)
    assert await beaten(database, "reconcile", "2025-07-01", NOW)
    assert not await beaten(database, "reconcile", "2026-08-01", NOW)


async def test_rows_of_the_ledger_that_say_how_things_stand_are_kept(database: Database) -> None:
    """The heartbeat, what due times were made from, and how far marking has come, are as old as they are."""
    long_ago = NOW - 3 * BEATS_FOR
    async with database.begin() as work:
        await work.gathering.beat(long_ago)
        assert not await work.drift.terms_changed("1", at=long_ago), "nothing was derived from anything yet"
        await work.drift.mark_all()
        await work.commit()
    assert await tidy(database.begin, database.prune, now=NOW) == Tidied(rows=0, done=True)
    async with database.begin() as work:
        assert await work.gathering.heartbeat() == long_ago
        assert await work.drift.terms_changed("2", at=NOW)
        assert await work.drift.marking()


async def test_it_runs_once_a_day(database: Database) -> None:
    assert await tidy(database.begin, database.prune, now=NOW) is not None
    await seen(database, "old", NOW - 2 * SEEN_FOR)
    assert await tidy(database.begin, database.prune, now=NOW + timedelta(hours=1)) is None
    assert await tidy(database.begin, database.prune, now=NOW + DAY) == Tidied(rows=1, done=True)


async def test_another_workspaces_rows_are_its_own(database: Database) -> None:
    await seen(database, "old", NOW - 2 * SEEN_FOR)
    async with database._session([]) as session:
        await session.conn.exec_driver_sql("UPDATE seen_key SET workspace = 'TOTHER'")
        await session.conn.commit()
    assert await tidy(database.begin, database.prune, now=NOW) == Tidied(rows=0, done=True)


async def test_no_more_are_forgotten_at_once_than_others_can_wait_for(database: Database) -> None:
    old = NOW - 2 * SEEN_FOR
    async with database.begin() as work:
        for number in range(30):
            await work.once(f"old {number}", at=old)
        await work.commit()
    assert await database.prune(seen_before=NOW, beats_before=old, limit=20) == 20
    assert await database.prune(seen_before=NOW, beats_before=old, limit=20) == 10


async def test_what_is_too_much_for_one_call_is_left_to_the_next(database: Database) -> None:
    left = MOST_TIMES * AT_ONCE + 1

    async def prune(*, seen_before: datetime, beats_before: datetime, limit: int) -> int:
        nonlocal left
        gone = min(left, limit)
        left -= gone
        return gone

    assert await tidy(database.begin, prune, now=NOW) == Tidied(rows=MOST_TIMES * AT_ONCE, done=False)
    assert await tidy(database.begin, prune, now=NOW) == Tidied(rows=1, done=True)
    assert await tidy(database.begin, prune, now=NOW) is None


async def test_a_database_that_goes_away_leaves_the_day_unmarked(database: Database) -> None:
    async def prune(*, seen_before: datetime, beats_before: datetime, limit: int) -> int:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await tidy(database.begin, prune, now=NOW)
    assert await tidy(database.begin, database.prune, now=NOW) is not None
