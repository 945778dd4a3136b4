"""Background work that is kept hold of, so that none vanishes and all of it ends at stop."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager

from sandbox.pulse import Pulse


class Tasks:
    """Counts what is under way; `pulse` beats when something ends."""

    def __init__(self) -> None:
        self.pulse = Pulse()
        self._tasks: set[asyncio.Task[object]] = set()
        self._busy = 0

    @property
    def idle(self) -> bool:
        return self._busy == 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a piece of work for as long as the block runs."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self.pulse.beat()

    def spawn(self, work: Coroutine[object, object, object], *, counted: bool = True) -> None:
        """Run in the background; uncounted work does not keep the workspace from being idle."""
        task = asyncio.create_task(self._counted(work) if counted else work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _counted(self, work: Coroutine[object, object, object]) -> None:
        with self.busy():
            await work

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
