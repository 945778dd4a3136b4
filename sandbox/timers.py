"""Things the workspace itself must do at an instant of sandbox time: second and third retries."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count
from typing import TypeAlias

from sandbox.clock import SandboxClock
from sandbox.pulse import Pulse

Work: TypeAlias = Callable[[], Awaitable[object]]
LONGEST_NAP = 3600.0


class Timers:
    """A heap of due work. The loop follows a running clock; a moved one calls `run_due`."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._heap: list[tuple[datetime, int, Work]] = []
        self._numbers = count()
        self._moved = Pulse()

    @property
    def next_due(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def at(self, due: datetime, work: Work) -> None:
        heapq.heappush(self._heap, (due, next(self._numbers), work))
        self._moved.beat()

    def clock_moved(self) -> None:
        self._moved.beat()

    async def run_due(self) -> None:
        """Do everything due by now, one after the other in order of time."""
        while self._heap and self._heap[0][0] <= self._clock.now():
            _, _, work = heapq.heappop(self._heap)
            await work()

    async def loop(self) -> None:
        """Run until cancelled."""
        while True:
            await self.run_due()
            seen = self._moved.count
            due = self.next_due
            nap = LONGEST_NAP
            if due is not None and not self._clock.frozen:
                nap = max(0.0, min(LONGEST_NAP, (due - self._clock.now()).total_seconds()))
            await self._moved.beyond(seen, seconds=nap)
            await asyncio.sleep(0)
