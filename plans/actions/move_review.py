"""Give a review another date before its time, or accept the date that stands (requirements §3.3)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from plans import reviews
from plans.actions.acting import act_on
from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId, ReviewId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import activated_if_complete
from plans.terms import Terms
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReview:
    plan: PlanId
    review: ReviewId
    on: date
    at_time: time | None = None
    reason: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReview:
    plan: PlanId
    review: ReviewId


async def move_review(work: Work, request: MoveReview, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.MOVE_REVIEW,
        by=by,
        now=now,
        rule=lambda plan, terms: _moved(plan, terms, request, by=by, at=now),
    )


def _moved(plan: Plan, terms: Terms, request: MoveReview, *, by: Person, at: datetime) -> Change:
    """The review moved; and a plan that only waited for a date that had passed begins (requirements §3.1)."""
    change = reviews.moved(
        plan,
        request.review,
        on=request.on,
        at_time=request.at_time,
        reason=request.reason,
        by=by,
        at=at,
        terms=terms,
    )
    return change.then(activated_if_complete(change.plan, terms, by=by, at=at))


async def confirm_review(work: Work, request: ConfirmReview, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.MOVE_REVIEW,
        by=by,
        now=now,
        rule=lambda plan, _: reviews.confirmed(plan, request.review, by=by, at=now),
    )
