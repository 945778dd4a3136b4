"""What the clock changes about a plan, and when it next does.

Nothing is classed while the plan is delivered or paused (requirements §3); a pause itself runs out. Every event of
the clock is written at ``now``; the instant it rests on is its fact ``due``. Passing twice adds nothing, for each step
removes its own cause.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import IntEnum
from functools import partial
from typing import Final

from plans import check_ins, milestones, pausing, retention, reviews
from plans.change import Change
from plans.dates import days_after, instant
from plans.goals import Milestone
from plans.meetings import Review
from plans.plan import Plan
from plans.states import PlanState, ReviewState
from plans.terms import Terms

PASSES_IN: Final = frozenset({PlanState.ACTIVE, PlanState.DECISION_DUE})
# Each part passes at most three times (asked, given grace, ended); more would mean a step that does not end its cause.
_STEPS_A_PART: Final = 4


class _Order(IntEnum):
    """What comes first of several things due at one instant: the summary tells of the misses, the end comes last."""

    RESUMED = 0
    ASKED = 1
    MILESTONE = 2
    UNDOCUMENTED = 3
    CHECK_IN_ENDED = 4
    PLAN_ENDED = 5
    ARCHIVED = 6
    ERASED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    due: datetime
    order: _Order
    subject: str
    take: Callable[[Plan, datetime], Change]

    @property
    def rank(self) -> tuple[datetime, int, str]:
        return (self.due, self.order, self.subject)


class EndlessPassingError(RuntimeError):
    """A step of the clock left its own cause in place: a fault of ours, found before it loops."""


def next_passing(plan: Plan, terms: Terms) -> datetime | None:
    """The earliest instant at which the clock changes something; it may have passed. None if nothing will."""
    return min((step.due for step in _steps(plan, terms)), default=None)


def pass_time(plan: Plan, terms: Terms, now: datetime) -> Change | None:
    """Everything the clock causes up to ``now``, in the order of its instants; None if that is nothing.

    Raises:
        EndlessPassingError: never, unless a rule is wrong.

    """
    change = Change(plan=plan, events=())
    most = _STEPS_A_PART * (len(plan.milestones) + len(plan.reviews) + 1)
    for _ in range(most + 1):
        due = [step for step in _steps(change.plan, terms) if step.due <= now]
        if not due:
            return None if change.plan == plan else change
        step = min(due, key=lambda each: each.rank)
        change = change.then(step.take(change.plan, now))
    raise EndlessPassingError


def _steps(plan: Plan, terms: Terms) -> Iterator[_Step]:
    if plan.state is PlanState.PAUSED and plan.pauses:
        yield _pause_over(plan, terms)
    yield from _keeping(plan, terms)
    if plan.state not in PASSES_IN:
        return
    for milestone in plan.milestones:
        if milestone.pending:
            yield _milestone(plan, milestone, terms)
    for review in plan.reviews:
        yield from _review(plan, review, terms)
    end = reviews.end_of(plan, terms=terms)
    if plan.state is PlanState.ACTIVE and end is not None:
        yield _Step(due=end, order=_Order.PLAN_ENDED, subject=plan.id, take=_ended)


def _pause_over(plan: Plan, terms: Terms) -> _Step:
    """At midnight after its last day, where the employee is: work begins that morning."""
    day = days_after(plan.pauses[-1].last, 1)
    return _Step(
        due=instant(day, time.min, terms.working(plan.employee).zone),
        order=_Order.RESUMED,
        subject=plan.id,
        take=lambda plan, now: pausing.resumed(plan, terms, by=None, at=now),
    )


def _keeping(plan: Plan, terms: Terms) -> Iterator[_Step]:
    """What is over is put away, and goes when its time has come: at midnight, where the employee is."""
    take = _archived if plan.state is PlanState.CLOSED else _erased
    order = _Order.ARCHIVED if plan.state is PlanState.CLOSED else _Order.ERASED
    day = retention.archive_on(plan, terms) if plan.state is PlanState.CLOSED else None
    if plan.state is PlanState.ARCHIVED:
        day = retention.erase_on(plan, terms)
    if day is not None:
        due = instant(day, time.min, terms.working(plan.employee).zone)
        yield _Step(due=due, order=order, subject=plan.id, take=partial(take, terms))


def _milestone(plan: Plan, milestone: Milestone, terms: Terms) -> _Step:
    return _Step(
        due=milestones.judged_at(plan, milestone, terms=terms),
        order=_Order.MILESTONE,
        subject=milestone.id,
        take=lambda plan, now: milestones.passed(plan, milestone.id, at=now, terms=terms),
    )


def _review(plan: Plan, review: Review, terms: Terms) -> Iterator[_Step]:
    if check_ins.to_ask(review):
        yield _Step(
            due=check_ins.ask_at(plan, review, terms=terms),
            order=_Order.ASKED,
            subject=review.id,
            take=lambda plan, now: check_ins.asked(plan, review.id, at=now, terms=terms),
        )
    if review.state in {ReviewState.PLANNED, ReviewState.CONFIRMED}:
        yield _Step(
            due=reviews.notes_due(plan, review, terms=terms),
            order=_Order.UNDOCUMENTED,
            subject=review.id,
            take=lambda plan, now: reviews.undocumented(plan, review.id, at=now, terms=terms),
        )
    if check_ins.to_end(plan, review):
        yield _Step(
            due=check_ins.ends_at(plan, review, terms=terms),
            order=_Order.CHECK_IN_ENDED,
            subject=review.id,
            take=lambda plan, now: check_ins.run_out(plan, review.id, at=now, terms=terms),
        )


def _ended(plan: Plan, now: datetime) -> Change:
    return reviews.decision_due(plan, by=None, at=now)


def _archived(terms: Terms, plan: Plan, now: datetime) -> Change:
    return retention.archived(plan, terms, at=now)


def _erased(terms: Terms, plan: Plan, now: datetime) -> Change:
    return retention.erased(plan, terms, by=None, at=now)
