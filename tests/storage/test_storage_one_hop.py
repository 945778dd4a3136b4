"""SQLite's connection with few trips to its thread: what waits for the next trip, and what an error leaves behind."""

import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from storage.database import Database, DatabaseBusyError
from storage.one_hop import NotBegunError, OneHopConnection
from storage.session import Session
from tests.conftest import open_database

_FORGET = text("DELETE FROM seen_key WHERE workspace = 'nobody'")
_KEEP = text("INSERT INTO seen_key (workspace, key, at) VALUES (:workspace, :key, '2026-01-05 09:00:00.000000')")
_COUNT = text("SELECT count(*) FROM seen_key")


@pytest.fixture
async def database(sqlite_address: str) -> AsyncIterator[Database]:
    found = open_database(sqlite_address)
    yield found
    await found.close()


def _file(address: str) -> str:
    return address.removeprefix("sqlite:///")


async def _counted(session: Session) -> int:
    return int((await session.conn.execute(_COUNT)).scalar_one())


def _row(key: str) -> dict[str, str]:
    return {"workspace": "T0EXAMPLE", "key": key}


async def test_a_work_that_asks_nothing_keeps_nobody_from_writing(database: Database, sqlite_address: str) -> None:
    async with database._session([]):
        other = sqlite3.connect(_file(sqlite_address), isolation_level=None, timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()


async def test_from_its_first_statement_on_a_work_keeps_others_from_writing(
    database: Database, sqlite_address: str
) -> None:
    async with database._session([]) as session:
        await _counted(session)
        other = sqlite3.connect(_file(sqlite_address), isolation_level=None, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


async def test_whoever_goes_on_after_a_beginning_that_failed_writes_nothing_outside_a_transaction(
    database: Database, sqlite_address: str
) -> None:
    other = sqlite3.connect(_file(sqlite_address), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusyError):
        await _go_on_all_the_same(database)
    other.close()
    async with database._session([]) as session:
        assert await _counted(session) == 0


async def _go_on_all_the_same(database: Database) -> None:
    async with database._session([]) as session:
        with pytest.raises(OperationalError) as caught:
            await session.conn.execute(_KEEP, _row("first"))
        assert isinstance(caught.value.orig, NotBegunError)
        await session.conn.execute(_KEEP, _row("second"))


async def test_what_is_put_off_is_seen_by_the_next_statement(database: Database) -> None:
    async with database._session([]) as session:
        await session.later(_KEEP, _row("one"))
        assert await _counted(session) == 1


async def test_what_is_put_off_is_kept_by_the_commit_though_nothing_follows_it(database: Database) -> None:
    async with database._session([]) as session:
        await session.later(_KEEP, _row("one"))
        await session.later(_KEEP, [_row("two"), _row("three")])
        await session.conn.commit()
    async with database._session([]) as session:
        assert await _counted(session) == 3


async def test_what_is_put_off_is_forgotten_without_a_commit(database: Database) -> None:
    async with database._session([]) as session:
        await session.later(_KEEP, _row("one"))
    async with database._session([]) as session:
        assert await _counted(session) == 0


async def test_of_what_was_put_off_and_fails_the_commit_tells_and_keeps_nothing(database: Database) -> None:
    async with database._session([]) as session:
        await session.conn.execute(_KEEP, _row("one"))
        await session.later(_KEEP, _row("one"))
        await session.later(_KEEP, _row("two"))
        with pytest.raises(IntegrityError):
            await session.conn.commit()
        with pytest.raises(SQLAlchemyError):
            await session.conn.commit()
    async with database._session([]) as session:
        assert await _counted(session) == 0
        await session.conn.execute(_FORGET)
        await session.conn.commit()


async def test_after_an_error_in_a_statement_run_here_the_connection_works_and_makes_its_trips_again(
    database: Database,
) -> None:
    async with database._engine.connect() as conn:
        driver = (await conn.get_raw_connection()).driver_connection
        assert isinstance(driver, OneHopConnection)
        with pytest.raises(Exception, match="nowhere"), driver.rows_here():
            await conn.execute(text("SELECT * FROM nowhere"))
        assert not driver.takes_rows_here
        with driver.rows_here():
            assert (await conn.execute(text("SELECT 1"))).scalar() == 1
        assert not driver.takes_rows_here
        assert (await conn.execute(_COUNT)).scalar() == 0
