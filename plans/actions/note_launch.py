"""The supervisor notes what has been seen to before the launch (S3-11)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.launching import LaunchTyped, launch_noted
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLaunch:
    plan: PlanId
    typed: LaunchTyped


async def note_launch(work: Work, request: NoteLaunch, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.NOTE_LAUNCH,
        by=by,
        now=now,
        rule=lambda plan, _: launch_noted(plan, request.typed, by=by, at=now),
    )
