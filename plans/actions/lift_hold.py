"""HR lets a milestone run again that a protected matter holds, with a new date (requirements §9.12)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans import milestones
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import MilestoneId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold:
    plan: PlanId
    milestone: MilestoneId
    on: date


async def lift_hold(work: Work, request: LiftHold, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.LIFT_HOLD,
        subject=request.milestone,
        by=by,
        now=now,
        rule=lambda plan, _: milestones.hold_lifted(plan, request.milestone, on=request.on, by=by, at=now),
    )
