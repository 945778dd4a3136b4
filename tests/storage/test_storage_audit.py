"""The trail takes new lines at its end and nothing else, whoever asks, and start-up insists on it."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from plans import examples
from plans.events import Event, EventKind
from plans.ids import EntryId, fresh
from plans.ports import Begin, System
from storage.database import Database
from storage.session import Session
from storage.triggers import ON_POSTGRESQL, ON_SQLITE, TriggersMissingError
from storage.work import SqlWork
from tests.conftest import open_database

_NOW = examples.NOW
_COLUMNS = "workspace, seq, id, kind, at, facts"
_LINE = "'T0EXAMPLE', {seq}, '{id}', 'plan.opened', '2026-09-01 15:00:00.000000', '[]'"
_FORGERIES = {
    "change a line": 'UPDATE audit SET facts = \'[["a","b"]]\' WHERE seq = 1',
    "change its place": "UPDATE audit SET seq = 9 WHERE seq = 1",
    "take a line back": "DELETE FROM audit WHERE seq = 2",
    "take all back": "DELETE FROM audit",
    "write over by upsert": f"INSERT INTO audit ({_COLUMNS}) VALUES ({_LINE.format(seq=1, id='new')})"  # noqa: S608 - constants of this file
    " ON CONFLICT (workspace, seq) DO UPDATE SET facts = '[]'",
    "slip one in": f"INSERT INTO audit ({_COLUMNS}) VALUES ({_LINE.format(seq=0, id='new')})",  # noqa: S608 - the same
    "leave a gap": f"INSERT INTO audit ({_COLUMNS}) VALUES ({_LINE.format(seq=4, id='new')})",  # noqa: S608 - the same
}
_SQLITE_FORGERIES = {
    "replace by number": f"INSERT OR REPLACE INTO audit ({_COLUMNS}) VALUES ({_LINE.format(seq=1, id='new')})",  # noqa: S608 - the same
    "replace by id": f"INSERT OR REPLACE INTO audit ({_COLUMNS}) VALUES ({_LINE.format(seq=3, id='first')})",  # noqa: S608 - the same
    "replace and change": "UPDATE OR REPLACE audit SET seq = 2 WHERE seq = 1",
    "replace by rowid": f"INSERT OR REPLACE INTO audit (rowid, {_COLUMNS}) VALUES (1, {_LINE.format(seq=3, id='x')})",  # noqa: S608 - the same
}
_POSTGRESQL_FORGERIES = {"empty the table": "TRUNCATE audit"}


def _event(name: str | None = None) -> Event:
    return Event(
        id=EntryId(name or fresh()),
        kind=EventKind.PLAN_OPENED,
        plan=examples.ILLINOIS_PLAN,
        by=examples.SUPERVISOR.id,
        at=_NOW,
    )


async def _two_lines(begin: Begin) -> None:
    async with begin() as work:
        await work.audit.append([_event("first"), _event("second")])
        await work.commit()


@pytest.fixture
async def sqlite_file(sqlite_address: str) -> Path:
    """A SQLite file with two lines in its trail, and nobody connected."""
    database = open_database(sqlite_address)
    await _two_lines(database.begin)
    await database.close()
    return Path(sqlite_address.removeprefix("sqlite:///"))


@pytest.fixture
async def postgresql(postgresql_address: str) -> str:
    """A PostgreSQL database with two lines in its trail, and nobody connected."""
    database = open_database(postgresql_address)
    await _two_lines(database.begin)
    await database.close()
    return postgresql_address


@pytest.fixture
def intruder(sqlite_file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the file and plain SQLite, who knows nothing of our settings."""
    connection = sqlite3.connect(sqlite_file, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("forgery", [*_FORGERIES, *_SQLITE_FORGERIES])
async def test_the_file_itself_refuses(intruder: sqlite3.Connection, forgery: str) -> None:
    before = intruder.execute("SELECT * FROM audit").fetchall()
    # IntegrityError is the trigger's; there is no rowid to replace by, so that one names an unknown column.
    with pytest.raises((sqlite3.IntegrityError, sqlite3.OperationalError), match=r"append-only|rowid"):
        intruder.execute((_FORGERIES | _SQLITE_FORGERIES)[forgery])
    assert intruder.execute("SELECT * FROM audit").fetchall() == before
    assert len(before) == 2


@pytest.mark.parametrize("forgery", [*_FORGERIES, *_POSTGRESQL_FORGERIES])
async def test_the_server_refuses(postgresql: str, forgery: str) -> None:
    with psycopg.connect(postgresql, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            connection.execute((_FORGERIES | _POSTGRESQL_FORGERIES)[forgery].encode())
        assert connection.execute("SELECT count(*) FROM audit").fetchone() == (2,)


async def test_the_next_line_is_taken_from_anyone(intruder: sqlite3.Connection) -> None:
    """The refusals above are about the forgery, not about who asks."""
    intruder.execute(f"INSERT INTO audit ({_COLUMNS}) VALUES ({_LINE.format(seq=3, id='third')})")  # noqa: S608 - constants of this file
    assert intruder.execute("SELECT count(*) FROM audit").fetchone() == (3,)


async def test_a_server_session_that_plays_replica_is_refused_too(postgresql: str) -> None:
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("DELETE FROM audit")


@pytest.mark.parametrize(
    "statement",
    [
        *_FORGERIES.values(),
        "DROP TRIGGER audit_no_update",
        "DROP TABLE audit",
        "ALTER TABLE audit RENAME TO trail",
        "CREATE TRIGGER mine BEFORE INSERT ON plan BEGIN SELECT 1; END",
        "ATTACH DATABASE ':memory:' AS other",
        "PRAGMA writable_schema = ON",
        "PRAGMA foreign_keys = OFF",
        "UPDATE sqlite_master SET sql = '' WHERE type = 'trigger'",
    ],
)
async def test_our_own_connection_may_not_even_try(sqlite_address: str, statement: str) -> None:
    database = open_database(sqlite_address)
    await _two_lines(database.begin)
    async with database._session([]) as session:
        with pytest.raises(DatabaseError):
            await session.conn.execute(text(statement))
    assert (await database.check()).kind == "sqlite"
    await database.close()


async def test_lines_are_numbered_without_a_gap_whoever_writes(
    begin: Begin, another: Callable[[], Database], database: Database
) -> None:
    async def write(start: Begin, *, keep: bool) -> None:
        async with start() as work:
            await work.audit.append([_event(), _event()])
            if keep:
                await work.commit()

    second = another().begin
    await asyncio.gather(*(write(start, keep=n % 4 != 3) for n, start in enumerate((begin, second) * 8)))
    async with database._session([]) as session:
        assert await _numbers(session) == list(range(1, 25))


async def _numbers(session: Session) -> list[int]:
    return [row["seq"] for row in await session.rows(text("SELECT seq FROM audit ORDER BY seq"))]


async def test_a_plans_lines_come_in_the_order_they_were_written(begin: Begin) -> None:
    async with begin() as work:
        assert isinstance(work, SqlWork)
        await work.plans.add(examples.illinois_plan(), next_at=None)
        await work.audit.append([_event("b"), _event("a")])
        await work.audit.append([])
        await work.audit.append([_event("0")])
        lines = await work.audit.of(examples.ILLINOIS_PLAN, reader=System.OPERATOR, now=_NOW)
    assert [line.id for line in lines] == ["b", "a", "0"]


@pytest.mark.parametrize("name", [trigger.name for trigger in ON_SQLITE])
async def test_start_up_refuses_a_file_that_lacks_a_trigger(
    sqlite_address: str, intruder: sqlite3.Connection, name: str
) -> None:
    intruder.execute(f"DROP TRIGGER {name}")
    await _assert_missing(sqlite_address, name)


async def test_start_up_refuses_a_trigger_that_says_something_else(
    sqlite_address: str, intruder: sqlite3.Connection
) -> None:
    intruder.executescript(
        "DROP TRIGGER audit_no_update; CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT 1; END"
    )
    await _assert_missing(sqlite_address, "audit_no_update")


@pytest.mark.parametrize("name", [trigger.name for trigger in ON_POSTGRESQL])
@pytest.mark.parametrize("way", ["DROP TRIGGER {0} ON {1}", "ALTER TABLE {1} DISABLE TRIGGER {0}"])
async def test_start_up_refuses_a_server_that_lacks_a_trigger(postgresql_alone: str, name: str, way: str) -> None:
    table = next(trigger.table for trigger in ON_POSTGRESQL if trigger.name == name)
    with psycopg.connect(postgresql_alone, autocommit=True) as connection:
        connection.execute(way.format(name, table).encode())
    await _assert_missing(postgresql_alone, name)


ANOTHER_ONE: Final = (
    "CREATE OR REPLACE FUNCTION audit_ends(whose text, about text, is_apart boolean, OUT count integer, OUT head text,"
    " OUT line text) RETURNS SETOF record LANGUAGE plpgsql AS 'BEGIN END'"
)


@pytest.mark.parametrize("way", ["DROP FUNCTION audit_ends", ANOTHER_ONE])
async def test_start_up_refuses_a_server_that_cannot_tell_where_the_chains_end(postgresql_alone: str, way: str) -> None:
    with psycopg.connect(postgresql_alone, autocommit=True) as connection:
        connection.execute(way.encode())
    await _assert_missing(postgresql_alone, "audit_ends")


async def _assert_missing(address: str, name: str) -> None:
    database = open_database(address)
    with pytest.raises(TriggersMissingError) as refused:
        await database.check()
    assert refused.value.names == (name,)
    await database.close()
