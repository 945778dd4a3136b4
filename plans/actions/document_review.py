"""Write the notes of a review that was held; the check-in ends and both are sent the summary (requirements §3.3)."""

from dataclasses import dataclass
from datetime import datetime

from plans import reviews
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import PlanId, ReviewId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.reviews import ReviewNotes


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReview:
    plan: PlanId
    review: ReviewId
    notes: ReviewNotes


async def document_review(work: Work, request: DocumentReview, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.HOLD_REVIEW,
        subject=request.review,
        by=by,
        now=now,
        rule=lambda plan, terms: reviews.documented(
            plan, request.review, notes=request.notes, by=by, at=now, terms=terms
        ),
    )
