"""Dates of a running plan that fall on a holiday, and HR's shift of them (F-10).

Nothing moves by itself after delivery: a holiday that is added later only shows up here until HR decides. What is due
on a day off rolls to the next working day in any case; a review would be looked for on a day nobody works.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from plans import reviews
from plans.change import Change, happened
from plans.dates import WEEKEND, Rolling, roll
from plans.events import EventKind
from plans.goals import Goal, Milestone
from plans.ids import MilestoneId, ReviewId
from plans.moving import expect_state, today_of
from plans.parts import with_milestone
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.states import PlanState, ReviewState
from plans.terms import Terms

_TO_COME = frozenset({ReviewState.PLANNED, ReviewState.CONFIRMED})
_STATES = (PlanState.DELIVERED, PlanState.ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDayOff:
    """``subject`` is a milestone's or review's id; ``reason`` the holiday's name; ``new`` the working day proposed."""

    subject: str
    old: date
    new: date
    reason: str


def on_days_off(plan: Plan, terms: Terms, *, at: datetime) -> tuple[OnDayOff, ...]:
    """What is still to come on a holiday, the nearest first; nothing for a plan that does not run."""
    if plan.state not in _STATES:
        return ()
    return tuple(sorted(_found(plan, terms, today=today_of(plan, terms, at)), key=lambda one: (one.old, one.subject)))


def _found(plan: Plan, terms: Terms, *, today: date) -> Iterator[OnDayOff]:
    dated = [(str(one.id), one.on) for one in plan.milestones if one.pending]
    dated += [(str(one.id), one.on) for one in plan.reviews if one.state in _TO_COME]
    for subject, on in dated:
        reason = terms.calendar.reason(on)
        if on >= today and reason is not None and reason != WEEKEND:
            yield OnDayOff(subject=subject, old=on, new=_working(on, plan, terms), reason=reason)


def _working(on: date, plan: Plan, terms: Terms) -> date:
    """The next working day; the one before where the plan would be over by then."""
    later = roll(on, terms.calendar, rule=Rolling.NEXT).day
    beyond = plan.end is not None and later > plan.end
    return roll(on, terms.calendar, rule=Rolling.PREVIOUS).day if beyond else later


def shifted(plan: Plan, terms: Terms, subjects: Sequence[str], *, by: Person, at: datetime) -> Change:
    """HR moves these to the working days proposed; both sides are told.

    Raises ``PlanError``: ``nothing-changed``; ``part-gone`` for a date that is on no holiday any more; what
    ``reviews.moved`` refuses; ``interim-after-goal``.
    """
    expect_state(plan, *_STATES)
    known = {one.subject: one for one in on_days_off(plan, terms, at=at)}
    if not subjects:
        raise PlanError("nothing-changed")
    change = Change(plan=plan, events=())
    for subject in subjects:
        if subject not in known:
            raise PlanError("part-gone")
        change = change.then(_moved(change.plan, known[subject], terms, by=by, at=at))
    return change


def _moved(plan: Plan, found: OnDayOff, terms: Terms, *, by: Person, at: datetime) -> Change:
    review = next((one for one in plan.reviews if one.id == found.subject), None)
    if review is not None:
        return reviews.moved(
            plan,
            ReviewId(found.subject),
            on=found.new,
            at_time=review.at_time,
            reason=None,
            by=by,
            at=at,
            terms=terms,
        )
    milestone = plan.milestone(MilestoneId(found.subject))
    after = with_milestone(plan, replace(milestone, on=found.new, due_at=None, grace_until=None))
    after = after.with_(goals=tuple(_dated(goal, milestone, found.new) for goal in after.goals))
    facts = {"old": found.old, "new": found.new, "cause": "day_off"}
    line = happened(EventKind.MILESTONE_MOVED, plan, by=by.id, at=at, subject=milestone.id, **facts)
    return Change(plan=after, events=(line,))


def _dated(goal: Goal, milestone: Milestone, on: date) -> Goal:
    if goal.id != milestone.goal:
        return goal
    moved = goal.redated({milestone.id: on})
    late = next((one.on for one in moved.interim if one.on >= moved.target), None)
    if late is not None:
        raise PlanError("interim-after-goal", on=late, target=moved.target)
    return moved
