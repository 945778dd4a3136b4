"""Where the time of one dispatch goes: ``python -m benchmarks.profile_dispatch --database sqlite --due 5000``.

The profiler sees this process's main thread; what SQLite's own thread and the server used is told beside it.
"""

import argparse
import asyncio
import cProfile
import pstats
import sys
import time

import aiohttp

from benchmarks.loopback import loopback
from benchmarks.places import KINDS, Place, furnished, place
from benchmarks.stage import staged


async def profiled(found: Place, *, due: int, waiting: int) -> cProfile.Profile:
    """One dispatch under the profiler, after a small one that warms everything."""
    async with loopback() as line, aiohttp.ClientSession() as session:
        for size, profile in ((200, None), (due, cProfile.Profile(time.thread_time))):
            address = await asyncio.to_thread(furnished, found, due=size, waiting=max(size, waiting))
            async with staged(address, line, session) as stage:
                whole, main = time.process_time(), time.thread_time()
                if profile:
                    profile.enable()
                await stage.sweep()
                if profile:
                    profile.disable()
                whole, main = time.process_time() - whole, time.thread_time() - main
            if profile:
                told = f"CPU a message: {main / size * 1e6:.0f} us in the main thread (with the profiler), "
                sys.stdout.write(told + f"{(whole - main) / size * 1e6:.0f} us in others\n")
                return profile
    raise AssertionError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--due", type=int, default=5_000)
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--sort", choices=["tottime", "cumtime"], default="tottime")
    parser.add_argument("--lines", type=int, default=50)
    given = parser.parse_args()
    with place(given.database) as found:
        profile = asyncio.run(profiled(found, due=given.due, waiting=given.waiting))
    pstats.Stats(profile).sort_stats(given.sort).print_stats(given.lines)


if __name__ == "__main__":
    main()
