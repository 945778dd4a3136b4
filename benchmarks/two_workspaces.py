"""Ten reminders of one workspace behind ten thousand of another, on the same PostgreSQL and in the same process."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

import aiohttp

from app.clock import FollowedClock
from benchmarks.figures import Measured
from benchmarks.furnish import MORNING, OTHER, read, write
from benchmarks.loopback import Line, loopback
from benchmarks.places import Place, furnished
from benchmarks.stage import Stage, staged, stored
from benchmarks.stampede import Places, Size
from jobs.limits import USUAL_LIMITS
from jobs.turns import Desk, take_turns
from plans import examples

TEN: Final = 10
# Each workspace says a few beforehand, so that neither is the first to use anything.
_WARM: Final = 100
_LATER: Final = timedelta(seconds=10)
_PATIENCE: Final = 60.0


async def measured(places: Places, *, runs: int, size: Size) -> Measured:
    """How much longer the ten take when the other workspace's thousands were there first."""
    found = Measured()
    place = places["postgresql"]
    async with loopback() as line:
        for _ in range(runs):
            alone = await _delay(place, line, size, behind=False)
            behind = await _delay(place, line, size, behind=True)
            found.add("fairness", behind / alone)
            found.note("ten alone, ms", alone * 1_000)
            found.note("ten behind 10,000, ms", behind * 1_000)
    return found


async def _delay(place: Place, line: Line, size: Size, *, behind: bool) -> float:
    """Seconds until the last of the ten has arrived."""
    due = size.due + _WARM
    address = await asyncio.to_thread(furnished, place, due=due, waiting=max(due, size.waiting), others=2 * TEN)
    await asyncio.to_thread(_put_off, address, size.due)
    theirs = await asyncio.to_thread(_conversations, address)
    clock = FollowedClock(MORNING)
    async with (
        aiohttp.ClientSession() as session,
        staged(address, line, session, clock=clock) as many,
        staged(address, line, session, clock=clock, workspace=OTHER) as ten,
    ):
        for stage in (many, ten):
            await stage.sweep()
        await line.reset()
        clock.set(MORNING + _LATER, running=False)
        started = time.time()
        desks = ([_desk(many)] if behind else []) + [_desk(ten)]
        turns = asyncio.create_task(take_turns(desks))
        said = await _arrived(line, theirs)
        turns.cancel()
        with suppress(asyncio.CancelledError):
            await turns
    await asyncio.to_thread(place.drop, address)
    return said - started


def _desk(stage: Stage) -> Desk:
    async def sweep(turn: timedelta) -> bool:
        return (await stage.turn(limits=replace(USUAL_LIMITS, turn=turn))).cut_short

    return Desk(workspace=stage.database.workspace, turn=stage.database.turn, sweep=sweep)


def _put_off(address: str, many: int) -> None:
    """What is to be measured falls due a little later than what warms everything."""
    later = stored(address, MORNING + _LATER)
    for workspace, count in ((examples.WORKSPACE, many), (OTHER, TEN)):
        chosen = f"SELECT id FROM notice WHERE workspace = ? AND run_at <= ? ORDER BY id LIMIT {count}"  # noqa: S608 - a number
        write(
            address,
            f"UPDATE notice SET run_at = ?, due_at = ? WHERE id IN ({chosen})",  # noqa: S608 - our own words
            later,
            later,
            workspace,
            stored(address, MORNING),
        )


def _conversations(address: str) -> Callable[[str], bool]:
    """Tells whether a conversation is one of the ten's."""
    people = (
        "SELECT h.native_id FROM notice n JOIN handle h ON h.person = n.person WHERE n.workspace = ? AND n.run_at = ?"
    )
    rows = read(address, people, OTHER, stored(address, MORNING + _LATER))
    theirs = frozenset("D" + str(row["native_id"])[1:] for row in rows)
    return theirs.__contains__


async def _arrived(line: Line, theirs: Callable[[str], bool]) -> float:
    """When the last of the ten arrived. The posts are read seldom: that takes time which is measured."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            await asyncio.sleep(0.5)
            arrived = [post.at for post in await line.seen() if theirs(post.channel)]
            if len(arrived) == TEN:
                return max(arrived)
