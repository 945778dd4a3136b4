"""A morning's stampede: what is due leaves through the real delivery, against the floor of posting alone.

``python -m benchmarks.dispatch --database sqlite --due 5000 --waiting 20000`` prints what was measured.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from typing import Final

import aiohttp

from benchmarks.loopback import Line, loopback
from benchmarks.places import KINDS, Kind, Place, place
from benchmarks.stage import Stage, bare, drawn_beforehand, floor, staged

WARM: Final = 500


class NotAllArrivedError(AssertionError):
    """What was due did not arrive once each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One dispatch between two floors; rates are messages a second, CPU is this process's own in microseconds."""

    dispatch: float
    floors: tuple[float, float]
    bare: float
    cpu: float
    floor_cpu: float
    commits: float

    @property
    def ratio(self) -> float:
        return self.dispatch / statistics.mean(self.floors)

    @property
    def messenger(self) -> float:
        return statistics.mean(self.floors) / self.bare


async def run(address: str, line: Line, *, due: int) -> Run:
    """Floor, dispatch, floor, and bare posts."""
    async with aiohttp.ClientSession() as session, staged(address, line, session) as stage:
        messages = await drawn_beforehand(stage, limit=due)
        await floor(stage, messages[:WARM])
        await bare(session, line, messages[:WARM])
        cpu = time.process_time()
        before = await floor(stage, messages)
        floor_cpu = time.process_time() - cpu
        dispatch, cpu = await dispatched(stage, due=due)
        after = await floor(stage, messages)
        bare_rate = await bare(session, line, messages)
    return Run(
        dispatch=dispatch,
        floors=(before, after),
        bare=bare_rate,
        cpu=cpu / due * 1e6,
        floor_cpu=floor_cpu / due * 1e6,
        commits=stage.commits[0] / due,
    )


async def dispatched(stage: Stage, *, due: int) -> tuple[float, float]:
    """Sweep until nothing is due; the rate, and the CPU seconds. Everything due arrived once."""
    await stage.line.reset()
    stage.commits[0] = 0
    started, cpu = time.perf_counter(), time.process_time()
    swept = await stage.sweep()
    took, cpu = time.perf_counter() - started, time.process_time() - cpu
    posts = await stage.line.seen()
    if swept.sent != due or len({post.channel for post in posts}) != due or len(posts) != due:
        raise NotAllArrivedError(f"due {due}, sent {swept}, posts {len(posts)}")
    await stage.line.reset()
    return due / took, cpu


async def repeated(found: Place, *, due: int, waiting: int, runs: int) -> list[Run]:
    """So many runs, each on a database of its own."""
    done = []
    async with loopback() as line:
        for _ in range(runs):
            address = await asyncio.to_thread(found.copy, due=due, waiting=waiting)
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


def _told(one: Run) -> str:
    return (
        f"{one.dispatch:,.0f} notices/s, floor {one.floors[0]:,.0f} and {one.floors[1]:,.0f}/s, ratio {one.ratio:.3f}; "
        f"CPU {one.cpu:.0f} us a message (floor {one.floor_cpu:.0f}); messenger {one.messenger:.2f} of bare "
        f"{one.bare:,.0f}/s; {one.commits:.4f} commits a message"
    )


if __name__ == "__main__":
    main()
