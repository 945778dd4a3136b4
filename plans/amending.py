"""A change after delivery: a new version of the text, to be acknowledged anew; the old one stays readable (S3-18).

Only what burdens nobody anew is open to it yet: clearer words, more support, later dates, which count at once. An
earlier date or a further goal would have to wait for the employee's receipt, and the end date moves in other ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from plans.change import Change, happened
from plans.edition import edition_of
from plans.events import EventKind
from plans.goal_setting import in_period, supports_typed
from plans.goals import Goal, Milestone
from plans.ids import GoalId, MilestoneId
from plans.moving import expect_state
from plans.parts import not_past
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.states import MilestoneState, PlanState
from plans.steps import SupportTyped
from plans.terms import Terms
from plans.texts import optional
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes. ``later`` maps milestones to new dates; ``supports`` are added to the plan's own list.

    Fields: ``measure_`` and ``on_``, each with the goal's or milestone's id; those of support; ``strengths``.
    """

    strengths: Words | None = None
    measures: Mapping[GoalId, Words] = field(default_factory=dict)
    later: Mapping[MilestoneId, date] = field(default_factory=dict)
    supports: tuple[SupportTyped, ...] = ()


def amended(plan: Plan, terms: Terms, amendment: Amendment, *, by: Person, at: datetime) -> Change:
    """The next version of the text; the plan keeps its state, and the slot is open again.

    Raises ``PlanError``: ``nothing-changed``, ``earlier-date`` with both dates, ``goal-outside-period``, ``date-past``.
    """
    expect_state(plan, PlanState.DELIVERED, PlanState.ACTIVE, PlanState.PAUSED)
    later = {item: _later(plan, item, on, by=by, at=at) for item, on in amendment.later.items()}
    changed = plan.with_(
        strengths=optional(amendment.strengths, "strengths") or plan.strengths,
        goals=tuple(_reworded(goal, amendment, later) for goal in plan.goals),
        milestones=tuple(_redated(item, later) for item in plan.milestones),
        supports=plan.supports + supports_typed(plan, amendment.supports, goal=None, by=by, at=at),
    )
    if changed == plan:
        raise PlanError("nothing-changed")
    text = edition_of(changed, terms, at=at)
    after = changed.with_(editions=(*plan.editions, text))
    moved = happened(EventKind.PLAN_AMENDED, plan, by=by.id, at=at, edition=text.number, dates=len(later))
    made = happened(EventKind.EDITION_MADE, plan, by=by.id, at=at, edition=text.number, text_hash=text.text_hash)
    return Change(plan=after, events=(moved, made))


def _later(plan: Plan, item: MilestoneId, on: date, *, by: Person, at: datetime) -> date:
    name, milestone = f"on_{item}", plan.milestone(item)
    in_period(plan, not_past(on, name, by=by, at=at), name)
    if on < milestone.on:
        raise PlanError("earlier-date", field=name, old=milestone.on, new=on)
    if not milestone.pending and milestone.state is not MilestoneState.ON_HOLD:
        raise PlanError("not-now", field=name, state=milestone.state)
    return on


def _reworded(goal: Goal, amendment: Amendment, later: Mapping[MilestoneId, date]) -> Goal:
    measure = amendment.measures.get(goal.id)
    return replace(
        goal,
        measure=goal.measure if measure is None else optional(measure, f"measure_{goal.id}"),
        target=later.get(goal.milestone, goal.target),
        interim=tuple(replace(one, on=later.get(one.id, one.on)) for one in goal.interim),
    )


def _redated(milestone: Milestone, later: Mapping[MilestoneId, date]) -> Milestone:
    on = later.get(milestone.id)
    return milestone if on is None else replace(milestone, on=on, due_at=None, grace_until=None)
