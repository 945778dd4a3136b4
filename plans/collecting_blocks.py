"""An action block written anew after delivery: what may change in it, and which meetings its days become (S3-18).

A day that was agreed stays or moves; it is never taken out, since the meeting was promised. It moves here as long as it
is only a date; what was moved apart from the text, asked about or held has its own way (``reviews``).
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from plans.amended_blocks import taken, untouched
from plans.amendment_changes import BlockChange, DayChange
from plans.block_setting import MOST_DAYS, block_on, check_days, subjects
from plans.blocks import Block, BlockDay
from plans.editing import numbered
from plans.ids import BlockId, EntryId, ReviewId
from plans.meetings import Review
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import ReviewKind
from plans.states import PlanState
from plans.steps import BlockStep
from plans.terms import Terms
from plans.texts import STANDARD_LIMIT, optional, required
from plans.words import Words


def settled(plan: Plan, on: date) -> bool:
    """Whether what is expected by this day of a block stands fast: its meeting was asked about, held or replaced."""
    found = _meeting_of(plan, on)
    return found is not None and not untouched(plan, found)


def stays(plan: Plan, on: date) -> bool:
    """Whether the day itself stands fast: as ``settled``, or its meeting was moved apart from the text."""
    found = _meeting_of(plan, on)
    return settled(plan, on) or (found is not None and found.on != on)


def _meeting_of(plan: Plan, on: date) -> Review | None:
    """The review a day of a block was set for, wherever it is now; one that takes place on it comes first."""
    moved = (each for each in plan.reviews if any(move.old == on for move in each.moves))
    return taken(plan, on) or next(moved, None) or next((each for each in plan.reviews if each.on == on), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTyping:
    """``now`` is the plan as its latest text says it; ``standing`` has all else that is collected on top."""

    now: Plan
    standing: Plan
    terms: Terms
    by: Person
    at: datetime

    def change(self, step: BlockStep) -> BlockChange | None:
        """The block from now on; None if it stays as it is. Fields: those of the step.

        Raises ``PlanError``: ``part-gone``, ``required``, ``too-long``, ``too-many``, ``date-past``, ``dates-rest``,
        ``day-stays``, ``day-settled``, ``review-same-day``, and what ``check_days`` raises.
        """
        if not self.terms.pack.has_blocks or step.subject not in subjects(self.standing):
            raise PlanError("part-gone")
        old = block_on(self.now, step.subject)
        concern = next((one for one in self.now.concerns if one.competency == step.subject), None)
        new = BlockChange(
            id=BlockId(step.id) if old is None else old.id,
            subject=step.subject,
            deficiency=required(step.deficiency, "deficiency"),
            action=required(step.action, "action"),
            progress=optional(step.progress, "progress"),
            days=tuple(self._days(step, () if old is None else old.days)),
        )
        deficiency = concern.deficiency if concern else old.deficiency if old else None
        return None if old is not None and _same(new, old, deficiency) else new

    def _days(self, step: BlockStep, old: Sequence[BlockDay]) -> Sequence[DayChange]:
        typed, there = _typed(step, old), [day.on for day in old]
        was = dict(_pairs(there, list(typed))) | {on: on for on in there}
        days = [DayChange(on=on, was=was.get(on), expected=words) for on, (words, _) in sorted(typed.items())]
        for day in days:
            self._check(day, old, field=typed[day.on][1])
        if len(days) > MOST_DAYS:
            raise PlanError("too-many", limit=MOST_DAYS)
        return days

    def _check(self, day: DayChange, old: Sequence[BlockDay], *, field: str) -> None:
        known = next((one for one in old if one.on == (day.was or day.on)), None)
        if known is not None and known.expected != day.expected and settled(self.now, known.on):
            raise PlanError("day-settled", field=field)
        if day.was == day.on:
            return
        if self.now.state is PlanState.PAUSED:
            raise PlanError("dates-rest", field=field)
        if day.was is not None and stays(self.now, day.was):
            raise PlanError("day-settled", field=field)
        not_past(day.on, field, by=self.by, at=self.at)
        check_days(self.standing, [(day.on, field)])


def _typed(step: BlockStep, old: Sequence[BlockDay]) -> dict[date, tuple[Words | None, str]]:
    """What is expected by each day, with the field of the day. The days there are come first, in their order."""
    found: dict[date, tuple[Words | None, str]] = {}
    for place, (on, expected) in enumerate(step.days, start=1):
        name = numbered("day", place)
        words = optional(expected, numbered("expected", place), limit=STANDARD_LIMIT)
        if on is None:
            if place <= len(old):
                raise PlanError("day-stays", field=name)
            if words:
                raise PlanError("required", field=name)
            continue
        if on in found:
            raise PlanError("review-same-day", field=name, on=on)
        found[on] = (words, name)
    return found


def _pairs(old: Sequence[date], typed: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Which day was which: one that is still there is itself, and the others follow in the order they were typed."""
    fresh = [on for on in typed if on not in old]
    yield from zip(fresh, (on for on in old if on not in typed), strict=False)


def _same(new: BlockChange, old: Block, deficiency: Words | None) -> bool:
    days = tuple(BlockDay(on=day.on, expected=day.expected) for day in new.days)
    said = (new.deficiency, new.action, new.progress, days)
    return said == (deficiency, old.action, old.progress, old.days)


def with_meetings(
    changes: Sequence[BlockChange], *, now: Plan, standing: Plan, amendment: EntryId
) -> tuple[BlockChange, ...]:
    """The blocks that are collected, each new or moved day with its meeting; all of them are looked at together.

    A meeting moves along once no block has its old day any more. The ids of new ones follow from ``amendment``, so that
    a form sent twice makes one of each. ``standing`` has whatever is collected beside blocks.
    """
    dated = [day for change in changes for day in change.dated]
    free = _free(changes, now, left={day.was for day in dated if day.was is not None})
    held = dict[date, ReviewId]()
    for day in sorted(dated, key=lambda one: one.was not in free):
        known, there = free.get(day.was) if day.was else None, taken(standing, day.on)
        made = ReviewId(uuid.uuid5(uuid.NAMESPACE_OID, f"{amendment}/{day.on}").hex)
        along = known.id if known is not None and known.id not in held.values() else made
        held.setdefault(day.on, there.id if there else along)
    spare = {on: review.id for on, review in free.items() if review.id not in held.values()}
    return tuple(
        replace(change, days=tuple(_with_meeting(day, held, spare) for day in change.days)) for change in changes
    )


def _free(changes: Sequence[BlockChange], now: Plan, *, left: set[date]) -> dict[date, Review]:
    """Meetings whose day no block has any more, by that day."""
    written = {change.subject for change in changes}
    days = {day.on for change in changes for day in change.days}
    days |= {day.on for block in now.blocks if block.subject not in written for day in block.days}
    return {
        each.on: each
        for each in now.reviews
        if each.on in left - days and each.kind is ReviewKind.ADDED and untouched(now, each)
    }


def _with_meeting(day: DayChange, held: Mapping[date, ReviewId], spare: Mapping[date, ReviewId]) -> DayChange:
    if day.was == day.on:
        return day
    return replace(day, meeting=held[day.on], spares=None if day.was is None else spare.get(day.was))
