"""The goals of a draft, their milestones, and the support that is promised."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from plans.block_setting import without_blocks_of
from plans.change import Change
from plans.editing import day, edited, numbered
from plans.figures import figures_set
from plans.goals import Goal, Interim, Milestone
from plans.ids import GoalId
from plans.moving import role_in
from plans.parts import not_future, not_past
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.record import Support
from plans.steps import GoalRemovedStep, GoalStep, InterimTyped, Part, SupportOverrideStep, SupportStep, SupportTyped
from plans.texts import NAME_LIMIT, STANDARD_LIMIT, optional, required

MOST_GOALS: Final = 20
MOST_INTERIMS: Final = 10
MOST_SUPPORTS: Final = 20


def goal_set(plan: Plan, step: GoalStep, *, by: Person, at: datetime) -> Change:
    """Add a goal, or write an existing one anew. A goal always has a text and a date (S0-06)."""
    return edited(plan, with_goal(plan, step, by=by, at=at), Part.GOALS, by=by, at=at, subject=step.goal)


def goal_removed(plan: Plan, step: GoalRemovedStep, *, by: Person, at: datetime) -> Change:
    goals = tuple(goal for goal in plan.goals if goal != plan.goal(step.goal))
    supports = tuple(item for item in plan.supports if item.goal != step.goal)
    after = plan.with_(goals=goals, supports=supports, milestones=milestones_of(goals))
    return edited(plan, without_blocks_of(after, (step.goal,)), Part.GOALS, by=by, at=at, subject=step.goal)


def support_set(plan: Plan, step: SupportStep, *, by: Person, at: datetime) -> Change:
    supports = tuple(item for item in plan.supports if item.goal) + supports_typed(
        plan, step.supports, goal=None, by=by, at=at
    )
    return edited(plan, plan.with_(supports=supports), Part.SUPPORT, by=by, at=at)


def support_overridden(plan: Plan, step: SupportOverrideStep, *, by: Person, at: datetime) -> Change:
    """Only HR may, and with a reason."""
    if role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours", field="support_override")
    reason = required(step.reason, "support_override")
    return edited(plan, plan.with_(support_override=reason), Part.SUPPORT, by=by, at=at)


def with_goal(plan: Plan, step: GoalStep, *, by: Person, at: datetime) -> Plan:
    """The plan with this goal and its support, whoever writes it. Raises ``PlanError`` at the field."""
    target = in_period(plan, not_past(day(step.target, "target"), "target", by=by, at=at), "target")
    goal = Goal(
        id=step.goal,
        text=required(step.text, "text"),
        measure=optional(step.measure, "measure"),
        target=target,
        interim=_interims(plan, step.interim, target=target, by=by, at=at),
        cites=optional(step.cites, "cites", limit=STANDARD_LIMIT),
        cites_id=optional(step.cites_id, "cites_id", limit=NAME_LIMIT),
        cites_on=step.cites_on and not_future(step.cites_on, "cites_on", by=by, at=at),
        by=by.id,
        at=at,
        activity=step.activity,
        rating=step.rating,
    ).measured_by(figures_set(step.figures))
    goals = _upserted(plan.goals, goal)
    if len(goals) > MOST_GOALS:
        raise PlanError("too-many", limit=MOST_GOALS)
    supports = tuple(item for item in plan.supports if item.goal != goal.id) + supports_typed(
        plan, step.supports, goal=goal.id, by=by, at=at
    )
    return plan.with_(goals=goals, supports=supports, milestones=milestones_of(goals))


def milestones_of(goals: Sequence[Goal]) -> tuple[Milestone, ...]:
    """Every date of these goals, each a milestone that is only planned yet; the target's shares the goal's id."""
    return tuple(
        Milestone(id=place, goal=goal.id, on=on)
        for goal in goals
        for place, on in (*((interim.id, interim.on) for interim in goal.interim), (goal.milestone, goal.target))
    )


def in_period(plan: Plan, on: date, field: str) -> date:
    """Raises ``PlanError("goal-outside-period")`` with the date and the period, as far as that is known."""
    too_early = plan.start is not None and on < plan.start
    too_late = plan.end is not None and on > plan.end
    if too_early or too_late:
        raise PlanError("goal-outside-period", field=field, on=on, start=plan.start, end=plan.end)
    return on


def _upserted(goals: tuple[Goal, ...], goal: Goal) -> tuple[Goal, ...]:
    """The goal in its old place, or last. Who wrote it and when changes only with what is written (S3-02)."""
    if not any(old.id == goal.id for old in goals):
        return (*goals, goal)
    return tuple(_rewritten(old, goal) if old.id == goal.id else old for old in goals)


def _rewritten(old: Goal, new: Goal) -> Goal:
    return old if replace(new, by=old.by, at=old.at) == old else new


def _interims(
    plan: Plan, typed: Sequence[InterimTyped], *, target: date, by: Person, at: datetime
) -> tuple[Interim, ...]:
    found: list[Interim] = []
    for place, one in enumerate(typed, start=1):
        if not (one.text or one.on):
            continue
        field = numbered("interim_on", place)
        on = in_period(plan, not_past(day(one.on, field), field, by=by, at=at), field)
        if on >= target:
            raise PlanError("interim-after-goal", field=field, on=on, target=target)
        found.append(Interim(id=one.id, text=required(one.text, numbered("interim", place)), on=on))
    if len(found) > MOST_INTERIMS:
        raise PlanError("too-many", limit=MOST_INTERIMS)
    return tuple(sorted(found, key=lambda interim: interim.on))


def supports_typed(
    plan: Plan, typed: Sequence[SupportTyped], *, goal: GoalId | None, by: Person, at: datetime
) -> tuple[Support, ...]:
    """What was written, each refused at the field it stands in: a line left empty above it keeps its number."""
    written = [(place, one) for place, one in enumerate(typed, start=1) if not one.empty]
    if len(written) > MOST_SUPPORTS:
        raise PlanError("too-many", limit=MOST_SUPPORTS)
    return tuple(_support(plan, one, goal=goal, place=place, by=by, at=at) for place, one in written)


def _support(plan: Plan, typed: SupportTyped, *, goal: GoalId | None, place: int, by: Person, at: datetime) -> Support:
    new = Support(
        id=typed.id,
        goal=goal,
        what=required(typed.what, numbered("support", place)),
        provider=typed.provider,
        where=optional(typed.where, numbered("support_where", place)),
        notes=optional(typed.notes, numbered("support_notes", place)),
        due=_support_due(plan, typed.due, numbered("support_due", place), by=by, at=at),
        by=by.id,
        at=at,
    )
    old = next((item for item in plan.supports if item.id == typed.id), None)
    return old if old is not None and replace(new, by=old.by, at=old.at) == old else new


def _support_due(plan: Plan, due: date | None, field: str, *, by: Person, at: datetime) -> date | None:
    if due is None:
        return None
    not_past(due, field, by=by, at=at)
    if plan.end is not None and due > plan.end:
        raise PlanError("support-after-end", field=field, on=due, end=plan.end)
    return due
