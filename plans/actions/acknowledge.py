"""The employee acknowledges receipt, or declines to."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import Receipt, acknowledged, declined


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """``declines`` fills the slot just as well (P-07)."""

    plan: PlanId
    receipt: Receipt
    declines: bool = False


async def acknowledge(work: Work, request: Acknowledge, *, by: Person, now: datetime) -> Plan:
    rule = declined if request.declines else acknowledged
    return await act_on(
        work,
        request.plan,
        Act.ACKNOWLEDGE,
        by=by,
        now=now,
        rule=lambda plan, terms: rule(plan, terms, request.receipt, by=by, at=now),
    )
