"""Deliver an approved outcome: the plan closes, or goes on with a new end."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.endings import outcome_delivered
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverOutcome:
    """The employee may read it from this moment."""

    plan: PlanId


async def deliver_outcome(work: Work, request: DeliverOutcome, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.DELIVER_OUTCOME,
        by=by,
        now=now,
        rule=lambda plan, terms: outcome_delivered(plan, terms, by=by, at=now),
    )
