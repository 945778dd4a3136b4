"""Hand a draft to the employee, who drafts the goals (S0-05)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.proposing import shared


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareForDrafting:
    """``spoken`` says that the conversation has taken place (§9.1)."""

    plan: PlanId
    spoken: bool


async def share_for_drafting(work: Work, request: ShareForDrafting, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.SHARE_FOR_DRAFTING,
        by=by,
        now=now,
        rule=lambda plan, _: shared(plan, spoken=request.spoken, by=by, at=now),
    )
