"""The employee sends the goals they propose (S0-05)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.proposing import ProposalTyped, goals_proposed
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGoals:
    """``entry`` is the id of the employee's view, if they add one."""

    plan: PlanId
    entry: EntryId
    goals: tuple[ProposalTyped, ...]
    view: Words | None = None


async def propose_goals(work: Work, request: ProposeGoals, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.PROPOSE_GOALS,
        by=by,
        now=now,
        rule=lambda plan, _: goals_proposed(plan, request.goals, entry=request.entry, view=request.view, by=by, at=now),
    )
