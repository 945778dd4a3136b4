"""The rows about ten thousand reminders due at once: against the floor, on a slow disk, and against the peers.

Every round measures each of them once, so that what else the machine does falls on all alike.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import aiohttp

from benchmarks.dispatch import Bracket, Run, bracketed, run
from benchmarks.figures import Measured
from benchmarks.furnish import MORNING, read
from benchmarks.loopback import Line, loopback
from benchmarks.peers import by_apscheduler, by_procrastinate, fill_apscheduler, fill_procrastinate
from benchmarks.places import KINDS, Kind, Place, furnished
from benchmarks.slow_disk import commits_a_second
from benchmarks.stage import drawn_beforehand, staged, stored

DUE: Final = 10_000
WAITING: Final = 100_000
# Peers are slower: fewer are due, and Procrastinate is stopped after so many seconds. Rates are compared.
APSCHEDULER_DUE: Final = 2_500
PROCRASTINATE_DUE: Final = 500
PROCRASTINATE_SECONDS: Final = 8.0

Places = dict[Kind, Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many are due and waiting; tests of the benchmark itself use few."""

    due: int = DUE
    waiting: int = WAITING
    apscheduler: int = APSCHEDULER_DUE
    procrastinate: int = PROCRASTINATE_DUE


async def against_floor(places: Places, *, runs: int, size: Size, peers: bool) -> Measured:
    """Dispatch on both databases, and with ``peers`` what they do with the same."""
    found = Measured()
    async with loopback() as line:
        for _ in range(runs):
            ours = {kind: await _dispatch(places[kind], line, size) for kind in KINDS}
            for kind, one in ours.items():
                found.add(f"dispatch_vs_floor_{kind}", one.dispatch.ratio)
                found.add("messenger_vs_aiohttp", one.messenger)
                found.note(f"{kind}: messages a second", one.dispatch.rate)
                found.note(f"{kind}: floor a second", sum(one.dispatch.floors) / 2)
                found.note(f"{kind}: bare posts a second", one.bare)
                found.note(f"{kind}: CPU us a message", one.dispatch.cpu)
                found.note(f"{kind}: floor's CPU us a message", one.dispatch.floor_cpu)
            found.add("commits_per_message", max(one.commits for one in ours.values()))
            if peers:
                await _peers(places, line, size, ours, found)
    return found


async def _dispatch(place: Place, line: Line, size: Size) -> Run:
    address = await asyncio.to_thread(furnished, place, due=size.due, waiting=size.waiting)
    try:
        return await run(address, line, due=size.due)
    finally:
        await asyncio.to_thread(place.drop, address)


async def _peers(places: Places, line: Line, size: Size, ours: dict[Kind, Run], found: Measured) -> None:
    theirs = {kind: await _Theirs(places[kind], line, size).apscheduler() for kind in KINDS}
    best = max(KINDS, key=lambda kind: theirs[kind].ratio)
    found.add("dispatch_vs_apscheduler", ours[best].dispatch.ratio / theirs[best].ratio)
    for kind, one in theirs.items():
        found.note(f"APScheduler on {kind}: messages a second", one.rate)
        found.note(f"APScheduler on {kind}: of the floor", one.ratio)
    engine = await _Theirs(places["postgresql"], line, size).procrastinate()
    found.add("dispatch_vs_procrastinate", ours["postgresql"].dispatch.ratio / engine.ratio)
    found.note("Procrastinate: messages a second", engine.rate)


@dataclass(slots=True)
class _Theirs:
    """A peer on a furnished database, with its own jobs beside it."""

    place: Place
    line: Line
    size: Size
    _made: list[str] = field(default_factory=list)

    async def apscheduler(self) -> Bracket:
        fill = partial(fill_apscheduler, waiting=self.size.waiting)
        return await self._measured("apscheduler", fill, due=self.size.apscheduler)

    async def procrastinate(self) -> Bracket:
        fill = partial(fill_procrastinate, waiting=self.size.waiting)
        return await self._measured("procrastinate", fill, due=self.size.procrastinate)

    async def _measured(self, name: str, fill: "partial[None]", *, due: int) -> Bracket:
        size = self.size
        address = await asyncio.to_thread(furnished, self.place, due=size.due, waiting=size.waiting)
        ids = _due_in(address)[:due]
        jobs = await asyncio.to_thread(self.place.copy, name, lambda made: fill(made, due=ids))
        try:
            async with aiohttp.ClientSession() as session, staged(address, self.line, session) as stage:
                messages = await drawn_beforehand(stage, limit=APSCHEDULER_DUE)
                if name == "apscheduler":
                    return await bracketed(stage, messages, lambda: by_apscheduler(stage, jobs, due=due), count=due)
                seconds = PROCRASTINATE_SECONDS
                work = partial(by_procrastinate, stage, jobs, due=due, seconds=seconds)
                return await bracketed(stage, messages, work, count=due)
        finally:
            await asyncio.to_thread(self.place.drop, address)
            await asyncio.to_thread(self.place.drop, jobs)


def _due_in(address: str) -> Sequence[str]:
    rows = read(address, "SELECT id FROM notice WHERE run_at <= ? ORDER BY id", stored(address, MORNING))
    return [str(row["id"]) for row in rows]


async def on_a_slow_disk(places: Places, *, runs: int, size: Size) -> Measured:
    """The same dispatch; to be called in a process whose disk was slowed."""
    found = Measured()
    async with loopback() as line:
        for kind in KINDS:
            address = await asyncio.to_thread(places[kind].copy, "empty", lambda _address: None)
            found.note(f"{kind} on a slow disk: single commits a second", commits_a_second(address))
        for _ in range(runs):
            for kind in KINDS:
                one = await _dispatch(places[kind], line, size)
                found.add(f"dispatch_slow_disk_{kind}", one.dispatch.ratio)
                found.note(f"{kind} on a slow disk: messages a second", one.dispatch.rate)
    return found
