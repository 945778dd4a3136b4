"""HR lifts the hold, and the time a plan is kept for counts again."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.retention import hold_released
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """Only HR reads the reason. Field: ``reason``."""

    plan: PlanId
    reason: Words | None


async def release_plan(work: Work, request: ReleasePlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.RELEASE_PLAN,
        by=by,
        now=now,
        rule=lambda plan, _terms: hold_released(plan, reason=request.reason, by=by, at=now),
    )
