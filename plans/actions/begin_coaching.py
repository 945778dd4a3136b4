"""Throw a draft away and begin coaching in its place, because HR asked for that."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.succeeding import Successor, succeed
from plans.acts import Act
from plans.converting import begun_as_coaching
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginCoaching:
    """The draft, and the coaching that takes its place."""

    plan: PlanId
    successor: Successor


async def begin_coaching(work: Work, request: BeginCoaching, *, by: Person, now: datetime) -> Plan:
    """The coaching that was begun. Whoever may throw the draft away may do this. Raises what ``succeed`` raises."""
    plan = await work.plans.get(request.plan, by=by, act=Act.DISCARD_PLAN, now=now)
    _, begun = await succeed(work, plan, request.successor, begun_as_coaching, act=Act.DISCARD_PLAN, by=by, now=now)
    return begun
