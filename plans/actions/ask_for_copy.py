"""The employee asks for a copy of their record."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.copies import copy_asked
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForCopy:
    """HR hands it over outside Milepost."""

    plan: PlanId
    entry: EntryId


async def ask_for_copy(work: Work, request: AskForCopy, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ASK_FOR_COPY,
        by=by,
        now=now,
        rule=lambda plan, terms: copy_asked(plan, terms, entry=request.entry, by=by, at=now),
    )
