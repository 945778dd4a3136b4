"""The employee answers any part of the record in their own words."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.rights import rebutted
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebut:
    """``about`` is the id of a part or entry, or one of ``rights.ABOUT``. Field: ``text``."""

    plan: PlanId
    entry: EntryId
    about: str
    text: Words | None


async def rebut(work: Work, request: Rebut, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.REBUT,
        by=by,
        now=now,
        rule=lambda plan, terms: rebutted(
            plan, terms, entry=request.entry, about=request.about, text=request.text, by=by, at=now
        ),
    )
