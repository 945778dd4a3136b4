"""One group of rows, in a process of its own: ``python -m benchmarks.group stampede --runs 5`` prints JSON."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from benchmarks import million, one_at_a_time, paced, stampede, two_workspaces
from benchmarks.figures import Measured
from benchmarks.places import KINDS, place
from benchmarks.stampede import Places, Size

ACK_SECONDS: Final = 300.0
SMALL: Final = Size(due=600, waiting=2_000, apscheduler=200, procrastinate=20)
Measure = Callable[[Places, int, Size], Coroutine[object, object, Measured]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that are measured together. A group ``slow_disk`` has to be started with one."""

    rows: tuple[str, ...]
    measure: Measure
    runs: int = 5
    slow_disk: bool = False


async def _acks(_places: Places, runs: int, size: Size) -> Measured:
    """The whole program answers people; run once for each database."""
    from benchmarks.acks import measured  # only whoever measures this pays for it

    found = Measured()
    seconds = ACK_SECONDS if size == Size() else 5
    for kind in KINDS:
        for _ in range(runs):
            for name, value in (await measured(kind, rate=50, seconds=seconds)).items():
                if name in GROUPS["acks"].rows:
                    found.add(name, value)
                if name in _TOLD:
                    found.note(f"{kind}: {name}", value)
    return found


_TOLD: Final = frozenset({"ack_p50_ms_50", "ack_p99_ms_50", "ack_max_ms_50", "shed_500", "lost_50", "lost_500"})
_FLOOR: Final = (
    "messenger_vs_aiohttp",
    "dispatch_vs_floor_sqlite",
    "dispatch_vs_floor_postgresql",
    "commits_per_message",
)
# In this order; of two that have a row the first one is taken that has all that are asked for.
GROUPS: Final[Mapping[str, Group]] = {
    "stampede": Group(
        rows=_FLOOR,
        measure=lambda places, runs, size: stampede.against_floor(places, runs=runs, size=size, peers=False),
    ),
    "peers": Group(
        rows=(*_FLOOR, "dispatch_vs_apscheduler", "dispatch_vs_procrastinate"),
        measure=lambda places, runs, size: stampede.against_floor(places, runs=runs, size=size, peers=True),
    ),
    "slow_disk": Group(
        rows=("dispatch_slow_disk_sqlite", "dispatch_slow_disk_postgresql"),
        measure=lambda places, runs, size: stampede.on_a_slow_disk(places, runs=runs, size=size),
        slow_disk=True,
    ),
    "singles": Group(
        rows=("stall_ms", "due_to_post_ms_p95"),
        measure=lambda places, runs, size: one_at_a_time.measured(places, runs=runs, size=size),
    ),
    "million": Group(
        rows=("cost_1m_vs_10k", "rss_growth_mb"),
        measure=lambda places, runs, size: million.measured(
            places, runs=runs, size=size, many=million.MANY if size == Size() else size.waiting
        ),
    ),
    "fairness": Group(
        rows=("fairness",),
        measure=lambda places, runs, size: two_workspaces.measured(places, runs=runs, size=size),
    ),
    "pacing": Group(
        rows=("pacing_share", "pacing_429s"),
        measure=lambda places, runs, size: paced.measured(
            places, runs=runs, people=paced.PEOPLE if size == Size() else 20
        ),
        runs=1,
    ),
    "acks": Group(
        rows=("ack_p99_ms_50", "ack_max_ms_50", "shed_max_ms_500", "saved_but_failed_500"), measure=_acks, runs=1
    ),
}


@contextmanager
def both() -> Iterator[Places]:
    """Both databases."""
    with ExitStack() as stack:
        yield {kind: stack.enter_context(place(kind)) for kind in KINDS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--small", action="store_true", help="a few hundred messages, to see that it works")
    given = parser.parse_args()
    group = GROUPS[given.group]
    with both() as places:
        size = SMALL if given.small else Size()
        found: Measured = asyncio.run(group.measure(places, given.runs or group.runs, size))
    sys.stdout.write(found.text() + "\n")


if __name__ == "__main__":
    main()
