"""Following a clock that jumps: from one due instant to the next, as if the time between had been lived through.

The sandbox and the tests move the clock by days; without this everything in between would look late.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from jobs.traffic import PACE

# A year of a busy workspace has fewer; more would be a loop of ours.
MOST_STEPS: Final = 20_000


class TooManyStepsError(RuntimeError):
    """Something stays due however often it is swept."""


async def follow(
    sweep_at: Callable[[datetime], Awaitable[object]],
    due_after: Callable[[datetime], Awaitable[datetime | None]],
    *,
    start: datetime,
    end: datetime,
) -> int:
    """Sweep at every due instant from ``start`` to ``end``, and at ``end``; how many sweeps it took.

    ``due_after(at)`` is ``next_due`` with its ``now``. Time never goes back, and always goes on: what is still due
    after a sweep is behind something of the same person, which the pace lets through a little later.

    Raises:
        TooManyStepsError: after ``MOST_STEPS`` sweeps.

    """
    at = start
    for step in range(1, MOST_STEPS + 1):
        await sweep_at(at)
        if at >= end:
            return step
        due = await due_after(at)
        at = end if due is None else min(end, max(due, at + PACE))
    raise TooManyStepsError
