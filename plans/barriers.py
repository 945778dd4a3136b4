"""Barriers: what the employee reports as standing in the way, and the answer that is owed (requirements §3.4, S0-24).

A protected matter goes to HR alone and holds its milestones at once (P-13); for everybody else it does not exist.
"""

from dataclasses import replace
from datetime import date, datetime

from plans import milestones
from plans.change import Change, happened
from plans.dates import WorkingTime, add_working_days, due_at, local_date
from plans.events import EventKind
from plans.goals import Milestone
from plans.ids import EntryId, MilestoneId
from plans.moving import mover
from plans.parts import check_employee, check_new, check_once, move, sane, with_barrier, with_record
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import Barrier, BarrierKind
from plans.states import BARRIER_MOVES, BarrierState, MilestoneState, MissClass, Mover
from plans.terms import Terms
from plans.texts import limited, required
from plans.words import Words


def answer_due(plan: Plan, barrier: Barrier, *, terms: Terms) -> datetime:
    """When the answer is owed: the pack's working days after it was raised, by the hours of whoever owes it."""
    working = answerer_hours(plan, barrier, terms=terms)
    day = local_date(barrier.at, working.zone)
    return due_at(add_working_days(day, terms.pack.lead_times.barrier_answer, working), working)


def answerer_hours(plan: Plan, barrier: Barrier, *, terms: Terms) -> WorkingTime:
    """The supervisor's; for a protected one those of HR, or the supervisor's where HR has nobody for this plan."""
    hr = terms.hr_for(plan) if barrier.protected else ()
    return terms.working(hr[0].id if hr else plan.active_supervisor)


def raised(
    plan: Plan,
    *,
    entry: EntryId,
    kind: BarrierKind,
    milestones_hit: tuple[MilestoneId, ...],
    text: Words | None,
    would_help: Words | None,
    wished_date: date | None,
    by: Person,
    at: datetime,
    terms: Terms,
) -> Change:
    """Put on record, with what it means for each milestone it names. Fields: ``text``, ``would_help``, ``wished_date``.

    Before due a milestone is at risk, or on hold if the matter is protected; after a silent miss the class changes.
    The event's fact ``before_due`` is ``yes``, ``no`` or ``mixed``; ``none`` if no milestone is named.
    """
    check_employee(plan, by)
    check_new(plan.record.barriers, entry)
    hit = [plan.milestone(found) for found in dict.fromkeys(milestones_hit)]
    barrier = Barrier(
        id=entry,
        author=by.id,
        at=at,
        kind=kind,
        milestones=tuple(milestone.id for milestone in hit),
        text=required(text, "text"),
        would_help=limited(would_help or Words(""), "would_help"),
        wished_date=None if wished_date is None else sane(wished_date, "wished_date"),
    )
    event = happened(
        EventKind.BARRIER_RAISED,
        plan,
        by=by.id,
        at=at,
        subject=entry,
        protected="yes" if barrier.protected else "no",
        before_due=_before_due(plan, hit, at=at, terms=terms),
    )
    change = Change(plan=with_record(plan, barriers=(*plan.record.barriers, barrier)), events=(event,))
    for milestone in hit:
        change = _touched(change, milestone, barrier, by=by, terms=terms)
    return change


def _before_due(plan: Plan, hit: list[Milestone], *, at: datetime, terms: Terms) -> str:
    found = {milestones.in_time(plan, milestone, at=at, terms=terms) for milestone in hit}
    if len(found) > 1:
        return "mixed"
    return {frozenset({True}): "yes", frozenset({False}): "no"}.get(frozenset(found), "none")


def _touched(change: Change, milestone: Milestone, barrier: Barrier, *, by: Person, terms: Terms) -> Change:
    plan, at = change.plan, barrier.at
    if barrier.protected and milestone.state is MilestoneState.MISSED:
        return change  # a class that changed would tell the supervisor that there is something (P-13)
    if milestone.state is MilestoneState.MISSED and milestone.miss is MissClass.NO_COMMUNICATION:
        return change.then(milestones.spoken_of_late(plan, milestone, by=by, at=at))
    if not milestone.pending or not milestones.in_time(plan, milestone, at=at, terms=terms):
        return change
    if barrier.protected:
        return change.then(milestones.held(plan, milestone, at=at))
    if milestone.state is MilestoneState.PLANNED:
        return change.then(milestones.put_at_risk(plan, milestone, by=by, at=at))
    return change


def answered(plan: Plan, barrier: EntryId, *, answer: Words | None, by: Person, at: datetime) -> Change:
    """The answer that was owed. Field: ``answer``. A protected one is HR's alone; to others it is ``part-gone``."""
    found = _for(plan, barrier, by)
    check_once(found.state is BarrierState.ANSWERED, found.answered_at)
    state = move(BARRIER_MOVES, found.state, BarrierState.ANSWERED, by=mover(by, plan))
    new = replace(found, state=state, answer=required(answer, "answer"), answered_by=by.id, answered_at=at)
    event = happened(EventKind.BARRIER_ANSWERED, plan, by=by.id, at=at, subject=barrier)
    return Change(plan=with_barrier(plan, new), events=(event,))


def resolved(plan: Plan, barrier: EntryId, *, by: Person, at: datetime) -> Change:
    """No longer in the way. The entry stays; a milestone with nothing else in its way is planned again."""
    return _ended(plan, barrier, BarrierState.RESOLVED, by=by, at=at)


def withdrawn(plan: Plan, barrier: EntryId, *, by: Person, at: datetime) -> Change:
    """Taken back by the employee. The entry stays, and so does a hold, which only HR lifts."""
    return _ended(plan, barrier, BarrierState.WITHDRAWN, by=by, at=at)


def _ended(plan: Plan, barrier: EntryId, target: BarrierState, *, by: Person, at: datetime) -> Change:
    found = _for(plan, barrier, by)
    check_once(found.state is target, found.ended_at)
    state = move(BARRIER_MOVES, found.state, target, by=mover(by, plan))
    kind = EventKind.BARRIER_RESOLVED if target is BarrierState.RESOLVED else EventKind.BARRIER_WITHDRAWN
    change = Change(
        plan=with_barrier(plan, replace(found, state=state, ended_at=at)),
        events=(happened(kind, plan, by=by.id, at=at, subject=barrier),),
    )
    for milestone in found.milestones:
        change = _freed(change, milestone, by=by, at=at)
    return change


def _freed(change: Change, milestone: MilestoneId, *, by: Person, at: datetime) -> Change:
    plan = change.plan
    still = plan.milestone(milestone)
    in_the_way = any(barrier.open and not barrier.protected for barrier in plan.record.barriers_on(milestone))
    if still.state is not MilestoneState.AT_RISK or in_the_way:
        return change
    return change.then(milestones.put_back(plan, still, by=by, at=at))


def _for(plan: Plan, barrier: EntryId, by: Person) -> Barrier:
    """The barrier, if this person may know of it."""
    found = plan.barrier(barrier)
    if found.protected and mover(by, plan) is Mover.SUPERVISOR:
        raise PlanError("part-gone")
    return found
