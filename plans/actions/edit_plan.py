"""Save one step of a draft."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.drafting import stepped
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPlan:
    """``seen`` is the revision the form was drawn from; ``partial`` saves an unfinished step for later."""

    plan: PlanId
    step: Step
    seen: int | None = None
    partial: bool = False


async def edit_plan(work: Work, request: EditPlan, *, by: Person, now: datetime) -> Plan:
    """Two people at one draft: the first wins, the second gets ``PlanChangedMeanwhileError`` and keeps their text."""
    return await act_on(
        work,
        request.plan,
        Act.EDIT_PLAN,
        by=by,
        now=now,
        seen=request.seen,
        rule=lambda plan, terms: stepped(plan, terms, request.step, by=by, at=now, partial=request.partial),
    )
