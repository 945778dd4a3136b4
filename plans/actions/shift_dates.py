"""HR moves dates that fall on a holiday to working days (F-10)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.days_off import shifted
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDates:
    """``subjects`` are ids of milestones and reviews."""

    plan: PlanId
    subjects: tuple[str, ...]


async def shift_dates(work: Work, request: ShiftDates, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.SHIFT_DATES,
        by=by,
        now=now,
        rule=lambda plan, terms: shifted(plan, terms, request.subjects, by=by, at=now),
    )
