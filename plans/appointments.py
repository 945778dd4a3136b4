"""A plan's reviews as a calendar knows them: when, and nothing of what for (S3-17)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.ids import ReviewId
from plans.plan import Plan
from plans.states import ReviewState
from plans.terms import Terms
from plans.visible import review_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One review. ``at`` is None where a day is agreed but no time. ``moves`` counts how often it was moved."""

    id: ReviewId
    on: date
    at: datetime | None
    moves: int
    cancelled: bool


def appointments(plan: Plan, terms: Terms) -> tuple[Appointment, ...]:
    """All reviews, the earliest first. One that was not held is cancelled; the one in its place stands beside it."""
    found = (
        Appointment(
            id=review.id,
            on=review.held_on or review.on,
            at=None
            if review.at_time is None or review.held_on not in {None, review.on}
            else review_time(plan, review, terms=terms),
            moves=len(review.moves),
            cancelled=review.state is ReviewState.NOT_HELD,
        )
        for review in plan.reviews
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.id)))
