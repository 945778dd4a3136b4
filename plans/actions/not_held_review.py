"""Record that a review did not take place, why, and the new date (S0-17)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from plans import reviews
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import PlanId, ReviewId
from plans.meetings import NotHeldReason
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeldReview:
    """``replacement`` is the id of the review that follows; ``words`` must say more where the reason is *other*."""

    plan: PlanId
    review: ReviewId
    reason: NotHeldReason
    replacement: ReviewId
    on: date
    at_time: time | None = None
    words: Words | None = None


async def not_held_review(work: Work, request: NotHeldReview, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.HOLD_REVIEW,
        subject=request.review,
        by=by,
        now=now,
        rule=lambda plan, terms: reviews.not_held(
            plan,
            request.review,
            reason=request.reason,
            words=request.words,
            replacement=request.replacement,
            on=request.on,
            at_time=request.at_time,
            by=by,
            at=now,
            terms=terms,
        ),
    )
