"""What a plan is with its amendments: those that wait for their receipt, and what somebody is collecting (S3-18)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from zlib import crc32

from plans.amended_blocks import with_blocks
from plans.amendment_changes import NOTHING, Changes, DateChange, GoalChange, changes_from, words_of
from plans.figures import figures_set
from plans.goals import Concern, Goal, Interim, Milestone
from plans.ids import MilestoneId, PersonId
from plans.meetings import Review
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import Support
from plans.signing import Amendment, AmendmentState
from plans.states import MilestoneState, PlanState

# What will be


def pending(plan: Plan) -> tuple[Amendment, ...]:
    """Given to the employee, and not in force yet; oldest first."""
    return tuple(one for one in plan.amendments if one.state is AmendmentState.DELIVERED)


def drafted(plan: Plan) -> Amendment | None:
    """What somebody is collecting, if anybody is."""
    return next((one for one in plan.amendments if one.state is AmendmentState.DRAFT), None)


def mark_of(amendment: Amendment | None) -> int:
    """A number that is another one as soon as the changes are; 0 for none."""
    return 0 if amendment is None else crc32(amendment.changes.reveal().encode())


def changes_of(amendment: Amendment | None) -> Changes:
    return NOTHING if amendment is None else changes_from(amendment.changes)


def foreseen(plan: Plan) -> Plan:
    """The plan as its latest text says it: with every amendment that waits for its receipt."""
    force = plan
    for one in pending(plan):
        who, at = one.delivered_by or one.by, one.delivered_at or one.at
        plan = applied(plan, changes_of(one), by=who, at=at, force=force)
    return plan


def as_drafted(plan: Plan) -> Plan:
    """``foreseen``, with what is being collected on top."""
    draft, base = drafted(plan), foreseen(plan)
    return base if draft is None else applied(base, changes_of(draft), by=draft.by, at=draft.at)


def applied(plan: Plan, changes: Changes, *, by: PersonId, at: datetime, force: Plan | None = None) -> Plan:
    """The plan with these changes. ``force`` is for those given before: the plan in force, with their later dates."""
    in_force = {} if force is None else _all_days(force)
    goals = tuple(_goals(plan, changes, in_force, by=by, at=at))
    end = plan.end
    if changes.end is not None:
        end = changes.end.new if end is None else _dated(end, changes.end, None if force is None else force.end)
    after = plan.with_(
        strengths=changes.strengths or plan.strengths,
        concerns=tuple(_concern(one, changes, by=by, at=at) for one in plan.concerns),
        goals=goals,
        milestones=tuple(_milestones(plan, goals)),
        supports=(*plan.supports, *_supports(plan, changes, by=by, at=at)),
        reviews=(*plan.reviews, *_reviews(plan, changes)),
        end=end,
    )
    return with_blocks(after, changes.blocks, by=by, at=at)


def later_dates(plan: Plan, changes: Changes) -> Changes:
    """Only the part of them that counts at once: what is later than in the plan in force, not in a text that waits."""
    now = _all_days(plan)
    goals = (
        GoalChange(
            id=goal.id,
            target=_if_later(goal.target, now.get(MilestoneId(goal.id))),
            interim=tuple(
                replace(one, text=None) for one in goal.interim if _if_later(one.on, now.get(one.id)) is not None
            ),
        )
        for goal in changes.goals
    )
    return Changes(goals=tuple(one for one in goals if not one.empty), end=_if_later(changes.end, plan.end))


def carried(plan: Plan, later: Callable[[date], date]) -> tuple[Amendment, ...]:
    """What waits for its receipt when a pause ends: its dates move like those in force, or the pause would be lost."""
    return tuple(
        replace(one, changes=words_of(_carried(changes_of(one), later)))
        if one.state is AmendmentState.DELIVERED
        else one
        for one in plan.amendments
    )


def without_an_end(plan: Plan) -> tuple[Amendment, ...]:
    """What waits for its receipt once an extension is given: that sets the last day, whatever was typed before it."""
    return tuple(
        replace(one, changes=words_of(replace(changes_of(one), end=None)))
        if one.state is AmendmentState.DELIVERED
        else one
        for one in plan.amendments
    )


def _carried(changes: Changes, later: Callable[[date], date]) -> Changes:
    def moved(change: DateChange | None) -> DateChange | None:
        return change and DateChange(old=change.old and later(change.old), new=later(change.new))

    return replace(
        changes,
        goals=tuple(
            replace(
                goal, target=moved(goal.target), interim=tuple(replace(one, on=moved(one.on)) for one in goal.interim)
            )
            for goal in changes.goals
        ),
        supports=tuple(replace(one, due=one.due and later(one.due)) for one in changes.supports),
        reviews=tuple(replace(one, on=later(one.on)) for one in changes.reviews),
        end=moved(changes.end),
    )


def _all_days(plan: Plan) -> Mapping[MilestoneId, date]:
    return {place: on for goal in plan.goals for place, on in _days(goal)}


def _if_later(change: DateChange | None, on: date | None) -> DateChange | None:
    return change if change is not None and change.later and on is not None and change.new > on else None


def _concern(concern: Concern, changes: Changes, *, by: PersonId, at: datetime) -> Concern:
    said = changes.expectations.get(concern.competency)
    return concern if said is None else replace(concern, expectation=said, by=by, at=at)


def _goals(
    plan: Plan, changes: Changes, in_force: Mapping[MilestoneId, date], *, by: PersonId, at: datetime
) -> Iterator[Goal]:
    wanted = {change.id: change for change in changes.goals}
    for goal in plan.goals:
        change = wanted.pop(goal.id, None)
        yield goal if change is None else _rewritten(goal, change, in_force, by=by, at=at)
    for change in wanted.values():
        if change.text is not None and change.target is not None:
            new = Goal(id=change.id, text=change.text, measure=None, target=change.target.new, by=by, at=at)
            yield _rewritten(new, change, in_force, by=by, at=at)


def _rewritten(
    goal: Goal, change: GoalChange, in_force: Mapping[MilestoneId, date], *, by: PersonId, at: datetime
) -> Goal:
    if change.figures is not None:
        goal = goal.measured_by(figures_set(change.figures))
    if change.citation is not None:
        cited = change.citation
        goal = replace(goal, cites=cited.cites, cites_id=cited.cites_id, cites_on=cited.cites_on)
    return replace(
        goal,
        text=change.text or goal.text,
        measure=change.measure or goal.measure,
        rating=goal.rating if change.rating is None else change.rating,
        target=_dated(goal.target, change.target, in_force.get(goal.milestone)),
        interim=tuple(sorted(_interims(goal, change, in_force), key=lambda one: one.on)),
        by=by if change.worded else goal.by,
        at=at if change.worded else goal.at,
    )


def _interims(goal: Goal, change: GoalChange, in_force: Mapping[MilestoneId, date]) -> Iterator[Interim]:
    wanted = {one.id: one for one in change.interim}
    for old in goal.interim:
        new = wanted.pop(old.id, None)
        if new is None:
            yield old
        else:
            yield replace(old, text=new.text or old.text, on=_dated(old.on, new.on, in_force.get(old.id)))
    for new in wanted.values():
        if new.text is not None and new.on is not None:
            yield Interim(id=new.id, text=new.text, on=new.on.new)


def _dated(old: date, change: DateChange | None, in_force: date | None) -> date:
    """A later date is in force already, and may have moved on with a pause; unless a version before it takes it back.

    It never moves a date back itself.
    """
    if change is None or (change.later and old == in_force):
        return old
    return max(old, change.new) if change.later else change.new


def _milestones(plan: Plan, goals: tuple[Goal, ...]) -> Iterator[Milestone]:
    """What has its result keeps its date; a new one rests with the plan where that is paused.

    Only what these goals say otherwise than before moves: a pause may have moved a milestone and left its goal behind.
    """
    before = {place: on for goal in plan.goals for place, on in _days(goal)}
    days = {place: (goal.id, on) for goal in goals for place, on in _days(goal)}
    for old in plan.milestones:
        _, on = days.pop(old.id, (old.goal, old.on))
        open_still = old.pending or old.state is MilestoneState.ON_HOLD
        moved = on not in {old.on, before.get(old.id)} and open_still
        yield replace(old, on=on, due_at=None, grace_until=None) if moved else old
    rests = plan.state is PlanState.PAUSED
    for place, (goal_id, on) in days.items():
        state = MilestoneState.ON_HOLD if rests else MilestoneState.PLANNED
        yield Milestone(id=place, goal=goal_id, on=on, state=state)


def _days(goal: Goal) -> Iterator[tuple[MilestoneId, date]]:
    yield from ((interim.id, interim.on) for interim in goal.interim)
    yield goal.milestone, goal.target


def _supports(plan: Plan, changes: Changes, *, by: PersonId, at: datetime) -> Iterator[Support]:
    there = {support.id for support in plan.supports}
    for new in changes.supports:
        if new.id not in there:
            yield Support(
                id=new.id,
                goal=new.goal,
                what=new.what,
                provider=new.provider,
                where=new.where,
                notes=new.notes,
                due=new.due,
                by=by,
                at=at,
            )


def _reviews(plan: Plan, changes: Changes) -> Iterator[Review]:
    there = {review.id for review in plan.reviews}
    for new in changes.reviews:
        if new.id not in there:
            yield Review(id=new.id, kind=ReviewKind.ADDED, on=new.on, at_time=new.at_time, zone=new.zone)
