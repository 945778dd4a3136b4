"""One change more to a delivered plan, checked at its field before it is kept with the others (S3-18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final

from plans.amendment_changes import (
    Changes,
    Citation,
    DateChange,
    GoalChange,
    InterimChange,
    ReviewAdded,
    SupportAdded,
)
from plans.amendments import applied
from plans.clock_start import counted_from
from plans.collecting_blocks import BlockTyping, with_meetings
from plans.editing import day, numbered
from plans.figures import FiguresTyped, figures_set
from plans.goal_setting import MOST_GOALS, in_period, supports_typed
from plans.goals import Figures, Goal
from plans.ids import EntryId, GoalId, ReviewId
from plans.moving import role_in
from plans.parts import not_future, not_past
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import Effect, RuleId
from plans.rating import rated
from plans.states import MilestoneState, PlanState, ReviewState
from plans.steps import BlockStep, GoalStep, InterimTyped, SupportTyped
from plans.terms import Terms
from plans.texts import NAME_LIMIT, STANDARD_LIMIT, optional, required
from plans.words import Words

MOST_REVIEWS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsStep:
    """Fields: ``strengths``, and ``expectation_`` with the key of each area."""

    strengths: Words | None = None
    expectations: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportsStep:
    """All support that is added, to the plan or to one goal. Fields: ``support`` and so on, as in a draft."""

    supports: tuple[SupportTyped, ...]
    goal: GoalId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTyped:
    """Fields: ``on`` and ``at_time``, from the second on with ``_2`` and so on. One without a date is none."""

    id: ReviewId
    on: date | None
    at_time: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsStep:
    """All reviews that are added."""

    reviews: tuple[ReviewTyped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStep:
    """HR moves the last day, with a reason that stands in the record. Fields: ``end``, ``reason``."""

    end: date | None
    reason: Words | None


AmendStep = GoalStep | BlockStep | WordsStep | SupportsStep | ReviewsStep | EndStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """``plan`` is the plan as its latest text says it, without what is being collected for ``amendment``."""

    plan: Plan
    terms: Terms
    amendment: EntryId
    by: Person
    at: datetime

    def add(self, changes: Changes, step: AmendStep) -> Changes:
        match step:
            case GoalStep():
                return self._goal(changes, step)
            case BlockStep():
                return self._block(changes, step)
            case WordsStep():
                return self._words(changes, step)
            case SupportsStep():
                return self._supports(changes, step)
            case ReviewsStep():
                return self._reviews(changes, step)
            case EndStep():
                return self._end(changes, step)

    # Goals

    def _goal(self, changes: Changes, step: GoalStep) -> Changes:
        old = next((goal for goal in self.plan.goals if goal.id == step.goal), None)
        there = ({goal.id for goal in self.plan.goals} | {goal.id for goal in changes.goals}) - {step.goal}
        if old is None and len(there) >= MOST_GOALS:
            raise PlanError("too-many", limit=MOST_GOALS)
        target = self._date(old.target if old else None, day(step.target, "target"), "target", of=step.goal)
        last = target.new if target else day(step.target, "target")
        measure = optional(step.measure, "measure")
        change = GoalChange(
            id=step.goal,
            text=_if_new(required(step.text, "text"), old.text if old else None),
            measure=None if measure is None else _if_new(measure, old.measure if old else None),
            target=target,
            interim=tuple(self._interims(old, step.interim, last=last)),
            figures=_figures(old, figures_set(step.figures)),
            citation=self._citation(old, step),
            rating=self._rating(old, step),
        )
        return changes.with_goal(change)

    def _rating(self, old: Goal | None, step: GoalStep) -> int | None:
        """The rating from now on; None if it stays, and one that was given is not taken back."""
        known = None if old is None else old.rating
        return None if known == step.rating else rated(self.terms, step.rating, needed=False)

    def _citation(self, old: Goal | None, step: GoalStep) -> Citation | None:
        """What the goal cites from now on (S1-05); None if that stays."""
        new = Citation(
            cites=optional(step.cites, "cites", limit=STANDARD_LIMIT),
            cites_id=optional(step.cites_id, "cites_id", limit=NAME_LIMIT),
            cites_on=step.cites_on,
        )
        known = Citation() if old is None else Citation(cites=old.cites, cites_id=old.cites_id, cites_on=old.cites_on)
        if new.cites_on is not None and new.cites_on != known.cites_on:
            not_future(new.cites_on, "cites_on", by=self.by, at=self.at)
        return None if new == known else new

    def _interims(self, old: Goal | None, typed: Sequence[InterimTyped], *, last: date) -> Sequence[InterimChange]:
        known = {interim.id: interim for interim in old.interim} if old else {}
        found = list[InterimChange]()
        for place, one in enumerate(typed, start=1):
            before = known.get(one.id)
            if not (one.text or one.on):
                if before is not None:
                    raise PlanError("interim-stays", field=numbered("interim", place))
                continue
            name = numbered("interim_on", place)
            on = self._date(before.on if before else None, day(one.on, name), name, of=one.id)
            if on is not None and on.new >= last:
                raise PlanError("interim-after-goal", field=name, on=on.new, target=last)
            text = _if_new(required(one.text, numbered("interim", place)), before.text if before else None)
            if text is not None or on is not None:
                found.append(InterimChange(id=one.id, text=text, on=on))
        return found

    def _date(self, old: date | None, new: date, name: str, *, of: str) -> DateChange | None:
        """Nothing for a date that stays."""
        if new == old:
            return None
        self._check_dates_move(name)
        in_period(self.plan, not_past(new, name, by=self.by, at=self.at), name)
        milestone = next((one for one in self.plan.milestones if one.id == of), None)
        if milestone is not None and not milestone.pending and milestone.state is not MilestoneState.ON_HOLD:
            raise PlanError("date-settled", field=name, state=milestone.state)
        return DateChange(old=old, new=new)

    def _check_dates_move(self, name: str) -> None:
        """A pause moves what remains when it ends; a date set before that would move along, and be wrong."""
        if self.plan.state is PlanState.PAUSED:
            raise PlanError("dates-rest", field=name)

    # Everything else

    def _block(self, changes: Changes, step: BlockStep) -> Changes:
        others = changes.without_block(step.subject)
        typing = BlockTyping(
            now=self.plan,
            standing=applied(self.plan, others, by=self.by.id, at=self.at),
            terms=self.terms,
            by=self.by,
            at=self.at,
        )
        change = typing.change(step)
        blocks = others.blocks if change is None else (*others.blocks, change)
        beside = applied(self.plan, replace(others, blocks=()), by=self.by.id, at=self.at)
        placed = with_meetings(blocks, now=self.plan, standing=beside, amendment=self.amendment)
        return replace(others, blocks=placed)

    def _words(self, changes: Changes, step: WordsStep) -> Changes:
        strengths = optional(step.strengths, "strengths")
        current = {concern.competency: concern.expectation for concern in self.plan.concerns}
        said = {
            key: new
            for key, text in step.expectations.items()
            if key in current and (new := _if_new(required(text, f"expectation_{key}"), current[key])) is not None
        }
        new = None if strengths is None else _if_new(strengths, self.plan.strengths)
        return replace(changes, strengths=new, expectations=said)

    def _supports(self, changes: Changes, step: SupportsStep) -> Changes:
        if step.goal is not None:
            as_drafted_goals = {goal.id for goal in self.plan.goals} | {goal.id for goal in changes.goals}
            if step.goal not in as_drafted_goals:
                raise PlanError("part-gone")
        longer = self.plan if changes.end is None else self.plan.with_(end=changes.end.new)
        typed = supports_typed(longer, step.supports, goal=step.goal, by=self.by, at=self.at)
        added = tuple(
            SupportAdded(
                id=one.id,
                goal=one.goal,
                what=one.what,
                provider=one.provider,
                where=one.where,
                notes=one.notes,
                due=one.due,
            )
            for one in typed
        )
        others = tuple(one for one in changes.supports if one.goal != step.goal)
        return replace(changes, supports=(*others, *added))

    def _reviews(self, changes: Changes, step: ReviewsStep) -> Changes:
        there = applied(self.plan, replace(changes, reviews=()), by=self.by.id, at=self.at)
        standing = {one.on for one in there.reviews if one.state is not ReviewState.NOT_HELD}
        finals = [one.on for one in there.reviews if one.pending]
        zones = {one.id: one.zone for one in changes.reviews}
        here = self.terms.working(self.plan.active_supervisor).zone
        added = list[ReviewAdded]()
        for place, one in enumerate(step.reviews, start=1):
            if one.on is None:
                continue
            name = numbered("on", place)
            self._check_dates_move(name)
            on = in_period(there, not_past(day(one.on, name), name, by=self.by, at=self.at), name)
            if finals and on > max(finals):
                raise PlanError("reviews-out-of-order", field=name, earlier=on, later=max(finals))
            if on in standing:
                raise PlanError("review-same-day", field=name, on=on)
            standing.add(on)
            zone = None if one.at_time is None else zones.get(one.id) or here
            added.append(ReviewAdded(id=one.id, on=on, at_time=one.at_time, zone=zone))
        if len(added) > MOST_REVIEWS:
            raise PlanError("too-many", limit=MOST_REVIEWS)
        return replace(changes, reviews=tuple(added))

    def _end(self, changes: Changes, step: EndStep) -> Changes:
        """Only HR, with a reason, never past the cap, and not before what is still to come (requirements §3.1)."""
        if role_in(self.by, self.plan) is not Role.HR:
            raise PlanError("not-yours", field="end")
        new = day(step.end, "end")
        if new == self.plan.end:
            return replace(changes, end=None)
        self._check_dates_move("end")
        not_past(new, "end", by=self.by, at=self.at)
        self._check_length(new)
        plan = applied(self.plan, replace(changes, end=None), by=self.by.id, at=self.at)
        ahead = [one.on for one in plan.milestones if one.pending] + [one.on for one in plan.reviews if one.pending]
        if ahead and new < max(ahead):
            raise PlanError("dates-after-end", field="end", on=max(ahead))
        required(step.reason, "reason")
        return replace(changes, end=DateChange(old=plan.end, new=new))

    def _check_length(self, end: date) -> None:
        """Neither longer nor, where the form insists, shorter than the form allows (S1-13)."""
        pack, first = self.terms.pack, counted_from(self.plan, self.terms)
        if first is None:
            return
        days = (end - first).days
        if pack.max_days is not None and days > pack.max_days:
            raise PlanError("past-cap", field="end", end=end, most=pack.max_days)
        short = pack.min_days is not None and days < pack.min_days
        if short and pack.effect_of(RuleId.PERIOD) is Effect.BLOCK:
            raise PlanError("below-minimum", field="end", end=end, least=pack.min_days)


def _if_new(text: Words, old: Words | None) -> Words | None:
    return None if text == old else text


def _figures(old: Goal | None, new: Figures | None) -> FiguresTyped | None:
    """The numbers from now on, empty for a goal told in words; None if they stay."""
    if new == (old.figures if old else None):
        return None
    if new is None:
        return FiguresTyped()
    return FiguresTyped(metric=new.metric, unit=new.unit, baseline=new.baseline, aim=new.aim, direction=new.direction)
