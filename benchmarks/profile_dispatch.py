"""Where the time of one dispatch goes: ``python -m benchmarks.profile_dispatch --database sqlite --due 5000``.

The main thread is looked at every millisecond of processor time. A profiler that follows each call would be misled by
SQLAlchemy's greenlets, and would cost more than what it measures.
"""

import argparse
import asyncio
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import aiohttp

from benchmarks.loopback import Line, loopback
from benchmarks.places import KINDS, Place, furnished, place
from benchmarks.stage import staged

EVERY: Final = 0.001
WARM: Final = 500


class Seen:
    """How often each function was on top, and how often it was anywhere on the stack."""

    def __init__(self) -> None:
        self.looks = 0
        self.own: Counter[str] = Counter()
        self.within: Counter[str] = Counter()

    def look(self, _signal: int, frame: FrameType | None) -> None:
        """To be called by the timer."""
        self.looks += 1
        stack = []
        while frame is not None:
            stack.append(_name(frame))
            frame = frame.f_back
        self.own[stack[0]] += 1
        self.within.update(set(stack))

    def told(self, *, each: float, lines: int) -> Iterator[str]:
        """``each`` is what the whole takes for one message, in microseconds."""
        for title, counted in (("own", self.own), ("with what it calls", self.within)):
            yield f"{'us':>7}  {title}"
            yield from (f"{each * count / self.looks:7.1f}  {name}" for name, count in counted.most_common(lines))


def _name(frame: FrameType) -> str:
    code = frame.f_code
    return f"{'/'.join(Path(code.co_filename).parts[-2:])}:{code.co_firstlineno} {code.co_qualname}"


@contextmanager
def _looking(seen: Seen) -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, seen.look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


async def profiled(found: Place, *, due: int, waiting: int, lines: int) -> None:
    """One dispatch, after a small one that warms everything; told on the standard output."""
    async with loopback() as line:
        await _dispatched(found, line, due=WARM, waiting=waiting)
        seen, (wall, whole, main) = await _dispatched(found, line, due=due, waiting=waiting)
    sys.stdout.write(
        f"for each message: {wall:.0f} us by the clock, {main:.0f} us CPU in the main thread, "
        f"{whole - main:.0f} us in others\n"
    )
    sys.stdout.writelines(f"{told}\n" for told in seen.told(each=main, lines=lines))


async def _dispatched(found: Place, line: Line, *, due: int, waiting: int) -> tuple[Seen, tuple[float, ...]]:
    """What was seen; and the microseconds a message by the clock, on the processors, and on the main thread's."""
    seen = Seen()
    address = await asyncio.to_thread(furnished, found, due=due, waiting=max(due, waiting))
    async with aiohttp.ClientSession() as session, staged(address, line, session) as stage:
        clocks = (time.perf_counter, time.process_time, time.thread_time)
        before = [clock() for clock in clocks]
        with _looking(seen):
            await stage.sweep()
        took = tuple((clock() - began) / due * 1e6 for clock, began in zip(clocks, before, strict=True))
    return seen, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--due", type=int, default=5_000)
    parser.add_argument("--waiting", type=int, default=20_000)
    parser.add_argument("--lines", type=int, default=60)
    given = parser.parse_args()
    with place(given.database) as found:
        asyncio.run(profiled(found, due=given.due, waiting=given.waiting, lines=given.lines))


if __name__ == "__main__":
    main()
