"""A pause, and the end of the period: the moves of the calendar (requirements §3.1, F-03).

A pause stores its dates and who approved it, and never a reason (P-14).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from plans import check_ins, reviews
from plans.amendments import carried
from plans.change import Change, happened
from plans.clock_start import counted_from
from plans.dates import Rolling, add_working_days, days_after, roll, working_days_between
from plans.ending import Pause, Shift
from plans.events import Event, EventKind
from plans.goals import Milestone
from plans.meetings import Review, ReviewMoved
from plans.moving import expect_state, moved, today_of
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import ReviewKind
from plans.record import Support
from plans.states import MILESTONE_MOVES, MilestoneState, Mover, PlanState, ReviewState, check_move
from plans.terms import Terms
from plans.visible import review_time

# The plan's last day, among the dates that move.
END: Final = "end"
_DAY: Final = timedelta(days=1)
_TO_COME: Final = frozenset({ReviewState.PLANNED, ReviewState.CONFIRMED})
_NOTES_TO_COME: Final = _TO_COME | {ReviewState.HELD}


def paused(plan: Plan, terms: Terms, *, last: date, fitted: bool = False, by: Person, at: datetime) -> Change:
    """Pause from today, where the employee is, until ``last``. What is still to come goes on hold. Field: ``last``.

    Raises ``PlanError``: ``date-past``; ``past-cap`` with the end it would lead to, unless HR has the rest ``fitted``
    under the form's longest period.
    """
    state, first = moved(plan, PlanState.PAUSED, by=by), today_of(plan, terms, at)
    not_past(last, "last", by=by, at=at)
    if last < first:
        raise PlanError("end-before-start", field="last", start=first, end=last)
    if not fitted:
        _check_cap(plan, terms, days=_days_paused(first, last, terms))
    held = tuple(item.id for item in plan.milestones if item.state is MilestoneState.ON_HOLD)
    pause = Pause(first=first, last=last, approved_by=by.id, at=at, fitted=fitted, held=held)
    milestones = tuple(_on_hold(item) if item.pending else item for item in plan.milestones)
    after = plan.with_(state=state, pauses=(*plan.pauses, pause), milestones=milestones)
    line = happened(EventKind.PLAN_PAUSED, plan, by=by.id, at=at, first=first, last=last)
    told = tuple(
        happened(EventKind.MILESTONE_HELD, plan, by=None, at=at, subject=item.id)
        for item in plan.milestones
        if item.pending
    )
    return Change(plan=after, events=(line, *told))


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
    over = replace(pause, last=last)
    shifts = _shifts(plan, terms, pause, days=days)
    new = {shift.subject: shift.new for shift in shifts}
    after = plan.with_(
        state=state,
        pauses=(*plan.pauses[:-1], replace(over, shifts=shifts)),
        end=new.get(END, plan.end),
        goals=tuple(goal.redated(new) for goal in plan.goals),
        milestones=tuple(_freed(item, plan, on=new.get(item.id, item.on)) for item in plan.milestones),
        reviews=tuple(
            _moved_review(item, on=new[item.id], by=by, at=at)
            if item.id in new
            else _kept_open(item, plan, terms, at=at)
            for item in plan.reviews
        ),
        supports=tuple(replace(item, due=new.get(item.id, item.due)) for item in plan.supports),
        amendments=carried(plan, lambda on: _carried(on, plan, terms, pause, days=days)),
    )
    line = happened(EventKind.PLAN_RESUMED, plan, by=who, at=at, working_days=days, end=after.end)
    return Change(plan=after, events=(line, *_told(plan, after, by=by, at=at)))


def foreseen_shifts(plan: Plan, terms: Terms, pause: Pause) -> tuple[Shift, ...]:
    """Where each date will be once this pause has run to its last day; what moved, for one that is over."""
    if pause.shifts or plan.state is not PlanState.PAUSED or pause != plan.pauses[-1]:
        return pause.shifts
    return _shifts(plan, terms, pause, days=_days_paused(pause.first, pause.last, terms))


def goes_on(plan: Plan) -> date | None:
    """The day on which a paused plan goes on by itself; None for any other."""
    pause = _running(plan)
    return None if pause is None else pause.last + _DAY


def rests(plan: Plan, support: Support) -> bool:
    """Whether a promise was still to come when the pause began that goes on now; its day moves like the others."""
    pause = _running(plan)
    return pause is not None and _promised(support, since=pause.first)


def _running(plan: Plan) -> Pause | None:
    return plan.pauses[-1] if plan.state is PlanState.PAUSED and plan.pauses else None


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


def _promised(support: Support, *, since: date) -> bool:
    return support.open and support.due is not None and support.due >= since


def _shifts(plan: Plan, terms: Terms, pause: Pause, *, days: int) -> tuple[Shift, ...]:
    """Every date that moves by so many working days, the plan's end last. Where nothing moves there is none.

    A review whose time had come before the pause stays: it may have been held, and only its notes are missing.
    """
    cap = _cap(plan, terms) if pause.fitted else None
    dated: list[tuple[str, date]] = [(one.id, one.on) for one in plan.milestones if one.state is MilestoneState.ON_HOLD]
    dated += [(one.id, one.due) for one in plan.supports if one.due is not None and _promised(one, since=pause.first)]
    moved_to: dict[str, date] = {
        subject: _under(cap, _later(on, days, terms), old=on, terms=terms) for subject, on in dated
    }
    to_come = (one for one in plan.reviews if one.state in _TO_COME and review_time(plan, one, terms=terms) > pause.at)
    reviews_to_come = sorted(to_come, key=lambda one: one.on)
    last = cap
    for review in reversed(reviews_to_come):
        new = _under(last, _later(review.on, days, terms), old=review.on, terms=terms)
        moved_to[review.id] = new
        last = None if cap is None else new - _DAY
    dated += [(one.id, one.on) for one in reviews_to_come]
    if plan.end is not None:
        dated.append((END, plan.end))
        end = _later(plan.end, days, terms)
        moved_to[END] = end if cap is None else max(plan.end, min(end, cap))
    return tuple(Shift(subject=one, old=on, new=moved_to[one]) for one, on in dated if moved_to[one] != on)


def _carried(on: date, plan: Plan, terms: Terms, pause: Pause, *, days: int) -> date:
    """A day of a version that still waits: it moves if it was still to come when the pause began."""
    cap = _cap(plan, terms) if pause.fitted else None
    return on if on < pause.first else _under(cap, _later(on, days, terms), old=on, terms=terms)


def _under(cap: date | None, on: date, *, old: date, terms: Terms) -> date:
    """The day itself, or the last working day up to ``cap``; never earlier than it was."""
    if cap is None or on <= cap:
        return on
    return max(old, roll(cap, terms.calendar, rule=Rolling.PREVIOUS).day)


def _cap(plan: Plan, terms: Terms) -> date | None:
    """The last day that the form allows; none where it sets no longest period."""
    most, first = terms.pack.max_days, counted_from(plan, terms)
    return None if most is None or first is None else days_after(first, most)


def _check_cap(plan: Plan, terms: Terms, *, days: int) -> None:
    first = counted_from(plan, terms)
    if terms.pack.max_days is None or first is None or plan.end is None:
        return
    end = _later(plan.end, days, terms)
    if (end - first).days > terms.pack.max_days:
        raise PlanError("past-cap", field="last", end=end, most=terms.pack.max_days)


def _on_hold(milestone: Milestone) -> Milestone:
    state = check_move(MILESTONE_MOVES, milestone.state, MilestoneState.ON_HOLD, by=Mover.CLOCK)
    return replace(milestone, state=state, due_at=None, grace_until=None)


def _freed(milestone: Milestone, plan: Plan, *, on: date) -> Milestone:
    """Planned again at its new date, unless a protected matter held it before the pause, or was told of since.

    That hold is HR's to lift (§9.12), whatever became of the matter.
    """
    if milestone.state is not MilestoneState.ON_HOLD:
        return milestone
    later, pause = replace(milestone, on=on), plan.pauses[-1]
    since = (barrier for barrier in plan.record.barriers_on(milestone.id) if barrier.at >= pause.at)
    if milestone.id in pause.held or any(barrier.protected for barrier in since):
        return later
    return replace(later, state=check_move(MILESTONE_MOVES, milestone.state, MilestoneState.PLANNED, by=Mover.CLOCK))


def _kept_open(review: Review, plan: Plan, terms: Terms, *, at: datetime) -> Review:
    """One whose notes were not late yet when the pause began; nobody could write them while it lasted."""
    unasked = review.asked_at is None and not check_ins.came_late(review)
    if review.state not in _NOTES_TO_COME or unasked:
        # Who was not asked yet, since its day fell into the pause, is asked now, and gets the days for it then.
        return review
    until = check_ins.days_from(plan, at, terms.pack.lead_times.review_undocumented, terms)
    return review if review_time(plan, review, terms=terms) > at else replace(review, answers_until=until)


def _moved_review(review: Review, *, on: date, by: Person | None, at: datetime) -> Review:
    log = ReviewMoved(old=review.on, new=on, at=at, by=None if by is None else by.id)
    return replace(
        review, on=on, state=ReviewState.PLANNED, moves=(*review.moves, log), asked_at=None, answers_until=None
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
