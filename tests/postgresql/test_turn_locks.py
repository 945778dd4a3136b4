"""On PostgreSQL one worker at a time has a workspace's turn; on SQLite the only process there is always has it."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from plans.ids import WorkspaceId
from storage.database import Database, DatabaseUnreachableError
from storage.turns import CLASS_ID, key_of

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30
HOLDER = """
import asyncio, sys
from tests.conftest import open_database
async def hold():
    async with open_database(sys.argv[1]).turn() as ours:
        print(ours, flush=True)
        await asyncio.sleep(60)
asyncio.run(hold())
"""


def held(address: str) -> int:
    """How many of our locks the server knows of."""
    with psycopg.connect(address) as connection:
        asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s::bigint::oid"
        mine = " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        found = connection.execute((asked + mine).encode(), (CLASS_ID,)).fetchone()
    assert found is not None
    return int(found[0])


async def test_the_second_worker_is_told_that_it_is_not_its_turn(
    postgresql_address: str, database_on: Callable[..., Database]
) -> None:
    first, second = database_on(postgresql_address), database_on(postgresql_address)
    async with first.turn() as ours:
        assert ours
        async with second.turn() as theirs:
            assert not theirs
        async with first.turn() as again:
            assert again, "what the process has, each of its tasks has"
        async with second.turn() as theirs:
            assert not theirs, "and keeps until the last of them is done"
    async with second.turn() as now_theirs:
        assert now_theirs
    assert held(postgresql_address) == 0


async def test_two_workspaces_have_their_turns_at_once(
    postgresql_address: str, database_on: Callable[..., Database]
) -> None:
    first = database_on(postgresql_address)
    other = database_on(postgresql_address, workspace=WorkspaceId("TOTHER"))
    async with first.turn() as ours, other.turn() as theirs:
        assert ours
        assert theirs
        assert held(postgresql_address) == 2


async def test_a_turn_ends_with_an_error_inside_it(
    postgresql_address: str, database_on: Callable[..., Database]
) -> None:
    database = database_on(postgresql_address)
    with pytest.raises(ConnectionError):
        async with database.turn():
            raise ConnectionError
    assert held(postgresql_address) == 0
    async with database.turn() as ours:
        assert ours


async def test_a_turn_whose_task_is_cancelled_ends(
    postgresql_address: str, database_on: Callable[..., Database]
) -> None:
    database, began = database_on(postgresql_address), asyncio.Event()

    async def hold() -> None:
        async with database.turn():
            began.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hold())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert held(postgresql_address) == 0


async def test_a_connection_the_server_ended_is_made_anew(
    postgresql_address: str, database_on: Callable[..., Database]
) -> None:
    """In the middle of a turn it is lost unnoticed; the next turn is a whole one again."""
    database, second = database_on(postgresql_address), database_on(postgresql_address)
    async with database.turn() as ours:
        assert ours
        with psycopg.connect(postgresql_address, autocommit=True) as connection:
            asked = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            connection.execute(asked.encode(), (CLASS_ID,))
        async with second.turn() as theirs:
            assert theirs
    async with database.turn() as again:
        assert again
        assert held(postgresql_address) == 1


async def test_a_server_that_is_not_there_is_said_to_be_so(
    tmp_path: Path, database_on: Callable[..., Database]
) -> None:
    database = database_on(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(DatabaseUnreachableError):
        async with database.turn():
            pass


async def test_the_turn_of_a_process_that_was_killed_is_free_at_once(
    postgresql_address: str, database_on: Callable[..., Database]
) -> None:
    database = database_on(postgresql_address)
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        postgresql_address,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    async with asyncio.timeout(SECONDS):
        assert (await holder.stdout.readline()).strip() == b"True"
        async with database.turn() as ours:
            assert not ours
        holder.send_signal(signal.SIGKILL)
        await holder.communicate()
        while held(postgresql_address):  # noqa: ASYNC110 - another process
            # The server has to read the end of the connection first.
            await asyncio.sleep(0.01)
    async with database.turn() as ours:
        assert ours


async def test_on_sqlite_it_is_always_our_turn(sqlite_address: str, database_on: Callable[..., Database]) -> None:
    database = database_on(sqlite_address)
    async with database.turn() as ours, database.turn() as again:
        assert ours
        assert again


def test_the_lock_of_a_workspace_is_the_same_in_every_process() -> None:
    assert (key_of(WorkspaceId("T1")), key_of(WorkspaceId("T2"))) == (-825193835, 1473895215)
    assert all(-(2**31) <= key_of(WorkspaceId(f"T{number}")) < 2**31 for number in range(1_000))
