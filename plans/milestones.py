"""Milestones: a goal's date or interim date, from planned to met, missed, on hold or waived (requirements §3.2).

A missed one is classed by timestamps alone (S0-25): what the employee put on record before the due instant, whether
it was answered by then, and what came after. A barrier withdrawn by then counts as never raised; one that is
resolved owes no answer any more. A protected matter holds its date and enters no class, which the supervisor reads
(P-13). Nothing here is *not met*: that is a person's word about a plan (P-15).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from plans.change import Change, happened
from plans.dates import add_working_days, due_at, local_date
from plans.events import Event, EventKind
from plans.goals import ClassedAs, Milestone
from plans.ids import EntryId, MilestoneId
from plans.moving import mover
from plans.parts import (
    check_employee,
    check_new,
    check_once,
    move,
    not_future,
    not_past,
    put,
    with_milestone,
    with_record,
)
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import Barrier, Contest, ContestState
from plans.states import MILESTONE_MOVES, BarrierState, MilestoneState, MissClass, Mover, PlanState
from plans.terms import Terms
from plans.texts import STANDARD_LIMIT, optional, required
from plans.words import Words

# How far behind the clock may be before its lateness is ours, and not the employee's (requirements §5).
LATE_AFTER: Final = timedelta(hours=1)
_M = MilestoneState


def due_of(plan: Plan, milestone: Milestone, *, terms: Terms) -> datetime:
    """The end of the employee's working hours on its date; the instant it was judged against once that has passed."""
    return milestone.due_at or due_at(milestone.on, terms.working(plan.employee))


def judged_at(plan: Plan, milestone: Milestone, *, terms: Terms) -> datetime:
    """The instant up to which words count as before due: due itself, or the end of the grace we owe."""
    return milestone.grace_until or due_of(plan, milestone, terms=terms)


def grace_from(plan: Plan, now: datetime, *, terms: Terms) -> datetime:
    """The end of the employee's next working day."""
    working = terms.working(plan.employee)
    return due_at(add_working_days(local_date(now, working.zone), 1, working), working)


def in_time(plan: Plan, milestone: Milestone, *, at: datetime, terms: Terms) -> bool:
    """Whether words spoken at this instant count as before due.

    They do also when the clock is so late that grace is owed and not yet given.
    """
    limit = judged_at(plan, milestone, terms=terms)
    return at < limit or (milestone.pending and milestone.grace_until is None and at - limit > LATE_AFTER)


def reportable(plan: Plan) -> tuple[Milestone, ...]:
    """What the employee can report as done, the nearest date first; nothing where the clock stands still."""
    if plan.state not in {PlanState.ACTIVE, PlanState.DECISION_DUE}:
        return ()
    still = (each for each in plan.milestones if each.pending or each.state is _M.ON_HOLD)
    return tuple(sorted((each for each in still if each.reported_done_at is None), key=lambda each: each.on))


def class_at(plan: Plan, milestone: MilestoneId, *, limit: datetime) -> MissClass:
    """The class by what was on record at ``limit``."""
    before = [
        barrier
        for barrier in plan.record.barriers_on(milestone)
        if not barrier.protected
        and barrier.at < limit
        and not (barrier.state is BarrierState.WITHDRAWN and _by(barrier.ended_at, limit))
    ]
    if not before:
        return MissClass.NO_COMMUNICATION
    if all(_nothing_owed(barrier, limit) for barrier in before):
        return MissClass.BARRIER_BEFORE_ANSWERED
    return MissClass.BARRIER_BEFORE_UNANSWERED


def _nothing_owed(barrier: Barrier, limit: datetime) -> bool:
    resolved = barrier.state is BarrierState.RESOLVED and _by(barrier.ended_at, limit)
    return resolved or _by(barrier.answered_at, limit)


def _by(at: datetime | None, limit: datetime) -> bool:
    return at is not None and at < limit


def report_done(
    plan: Plan, milestone: MilestoneId, *, evidence: Words | None = None, by: Person, at: datetime, terms: Terms
) -> Change:
    """The employee says it is done; unanswered at due it then awaits word and is never missed by the clock.

    ``evidence`` is where to see it, such as a link (S0-23). Field: ``evidence``.

    Raises:
        PlanError: ``already-recorded``; ``past-due`` with ``due`` once the date has passed; ``not-now``.

    """
    check_employee(plan, by)
    found = plan.milestone(milestone)
    check_once(found.reported_done_at is not None, found.reported_done_at)
    if not (found.pending or found.state is _M.ON_HOLD):
        raise PlanError("not-now", state=found.state.value)
    if found.pending and not in_time(plan, found, at=at, terms=terms):
        raise PlanError("past-due", due=due_of(plan, found, terms=terms).isoformat())
    shown = optional(evidence, "evidence", limit=STANDARD_LIMIT)
    done = with_milestone(plan, replace(found, reported_done_at=at, evidence=shown or found.evidence))
    return Change(
        plan=done, events=(happened(EventKind.MILESTONE_REPORTED_DONE, plan, by=by.id, at=at, subject=milestone),)
    )


def met(
    plan: Plan,
    milestone: MilestoneId,
    *,
    on: date,
    recognition: Words | None,
    by: Person,
    at: datetime,
) -> Change:
    """Met on a date, with a line of recognition if wished (S0-18). Fields: ``on``, ``recognition``.

    A missed one becomes met only by upholding a contest: ``only-by-contest``.
    """
    found = plan.milestone(milestone)
    check_once(found.state is _M.MET, found.settled_at)
    if found.state is _M.MISSED:
        raise PlanError("only-by-contest")
    return _met(plan, found, on=on, recognition=recognition, by=by, at=at)


def _met(plan: Plan, found: Milestone, *, on: date, recognition: Words | None, by: Person, at: datetime) -> Change:
    state = move(MILESTONE_MOVES, found.state, _M.MET, by=mover(by, plan))
    new = replace(
        found,
        state=state,
        miss=None,
        met_on=not_future(on, "on", by=by, at=at),
        recognition=optional(recognition, "recognition"),
        settled_by=by.id,
        settled_at=at,
    )
    event = happened(EventKind.MILESTONE_MET, plan, by=by.id, at=at, subject=found.id, on=on.isoformat())
    return Change(plan=with_milestone(plan, new), events=(event,))


def not_done(
    plan: Plan, milestone: MilestoneId, *, reason: Words | None, by: Person, at: datetime, terms: Terms
) -> Change:
    """The other answer to *awaiting word*: missed, classed by the timestamps at its due instant. Field: ``reason``."""
    found = plan.milestone(milestone)
    check_once(found.state is _M.MISSED, found.settled_at)
    if found.state is not _M.AWAITING_WORD:
        raise PlanError("not-now", state=found.state.value)
    settled = replace(found, reason=optional(reason, "reason"), settled_by=by.id, settled_at=at)
    return _missed(plan, settled, by=by, at=at, terms=terms)


def waived(plan: Plan, milestone: MilestoneId, *, reason: Words | None, by: Person, at: datetime) -> Change:
    """No longer asked for. Field: ``reason``, which HR sees."""
    found = plan.milestone(milestone)
    check_once(found.state is _M.WAIVED, found.settled_at)
    state = move(MILESTONE_MOVES, found.state, _M.WAIVED, by=mover(by, plan))
    new = replace(found, state=state, reason=required(reason, "reason"), settled_by=by.id, settled_at=at)
    event = happened(EventKind.MILESTONE_WAIVED, plan, by=by.id, at=at, subject=milestone)
    return Change(plan=with_milestone(plan, new), events=(event,))


def put_at_risk(plan: Plan, milestone: Milestone, *, by: Person, at: datetime) -> Change:
    """A barrier was reported before due."""
    state = move(MILESTONE_MOVES, milestone.state, _M.AT_RISK, by=mover(by, plan))
    event = happened(EventKind.MILESTONE_AT_RISK, plan, by=by.id, at=at, subject=milestone.id)
    return Change(plan=with_milestone(plan, replace(milestone, state=state)), events=(event,))


def put_back(plan: Plan, milestone: Milestone, *, by: Person, at: datetime) -> Change:
    """The last barrier in its way is resolved or withdrawn."""
    by_whom = Mover.EMPLOYEE if by.id == plan.employee else Mover.SUPERVISOR
    state = move(MILESTONE_MOVES, milestone.state, _M.PLANNED, by=by_whom)
    event = happened(EventKind.MILESTONE_PLANNED, plan, by=by.id, at=at, subject=milestone.id)
    return Change(plan=with_milestone(plan, replace(milestone, state=state)), events=(event,))


def held(plan: Plan, milestone: Milestone, *, at: datetime) -> Change:
    """On hold at once, because a protected matter was reported; nobody is named as its cause (P-13)."""
    state = move(MILESTONE_MOVES, milestone.state, _M.ON_HOLD, by=Mover.CLOCK)
    event = happened(EventKind.MILESTONE_HELD, plan, by=None, at=at, subject=milestone.id)
    new = replace(milestone, state=state, due_at=None, grace_until=None)
    return Change(plan=with_milestone(plan, new), events=(event,))


def hold_lifted(plan: Plan, milestone: MilestoneId, *, on: date, by: Person, at: datetime) -> Change:
    """HR lets it run again, with a new date inside the plan's period. Field: ``on``."""
    found = plan.milestone(milestone)
    if mover(by, plan) is not Mover.HR:
        raise PlanError("not-yours")
    state = move(MILESTONE_MOVES, found.state, _M.PLANNED, by=Mover.HR)
    not_past(on, "on", by=by, at=at)
    if plan.end is not None and on > plan.end:
        raise PlanError("date-after-end", field="on", date=on.isoformat(), end=plan.end.isoformat())
    new = replace(found, state=state, on=on)
    event = happened(EventKind.MILESTONE_HOLD_LIFTED, plan, by=by.id, at=at, subject=milestone, old=found.on, new=on)
    after = with_milestone(plan, new)
    goals = tuple(goal.redated({milestone: on}) for goal in after.goals)
    return Change(plan=after.with_(goals=goals), events=(event,))


def spoken_of_late(plan: Plan, milestone: Milestone, *, by: Person, at: datetime) -> Change:
    """A barrier reported after a silent miss changes the class; the first one stays in the history."""
    state = move(MILESTONE_MOVES, milestone.state, _M.MISSED, by=mover(by, plan))
    new = _classed(replace(milestone, state=state), MissClass.BARRIER_AFTER, at=at)
    return Change(plan=with_milestone(plan, new), events=(_reclassed(plan, milestone, new, by=by, at=at),))


def contestable(plan: Plan) -> tuple[Milestone, ...]:
    """The missed dates whose class the employee can contest: no contest of it waits for its answer."""
    latest = {each.id: plan.record.contest_on(each.id) for each in plan.milestones}
    waits = {place for place, last in latest.items() if last is not None and last.state is ContestState.OPEN}
    return tuple(each for each in plan.milestones if each.state is _M.MISSED and each.miss and each.id not in waits)


def contested(
    plan: Plan, milestone: MilestoneId, *, entry: EntryId, text: Words | None, by: Person, at: datetime
) -> Change:
    """The employee's own words against the class (S0-25). Field: ``text``.

    Raises:
        PlanError: ``already-recorded`` for the same entry, ``contest-open`` while another waits for its answer.

    """
    check_employee(plan, by)
    check_new(plan.record.contests, entry)
    found = plan.milestone(milestone)
    if found.state is not _M.MISSED or found.miss is None:
        raise PlanError("not-now", state=found.state.value)
    latest = plan.record.contest_on(milestone)
    if latest is not None and latest.state is ContestState.OPEN:
        raise PlanError("contest-open", at=latest.at.isoformat())
    contest = Contest(
        id=entry, milestone=milestone, author=by.id, at=at, against=found.miss, text=required(text, "text")
    )
    event = happened(
        EventKind.CONTEST_RAISED, plan, by=by.id, at=at, subject=entry, milestone=milestone, miss=found.miss.value
    )
    return Change(plan=with_record(plan, contests=(*plan.record.contests, contest)), events=(event,))


def contest_of(plan: Plan, contest: EntryId) -> Contest:
    """An open contest by its id. Raises ``PlanError``: ``part-gone``, or ``already-recorded`` once it is answered."""
    found = next((each for each in plan.record.contests if each.id == contest), None)
    if found is None:
        raise PlanError("part-gone")
    check_once(found.state is not ContestState.OPEN, found.answered_at)
    return found


def contest_upheld(
    plan: Plan,
    contest: EntryId,
    *,
    now_is: date | MissClass,
    answer: Words | None,
    by: Person,
    at: datetime,
) -> Change:
    """The employee was right: met on a date after all, or another class. Fields: ``on``, ``miss``, ``answer``."""
    found = contest_of(plan, contest)
    milestone = plan.milestone(found.milestone)
    settled = _answered(plan, found, ContestState.UPHELD, answer=optional(answer, "answer"), by=by, at=at)
    if isinstance(now_is, date):
        return settled.then(_met(settled.plan, milestone, on=now_is, recognition=milestone.recognition, by=by, at=at))
    if now_is is milestone.miss:
        raise PlanError("same-class", field="miss")
    state = move(MILESTONE_MOVES, milestone.state, _M.MISSED, by=mover(by, plan))
    new = _classed(replace(milestone, state=state, settled_by=by.id, settled_at=at), now_is, at=at)
    event = _reclassed(plan, milestone, new, by=by, at=at)
    return settled.then(Change(plan=with_milestone(settled.plan, new), events=(event,)))


def contest_rejected(plan: Plan, contest: EntryId, *, answer: Words | None, by: Person, at: datetime) -> Change:
    """The class stands. Only HR may say so, and says why. Field: ``answer``."""
    if mover(by, plan) is not Mover.HR:
        raise PlanError("not-yours")
    found = contest_of(plan, contest)
    return _answered(plan, found, ContestState.REJECTED, answer=required(answer, "answer"), by=by, at=at)


def _answered(
    plan: Plan, contest: Contest, state: ContestState, *, answer: Words | None, by: Person, at: datetime
) -> Change:
    kind = EventKind.CONTEST_UPHELD if state is ContestState.UPHELD else EventKind.CONTEST_REJECTED
    new = replace(contest, state=state, answer=answer, answered_by=by.id, answered_at=at)
    event = happened(kind, plan, by=by.id, at=at, subject=contest.id, milestone=contest.milestone)
    return Change(plan=with_record(plan, contests=put(plan.record.contests, new)), events=(event,))


def passed(plan: Plan, milestone: MilestoneId, *, at: datetime, terms: Terms) -> Change:
    """What the clock makes of a pending milestone whose instant (``judged_at``) has come.

    Reported done: it awaits word. Else, if the clock is more than an hour late, grace is given first, once: our
    lateness counts against nobody. Else missed, and classed.
    """
    found = plan.milestone(milestone)
    due = due_of(plan, found, terms=terms)
    known = replace(found, due_at=due)
    if found.reported_done_at is not None:
        state = move(MILESTONE_MOVES, found.state, _M.AWAITING_WORD, by=Mover.CLOCK)
        return _clocked(
            plan, replace(known, state=state), EventKind.MILESTONE_AWAITING_WORD, at=at, due=due.isoformat()
        )
    if found.grace_until is None and at - due > LATE_AFTER:
        until = grace_from(plan, at, terms=terms)
        facts = {"due": due.isoformat(), "until": until.isoformat()}
        return _clocked(plan, replace(known, grace_until=until), EventKind.MILESTONE_GIVEN_GRACE, at=at, **facts)
    return _missed(plan, known, by=None, at=at, terms=terms)


def spared(plan: Plan, milestone: MilestoneId, *, at: datetime, terms: Terms) -> Change:
    """Grace before its instant has come, for one that was reminded of too late by us; nothing where none is needed."""
    found = plan.milestone(milestone)
    due, until = due_of(plan, found, terms=terms), grace_from(plan, at, terms=terms)
    clock_stands = plan.state not in {PlanState.ACTIVE, PlanState.DECISION_DUE}
    if clock_stands or not found.pending or found.grace_until is not None or until <= due:
        return Change(plan=plan, events=())
    facts = {"due": due.isoformat(), "until": until.isoformat()}
    return _clocked(plan, replace(found, grace_until=until), EventKind.MILESTONE_GIVEN_GRACE, at=at, **facts)


def _clocked(plan: Plan, new: Milestone, kind: EventKind, *, at: datetime, **facts: str) -> Change:
    event = happened(kind, plan, by=None, at=at, subject=new.id, **facts)
    return Change(plan=with_milestone(plan, new), events=(event,))


def _missed(plan: Plan, milestone: Milestone, *, by: Person | None, at: datetime, terms: Terms) -> Change:
    state = move(MILESTONE_MOVES, milestone.state, _M.MISSED, by=mover(by, plan))
    limit = judged_at(plan, milestone, terms=terms)
    miss = class_at(plan, milestone.id, limit=limit)
    new = _classed(replace(milestone, state=state), miss, at=at)
    event = happened(
        EventKind.MILESTONE_MISSED,
        plan,
        by=None if by is None else by.id,
        at=at,
        subject=milestone.id,
        miss=miss.value,
        due=due_of(plan, milestone, terms=terms).isoformat(),
    )
    change = Change(plan=with_milestone(plan, new), events=(event,))
    late = any(not one.protected and one.at >= limit for one in plan.record.barriers_on(milestone.id))
    if miss is not MissClass.NO_COMMUNICATION or not late:
        return change
    # Spoken between due and now: the same two steps as if the clock had come first.
    after = _classed(new, MissClass.BARRIER_AFTER, at=at)
    return change.then(Change(plan=with_milestone(plan, after), events=(_reclassed(plan, new, after, by=by, at=at),)))


def _classed(milestone: Milestone, miss: MissClass, *, at: datetime) -> Milestone:
    return replace(milestone, miss=miss, history=(*milestone.history, ClassedAs(miss=miss, at=at)))


def _reclassed(plan: Plan, old: Milestone, new: Milestone, *, by: Person | None, at: datetime) -> Event:
    facts = {"old": old.miss.value if old.miss else "", "miss": new.miss.value if new.miss else ""}
    by_id = None if by is None else by.id
    return happened(EventKind.MILESTONE_RECLASSED, plan, by=by_id, at=at, subject=new.id, **facts)
