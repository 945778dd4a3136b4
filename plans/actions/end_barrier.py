"""A barrier is resolved, or withdrawn by the employee; the entry stays in the record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plans import barriers
from plans.actions.acting import act_on
from plans.acts import Act
from plans.change import Change
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.terms import Terms


class BarrierEnd(StrEnum):
    """How a barrier ends."""

    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndBarrier:
    plan: PlanId
    barrier: EntryId
    end: BarrierEnd


async def end_barrier(work: Work, request: EndBarrier, *, by: Person, now: datetime) -> Plan:
    """Whoever may raise or answer barriers may say that one is over; withdrawing is the employee's alone."""

    def rule(plan: Plan, _: Terms) -> Change:
        if request.end is BarrierEnd.RESOLVED:
            return barriers.resolved(plan, request.barrier, by=by, at=now)
        return barriers.withdrawn(plan, request.barrier, by=by, at=now)

    known = await work.plans.get(request.plan, by=by, act=Act.LEARN, now=now)
    own = request.end is BarrierEnd.WITHDRAWN or by.id == known.employee
    act = Act.RAISE_BARRIER if own else Act.ANSWER_BARRIER
    return await act_on(work, request.plan, act, by=by, now=now, rule=rule)
