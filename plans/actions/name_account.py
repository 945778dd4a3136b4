"""HR says which account belongs to somebody whose plan was kept on paper (F-06)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PersonId, PlanId
from plans.joining import joined
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAccount:
    """``to`` must be known with fresh facts. Field: ``employee``."""

    plan: PlanId
    to: PersonId


async def name_account(work: Work, request: NameAccount, *, by: Person, now: datetime) -> Plan:
    to = await work.people.get(request.to)
    return await act_on(
        work,
        request.plan,
        Act.NAME_ACCOUNT,
        by=by,
        now=now,
        rule=lambda plan, terms: joined(plan, terms, to=to, by=by, at=now),
    )
