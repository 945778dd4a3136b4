"""HR says which of its members stands apart from a plan, and which may act again."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.conflicts import conflict_lifted, conflict_set
from plans.ids import PersonId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SetConflict:
    """``apart`` is false for somebody who may act again. Field: ``person``."""

    plan: PlanId
    person: PersonId
    apart: bool


async def set_conflict(work: Work, request: SetConflict, *, by: Person, now: datetime) -> Plan:
    rule = conflict_set if request.apart else conflict_lifted
    return await act_on(
        work,
        request.plan,
        Act.SET_CONFLICT,
        by=by,
        now=now,
        rule=lambda plan, terms: rule(plan, terms, request.person, by=by, at=now),
    )
