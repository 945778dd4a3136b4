"""HR says which entries stay out of the employee's own copy, and why."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.copies import copy_left_out
from plans.ids import EntryId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOutOfCopy:
    """``exempt`` are ids of entries; none takes back what this reason was given for.

    Fields: ``exempt``, ``reason``.
    """

    plan: PlanId
    request: EntryId
    exempt: tuple[str, ...]
    reason: str | None


async def leave_out_of_copy(work: Work, request: LeaveOutOfCopy, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.HAND_OVER_COPY,
        by=by,
        now=now,
        rule=lambda plan, _terms: copy_left_out(
            plan, request.request, exempt=request.exempt, reason=request.reason, by=by, at=now
        ),
    )
