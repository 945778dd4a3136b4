"""The employee did not receive a support item that is said to be delivered, or is overdue (S0-16)."""

from dataclasses import dataclass
from datetime import datetime

from plans import supports
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId, SupportId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNotReceived:
    plan: PlanId
    support: SupportId


async def mark_not_received(work: Work, request: MarkNotReceived, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.MARK_NOT_RECEIVED,
        by=by,
        now=now,
        rule=lambda plan, terms: supports.not_received(plan, request.support, by=by, at=now, terms=terms),
    )
