"""HR writes down the employee's last day of employment."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.retention import left


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLeaving:
    """From the later of this day and the end of the plan its time counts (§6.3). Field: ``left_on``."""

    plan: PlanId
    on: date | None


async def record_leaving(work: Work, request: RecordLeaving, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.RECORD_LEAVING,
        by=by,
        now=now,
        rule=lambda plan, _terms: left(plan, on=request.on, by=by, at=now),
    )
