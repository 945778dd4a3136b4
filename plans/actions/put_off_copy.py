"""HR takes the further days a form allows for a copy."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.copies import copy_put_off
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOffCopy:
    """The employee reads the reason. Field: ``reason``."""

    plan: PlanId
    request: EntryId
    reason: Words | None


async def put_off_copy(work: Work, request: PutOffCopy, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.PUT_OFF_COPY,
        by=by,
        now=now,
        rule=lambda plan, terms: copy_put_off(plan, terms, request.request, reason=request.reason, by=by, at=now),
    )
