"""HR keeps a plan until further notice."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.retention import hold_set
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlan:
    """Only HR reads the reason. Field: ``reason``."""

    plan: PlanId
    reason: Words | None


async def hold_plan(work: Work, request: HoldPlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.HOLD_PLAN,
        by=by,
        now=now,
        rule=lambda plan, _terms: hold_set(plan, reason=request.reason, by=by, at=now),
    )
