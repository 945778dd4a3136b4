"""The employee declines a support item."""

from dataclasses import dataclass
from datetime import datetime

from plans import supports
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId, SupportId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineSupport:
    plan: PlanId
    support: SupportId
    reason: Words | None = None


async def decline_support(work: Work, request: DeclineSupport, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.DECLINE_SUPPORT,
        by=by,
        now=now,
        rule=lambda plan, _: supports.declined(plan, request.support, reason=request.reason, by=by, at=now),
    )
