"""Reminders of what outlasts a plan: a copy that was asked for, and the watch after a good end."""

from collections.abc import Iterator
from typing import Final

from plans.dates import Rolling, before, roll
from plans.desks import Desks, Step, duty_steps
from plans.notices import NoticeKind, Owed
from plans.record import CopyRequest
from plans.retention import watched_until

# As long ahead as the final review is.
_WATCH_LEAD: Final = 10


def copy_reminders(desks: Desks, request: CopyRequest) -> Iterator[Owed]:
    """HR, a day before the copy is due and on the first working day after it (P-09)."""
    if not request.open or request.owed_by is None:
        return
    for desk in desks.hr:
        steps = duty_steps(desk, NoticeKind.COPY_DUE, roll(request.owed_by, desk.working, rule=Rolling.NEXT).day)
        yield from desk.chain(steps, subject=request.id, since=request.at, nominal=request.owed_by)


def watch_reminders(desks: Desks) -> Iterator[Owed]:
    """One quiet question to the supervisor, ten working days before the watch after a good end is over (F-09)."""
    until = watched_until(desks.plan, desks.terms)
    if until is None:
        return
    for desk in desks.supervisor:
        step = Step(kind=NoticeKind.WATCH_OVER, lead=str(_WATCH_LEAD), at=before(until, _WATCH_LEAD, desk.working))
        yield from desk.chain([step], subject=None, since=desks.plan.closed_at, nominal=until)
