"""HR ends a plan at once: withdrawn, or the employee left or was transferred."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.endings import withdrawn
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.policy import OutcomeKind
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPlan:
    """Fields: ``kind``, ``reasons``."""

    plan: PlanId
    reasons: Words | None
    kind: OutcomeKind = OutcomeKind.WITHDRAWN


async def withdraw_plan(work: Work, request: WithdrawPlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.WITHDRAW_PLAN,
        by=by,
        now=now,
        rule=lambda plan, _terms: withdrawn(plan, kind=request.kind, reasons=request.reasons, by=by, at=now),
    )
