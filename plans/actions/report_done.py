"""The employee reports a goal or an interim date as done (requirements §3.2)."""

from dataclasses import dataclass
from datetime import datetime

from plans import milestones
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import MilestoneId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDone:
    plan: PlanId
    milestone: MilestoneId


async def report_done(work: Work, request: ReportDone, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.REPORT_DONE,
        subject=request.milestone,
        by=by,
        now=now,
        rule=lambda plan, terms: milestones.report_done(plan, request.milestone, by=by, at=now, terms=terms),
    )
