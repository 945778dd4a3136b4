"""Record that a review took place, alone or together with its notes (S0-17, S0-22)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans import reviews
from plans.actions.acting import act_on
from plans.actions.answering import answer
from plans.acts import Act
from plans.change import Change
from plans.ids import PlanId, ReviewId
from plans.meetings import Attendance
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.reviews import Meeting, ReviewNotes
from plans.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReview:
    """With ``notes`` the review is documented in the same step."""

    plan: PlanId
    review: ReviewId
    held_on: date
    employee_attended: Attendance
    supervisor_attended: Attendance
    notes: ReviewNotes | None = None


async def hold_review(work: Work, request: HoldReview, *, by: Person, now: datetime) -> Plan:
    meeting = Meeting(
        held_on=request.held_on,
        employee_attended=request.employee_attended,
        supervisor_attended=request.supervisor_attended,
    )

    def rule(plan: Plan, terms: Terms) -> Change:
        if request.notes is None:
            return reviews.held(plan, request.review, meeting=meeting, by=by, at=now, terms=terms)
        return reviews.held_and_documented(
            plan, request.review, meeting=meeting, notes=request.notes, by=by, at=now, terms=terms
        )

    if request.notes is None:
        return await act_on(work, request.plan, Act.HOLD_REVIEW, by=by, now=now, rule=rule)
    return await answer(work, request.plan, Act.HOLD_REVIEW, subject=request.review, by=by, now=now, rule=rule)
