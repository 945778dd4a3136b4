"""Changes of a goal, a date, support or anything else that the employee asks for, and pauses that either side does.

Whoever may amend the plan answers. A pause is asked of HR alone, by its days and with no reason (P-14, F-03), and so is
whatever touches a protected matter (P-13): what the employee asks of HR does not exist for the supervisor. A pause that
the supervisor asks for is no secret. Accepting changes nothing by itself; the amendment or the pause that follows is
owed until it is there.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from plans.change import Change, happened
from plans.dates import WorkingTime, add_working_days, due_at, local_date
from plans.events import EventKind
from plans.goals import Goal
from plans.ids import EntryId
from plans.moving import mover, role_in, today_for
from plans.parts import already_recorded, check_employee, check_new, not_past, put, sane, with_record
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.record import WantedChange, WantedKind, WantedState
from plans.states import Mover
from plans.terms import Terms
from plans.texts import optional, required
from plans.words import Words

# An amendment, or a pause, is what these come to; what the others come to is only known by those who agreed.
_MADE_BY_AMENDING: Final = frozenset({WantedKind.GOAL, WantedKind.DATE, WantedKind.SUPPORT})


def change_asked(
    plan: Plan,
    *,
    entry: EntryId,
    kind: WantedKind,
    text: Words | None,
    goal: Goal | None = None,
    on: date | None = None,
    by: Person,
    at: datetime,
) -> Change:
    """Put on record, for whoever answers it. Fields: ``text``, ``on``. A pause is asked for by its own rule."""
    if kind is WantedKind.PAUSE:
        raise PlanError("not-now")
    check_employee(plan, by)
    wanted = WantedChange(
        id=entry,
        author=by.id,
        at=at,
        kind=kind,
        text=required(text, "text"),
        goal=None if goal is None else goal.id,
        on=None if on is None else not_past(on, "on", by=by, at=at),
    )
    return _asked(plan, wanted, by=by)


def pause_asked(
    plan: Plan, *, entry: EntryId, first: date, last: date, by: Person, at: datetime, since: date | None = None
) -> Change:
    """A pause by its first and last day; there is no place for a reason (P-14). Fields: ``first``, ``last``.

    ``since`` is the day on which it was asked for, where that is not today: a first day may lie between the two.
    """
    if since is None or sane(first, "first") < since:
        not_past(first, "first", by=by, at=at)
    if sane(last, "last") < first:
        raise PlanError("pause-order", field="last", first=first)
    who = role_in(by, plan)
    if who is Role.HR:
        raise PlanError("not-yours")
    wanted = WantedChange(id=entry, author=by.id, role=who, at=at, kind=WantedKind.PAUSE, first=first, on=last)
    return _asked(plan, wanted, by=by)


def _asked(plan: Plan, wanted: WantedChange, *, by: Person) -> Change:
    check_new(plan.record.wanted_changes, wanted.id)
    after = with_record(plan, wanted_changes=(*plan.record.wanted_changes, wanted))
    told = {"protected": "yes" if wanted.apart else "no"}
    return Change(
        plan=after,
        events=(happened(EventKind.CHANGE_ASKED, plan, by=by.id, at=wanted.at, subject=wanted.id, **told),),
    )


def answered(plan: Plan, entry: EntryId, *, accepted: bool, answer: Words | None, by: Person, at: datetime) -> Change:
    """The answer that was owed, once; a no is never without words. Fields: ``answer``, ``verdict``.

    To the supervisor what was asked of HR alone is ``part-gone``, as if it had never been. A yes to a pause whose days
    are over could never be kept: ``pause-gone``.
    """
    wanted = _for(plan, entry, by)
    gone = wanted.kind is WantedKind.PAUSE and wanted.on is not None and wanted.on < today_for(by, at)
    if accepted and wanted.open and gone:
        raise PlanError("pause-gone", field="verdict", last=wanted.on)
    return _answered(plan, wanted, accepted=accepted, answer=answer, by=by, at=at)


def _answered(
    plan: Plan, wanted: WantedChange, *, accepted: bool, answer: Words | None, by: Person, at: datetime
) -> Change:
    if not wanted.open:
        raise already_recorded(wanted.answered_at or wanted.at)
    new = replace(
        wanted,
        state=WantedState.ACCEPTED if accepted else WantedState.DECLINED,
        answer=optional(answer, "answer") if accepted else required(answer, "answer"),
        answered_by=by.id,
        answered_at=at,
    )
    kind = EventKind.CHANGE_ACCEPTED if accepted else EventKind.CHANGE_DECLINED
    after = with_record(plan, wanted_changes=put(plan.record.wanted_changes, new))
    return Change(plan=after, events=(happened(kind, plan, by=by.id, at=at, subject=wanted.id),))


def granted(change: Change, entry: EntryId | None, *, by: Person, at: datetime) -> Change:
    """A pause that HR set because it was asked for, on whichever days: if that was not answered, this is the answer."""
    wanted = None if entry is None else _for(change.plan, entry, by)
    if wanted is None or not wanted.open:
        return change
    return change.then(_answered(change.plan, wanted, accepted=True, answer=None, by=by, at=at))


def found(plan: Plan, entry: str | None) -> WantedChange | None:
    """The request with this id, if the plan as it is given holds one."""
    return next((wanted for wanted in plan.record.wanted_changes if wanted.id == entry), None)


def answer_due(plan: Plan, wanted: WantedChange, *, terms: Terms) -> datetime:
    """When the answer is owed: the pack's working days for a barrier's answer, or HR's for its own."""
    lead_times = terms.pack.lead_times
    days = lead_times.hr_answer if wanted.for_hr else lead_times.barrier_answer
    return _within(plan, wanted, wanted.at, days=days, terms=terms)


def making_due(plan: Plan, wanted: WantedChange, *, terms: Terms) -> datetime:
    """When what was accepted is owed: so many days after that, and a pause by its own first day."""
    since = wanted.answered_at or wanted.at
    working = _hours(plan, wanted, terms=terms)
    if wanted.first is not None:
        return due_at(max(wanted.first, local_date(since, working.zone)), working)
    return _within(plan, wanted, since, days=terms.pack.lead_times.barrier_answer, terms=terms)


def to_be_made(wanted: WantedChange) -> bool:
    """Whether it was accepted and something can be seen to have followed, or not."""
    return wanted.state is WantedState.ACCEPTED and wanted.kind in {*_MADE_BY_AMENDING, WantedKind.PAUSE}


def made(plan: Plan, wanted: WantedChange) -> bool:
    """Whether a pause began, or a new version was given, since it was accepted."""
    since = wanted.answered_at
    if since is None:
        return False
    if wanted.kind is WantedKind.PAUSE:
        return any(pause.at >= since for pause in plan.pauses)
    return any(one.delivered_at is not None and one.delivered_at >= since for one in plan.amendments)


def _within(plan: Plan, wanted: WantedChange, since: datetime, *, days: int, terms: Terms) -> datetime:
    working = _hours(plan, wanted, terms=terms)
    return due_at(add_working_days(local_date(since, working.zone), days, working), working)


def _hours(plan: Plan, wanted: WantedChange, *, terms: Terms) -> WorkingTime:
    """Of whoever answers; where HR has nobody for this plan, the supervisor's hours are as good as any."""
    hr = terms.hr_for(plan) if wanted.for_hr else ()
    return terms.working(hr[0].id if hr else plan.active_supervisor)


def _for(plan: Plan, entry: EntryId, by: Person) -> WantedChange:
    wanted, who = found(plan, entry), mover(by, plan)
    if wanted is None or (wanted.apart and who is not Mover.HR):
        raise PlanError("part-gone")
    if who is Mover.EMPLOYEE or (wanted.for_hr and who is not Mover.HR):
        raise PlanError("not-yours")
    return wanted
