"""How long a plan is kept, what keeps it longer, and what is left of it in the end (requirements §3.1, §6.3).

Every date is the employee's own. A plan is archived the day after its windows are over, and erased by the clock the
day after its time is over, but never before HR had ``WARNING`` days to see it coming, and never under a legal hold.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from plans.change import Change, happened
from plans.dates import days_after, months_after
from plans.events import Event, EventKind
from plans.kept import EraseCause, LegalHold
from plans.moving import moved, today_of
from plans.parts import not_future
from plans.people import NOBODY, Person
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind
from plans.record import ContestState
from plans.states import PlanState
from plans.terms import Terms
from plans.texts import required
from plans.words import Words

# HR reads of an erasure this long before it happens: an overview comes every week.
WARNING: Final = timedelta(days=30)
SUCCESSES: Final = frozenset({OutcomeKind.MET, OutcomeKind.MET_EARLY, OutcomeKind.GOALS_MET})
TOMBSTONES: Final = frozenset({PlanState.DISCARDED, PlanState.ERASED})


# Dates


def succeeded(plan: Plan) -> bool:
    return plan.outcome is not None and plan.outcome.kind in SUCCESSES


def open_until(plan: Plan, terms: Terms) -> date:
    """The last day on which a closed plan is not archived: its windows are over then, and the watch if there is one."""
    closed = _closed_on(plan, terms)
    windows = days_after(closed, terms.retention.archive_days)
    watch = watched_until(plan, terms)
    return windows if watch is None else max(windows, watch)


def watched_until(plan: Plan, terms: Terms) -> date | None:
    """The last day of the watch after a good end, where the pack has one (F-09)."""
    months = terms.retention.watch_months
    return months_after(_closed_on(plan, terms), months) if months and succeeded(plan) else None


def archive_on(plan: Plan, terms: Terms) -> date | None:
    """The day on which the clock archives a closed plan; None while a contest waits for its answer."""
    waiting = any(contest.state is ContestState.OPEN for contest in plan.record.contests)
    if plan.state is not PlanState.CLOSED or waiting:
        return None
    return days_after(open_until(plan, terms), 1)


def keep_until(plan: Plan, terms: Terms) -> date:
    """The last day the profile asks for, from the latest of close, last entry and end of employment (§6.3).

    Where a good end is expunged after a time of its own, the later date wins (P-11).
    """
    kept = terms.retention
    months = max(kept.months, kept.expunge_months or 0) if succeeded(plan) else kept.months
    last = today_of(plan, terms, max(_moments(plan)))
    return months_after(last if plan.left_on is None else max(last, plan.left_on), months)


def erase_on(plan: Plan, terms: Terms) -> date | None:
    """The first day on which the clock erases an archived plan, or would erase a closed one.

    None under a hold, and while the employee waits for a copy they asked for.
    """
    if plan.state not in {PlanState.CLOSED, PlanState.ARCHIVED} or standing_hold(plan) is not None:
        return None
    if any(request.open for request in plan.record.copy_requests):
        return None
    archived_on = (
        days_after(open_until(plan, terms), 1) if plan.archived_at is None else today_of(plan, terms, plan.archived_at)
    )
    lifted = [today_of(plan, terms, hold.lifted_at) for hold in plan.holds if hold.lifted_at is not None]
    warned = days_after(max([archived_on, *lifted]), WARNING.days)
    return max(days_after(keep_until(plan, terms), 1), warned)


def standing_hold(plan: Plan) -> LegalHold | None:
    """The hold that keeps the plan now."""
    return next((hold for hold in plan.holds if hold.stands), None)


def _closed_on(plan: Plan, terms: Terms) -> date:
    return today_of(plan, terms, plan.closed_at or plan.started_at)


def _moments(plan: Plan) -> list[datetime]:
    """When something that is kept was last made: the plan's end, and what was put on record after it."""
    record = plan.record
    found = [plan.started_at, plan.closed_at]
    found += [rebuttal.at for rebuttal in record.rebuttals]
    found += [request.at for request in record.hr_requests]
    found += [contest.answered_at for contest in record.contests]
    return [at for at in found if at is not None]


# Rules


def archived(plan: Plan, terms: Terms, *, at: datetime) -> Change:
    """The clock, once appeal window and watch are over. Raises ``PlanError("too-early")`` with the last day of them."""
    state = moved(plan, PlanState.ARCHIVED, by=None)
    day = archive_on(plan, terms)
    if day is None or today_of(plan, terms, at) < day:
        raise PlanError("too-early", until=open_until(plan, terms))
    after = plan.with_(state=state, archived_at=at)
    return Change(plan=after, events=(happened(EventKind.PLAN_ARCHIVED, plan, by=None, at=at),))


def erased(plan: Plan, terms: Terms, *, by: Person | None, at: datetime) -> Change:
    """What is left says that there was a plan, when, and why it is gone (P-10). A legal hold wins over everything.

    HR may do it as soon as the time is over; the clock waits until HR was warned.

    Raises ``PlanError``: ``legal-hold``, ``copy-owed``, ``retention-running`` with the date.
    """
    state = moved(plan, PlanState.ERASED, by=by)
    check_not_held(plan)
    if any(request.open for request in plan.record.copy_requests):
        raise PlanError("copy-owed")
    until, today = keep_until(plan, terms), today_of(plan, terms, at)
    day = erase_on(plan, terms)
    if today <= until or (by is None and (day is None or today < day)):
        raise PlanError("retention-running", until=until)
    expunged = succeeded(plan) and (terms.retention.expunge_months or 0) > 0
    cause = EraseCause.EXPUNGED if expunged else EraseCause.RETENTION_OVER
    after = emptied(plan).with_(state=state, erased_at=at, erased_for=cause)
    who = None if by is None else by.id
    line = happened(EventKind.PLAN_ERASED, plan, by=who, at=at, cause=cause, kept_until=until)
    return Change(plan=after, events=(line,))


def erased_again(plan: Plan, *, at: datetime) -> Change:
    """A restored backup brought it back. Whatever it was in that backup, its time was over once already."""
    cause = EraseCause.ERASED_BEFORE
    after = emptied(plan).with_(state=PlanState.ERASED, erased_at=at, erased_for=cause)
    return Change(plan=after, events=(happened(EventKind.PLAN_ERASED, plan, by=None, at=at, cause=cause),))


def emptied(plan: Plan) -> Plan:
    """The tombstone: ids and dates; nothing anybody wrote, and nobody whose plan it was.

    Made anew from what may stay, so that whatever is added to a plan later goes with it.
    """
    return Plan(
        id=plan.id,
        workspace=plan.workspace,
        case_number=plan.case_number,
        kind=plan.kind,
        pack=plan.pack,
        state=plan.state,
        employee=NOBODY,
        supervisor=NOBODY,
        started_by=NOBODY,
        started_at=plan.started_at,
        revision=plan.revision,
        period=plan.period,
        start=plan.start,
        end=plan.end,
        shared_at=plan.shared_at,
        submitted_at=plan.submitted_at,
        approved_at=plan.approved_at,
        met_at=plan.met_at,
        delivered_at=plan.delivered_at,
        active_at=plan.active_at,
        decision_due_at=plan.decision_due_at,
        closed_at=plan.closed_at,
        archived_at=plan.archived_at,
        continues=plan.continues,
    )


# Holds


def check_not_held(plan: Plan) -> None:
    """Raises ``PlanError("legal-hold")``."""
    if standing_hold(plan) is not None:
        raise PlanError("legal-hold")


def hold_set(plan: Plan, *, reason: Words | None, by: Person, at: datetime) -> Change:
    """From now on nothing of it is thrown away. Field: ``reason``. Raises ``PlanError``: ``already-held``."""
    _check_there(plan)
    if standing_hold(plan) is not None:
        raise PlanError("already-held")
    hold = LegalHold(reason=required(reason, "reason"), set_by=by.id, set_at=at)
    return _with_holds(plan, (*plan.holds, hold), _line(EventKind.LEGAL_HOLD_SET, plan, by=by, at=at))


def hold_released(plan: Plan, *, reason: Words | None, by: Person, at: datetime) -> Change:
    """Its time counts again, and HR is warned before the clock erases it. Field: ``reason``.

    Raises ``PlanError``: ``not-held``.
    """
    _check_there(plan)
    if standing_hold(plan) is None:
        raise PlanError("not-held")
    said = required(reason, "reason")
    holds = tuple(
        replace(hold, lifted_by=by.id, lifted_at=at, lifted_reason=said) if hold.stands else hold for hold in plan.holds
    )
    return _with_holds(plan, holds, _line(EventKind.LEGAL_HOLD_LIFTED, plan, by=by, at=at))


def left(plan: Plan, *, on: date | None, by: Person, at: datetime) -> Change:
    """HR writes down the last day of employment, from which some profiles count. Field: ``left_on``."""
    _check_there(plan)
    day = None if on is None else not_future(on, "left_on", by=by, at=at)
    if day is None:
        raise PlanError("required", field="left_on")
    line = happened(EventKind.LEAVING_RECORDED, plan, by=by.id, at=at, on=day)
    return Change(plan=plan.with_(left_on=day), events=(line,))


def _check_there(plan: Plan) -> None:
    if plan.state in TOMBSTONES:
        raise PlanError("not-now", state=plan.state)


def _with_holds(plan: Plan, holds: tuple[LegalHold, ...], line: Event) -> Change:
    return Change(plan=plan.with_(holds=holds), events=(line,))


def _line(kind: EventKind, plan: Plan, *, by: Person, at: datetime) -> Event:
    return happened(kind, plan, by=by.id, at=at)
