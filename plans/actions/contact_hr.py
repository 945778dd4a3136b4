"""Write to HR in private."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.rights import hr_contacted
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactHr:
    """Field: ``text``. The other party is not told."""

    plan: PlanId
    entry: EntryId
    text: Words | None


async def contact_hr(work: Work, request: ContactHr, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.CONTACT_HR,
        by=by,
        now=now,
        rule=lambda plan, _terms: hr_contacted(plan, entry=request.entry, text=request.text, by=by, at=now),
    )
