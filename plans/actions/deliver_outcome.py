"""Deliver an approved outcome: the plan closes, goes on with a new end, or is turned into another."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.actions.succeeding import Successor, succeed
from plans.acts import Act
from plans.converting import converted, converts
from plans.endings import outcome_delivered
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverOutcome:
    """The employee may read it from this moment. ``successor`` is asked for where coaching is turned into a plan."""

    plan: PlanId
    successor: Successor | None = None


async def deliver_outcome(work: Work, request: DeliverOutcome, *, by: Person, now: datetime) -> Plan:
    """The plan that was delivered, as it is then. Raises what ``succeed`` raises, where it is turned into another."""
    plan = await work.plans.get(request.plan, by=by, act=Act.DELIVER_OUTCOME, now=now)
    if request.successor is not None and converts(plan):
        ended, _ = await succeed(work, plan, request.successor, converted, act=Act.DELIVER_OUTCOME, by=by, now=now)
        return ended
    return await act_on(
        work,
        request.plan,
        Act.DELIVER_OUTCOME,
        by=by,
        now=now,
        rule=lambda plan, terms: outcome_delivered(plan, terms, by=by, at=now),
    )
