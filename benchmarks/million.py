"""Whether a million reminders that wait make one that is due any dearer.

``python -m benchmarks.million ADDRESS PORT DUE`` is one dispatch alone in its process, and prints its memory in MiB.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Final

import aiohttp

from benchmarks.dispatch import arrived, run
from benchmarks.figures import Measured
from benchmarks.loopback import Line, loopback
from benchmarks.places import KINDS, Place, furnished
from benchmarks.stage import staged
from benchmarks.stampede import Places, Size

MANY: Final = 1_000_000


async def measured(places: Places, *, runs: int, size: Size, many: int = MANY) -> Measured:
    """Cost and memory with many waiting against few; the worse database counts. Memory is looked at once."""
    found = Measured()
    async with loopback() as line:
        for _ in range(runs):
            costs = {kind: await _dearer(places[kind], line, due=size.due, many=many) for kind in KINDS}
            found.add("cost_1m_vs_10k", max(costs.values()))
            for kind, cost in costs.items():
                found.note(f"{kind}: cost at 1,000,000 against 10,000", cost)
        grown = []
        for kind in KINDS:
            few, much = [await _memory(places[kind], line, due=size.due, waiting=of) for of in (size.due, many)]
            found.note(f"{kind}: memory at 10,000, MiB", few)
            found.note(f"{kind}: memory at 1,000,000, MiB", much)
            grown.append(much - few)
        found.add("rss_growth_mb", max(grown))
    return found


async def _dearer(place: Place, line: Line, *, due: int, many: int) -> float:
    few = await _cost(place, line, due=due, waiting=due)
    return await _cost(place, line, due=due, waiting=many) / few


async def _cost(place: Place, line: Line, *, due: int, waiting: int) -> float:
    """What one message costs, with the floor as the unit."""
    address = await asyncio.to_thread(furnished, place, due=due, waiting=waiting)
    one = await run(address, line, due=due)
    await asyncio.to_thread(place.drop, address)
    return 1 / one.dispatch.ratio


async def _memory(place: Place, line: Line, *, due: int, waiting: int) -> float:
    """The most memory a process of its own held during the dispatch, in MiB."""
    address = await asyncio.to_thread(furnished, place, due=due, waiting=waiting)
    words = ("-m", "benchmarks.million", address, str(line.port), str(due))
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    told, _ = await process.communicate()
    await asyncio.to_thread(place.drop, address)
    return float(told)


async def alone(address: str, port: int, *, due: int) -> float:
    """Dispatch; the most memory this process held, in MiB."""
    async with aiohttp.ClientSession() as session:
        line = Line(port, session)
        await line.reset()
        async with staged(address, line, session) as stage:
            await stage.sweep()
        most = _most_memory()
        await arrived(line, due=due)
    return most


def _most_memory() -> float:
    """Not what ``getrusage`` says: that begins with what the parent held."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("port", type=int)
    parser.add_argument("due", type=int)
    given = parser.parse_args()
    sys.stdout.write(f"{asyncio.run(alone(given.address, given.port, due=given.due))}\n")


if __name__ == "__main__":
    main()
