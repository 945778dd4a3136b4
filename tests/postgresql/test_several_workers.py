"""Three workers for five workspaces: nothing is said twice, nothing is lost, whether or not they take turns."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from plans.ids import fresh
from tests.postgresql.fleet import (
    WORKERS,
    WORKSPACES,
    Fleet,
    assert_each_said_once,
    assert_never_two_at_once,
    assert_nothing_lost_or_stuck,
    fleet,
)
from tests.postgresql.own_server import OwnServer

FEW, MANY = 600, 10_000
SEED: Final = 20261122
SINCE: Final = "SELECT pg_postmaster_start_time()"
LEASE_SECONDS: Final = 30.0
# Of a worker whose database breaks down, so that nobody waits for long.
SHORT_LEASE_SECONDS: Final = 3.0


@pytest.fixture
def new_database(server: OwnServer) -> Callable[[], str]:
    return lambda: server.create(f"fleet_{fresh()}")


async def worked(address: str, folder: Path, *, due: int, locked: bool) -> Fleet:
    """All of it done, and everything checked that always holds."""
    async with fleet(address, folder, due=due, locked=locked, takes=0.01, lease=LEASE_SECONDS) as found:
        await found.until_done()
    assert found.failures() == {}
    assert_nothing_lost_or_stuck(found)
    assert_each_said_once(found)
    assert {one.workspace for one in found.wrote("said")} == set(WORKSPACES)
    # A few notices may be said before the last worker has started.
    assert due < MANY or len({one.worker for one in found.wrote("said")}) == WORKERS, "somebody had nothing to do"
    return found


async def taking_turns(address: str, folder: Path, *, due: int) -> None:
    found = await worked(address, folder, due=due, locked=True)
    turns = found.wrote("turn")
    assert_never_two_at_once(turns, by="workspace")
    for one in found.wrote("said"):
        mine = [turn for turn in turns if (turn.worker, turn.workspace) == (one.worker, one.workspace)]
        assert any(turn.began <= one.began and one.ended <= turn.ended for turn in mine)


async def test_with_turns_each_notice_is_said_once_and_by_one_worker_at_a_time(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    await taking_turns(new_database(), tmp_path, due=FEW)


async def test_without_turns_each_notice_is_said_once_all_the_same(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    """Claims are right by themselves; turns only keep order and limits in one place."""
    await worked(new_database(), tmp_path, due=FEW, locked=False)


@pytest.mark.deep
async def test_ten_thousand_notices_with_turns(new_database: Callable[[], str], tmp_path: Path) -> None:
    await taking_turns(new_database(), tmp_path, due=MANY)


@pytest.mark.deep
async def test_ten_thousand_notices_without_turns(new_database: Callable[[], str], tmp_path: Path) -> None:
    await worked(new_database(), tmp_path, due=MANY, locked=False)


async def shaken(server: OwnServer, address: str, folder: Path, *, due: int, restarts: int, locked: bool) -> Fleet:
    """The server breaks down so often while they work; they find their way back by themselves."""
    dice = random.Random(SEED)  # noqa: S311 - a repeatable disorder, no secret
    async with fleet(address, folder, due=due, locked=locked, takes=0.2, lease=SHORT_LEASE_SECONDS) as found:
        for number in range(1, restarts + 1):
            await found.until_left(due - due * number // (restarts + 2))
            await asyncio.sleep(dice.uniform(0, 0.1))
            assert found.left(), "there is nothing left to disturb"
            before = found.ask(SINCE)
            await asyncio.to_thread(server.restart_immediately)
            assert found.ask(SINCE) > before
        await found.until_done()
    assert_nothing_lost_or_stuck(found)
    said = found.wrote("said")
    assert_never_two_at_once(said, by="notice")
    assert_said_again_only_when_the_lease_was_over(found)
    return found


def assert_said_again_only_when_the_lease_was_over(found: Fleet) -> None:
    """What was said and could not be written down is said once more, when nobody can hold it any longer."""
    first: dict[str, float] = {}
    claims = set[tuple[str, str]]()
    for one in found.wrote("said"):
        claim = one.notice, one.lease
        assert claim not in claims, "one lease, one message"
        claims.add(claim)
        if one.notice in first:
            assert one.began - first[one.notice] >= SHORT_LEASE_SECONDS / 2, "claimed twice at once"
        first[one.notice] = one.ended


async def test_a_server_that_breaks_down_in_the_midst_loses_nothing_and_blocks_nothing(
    server: OwnServer, new_database: Callable[[], str], tmp_path: Path
) -> None:
    await shaken(server, new_database(), tmp_path, due=FEW, restarts=2, locked=True)


@pytest.mark.deep
@pytest.mark.parametrize("locked", [True, False], ids=["turns", "no-turns"])
async def test_a_server_that_breaks_down_ten_times_loses_nothing(
    server: OwnServer, new_database: Callable[[], str], tmp_path: Path, locked: bool
) -> None:
    await shaken(server, new_database(), tmp_path, due=MANY, restarts=10, locked=locked)
