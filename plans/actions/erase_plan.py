"""HR erases a plan whose time is over, before the clock does."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.retention import erased


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePlan:
    """There is no way back: the content is gone."""

    plan: PlanId


async def erase_plan(work: Work, request: ErasePlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ERASE_PLAN,
        by=by,
        now=now,
        rule=lambda plan, terms: erased(plan, terms, by=by, at=now),
    )
