"""The employee contests the class of a missed milestone in their own words (S0-25)."""

from dataclasses import dataclass
from datetime import datetime

from plans import milestones
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, MilestoneId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestClass:
    plan: PlanId
    milestone: MilestoneId
    entry: EntryId
    text: Words


async def contest_class(work: Work, request: ContestClass, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.CONTEST_CLASS,
        by=by,
        now=now,
        rule=lambda plan, _: milestones.contested(
            plan, request.milestone, entry=request.entry, text=request.text, by=by, at=now
        ),
    )
