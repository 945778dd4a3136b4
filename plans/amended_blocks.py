"""Action blocks after delivery: written anew as a whole, with the meetings their days call for (S1-06, S1-07, S3-18).

A day is one meeting, whoever's block names it. A meeting is found again by its id, so that one that was moved, held or
asked about meanwhile is left alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from plans.amendment_changes import BlockChange, DayChange
from plans.block_setting import block_on, subjects
from plans.blocks import Block, BlockDay
from plans.ids import PersonId
from plans.meetings import Review, ReviewMoved
from plans.parts import put
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.states import ReviewState


def with_blocks(plan: Plan, changes: Iterable[BlockChange], *, by: PersonId, at: datetime) -> Plan:
    """The plan with these blocks, each in the place its area or goal has in the form."""
    order = subjects(plan)
    for change in changes:
        if change.subject in order:
            plan = _written(plan, change, order, by=by, at=at)
            for day in change.dated:
                plan = _met(plan, day, by=by, at=at)
    return plan


def moved_later(plan: Plan, changes: Iterable[BlockChange], *, by: PersonId, at: datetime) -> Plan:
    """The plan with those meetings at their later day that an amendment moves: these count at once."""
    for day in (day for change in changes for day in change.dated):
        found = meeting(plan, day)
        if found is not None and day.was is not None and day.was < day.on and found.on == day.was:
            plan = _moved(plan, found, day.on, by=by, at=at)
    return plan


def meeting(plan: Plan, day: DayChange) -> Review | None:
    return next((each for each in plan.reviews if each.id == day.meeting), None)


def untouched(plan: Plan, review: Review) -> bool:
    """Whether it is still only a date: nobody has been asked about it, and nobody has written."""
    to_come = review.state in {ReviewState.PLANNED, ReviewState.CONFIRMED} and review.asked_at is None
    return to_come and all(note.review != review.id for note in plan.record.check_ins)


def taken(plan: Plan, on: date) -> Review | None:
    """The review that takes place on this day."""
    return next((each for each in plan.reviews if each.on == on and each.state is not ReviewState.NOT_HELD), None)


def _written(plan: Plan, change: BlockChange, order: Sequence[str], *, by: PersonId, at: datetime) -> Plan:
    of_area = change.subject in plan.areas
    new = Block(
        id=change.id,
        subject=change.subject,
        deficiency=None if of_area else change.deficiency,
        action=change.action,
        progress=change.progress,
        days=tuple(BlockDay(on=day.on, expected=day.expected) for day in change.days),
        by=by,
        at=at,
    )
    old = block_on(plan, change.subject)
    if old is not None and replace(new, id=old.id, by=old.by, at=old.at) == old:
        new = old
    others = (block for block in plan.blocks if block.subject != change.subject)
    blocks = tuple(sorted((*others, new), key=lambda block: order.index(block.subject)))
    if not of_area or change.deficiency is None:
        return plan.with_(blocks=blocks)
    concerns = tuple(
        replace(one, deficiency=change.deficiency, by=by, at=at)
        if one.competency == change.subject and one.deficiency != change.deficiency
        else one
        for one in plan.concerns
    )
    return plan.with_(blocks=blocks, concerns=concerns)


def _met(plan: Plan, day: DayChange, *, by: PersonId, at: datetime) -> Plan:
    found = meeting(plan, day)
    if found is None and day.meeting is not None and taken(plan, day.on) is None:
        plan = plan.with_(reviews=(*plan.reviews, Review(id=day.meeting, kind=ReviewKind.ADDED, on=day.on)))
    elif found is not None and found.on == day.was and day.was != day.on:
        plan = _moved(plan, found, day.on, by=by, at=at)
    spare = next((each for each in plan.reviews if each.id == day.spares), None)
    if spare is not None and spare.on == day.was and untouched(plan, spare):
        plan = plan.with_(reviews=tuple(each for each in plan.reviews if each.id != spare.id))
    return plan


def _moved(plan: Plan, review: Review, on: date, *, by: PersonId, at: datetime) -> Plan:
    """Logged like every move, as long as it is still to come."""
    if not untouched(plan, review):
        return plan
    log = ReviewMoved(old=review.on, new=on, at=at, by=by)
    later = replace(review, on=on, state=ReviewState.PLANNED, moves=(*review.moves, log))
    return plan.with_(reviews=put(plan.reviews, later))
