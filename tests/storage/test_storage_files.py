"""What the files and the log give away: nothing to others, and nothing of what was deleted."""

import logging
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from plans import examples
from plans.goals import Goal
from plans.ids import GoalId, fresh
from plans.plan import Plan
from plans.states import PlanState
from plans.words import Words
from storage.database import AlreadyRunningError, Database, DatabaseUnreachableError
from storage.engines import UnsupportedDatabaseError, parse
from storage.tables import PackEditionRow
from tests.conftest import open_database

_MARK = "unmistakably-this-sentence"
_NOW = examples.NOW


@pytest.fixture
def file(sqlite_address: str) -> Path:
    return Path(sqlite_address.removeprefix("sqlite:///"))


async def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    path = tmp_path / "new" / "milepost.db"
    database = open_database(f"sqlite:///{path}")
    await database.migrate()
    async with database.begin() as work:
        await work.once("view", at=_NOW)
        await work.commit()
        modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    assert modes == {"milepost.db": 0o600, "milepost.db-wal": 0o600, "milepost.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    await database.close()


def test_a_file_that_everybody_may_read_is_closed_to_them(sqlite_address: str, file: Path) -> None:
    file.chmod(0o644)
    open_database(sqlite_address)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_connections_are_set_up_to_lose_nothing_and_to_overwrite_what_is_deleted(sqlite_address: str) -> None:
    """Asked through the driver itself, since our own connections may not ask."""
    database = open_database(sqlite_address)
    async with database._session([]) as session:
        raw = await session.conn.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        await driver.set_authorizer(None)
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "busy_timeout")
        more = ("auto_vacuum", "temp_store")
        found = {name: (await driver.execute_fetchall(f"PRAGMA {name}"))[0][0] for name in (*asked, *more)}
    await database.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 1000,
        "auto_vacuum": 1,
        # 2 is memory: nothing anybody wrote is copied into a file of its own.
        "temp_store": 2,
    }


def _marked() -> Plan:
    plan = examples.illinois_plan()
    goal = Goal(
        id=GoalId(fresh()),
        text=Words(f"{_MARK} " * 400),
        measure=None,
        target=_NOW.date(),
        by=plan.supervisor,
        at=_NOW,
    )
    return plan.with_(goals=(*plan.goals, goal), strengths=Words(_MARK))


async def test_what_was_deleted_is_in_no_file(sqlite_address: str, file: Path) -> None:
    database, plan = open_database(sqlite_address), _marked()
    async with database.begin() as work:
        await work.plans.add(plan, next_at=None)
        await work.commit()
    assert _copies(file) > 0
    async with database.begin() as work:
        bare = plan.with_(revision=1, goals=(), supports=(), milestones=(), strengths=None, state=PlanState.DISCARDED)
        await work.plans.save(bare, next_at=None)
        await work.commit()
    await database.checkpoint()
    assert _copies(file) == 0
    await database.close()
    assert _copies(file) == 0


def _copies(file: Path) -> int:
    return sum(found.read_bytes().count(_MARK.encode()) for found in file.parent.glob("milepost.db*"))


async def test_one_process_at_a_time_runs_on_a_file(sqlite_address: str) -> None:
    first, second = open_database(sqlite_address), open_database(sqlite_address)
    with first.hold_alone():
        with pytest.raises(AlreadyRunningError), second.hold_alone():
            pass
        with pytest.raises(AlreadyRunningError), second.hold_alone():
            pass
    with second.hold_alone():
        pass
    for database in (first, second):
        await database.close()


async def test_several_processes_run_on_a_server(postgresql_address: str) -> None:
    first, second = open_database(postgresql_address), open_database(postgresql_address)
    with first.hold_alone(), second.hold_alone():
        assert (await second.check()).kind == "postgresql"
    for database in (first, second):
        await database.close()


async def test_an_error_shows_no_parameter(database: Database) -> None:
    async with database._session([]) as session:
        with pytest.raises(DBAPIError) as refused:
            await session.conn.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": _MARK})
    assert _MARK not in str(refused.value)
    assert _MARK not in repr(refused.value)


async def test_no_statement_and_no_word_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with database.begin() as work:
        await work.plans.add(_marked(), next_at=None)
        await work.commit()
    assert _MARK not in caplog.text
    assert "INSERT" not in caplog.text


def test_a_row_never_prints_what_it_holds() -> None:
    row = PackEditionRow(workspace="w", digest="d", id="p", version="1", source=_MARK)
    assert repr(row) == str(row) == f"{row}" == "<PackEditionRow>"


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("sqlite:////srv/milepost.db", "sqlite+aiosqlite"),
        ("postgresql://db.example.org/milepost", "postgresql+psycopg"),
        ("postgres://db.example.org/milepost", "postgresql+psycopg"),
        ("postgresql+psycopg2://db.example.org/milepost", "postgresql+psycopg"),
    ],
)
def test_an_address_gets_the_driver_we_use(address: str, driver: str) -> None:
    assert parse(address).drivername == driver


@pytest.mark.parametrize("address", ["", "mysql://root:secret@db/x", "sqlite://", "sqlite:///:memory:", "no address"])
def test_another_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(UnsupportedDatabaseError) as refused:
        parse(address)
    assert str(refused.value) == ""


async def test_a_server_that_is_not_there_is_reported_in_our_own_words(tmp_path: Path) -> None:
    database = open_database(f"postgresql:///milepost?host={tmp_path}")
    with pytest.raises(DatabaseUnreachableError):
        await database.begin().__aenter__()
    await database.close()


async def test_a_plan_left_by_its_rows_alone_leaves_nothing_behind(sqlite_address: str, file: Path) -> None:
    """Every part goes with its plan, so a purge that deletes the plan's own row deletes it whole."""
    database = open_database(sqlite_address)
    plan = replace(examples.case(PlanState.CLOSED).plan, revision=0)
    async with database.begin() as work:
        await work.plans.add(plan, next_at=None)
        await work.commit()
    await database.close()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("DELETE FROM plan")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    of_plans = [
        name
        for name in tables
        if any(key[2] == "plan" for key in connection.execute(f"PRAGMA foreign_key_list({name})"))
    ]
    left = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in of_plans}  # noqa: S608 - names from the file's own list
    connection.close()
    assert len(left) > 20
    assert set(left.values()) == {0}


def test_the_server_in_these_tests_is_one_that_milepost_supports(postgresql_server: str) -> None:
    with psycopg.connect(postgresql_server) as connection:
        assert connection.info.server_version >= 140000
