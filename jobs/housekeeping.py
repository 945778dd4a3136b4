"""Once a day, bit by bit: forget requests that nobody can send again, and beats that nobody will miss.

What people wrote, and whatever says what became of it, is none of this job's business.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from plans.ports import Begin

JOB: Final = "housekeeping"
# A form may be sent for two days after it was drawn, and sent again after its answer was lost. Surfaces send again what
# got no answer within the hour; a signature holds for minutes.
SEEN_FOR: Final = timedelta(days=3)
# Longer than any period a beat stands for: no year has more days.
BEATS_FOR: Final = timedelta(days=400)
PEOPLE: Final = "people"
# Whoever opens Home or is named in a form is seen anew; for the rest this is long enough to be asked about a mistake.
PEOPLE_FOR: Final = timedelta(days=90)
# Rows forgotten in one transaction, in which nobody else can write on SQLite, and how often in one run.
AT_ONCE: Final = 1_000
MOST_TIMES: Final = 20


class Forget(Protocol):
    """Forgets at most ``limit`` people whom no plan names, unseen since then; how many it forgot. It commits."""

    async def __call__(self, *, seen_before: datetime, limit: int) -> int: ...


class Prune(Protocol):
    """Forgets at most ``limit`` requests and beats that are older; how many it forgot. It commits."""

    async def __call__(self, *, seen_before: datetime, beats_before: datetime, limit: int) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How many rows are gone; ``done`` is whether that was all of them."""

    rows: int
    done: bool


async def forget(begin: Begin, forgotten: Forget, *, now: datetime) -> int | None:
    """Once for each day in UTC: people whom no plan names any more; how many, or None if it has been done (P-29)."""
    day = now.date().isoformat()
    async with begin() as work:
        if not await work.first_beat(PEOPLE, day, at=now):
            return None
    gone = await forgotten(seen_before=now - PEOPLE_FOR, limit=AT_ONCE)
    async with begin() as work:
        await work.first_beat(PEOPLE, day, at=now)
        await work.commit()
    return gone


async def tidy(begin: Begin, prune: Prune, *, now: datetime) -> Tidied | None:
    """Once for each day in UTC; None if it has been done. What is too much for one call is left to the next.

    The day is marked when nothing is left: a process that dies in between leaves it to the next call, and doing it
    twice changes nothing.
    """
    day = now.date().isoformat()
    async with begin() as work:
        if not await work.first_beat(JOB, day, at=now):
            return None
    rows = 0
    for _ in range(MOST_TIMES):
        gone = await prune(seen_before=now - SEEN_FOR, beats_before=now - BEATS_FOR, limit=AT_ONCE)
        rows += gone
        if not gone:
            break
    else:
        return Tidied(rows=rows, done=False)
    async with begin() as work:
        await work.first_beat(JOB, day, at=now)
        await work.commit()
    return Tidied(rows=rows, done=True)
