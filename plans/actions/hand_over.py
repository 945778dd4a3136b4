"""Name who supervises from now on, confirm it, or say who stands in (F-04, S1-12)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.handing_over import handed_over, stood_in, taken_over
from plans.ids import EntryId, PersonId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPlan:
    """``to`` must be known with fresh facts. Field: ``supervisor``."""

    plan: PlanId
    entry: EntryId
    to: PersonId


async def hand_over(work: Work, request: HandOverPlan, *, by: Person, now: datetime) -> Plan:
    to = await work.people.get(request.to)
    return await act_on(
        work,
        request.plan,
        Act.HAND_OVER,
        by=by,
        now=now,
        rule=lambda plan, _terms: handed_over(plan, to=to, entry=request.entry, by=by, at=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """The new supervisor has read where the plan stands."""

    plan: PlanId


async def take_over(work: Work, request: TakeOver, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.TAKE_OVER,
        by=by,
        now=now,
        rule=lambda plan, _terms: taken_over(plan, by=by, at=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Fields: ``reviewer``, ``away``."""

    plan: PlanId
    reviewer: PersonId | None
    away: bool


async def stand_in(work: Work, request: StandIn, *, by: Person, now: datetime) -> Plan:
    reviewer = None if request.reviewer is None else await work.people.get(request.reviewer)
    return await act_on(
        work,
        request.plan,
        Act.HAND_OVER,
        by=by,
        now=now,
        rule=lambda plan, _terms: stood_in(plan, reviewer=reviewer, away=request.away, by=by, at=now),
    )
