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
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDone:
    """Field: ``evidence``, optional."""

    plan: PlanId
    milestone: MilestoneId
    evidence: Words | None = None


async def report_done(work: Work, request: ReportDone, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.REPORT_DONE,
        subject=request.milestone,
        by=by,
        now=now,
        rule=lambda plan, terms: milestones.report_done(
            plan, request.milestone, evidence=request.evidence, by=by, at=now, terms=terms
        ),
    )
