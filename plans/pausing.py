"""A pause, and the end of the period: the moves of the calendar (requirements §3.1, F-03).

A pause stores its dates and who approved it, and never a reason (P-14).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from plans import reviews
from plans.change import Change, happened
from plans.dates import add_working_days, working_days_between
from plans.ending import Pause
from plans.events import Event, EventKind
from plans.goals import Milestone
from plans.meetings import Review, ReviewMoved
from plans.moving import expect_state, moved, today_of
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import ReviewKind
from plans.states import MILESTONE_MOVES, MilestoneState, Mover, PlanState, ReviewState, check_move
from plans.terms import Terms

_DAY = timedelta(days=1)


def paused(plan: Plan, terms: Terms, *, last: date, by: Person, at: datetime) -> Change:
    """Pause from today, where the employee is, until ``last``. What is still to come goes on hold. Field: ``last``.

    Raises ``PlanError``: ``date-past``, or ``past-cap`` with the end it would lead to, for HR to decide on.
    """
    state, first = moved(plan, PlanState.PAUSED, by=by), today_of(plan, terms, at)
    not_past(last, "last", by=by, at=at)
    if last < first:
        raise PlanError("end-before-start", field="last", start=first, end=last)
    _check_cap(plan, terms, days=_days_paused(first, last, terms))
    pause = Pause(first=first, last=last, approved_by=by.id, at=at)
    milestones = tuple(_on_hold(item) if item.pending else item for item in plan.milestones)
    after = plan.with_(state=state, pauses=(*plan.pauses, pause), milestones=milestones)
    line = happened(EventKind.PLAN_PAUSED, plan, by=by.id, at=at, first=first, last=last)
    held = tuple(
        happened(EventKind.MILESTONE_HELD, plan, by=None, at=at, subject=item.id)
        for item in plan.milestones
        if item.pending
    )
    return Change(plan=after, events=(line, *held))


def resumed(plan: Plan, terms: Terms, *, by: Person | None, at: datetime) -> Change:
    """The pause is over, or HR ends it early: what remains moves by the working days paused; old → new is on record.

    The clock may only do so after the pause's last day: ``PlanError("too-early")``.
    """
    expect_state(plan, PlanState.PAUSED)
    state, pause, today = moved(plan, PlanState.ACTIVE, by=by), plan.pauses[-1], today_of(plan, terms, at)
    if by is None and today <= pause.last:
        raise PlanError("too-early", until=pause.last)
    # The day work is taken up again is no day of the pause, unless it began today.
    last = min(pause.last, max(pause.first, today - _DAY))
    days, who = _days_paused(pause.first, last, terms), None if by is None else by.id
    after = plan.with_(
        state=state,
        pauses=(*plan.pauses[:-1], replace(pause, last=last)),
        end=None if plan.end is None else _later(plan.end, days, terms),
        milestones=tuple(_freed(item, plan, days=days, terms=terms) for item in plan.milestones),
        reviews=tuple(_moved_review(item, days=days, terms=terms, by=by, at=at) for item in plan.reviews),
    )
    line = happened(EventKind.PLAN_RESUMED, plan, by=who, at=at, working_days=days, end=after.end)
    return Change(plan=after, events=(line, *_told(plan, after, by=by, at=at)))


def decision_due(plan: Plan, terms: Terms, *, by: Person | None, at: datetime) -> Change:
    """A decision is owed: the end date has passed (the clock), or the final review is closed (the supervisor).

    Raises ``PlanError``: ``too-early`` with the instant, ``final-review-open``, ``not-now``.
    """
    moved(plan, PlanState.DECISION_DUE, by=by)
    if by is None and at < ends_at(plan, terms):
        raise PlanError("too-early", until=ends_at(plan, terms))
    if by is not None and not final_review_closed(plan):
        raise PlanError("final-review-open")
    return reviews.decision_due(plan, by=by, at=at)


def ends_at(plan: Plan, terms: Terms) -> datetime:
    """When the period is over. Raises ``PlanError("not-now")`` for a plan that has no end date yet."""
    end = reviews.end_of(plan, terms=terms)
    if end is None:
        raise PlanError("not-now", state=plan.state)
    return end


def final_review_closed(plan: Plan) -> bool:
    """Whether the last final review that counts is documented."""
    finals = [review for review in plan.reviews if review.kind is ReviewKind.FINAL]
    return bool(finals) and finals[-1].state is ReviewState.DOCUMENTED


def _days_paused(first: date, last: date, terms: Terms) -> int:
    return working_days_between(first, last, terms.calendar)


def _later(on: date, days: int, terms: Terms) -> date:
    return add_working_days(on, days, terms.calendar) if days else on


def _check_cap(plan: Plan, terms: Terms, *, days: int) -> None:
    if terms.pack.max_days is None or plan.start is None or plan.end is None:
        return
    end = _later(plan.end, days, terms)
    if (end - plan.start).days > terms.pack.max_days:
        raise PlanError("past-cap", field="last", end=end, most=terms.pack.max_days)


def _on_hold(milestone: Milestone) -> Milestone:
    state = check_move(MILESTONE_MOVES, milestone.state, MilestoneState.ON_HOLD, by=Mover.CLOCK)
    return replace(milestone, state=state, due_at=None, grace_until=None)


def _freed(milestone: Milestone, plan: Plan, *, days: int, terms: Terms) -> Milestone:
    """Planned again at its new date, unless a protected matter still holds it: that hold is HR's to lift (§9.12)."""
    if milestone.state is not MilestoneState.ON_HOLD:
        return milestone
    later = replace(milestone, on=_later(milestone.on, days, terms))
    if any(barrier.protected and barrier.open for barrier in plan.record.barriers_on(milestone.id)):
        return later
    return replace(later, state=check_move(MILESTONE_MOVES, milestone.state, MilestoneState.PLANNED, by=Mover.CLOCK))


def _moved_review(review: Review, *, days: int, terms: Terms, by: Person | None, at: datetime) -> Review:
    if review.state not in {ReviewState.PLANNED, ReviewState.CONFIRMED} or not days:
        return review
    new = _later(review.on, days, terms)
    log = ReviewMoved(old=review.on, new=new, at=at, by=None if by is None else by.id)
    return replace(
        review, on=new, state=ReviewState.PLANNED, moves=(*review.moves, log), asked_at=None, answers_until=None
    )


def _told(old: Plan, new: Plan, *, by: Person | None, at: datetime) -> tuple[Event, ...]:
    """A line for each milestone freed and each review moved, with both dates."""
    who = None if by is None else by.id
    freed = tuple(
        happened(EventKind.MILESTONE_HOLD_LIFTED, old, by=who, at=at, subject=item.id, old=before.on, new=item.on)
        for before, item in zip(old.milestones, new.milestones, strict=True)
        if before.state is not item.state
    )
    shifted = tuple(
        happened(EventKind.REVIEW_MOVED, old, by=who, at=at, subject=item.id, old=before.on, new=item.on)
        for before, item in zip(old.reviews, new.reviews, strict=True)
        if before.on != item.on
    )
    return freed + shifted
