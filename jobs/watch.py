"""Cutting off calls that take too long, with one alarm clock for all of them.

``asyncio.timeout`` sets a clock for each call. By the thousand that costs as much as a sixth of the calls themselves.
"""

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

T = TypeVar("T")
# It looks so many times while a call may take, so a call is cut off an eighth late at most.
_LOOKS: Final = 8


class Watch:
    """One for each line. ``within`` is in real seconds; a call is cut off after that, and before ``longest``."""

    def __init__(self, within: float) -> None:
        self.longest = within * (_LOOKS + 1) / _LOOKS
        self._every = within / _LOOKS
        self._looks = 0
        self._began: dict[asyncio.Task[object], int] = {}
        self._late: set[asyncio.Task[object]] = set()
        self._next: asyncio.TimerHandle | None = None

    async def over(self, call: Awaitable[T]) -> T:
        """What the call gives.

        Raises:
            TimeoutError: it was cut off.

        """
        task = asyncio.current_task()
        if task is None:
            return await call
        self._began[task] = self._looks
        if self._next is None:
            self._set()
        try:
            return await call
        except asyncio.CancelledError:
            if task in self._late and task.cancelling() == 1:
                raise TimeoutError from None
            raise
        finally:
            del self._began[task]
            if task in self._late:
                self._late.discard(task)
                task.uncancel()

    def _set(self) -> None:
        self._next = asyncio.get_running_loop().call_later(self._every, self._look)

    def _look(self) -> None:
        self._looks += 1
        for task, began in self._began.items():
            if self._looks - began > _LOOKS and task not in self._late:
                self._late.add(task)
                task.cancel()
        self._next = None
        if self._began:
            self._set()
