"""A claim: what lapsed comes back as unknown, nobody has two things said at once, and no more than asked for."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from plans import examples
from plans.ids import PersonId, fresh
from plans.notice_ports import LAPSED, Settled
from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
from storage.database import Database
from storage.tables import NoticeRow, table_of
from tests.conftest import open_database

NOW = examples.NOW
LEASE = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
# Bytes of SQLite's write-ahead log: what it begins with, and one written page with what stands before it.
_WAL_HEADER = 32
_FRAME = 24 + 4096


def owed(key: str, person: PersonId, *, minutes: int = 0) -> Owed:
    return Owed(
        key=key,
        workspace=examples.WORKSPACE,
        plan=None,
        person=person,
        kind=NoticeKind.DIGEST,
        subject=None,
        due_at=NOW + minutes * MINUTE,
        zone="America/Chicago",
    )


async def put(database: Database, *owed: Owed) -> None:
    async with database.begin() as work:
        await work.notices.put(owed)
        await work.commit()


async def claim(database: Database, *, real_now: datetime = NOW, limit: int = 200) -> tuple[Notice, ...]:
    async with database.begin() as work:
        found = await work.notices.claim(now=NOW + 60 * MINUTE, real_now=real_now, lease=LEASE, limit=limit)
        await work.commit()
        return found


async def test_a_lapsed_lease_comes_back_unknown_with_its_send_key_and_another_token(database: Database) -> None:
    await put(database, owed("a", PersonId(fresh())))
    (first,) = await claim(database)
    assert first.last_outcome is None
    (second,) = await claim(database, real_now=NOW + LEASE)
    assert second == replace(
        first,
        attempts=2,
        last_outcome=LAPSED,
        lease_until=NOW + 2 * LEASE,
        lease_token=second.lease_token,
    )
    assert second.lease_token not in {None, first.lease_token}
    assert LAPSED == "unknown:lapsed"


async def test_what_waits_is_claimed_with_the_outcome_it_had(database: Database) -> None:
    await put(database, owed("a", PersonId(fresh())))
    (first,) = await claim(database)
    async with database.begin() as work:
        back = Settled(
            notice=first.id,
            lease_token=first.lease_token or "",
            state=NoticeState.WAITING,
            outcome="later:connect",
            at=NOW,
            run_at=NOW,
        )
        assert await work.notices.settle(back)
        await work.commit()
    (second,) = await claim(database)
    assert (second.last_outcome, second.send_key, second.attempts) == ("later:connect", first.send_key, 2)
    assert second.lease_token != first.lease_token


@pytest.mark.parametrize(("limit", "lapsed", "fresh_ones"), [(1, 1, 0), (3, 3, 0), (4, 3, 1), (5, 3, 2), (9, 3, 4)])
async def test_the_limit_holds_over_what_lapsed_and_what_waits_together(
    database: Database, limit: int, lapsed: int, fresh_ones: int
) -> None:
    await put(database, *(owed(f"lapsed {number}", PersonId(fresh())) for number in range(3)))
    assert len(await claim(database)) == 3
    await put(database, *(owed(f"fresh {number}", PersonId(fresh()), minutes=1) for number in range(4)))
    found = await claim(database, real_now=NOW + LEASE, limit=limit)
    assert sum(notice.last_outcome == LAPSED for notice in found) == lapsed
    assert sum(notice.last_outcome is None for notice in found) == fresh_ones


async def test_of_one_person_the_earliest_comes_whether_it_lapsed_or_waits(database: Database) -> None:
    one, other = PersonId(fresh()), PersonId(fresh())
    await put(database, owed("one, second", one, minutes=2), owed("other, first", other, minutes=1))
    assert len(await claim(database)) == 2
    await put(database, owed("one, first", one, minutes=1), owed("other, second", other, minutes=2))
    found = await claim(database, real_now=NOW + LEASE)
    assert {notice.owed.key for notice in found} == {"one, first", "other, first"}
    assert await claim(database, real_now=NOW + LEASE) == ()


async def test_a_claim_and_its_settling_find_what_stands_in_between_as_claimed(database: Database) -> None:
    await put(database, owed("a", PersonId(fresh())))
    (claimed,) = await claim(database)
    async with database.begin() as work:
        found = await work.notices.get(claimed.id)
        assert found is not None
        assert (found.state, found.lease_token) == (NoticeState.CLAIMED, claimed.lease_token)
        # What is being said is neither moved nor withdrawn.
        await work.notices.adjust(Adjustment(add=(), move=((claimed.id, owed("b", PersonId(fresh()))),), withdraw=()))
        await work.notices.adjust(Adjustment(add=(), move=(), withdraw=(claimed.id,)))
        assert await work.notices.get(claimed.id) == found


async def test_a_claim_that_was_not_committed_claimed_nothing(database: Database) -> None:
    await put(database, owed("a", PersonId(fresh())))
    async with database.begin() as work:
        assert len(await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=1)) == 1
    (found,) = await claim(database)
    assert (found.attempts, found.last_outcome) == (1, None)


def test_no_index_goes_by_what_a_claim_changes() -> None:
    """So a claim rewrites none; on PostgreSQL one such index would make each claim write all of them anew."""
    notice = table_of(NoticeRow)
    changed = {"attempts", "lease_until", "lease_token", "send_key", "last_outcome"}
    assert changed < set(notice.columns.keys())
    for index in notice.indexes:
        where = str(index.dialect_options["postgresql"]["where"])
        assert str(index.dialect_options["sqlite"]["where"]) == where
        assert not changed & {column.name for column in index.columns}
        assert not [name for name in changed if name in where], index.name


async def test_on_postgresql_a_claim_keeps_the_rows_of_every_index(postgresql_address: str) -> None:
    database = open_database(postgresql_address)
    await put(database, *(owed(str(number), PersonId(fresh())) for number in range(5)))
    async with database.begin() as work:
        assert len(await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=5)) == 5
        changed = "SELECT pg_stat_get_xact_tuples_{}('notice'::regclass)"
        conn = work._session.conn  # type: ignore[attr-defined]
        counted = [(await conn.execute(text(changed.format(which)))).scalar() for which in ("updated", "hot_updated")]
    assert counted == [5, 5]
    await database.close()


async def test_on_sqlite_a_claim_writes_the_pages_of_its_rows_and_no_others(tmp_path: Path) -> None:
    """A row that grows finds no room on a full page: its neighbours move, and some pages are written for one row."""
    file = tmp_path / "milepost.db"
    database = open_database(f"sqlite:///{file}")
    await database.migrate()
    people = [PersonId(fresh()) for _ in range(100)]
    # Of many lengths, so that some pages are full to the last byte and others are not.
    later = range(100, 130)
    for number, person in enumerate(people):
        keys = {minutes: fresh() + "." * (number * minutes % 60) for minutes in (0, *later)}
        await put(database, *(owed(key, person, minutes=minutes) for minutes, key in keys.items()))
    await database.checkpoint()
    assert len(await claim(database)) == len(people)
    assert len(await claim(database)) == 0
    written = (file.with_name("milepost.db-wal").stat().st_size - _WAL_HEADER) / _FRAME
    assert written <= 1.2 * len(people)
    await database.close()


async def test_on_sqlite_no_row_grows_at_its_first_claim(sqlite_address: str) -> None:
    """Neither what was put nor a message after a time away."""
    database = open_database(sqlite_address)
    await put(database, owed("put", PersonId(fresh())))
    gathering = replace(owed("after a time away", PersonId(fresh())), kind=NoticeKind.CATCH_UP)
    async with database.begin() as work:
        await work.gathering.message_for(gathering)
        await work.commit()
    before = await bytes_of_rows(database)
    assert len(await claim(database)) == len(before) == 2
    assert await bytes_of_rows(database) == before
    await database.close()


async def test_a_row_of_an_earlier_version_gets_a_send_key_at_its_first_claim_and_keeps_it(database: Database) -> None:
    await put(database, *(owed(str(number), PersonId(fresh())) for number in range(3)))
    async with database.begin() as work:
        conn = work._session.conn  # type: ignore[attr-defined]
        await conn.execute(text("UPDATE notice SET lease_token = NULL, send_key = NULL"))
        await work.commit()
    keys = {notice.id: notice.send_key for notice in await claim(database)}
    assert len({key for key in keys.values() if key is not None and re.fullmatch("[0-9a-f]{32}", key)}) == 3
    assert {notice.id: notice.send_key for notice in await claim(database, real_now=NOW + LEASE)} == keys


async def bytes_of_rows(database: Database) -> dict[str, int]:
    """By key: how many bytes all its values are."""
    whole = " + ".join(f"length(CAST(coalesce({column.name}, '') AS BLOB))" for column in table_of(NoticeRow).c)
    async with database.begin() as work:
        conn = work._session.conn  # type: ignore[attr-defined]
        rows = (await conn.execute(text(f"SELECT key, {whole} FROM notice"))).all()  # noqa: S608 - our own names
    return {key: int(size) for key, size in rows}
