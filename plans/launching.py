"""Before the launch: what the supervisor has seen to, and when the meeting is (S3-11, flow 4.1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from plans.change import Change, happened
from plans.dates import instant
from plans.events import EventKind
from plans.meetings import LaunchItem, LaunchTick
from plans.moving import expect_state
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.states import BEFORE_DELIVERY


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchTyped:
    """Fields: ``items``, ``meeting_on`` and ``meeting_time``, which is in the zone of whoever types it."""

    items: Collection[LaunchItem]
    meeting_on: date | None = None
    meeting_time: time | None = None


def launch_noted(plan: Plan, typed: LaunchTyped, *, by: Person, at: datetime) -> Change:
    """The checklist as it stands now. A tick keeps whoever set it first and when; setting and taking out leave a line.

    An approval stands: nothing of it is part of the text. Raises ``PlanError``: ``required`` at ``meeting_on``,
    ``meeting-booked-without-day``, ``date-past``, ``not-now``.
    """
    expect_state(plan, *BEFORE_DELIVERY)
    meeting_at = _meeting(plan, typed, by=by, at=at)
    old = {tick.item: tick for tick in plan.ticks}
    ticks = tuple(old.get(item) or LaunchTick(item=item, by=by.id, at=at) for item in LaunchItem if item in typed.items)
    after = plan.with_(ticks=ticks, meeting_at=meeting_at)
    if after == plan:
        return Change(plan=plan, events=())
    facts = {
        "set": ",".join(item for item in LaunchItem if item in typed.items and item not in old),
        "taken_out": ",".join(item for item in LaunchItem if item in old and item not in typed.items),
    }
    return Change(plan=after, events=(happened(EventKind.LAUNCH_NOTED, plan, by=by.id, at=at, **facts),))


def _meeting(plan: Plan, typed: LaunchTyped, *, by: Person, at: datetime) -> datetime | None:
    if typed.meeting_on is None:
        if typed.meeting_time is not None:
            raise PlanError("required", field="meeting_on")
        return None
    if typed.meeting_time is None:
        raise PlanError("required", field="meeting_time")
    found = instant(typed.meeting_on, typed.meeting_time, by.zone)
    if found != plan.meeting_at:
        not_past(typed.meeting_on, "meeting_on", by=by, at=at)
    return found
