"""Take a draft back from the employee before anything has come (requirements §3.1)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.proposing import taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackDraft:
    plan: PlanId


async def take_back_draft(work: Work, request: TakeBackDraft, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.TAKE_BACK_DRAFT,
        by=by,
        now=now,
        rule=lambda plan, _: taken_back(plan, by=by, at=now),
    )
