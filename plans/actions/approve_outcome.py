"""Approve the outcome that was proposed."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.endings import outcome_approved
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveOutcome:
    """``seen`` is the revision of the proposal that was read.

    ``accepted`` says that HR has read what the employee was owed; *not met* asks for it (F-01). Field: ``owed``.
    """

    plan: PlanId
    seen: int | None = None
    accepted: bool = False


async def approve_outcome(work: Work, request: ApproveOutcome, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.APPROVE_OUTCOME,
        by=by,
        now=now,
        seen=request.seen,
        rule=lambda plan, terms: outcome_approved(plan, terms, accepted=request.accepted, by=by, at=now),
    )
