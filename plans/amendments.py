"""What an amendment changes, as data: only what is changed, so that whatever moves meanwhile stays moved.

A date that comes later counts from the moment the amendment is given; everything else once the employee's slot is
complete (requirements §3.1). ``old`` is the date as it stood when the change was typed, and says which of the two.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Final, Self
from zlib import crc32

from plans.goals import Concern, Goal, Interim, Milestone
from plans.ids import GoalId, MilestoneId, PersonId, ReviewId, SupportId
from plans.meetings import Review
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.record import Provider, Support
from plans.signing import Amendment, AmendmentState
from plans.states import MilestoneState, PlanState
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChange:
    """``old`` is None for a date that is new altogether."""

    old: date | None
    new: date

    @property
    def later(self) -> bool:
        """Whether it counts at once."""
        return self.old is not None and self.new > self.old


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimChange:
    """``text`` and ``on`` are None where they stay."""

    id: MilestoneId
    text: Words | None = None
    on: DateChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """A goal written anew in part, or a new one, which has a text and a target."""

    id: GoalId
    text: Words | None = None
    measure: Words | None = None
    target: DateChange | None = None
    interim: tuple[InterimChange, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text or self.measure or self.target or self.interim)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportAdded:
    id: SupportId
    what: Words
    provider: Provider
    goal: GoalId | None = None
    where: Words | None = None
    notes: Words | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAdded:
    id: ReviewId
    on: date
    at_time: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """``expectations`` are by the key of their area."""

    strengths: Words | None = None
    expectations: Mapping[str, Words] = field(default_factory=dict)
    goals: tuple[GoalChange, ...] = ()
    supports: tuple[SupportAdded, ...] = ()
    reviews: tuple[ReviewAdded, ...] = ()
    end: DateChange | None = None

    @property
    def empty(self) -> bool:
        return not (self.strengths or self.expectations or self.goals or self.supports or self.reviews or self.end)

    def with_goal(self, change: GoalChange) -> Self:
        """What was typed about this goal before is replaced."""
        others = tuple(one for one in self.goals if one.id != change.id)
        return replace(self, goals=others if change.empty else (*others, change))


NOTHING: Final = Changes()


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
    for one in pending(plan):
        who, at = one.delivered_by or one.by, one.delivered_at or one.at
        plan = applied(plan, changes_of(one), by=who, at=at, given=True)
    return plan


def as_drafted(plan: Plan) -> Plan:
    """``foreseen``, with what is being collected on top."""
    draft, base = drafted(plan), foreseen(plan)
    return base if draft is None else applied(base, changes_of(draft), by=draft.by, at=draft.at)


def applied(plan: Plan, changes: Changes, *, by: PersonId, at: datetime, given: bool = False) -> Plan:
    """The plan with these changes. Where they were ``given`` before, their later dates are in it already."""
    goals = tuple(_goals(plan, changes, by=by, at=at, given=given))
    end = changes.end
    return plan.with_(
        strengths=changes.strengths or plan.strengths,
        concerns=tuple(_concern(one, changes, by=by, at=at) for one in plan.concerns),
        goals=goals,
        milestones=tuple(_milestones(plan, goals)),
        supports=(*plan.supports, *_supports(plan, changes, by=by, at=at)),
        reviews=(*plan.reviews, *_reviews(plan, changes)),
        end=plan.end if end is None or (given and end.later) else end.new,
    )


def later_dates(changes: Changes) -> Changes:
    """Only the part of them that counts at once."""
    goals = (
        GoalChange(
            id=goal.id,
            target=_if_later(goal.target),
            interim=tuple(replace(one, text=None) for one in goal.interim if one.on is not None and one.on.later),
        )
        for goal in changes.goals
    )
    return Changes(goals=tuple(one for one in goals if not one.empty), end=_if_later(changes.end))


def _if_later(change: DateChange | None) -> DateChange | None:
    return change if change is not None and change.later else None


def _concern(concern: Concern, changes: Changes, *, by: PersonId, at: datetime) -> Concern:
    said = changes.expectations.get(concern.competency)
    return concern if said is None else replace(concern, expectation=said, by=by, at=at)


def _goals(plan: Plan, changes: Changes, *, by: PersonId, at: datetime, given: bool) -> Iterator[Goal]:
    wanted = {change.id: change for change in changes.goals}
    for goal in plan.goals:
        change = wanted.pop(goal.id, None)
        yield goal if change is None else _rewritten(goal, change, by=by, at=at, given=given)
    for change in wanted.values():
        if change.text is not None and change.target is not None:
            new = Goal(id=change.id, text=change.text, measure=None, target=change.target.new, by=by, at=at)
            yield _rewritten(new, change, by=by, at=at, given=given)


def _rewritten(goal: Goal, change: GoalChange, *, by: PersonId, at: datetime, given: bool) -> Goal:
    worded = bool(change.text or change.measure or any(one.text for one in change.interim))
    return replace(
        goal,
        text=change.text or goal.text,
        measure=change.measure or goal.measure,
        target=_dated(goal.target, change.target, given=given),
        interim=tuple(sorted(_interims(goal, change, given=given), key=lambda one: one.on)),
        by=by if worded else goal.by,
        at=at if worded else goal.at,
    )


def _interims(goal: Goal, change: GoalChange, *, given: bool) -> Iterator[Interim]:
    wanted = {one.id: one for one in change.interim}
    for old in goal.interim:
        new = wanted.pop(old.id, None)
        if new is None:
            yield old
        else:
            yield replace(old, text=new.text or old.text, on=_dated(old.on, new.on, given=given))
    for new in wanted.values():
        if new.text is not None and new.on is not None:
            yield Interim(id=new.id, text=new.text, on=new.on.new)


def _dated(old: date, change: DateChange | None, *, given: bool) -> date:
    return old if change is None or (given and change.later) else change.new


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
            yield Review(id=new.id, kind=ReviewKind.ADDED, on=new.on, at_time=new.at_time)


# As it is stored


def words_of(changes: Changes) -> Words:
    """Canonical JSON: keys sorted, nothing that is not changed."""
    return Words(json.dumps(_plain(changes), ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _plain(value: object) -> object:
    """Words as their text, dates as they are written; what is empty is left out."""
    match value:
        case Words():
            return value.reveal()
        case date() | time():
            return value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
        case str() | None:
            return value
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case _:
            return _fields(value)


def _fields(value: object) -> object:
    named = {name: getattr(value, name) for name in getattr(value, "__dataclass_fields__", ())}
    return {name: _plain(one) for name, one in named.items() if one not in (None, (), {})}


def changes_from(words: Words) -> Changes:
    """Reads back what ``words_of`` wrote."""
    found: Mapping[str, Any] = json.loads(words.reveal() or "{}")
    return Changes(
        strengths=_words(found, "strengths"),
        expectations={key: Words(text) for key, text in found.get("expectations", {}).items()},
        goals=tuple(_goal_from(one) for one in found.get("goals", ())),
        supports=tuple(_support_from(one) for one in found.get("supports", ())),
        reviews=tuple(_review_from(one) for one in found.get("reviews", ())),
        end=_date_from(found.get("end")),
    )


def _goal_from(found: Mapping[str, Any]) -> GoalChange:
    return GoalChange(
        id=GoalId(found["id"]),
        text=_words(found, "text"),
        measure=_words(found, "measure"),
        target=_date_from(found.get("target")),
        interim=tuple(
            InterimChange(id=MilestoneId(one["id"]), text=_words(one, "text"), on=_date_from(one.get("on")))
            for one in found.get("interim", ())
        ),
    )


def _support_from(found: Mapping[str, Any]) -> SupportAdded:
    goal, due = found.get("goal"), found.get("due")
    return SupportAdded(
        id=SupportId(found["id"]),
        what=Words(found["what"]),
        provider=Provider(found["provider"]),
        goal=None if goal is None else GoalId(goal),
        where=_words(found, "where"),
        notes=_words(found, "notes"),
        due=None if due is None else date.fromisoformat(due),
    )


def _review_from(found: Mapping[str, Any]) -> ReviewAdded:
    at_time = found.get("at_time")
    return ReviewAdded(
        id=ReviewId(found["id"]),
        on=date.fromisoformat(found["on"]),
        at_time=None if at_time is None else time.fromisoformat(at_time),
    )


def _date_from(found: Mapping[str, str] | None) -> DateChange | None:
    if found is None:
        return None
    old = found.get("old")
    return DateChange(old=None if old is None else date.fromisoformat(old), new=date.fromisoformat(found["new"]))


def _words(found: Mapping[str, Any], name: str) -> Words | None:
    return Words(found[name]) if name in found else None
