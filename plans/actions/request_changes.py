"""HR sends a plan back with comments."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.lifecycle import changes_requested
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.steps import WishedChange


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChanges:
    """A comment for each part that needs one; at least one."""

    plan: PlanId
    wishes: tuple[WishedChange, ...]


async def request_changes(work: Work, request: RequestChanges, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.REQUEST_CHANGES,
        by=by,
        now=now,
        rule=lambda plan, _terms: changes_requested(plan, request.wishes, by=by, at=now),
    )
