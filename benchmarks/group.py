"""One group of rows, in a process of its own: ``python -m benchmarks.group stampede --runs 5`` prints JSON."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from benchmarks import stampede
from benchmarks.figures import Measured
from benchmarks.places import KINDS, place
from benchmarks.stampede import Places, Size

SMALL: Final = Size(due=600, waiting=2_000, apscheduler=200, procrastinate=20)
Measure = Callable[[Places, int, Size], Coroutine[object, object, Measured]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that are measured together. A group ``slow_disk`` has to be started with one."""

    rows: tuple[str, ...]
    measure: Measure
    runs: int = 5
    slow_disk: bool = False


GROUPS: Final[Mapping[str, Group]] = {
    "stampede": Group(
        rows=(
            "messenger_vs_aiohttp",
            "dispatch_vs_floor_sqlite",
            "dispatch_vs_floor_postgresql",
            "commits_per_message",
        ),
        measure=lambda places, runs, size: stampede.against_floor(places, runs=runs, size=size, peers=False),
    ),
    "peers": Group(
        rows=("dispatch_vs_apscheduler", "dispatch_vs_procrastinate"),
        measure=lambda places, runs, size: stampede.against_floor(places, runs=runs, size=size, peers=True),
    ),
    "slow_disk": Group(
        rows=("dispatch_slow_disk_sqlite", "dispatch_slow_disk_postgresql"),
        measure=lambda places, runs, size: stampede.on_a_slow_disk(places, runs=runs, size=size),
        slow_disk=True,
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
