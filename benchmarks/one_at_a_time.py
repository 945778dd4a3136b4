"""What one reminder waits, from its alarm to the request; and how long thousands of them hold everything else up."""

import asyncio
import statistics
import time
from contextlib import suppress
from datetime import timedelta
from typing import Final

import aiohttp

from app.clock import FollowedClock, SystemClock
from benchmarks.figures import Measured
from benchmarks.furnish import MORNING, read, write
from benchmarks.loopback import Line, loopback
from benchmarks.places import KINDS, Place, furnished
from benchmarks.stage import Stage, staged, stored
from benchmarks.stampede import Places, Size
from jobs.beat import Beat
from jobs.timetable import RECONCILE, SWEEP

TICK: Final = 0.001
SINGLES: Final = 40
_APART: Final = timedelta(milliseconds=120)
_FIRST: Final = timedelta(seconds=1)
_PATIENCE: Final = 30.0


async def measured(places: Places, *, runs: int, size: Size) -> Measured:
    """Both figures on both databases; each run counts the worse of the two."""
    found = Measured()
    async with loopback() as line:
        for _ in range(runs):
            stalls = {kind: await _stall(places[kind], line, size) for kind in KINDS}
            waits = {kind: await _waits(places[kind], line, size) for kind in KINDS}
            found.add("stall_ms", max(stalls.values()))
            found.add("due_to_post_ms_p95", max(share(of, 0.95) for of in waits.values()))
            for kind in KINDS:
                found.note(f"{kind}: longest block ms", stalls[kind])
                found.note(f"{kind}: alarm to request ms, p50", statistics.median(waits[kind]))
                found.note(f"{kind}: alarm to request ms, p95", share(waits[kind], 0.95))
    return found


def share(values: list[float], part: float) -> float:
    """What so large a part of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def _stall(place: Place, line: Line, size: Size) -> float:
    """Milliseconds in which nothing else could run, at worst, while everything due is sent."""
    address = await asyncio.to_thread(furnished, place, due=size.due, waiting=size.waiting)
    async with aiohttp.ClientSession() as session, staged(address, line, session) as stage:
        await line.reset()
        longest = [0.0]
        ticking = asyncio.create_task(_tick(longest))
        await stage.sweep()
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
    await asyncio.to_thread(place.drop, address)
    return longest[0] * 1_000


async def _tick(longest: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        longest[0] = max(longest[0], now - last - TICK)
        last = now


async def _waits(place: Place, line: Line, size: Size) -> list[float]:
    """Milliseconds from each reminder's due time to its arrival, one after the other, with the real alarm."""
    address = await asyncio.to_thread(furnished, place, due=SINGLES, waiting=size.waiting)
    due = await asyncio.to_thread(_spread, address)
    clock = FollowedClock(MORNING)
    async with aiohttp.ClientSession() as session, staged(address, line, session, clock=clock) as stage:
        await line.reset()
        clock.set(MORNING - _FIRST, running=True)
        started = time.time()
        await _beating(stage, count=len(due))
        posts = await line.seen()
    await asyncio.to_thread(place.drop, address)
    return [(post.at - started - _FIRST.total_seconds() - due[post.channel]) * 1_000 for post in posts]


def _spread(address: str) -> dict[str, float]:
    """Set the due ones apart; how many seconds after the morning each is due, by conversation."""
    rows = read(
        address,
        "SELECT n.id, h.native_id FROM notice n JOIN handle h ON h.person = n.person WHERE n.run_at <= ? ORDER BY n.id",
        stored(address, MORNING),
    )
    due = {}
    for number, row in enumerate(rows):
        at = stored(address, MORNING + number * _APART)
        write(address, "UPDATE notice SET due_at = ?, run_at = ? WHERE id = ?", at, at, row["id"])
        due["D" + str(row["native_id"])[1:]] = number * _APART.total_seconds()
    return due


async def _beating(stage: Stage, *, count: int) -> None:
    """The real beat, until everything has arrived."""

    async def nothing() -> None:
        """Reconciling is for the night."""

    beat = Beat(
        {SWEEP.name: stage.sweep, RECONCILE.name: nothing},
        stage.next_due,
        clock=stage.clock.now,
        real_clock=SystemClock().now,
    )
    beat.start()
    async with asyncio.timeout(_PATIENCE):
        await asyncio.sleep((_FIRST + count * _APART).total_seconds())
        while await stage.line.count() < count:  # noqa: ASYNC110 - it is another process that knows
            await asyncio.sleep(0.05)
    await beat.stop()
