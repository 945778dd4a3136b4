"""Throw a plan away before delivery."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.lifecycle import discarded
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardPlan:
    """There is no way back: the content is gone."""

    plan: PlanId


async def discard_plan(work: Work, request: DiscardPlan, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.DISCARD_PLAN,
        by=by,
        now=now,
        rule=lambda plan, _terms: discarded(plan, by=by, at=now),
    )
