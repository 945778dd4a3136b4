"""A counter that people can wait on."""

import asyncio
from collections.abc import Callable


class Pulse:
    """Counts changes; `beyond` and `until` wait for them in real time."""

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self._waiters: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        self.count += 1
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def beyond(self, since: int, *, seconds: float) -> int:
        """The count, as soon as it is greater than `since` or the seconds are over."""
        await self.until(lambda: self.count > since, seconds=seconds)
        return self.count

    async def until(self, holds: Callable[[], bool], *, seconds: float) -> bool:
        """Whether the condition came to hold; it is asked again at each beat."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not holds():
            left = deadline - loop.time()
            if left <= 0:
                return False
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.add(waiter)
            await asyncio.wait({waiter}, timeout=left)
            self._waiters.discard(waiter)
        return True
