"""HR has handed the employee their copy, outside the chat."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.copies import copy_handed_over
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCopy:
    """The employee reads what was kept back, and why. Fields: ``on``, ``kept_back``."""

    plan: PlanId
    request: EntryId
    on: date | None
    kept_back: Words | None


async def hand_over_copy(work: Work, request: HandOverCopy, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.HAND_OVER_COPY,
        by=by,
        now=now,
        rule=lambda plan, _terms: copy_handed_over(
            plan, request.request, on=request.on, kept_back=request.kept_back, by=by, at=now
        ),
    )
