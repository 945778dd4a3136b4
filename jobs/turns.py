"""Several workspaces worked for by one process, and several processes working for one workspace.

Each workspace has a turn at a time, for as long as its ``sweep`` takes and no longer than ``Limits.turn``. Turns run
side by side, so that ten notices of one workspace need not wait for ten thousand of another; those who have waited
longest come first. A workspace that another worker is working for is passed over.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from jobs.limits import USUAL_LIMITS
from plans.ids import WorkspaceId

# More workspaces than this are served one after the other: each needs connections, and holds a claim.
AT_ONCE: Final = 8
# One that stays due however often it has its turn must not keep the others' alarms from being set.
MOST_TURNS: Final = 200
log: Final = logging.getLogger(__name__)


class Sweep(Protocol):
    """Does what is due in one workspace. True when its time was over before all was done."""

    def __call__(self, turn: timedelta) -> Awaitable[bool]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A workspace this process may work for. ``turn`` says whether it is ours to, until its block ends."""

    workspace: WorkspaceId
    turn: Callable[[], AbstractAsyncContextManager[bool]]
    sweep: Sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of it. ``passed_over`` another worker had: look again soon, it may have looked a moment too early."""

    turns: int
    passed_over: frozenset[WorkspaceId]

    def __bool__(self) -> bool:
        """Whether everything that was due is done."""
        return not self.passed_over


async def take_turns(desks: Sequence[Desk], *, turn: timedelta = USUAL_LIMITS.turn, at_once: int = AT_ONCE) -> Taken:
    """Give every workspace its turns until nothing of any of them is due, or ``MOST_TURNS`` each.

    A workspace that fails does not stop the others.

    Raises:
        Exception: the first failure, once everybody else is done.

    """
    round_ = _Round(turn=turn, waiting=deque(desks))
    async with asyncio.TaskGroup() as tasks:
        for _ in range(min(at_once, len(desks))):
            tasks.create_task(round_.work())
    if round_.failures:
        raise round_.failures[0]
    return Taken(turns=round_.turns, passed_over=frozenset(round_.passed_over))


@dataclass(slots=True, kw_only=True)
class _Round:
    turn: timedelta
    waiting: deque[Desk]
    turns: int = 0
    passed_over: set[WorkspaceId] = field(default_factory=set)
    failures: list[Exception] = field(default_factory=list)
    _had: dict[WorkspaceId, int] = field(default_factory=dict)

    async def work(self) -> None:
        """Take the workspace that has waited longest, until none is left."""
        while self.waiting:
            desk = self.waiting.popleft()
            if await self._more(desk):
                self.waiting.append(desk)

    async def _more(self, desk: Desk) -> bool:
        """One turn. Whether it wants another."""
        try:
            async with desk.turn() as ours:
                if not ours:
                    self.passed_over.add(desk.workspace)
                    return False
                self.turns += 1
                had = self._had[desk.workspace] = self._had.get(desk.workspace, 0) + 1
                return await desk.sweep(self.turn) and had < MOST_TURNS
        except Exception as error:  # noqa: BLE001 - the other workspaces are still to be served
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.warning("a turn failed: workspace=%s error=%s", desk.workspace, type(error).__name__)
            self.failures.append(error)
            return False
