"""What a form asks beyond its areas and goals: lines of its head, and action blocks (S1-02, S1-06).

Frozen parts of a plan. Dates are local calendar dates; they become instants only in ``dates``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from plans.ids import BlockId, PersonId
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """A line at the head of the form that somebody filled in. ``key`` is that of the pack's header field."""

    key: str
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDay:
    """A day on which progress is looked at, and what should be reached by then (S1-09)."""

    on: date
    expected: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """How one area, or one goal, is going to get better (S1-06).

    ``subject`` is the key of the area or the id of the goal. An area's deficiency and desired outcome stand in its
    concern, and a goal's desired outcome is the goal itself; so ``deficiency`` is only there for a goal.
    """

    id: BlockId
    subject: str
    deficiency: Words | None = None
    action: Words | None = None
    progress: Words | None = None
    days: tuple[BlockDay, ...] = ()
    by: PersonId
    at: datetime
