"""A morning's stampede: what is due leaves through the real delivery, against the floor of posting alone.

``python -m benchmarks.dispatch --database sqlite --due 5000 --waiting 20000`` prints what was measured.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import aiohttp

from benchmarks.loopback import Line, loopback
from benchmarks.places import KINDS, Kind, Place, furnished, place
from benchmarks.stage import Ready, Stage, bare, drawn_beforehand, floor, staged

WARM: Final = 500
# So many make a floor; its rate does not depend on how many there are.
FLOOR: Final = 4_000


class NotAllArrivedError(AssertionError):
    """What was due did not arrive once each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Something measured between two floors. Rates are messages a second; CPU is our process's, in microseconds."""

    rate: float
    floors: tuple[float, float]
    cpu: float
    floor_cpu: float

    @property
    def ratio(self) -> float:
        return self.rate / statistics.mean(self.floors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One dispatch, with what stood beside it."""

    dispatch: Bracket
    bare: float
    commits: float

    @property
    def messenger(self) -> float:
        return statistics.mean(self.dispatch.floors) / self.bare


async def bracketed(
    stage: Stage, messages: Sequence[Ready], work: Callable[[], Awaitable[float]], *, count: int
) -> Bracket:
    """``work`` says ``count`` and gives its own rate; ``messages`` are what the floors post."""
    await floor(stage, messages[:WARM])
    cpu = time.process_time()
    before = await floor(stage, messages)
    floor_cpu, cpu = time.process_time() - cpu, time.process_time()
    rate = await work()
    cpu = time.process_time() - cpu
    after = await floor(stage, messages)
    return Bracket(
        rate=rate,
        floors=(before, after),
        cpu=cpu / count * 1e6,
        floor_cpu=floor_cpu / len(messages) * 1e6,
    )


async def run(address: str, line: Line, *, due: int) -> Run:
    """Floor, dispatch, floor, and bare posts."""
    async with aiohttp.ClientSession() as session, staged(address, line, session) as stage:
        messages = await drawn_beforehand(stage, limit=min(due, FLOOR))
        stage.commits[0] = 0
        dispatch = await bracketed(stage, messages, lambda: dispatched(stage, due=due), count=due)
        bodies = await line.bodies()
        bare_rate = await bare(session, line, bodies)
    return Run(dispatch=dispatch, bare=bare_rate, commits=stage.commits[0] / due)


async def dispatched(stage: Stage, *, due: int) -> float:
    """Sweep until nothing is due; the rate. Everything due arrived once."""
    await stage.line.reset()
    started = time.perf_counter()
    sent = await stage.sweep()
    took = time.perf_counter() - started
    if sent != due:
        raise NotAllArrivedError(f"due {due}, sent {sent}")
    await arrived(stage.line, due=due)
    return due / took


async def arrived(line: Line, *, due: int) -> None:
    """Everybody who was due a message has one, and nobody two.

    Raises:
        NotAllArrivedError: it is not so.

    """
    posts = await line.seen()
    if len(posts) != due or len({post.channel for post in posts}) != due or len({post.key for post in posts}) != due:
        told = [len(posts), len({post.channel for post in posts}), len({post.key for post in posts})]
        raise NotAllArrivedError(f"due {due}, posts, people and keys: {told}")
    await line.reset()


async def repeated(found: Place, *, due: int, waiting: int, runs: int) -> list[Run]:
    """So many runs, each on a database of its own."""
    done = []
    async with loopback() as line:
        for _ in range(runs):
            address = await asyncio.to_thread(furnished, found, due=due, waiting=waiting)
            done.append(await run(address, line, due=due))
            await asyncio.to_thread(found.drop, address)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--due", type=int, default=5_000)
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="every run, as JSON")
    given = parser.parse_args()
    kind: Kind = given.database
    with place(kind) as found:
        runs = asyncio.run(repeated(found, due=given.due, waiting=given.waiting, runs=given.runs))
    for one in runs:
        sys.stdout.write(json.dumps(asdict(one)) + "\n" if given.json else _told(one) + "\n")


def _told(run: Run) -> str:
    one = run.dispatch
    return (
        f"{one.rate:,.0f} notices/s, floor {one.floors[0]:,.0f} and {one.floors[1]:,.0f}/s, ratio {one.ratio:.3f}; "
        f"CPU {one.cpu:.0f} us a message (floor {one.floor_cpu:.0f}, {one.floor_cpu / one.cpu:.2f} of it); "
        f"messenger {run.messenger:.2f} of bare {run.bare:,.0f}/s; {run.commits:.4f} commits a message"
    )


if __name__ == "__main__":
    main()
