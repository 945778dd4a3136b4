"""Append a correction to a documented review; nothing is overwritten (requirements §3.3)."""

from dataclasses import dataclass
from datetime import datetime

from plans import reviews
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId, ReviewId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReview:
    """Field: ``text``."""

    plan: PlanId
    review: ReviewId
    entry: EntryId
    text: Words | None


async def correct_review(work: Work, request: CorrectReview, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.CORRECT_REVIEW,
        by=by,
        now=now,
        rule=lambda plan, terms: reviews.corrected(
            plan, request.review, entry=request.entry, text=request.text, by=by, at=now, terms=terms
        ),
    )
