"""Who is answered now, who waits a moment for their turn, and who is told at once that too many are asking.

What counts is the time somebody waits, not how many there are: a queue that is answered after Slack has given up helps
nobody, and is shown as failed when it is not (threats §3.2).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

# More would only wait for each other, and whoever is to be told that too many are asking would wait with them: with
# twelve for half a second, and they finish hardly more than six.
AT_ONCE: Final = 6
# Seconds somebody may wait for their turn. With what it takes to say so they know within three tenths of a second.
PATIENCE: Final = 0.15
# With more than so many before them nobody has a turn within that time; to let them queue all the same costs as much as
# to answer some of them.
MOST_WAITING: Final = 16
# Where the first in the queue has waited for this part of it, whoever comes now would wait in vain.
_HOPELESS: Final = 0.5
# Up to this part of the places may be taken while something else is done beside.
_CALM: Final = 0.25


class TooManyAskingError(Exception):
    """There was no turn in time. Nothing was begun."""


class _Place:
    """Somebody's place among those inside."""

    def __init__(self, admission: "Admission") -> None:
        self._admission = admission
        self._left = False

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._admission.left()

    async def come_back(self) -> None:
        await self._admission.back()
        self._left = False


_PLACE: Final[ContextVar[_Place | None]] = ContextVar("place", default=None)


def step_out() -> None:
    """Our own part is done and only Slack is waited for: whoever is next may begin."""
    place = _PLACE.get()
    if place is not None:
        place.leave()


@asynccontextmanager
async def outside() -> AsyncIterator[None]:
    """Only Slack is waited for inside the block: meanwhile our place is somebody else's, and after it we come first.

    After an error in the block there is nothing left to do that takes a place.
    """
    place = _PLACE.get()
    if place is None:
        yield
        return
    place.leave()
    yield
    await place.come_back()


@dataclass(slots=True, kw_only=True)
class Admission:
    """One for the process: ``at_once`` are inside at a time, the others wait in order for ``patience`` seconds each.

    ``inside`` is how many are.
    """

    at_once: int = AT_ONCE
    patience: float = PATIENCE
    most_waiting: int = MOST_WAITING
    inside: int = 0
    _queue: deque[tuple[float, asyncio.Future[None]]] = field(default_factory=deque)
    # They were inside before, and nobody may send them away any more.
    _returning: deque[asyncio.Future[None]] = field(default_factory=deque)
    _calm: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._calm.set()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(not place.done() for place in (*self._returning, *(waiting for _, waiting in self._queue)))

    @property
    def hopeless(self) -> bool:
        """Whether whoever comes now would wait in vain."""
        self._drop_gone()
        if self.inside < self.at_once or not self._queue:
            return False
        waited = asyncio.get_running_loop().time() - self._queue[0][0]
        return len(self._queue) >= self.most_waiting or waited >= self.patience * _HOPELESS

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Inside the block it is our turn, until it ends or ``step_out`` is called.

        Raises:
            TooManyAskingError: no turn came in time.

        """
        await self._enter()
        place = _Place(self)
        token = _PLACE.set(place)
        try:
            yield
        finally:
            _PLACE.reset(token)
            place.leave()

    async def calm(self, *, at_most: float) -> None:
        """Wait until people leave room for what nobody waits for, ``at_most`` so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await self._calm.wait()

    def left(self) -> None:
        """One place is free: it goes to the first who still waits."""
        self.inside -= 1
        while self.inside < self.at_once:
            waiting = self._next()
            if waiting is None:
                break
            self.inside += 1
            waiting.set_result(None)
        if not self._queue and not self._returning and self.inside <= self.at_once * _CALM:
            self._calm.set()

    async def back(self) -> None:
        """Take a place before all who wait for their first."""
        if self.inside < self.at_once:
            self._take()
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._returning.append(waiting)
        await self._given(waiting)

    def _next(self) -> asyncio.Future[None] | None:
        while self._returning:
            returning = self._returning.popleft()
            if not returning.done():
                return returning
        now = asyncio.get_running_loop().time()
        while self._queue:
            since, waiting = self._queue.popleft()
            if waiting.done():
                continue
            if now - since <= self.patience:
                return waiting
            # It is only the timer that is late.
            waiting.set_exception(TooManyAskingError())
        return None

    def _take(self) -> None:
        self.inside += 1
        if self.inside > self.at_once * _CALM:
            self._calm.clear()

    async def _given(self, waiting: asyncio.Future[None]) -> None:
        try:
            await waiting
        except BaseException:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                # The place came in the very moment in which we gave up.
                self.left()
            waiting.cancel()
            raise

    async def _enter(self) -> None:
        self._drop_gone()
        if self.inside < self.at_once and not self._queue:
            self._take()
            return
        if self.hopeless:
            raise TooManyAskingError
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[None] = loop.create_future()
        self._queue.append((loop.time(), waiting))
        try:
            async with asyncio.timeout(self.patience):
                await self._given(waiting)
        except TimeoutError:
            raise TooManyAskingError from None

    def _drop_gone(self) -> None:
        while self._queue and self._queue[0][1].done():
            self._queue.popleft()
