"""Action blocks: how each area and goal is to get better, and the days on which that is looked at (S1-06, S1-07).

A day on which several blocks look at progress is one meeting: one further review, with one notice for each person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from plans.blocks import Block, BlockDay
from plans.change import Change
from plans.dates import Rolling, days_after, roll
from plans.editing import edited, numbered
from plans.ids import ReviewId, fresh
from plans.meetings import Review
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import ReviewKind
from plans.steps import BlockStep, Part, Rhythm
from plans.terms import Terms
from plans.texts import STANDARD_LIMIT, optional, required
from plans.words import Words

# What the form has room for at first; then one more than there are.
FEW_DAYS: Final = 4
MOST_DAYS: Final = 13
_RHYTHM: Final = {Rhythm.WEEKLY: 7, Rhythm.EVERY_TWO_WEEKS: 14}


def subjects(plan: Plan) -> tuple[str, ...]:
    """What needs a block: every area and every goal that was chosen, in the order of the form."""
    return (*plan.areas, *(goal.id for goal in plan.goals))


def block_on(plan: Plan, subject: str) -> Block | None:
    return next((block for block in plan.blocks if block.subject == subject), None)


def uncovered(plan: Plan) -> tuple[str, ...]:
    """The areas and goals of which a deficiency, a desired outcome or an action is not written down yet."""
    return tuple(subject for subject in subjects(plan) if not _covered(plan, subject))


def _covered(plan: Plan, subject: str) -> bool:
    block = block_on(plan, subject)
    concern = next((one for one in plan.concerns if one.competency == subject), None)
    if block is None or not block.action:
        return False
    return bool(block.deficiency) if concern is None else bool(concern.deficiency and concern.expectation)


def days_of(blocks: Sequence[Block]) -> tuple[date, ...]:
    """The days of all blocks in their order, each once (S1-07)."""
    return tuple(sorted({day.on for block in blocks for day in block.days}))


def expected_on(plan: Plan, review: Review) -> Iterator[tuple[str, Words]]:
    """What the blocks expect by this review, with the area or goal; one that was moved keeps what it was set for."""
    days = {review.on, *(move.old for move in review.moves)}
    for block in plan.blocks:
        yield from ((block.subject, one.expected) for one in block.days if one.on in days and one.expected)


def block_set(plan: Plan, terms: Terms, step: BlockStep, *, by: Person, at: datetime, partial: bool = False) -> Change:
    """Write an action block. Fields: those of the step.

    Raises ``PlanError``: ``part-gone``, ``required``, ``too-long``, ``too-many``, ``dates-first``, and what
    ``check_days`` raises.
    """
    if step.subject not in subjects(plan):
        raise PlanError("part-gone")
    of_goal = step.subject not in plan.areas
    deficiency, action = optional(step.deficiency, "deficiency"), optional(step.action, "action")
    if not partial:
        required(deficiency, "deficiency") if of_goal else None
        required(action, "action")
    new = Block(
        id=step.id,
        subject=step.subject,
        deficiency=deficiency if of_goal else None,
        action=action,
        progress=optional(step.progress, "progress"),
        days=_typed(step, by=by, at=at) if step.rhythm is Rhythm.AS_TYPED else _laid_out(plan, terms, step.rhythm),
        by=by.id,
        at=at,
    )
    after = with_reviews_of(plan, _upserted(plan, new))
    check_days(after, [(day.on, numbered("day", place)) for place, day in enumerate(new.days, start=1)])
    return edited(plan, after, Part.BLOCKS, by=by, at=at, subject=step.subject)


def without_blocks_of(plan: Plan, gone: Sequence[str]) -> Plan:
    """The plan without the blocks of areas or goals that are taken out, and without the meetings only they had."""
    return with_reviews_of(plan, tuple(block for block in plan.blocks if block.subject not in gone))


def with_reviews_of(plan: Plan, blocks: tuple[Block, ...]) -> Plan:
    """The plan with these blocks in place of its own, and a further review on each of their days that has none."""
    wanted = days_of(blocks)
    dropped = set(days_of(plan.blocks)) - set(wanted)
    kept = tuple(each for each in plan.reviews if not (each.kind is ReviewKind.ADDED and each.on in dropped))
    taken = {each.on for each in kept}
    new = tuple(Review(id=ReviewId(fresh()), kind=ReviewKind.ADDED, on=on) for on in wanted if on not in taken)
    # Without the dates of the plan there is nothing to place them in; they come with the dates.
    reviews = tuple(sorted((*kept, *new), key=lambda each: each.on)) if plan.start else kept
    return plan.with_(blocks=blocks, reviews=reviews)


def check_days(plan: Plan, days: Sequence[tuple[date, str]]) -> None:
    """Raises ``PlanError`` at the day's field: ``review-outside-period``, or ``reviews-out-of-order`` past the final.

    Before the plan has dates there is nothing to check against.
    """
    final = max((each.on for each in plan.reviews if each.kind is ReviewKind.FINAL), default=plan.end)
    for on, field in days:
        if plan.start is None or plan.end is None or final is None:
            return
        if not plan.start <= on <= plan.end:
            raise PlanError("review-outside-period", field=field, on=on, start=plan.start, end=plan.end)
        if on > final:
            raise PlanError("reviews-out-of-order", field=field, earlier=on, later=final)


def _typed(step: BlockStep, *, by: Person, at: datetime) -> tuple[BlockDay, ...]:
    """The days typed, in their order. One that stands there twice counts once, with what is expected at both."""
    found: dict[date, Words | None] = {}
    for place, (on, expected) in enumerate(step.days, start=1):
        field = numbered("day", place)
        words = optional(expected, numbered("expected", place), limit=STANDARD_LIMIT)
        if on is None and words:
            raise PlanError("required", field=field)
        if on is not None:
            not_past(on, field, by=by, at=at)
            before = found.get(on)
            found[on] = Words(f"{before.reveal()}\n{words.reveal()}") if before and words else words or before
    if len(found) > MOST_DAYS:
        raise PlanError("too-many", limit=MOST_DAYS)
    return tuple(BlockDay(on=on, expected=found[on]) for on in sorted(found))


def _laid_out(plan: Plan, terms: Terms, rhythm: Rhythm) -> tuple[BlockDay, ...]:
    """A day each week or two from the start up to the final review, on working days (S1-08)."""
    if plan.start is None or plan.end is None:
        raise PlanError("dates-first", field="rhythm")
    final = max((each.on for each in plan.reviews if each.kind is ReviewKind.FINAL), default=plan.end)
    days: list[date] = []
    for number in range(1, MOST_DAYS + 1):
        on = roll(days_after(plan.start, number * _RHYTHM[rhythm]), terms.calendar, rule=Rolling.NEXT).day
        if on < final and on not in days:
            days.append(on)
    return tuple(BlockDay(on=on) for on in days)


def proposed_days(plan: Plan, terms: Terms) -> tuple[date, ...]:
    """For a new block: the days the others have, so that one meeting serves them all; else every two weeks."""
    there = days_of(plan.blocks)
    if there or plan.start is None or plan.end is None:
        return there[:MOST_DAYS]
    return tuple(day.on for day in _laid_out(plan, terms, Rhythm.EVERY_TWO_WEEKS))[:FEW_DAYS]


def _upserted(plan: Plan, new: Block) -> tuple[Block, ...]:
    """The block in the place its subject has in the form. Its author changes only with what is written (S3-02)."""
    old = block_on(plan, new.subject)
    if old is not None:
        new = replace(new, id=old.id)
        new = old if replace(new, by=old.by, at=old.at) == old else new
    order = subjects(plan)
    others = [block for block in plan.blocks if block.subject != new.subject]
    return tuple(sorted((*others, new), key=lambda block: order.index(block.subject)))
