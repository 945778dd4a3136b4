"""A change after delivery: a new version of the text, to be acknowledged anew; the old one stays readable (S3-18).

Changes are collected first, where nobody but the supervisor and HR sees them, and then given to the employee together
as one version. It is in force once the employee's slot of it is complete; a date moved later counts at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final

from plans.amendments import (
    NOTHING,
    Changes,
    DateChange,
    GoalChange,
    InterimChange,
    ReviewAdded,
    SupportAdded,
    applied,
    as_drafted,
    changes_of,
    drafted,
    foreseen,
    later_dates,
    words_of,
)
from plans.change import Change, happened
from plans.clock_start import counted_from
from plans.editing import day, numbered
from plans.edition import edition_of
from plans.events import EventKind
from plans.goal_setting import MOST_GOALS, in_period, supports_typed
from plans.goals import Goal
from plans.ids import EntryId, GoalId, ReviewId
from plans.milestones import due_of, grace_from
from plans.moving import expect_state, role_in
from plans.parts import check_new, not_past, put
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.signatures import signature_line, signed
from plans.signing import Amendment, AmendmentState, SignatureKind
from plans.states import MilestoneState, PlanState, ReviewState
from plans.steps import GoalStep, InterimTyped, SupportTyped
from plans.terms import Terms
from plans.texts import NAME_LIMIT, optional, required
from plans.words import Words

AMENDABLE: Final = (PlanState.DELIVERED, PlanState.ACTIVE, PlanState.PAUSED)
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


AmendStep = GoalStep | WordsStep | SupportsStep | ReviewsStep | EndStep


def collected(plan: Plan, terms: Terms, step: AmendStep, *, entry: EntryId, by: Person, at: datetime) -> Change:
    """One change more, or one typed anew; nobody is told. ``entry`` is the id of the amendment it may begin.

    Raises ``PlanError`` at the field, as a draft's steps do; ``dates-rest`` for a date while the plan is paused;
    ``date-settled`` for one that has its result; ``interim-stays`` for a step on the way that was emptied.
    """
    expect_state(plan, *AMENDABLE)
    draft, base = drafted(plan), foreseen(plan)
    changes = _Collecting(plan=base, terms=terms, by=by, at=at).add(changes_of(draft), step)
    if draft is None:
        check_new(plan.amendments, entry)
    old = draft or Amendment(id=entry, by=by.id, at=at, state=AmendmentState.DRAFT, changes=Words(""))
    reason = step.reason if isinstance(step, EndStep) else old.reason
    new = replace(old, changes=words_of(changes), reason=reason if changes.end else None)
    if (draft is not None and new == draft) or (draft is None and changes == NOTHING):
        return Change(plan=plan, events=())
    amendments = (*plan.amendments, new) if draft is None else put(plan.amendments, new)
    line = happened(EventKind.AMENDMENT_CHANGED, plan, by=by.id, at=at, subject=new.id, step=_STEP_CODES[type(step)])
    return Change(plan=plan.with_(amendments=amendments), events=(line,))


_STEP_CODES: Final = {
    GoalStep: "goal",
    WordsStep: "words",
    SupportsStep: "support",
    ReviewsStep: "reviews",
    EndStep: "end",
}


def dropped(plan: Plan, *, by: Person, at: datetime) -> Change:
    """What was collected is thrown away; the employee never learns of it."""
    draft = _draft(plan)
    after = plan.with_(amendments=put(plan.amendments, replace(draft, state=AmendmentState.DROPPED)))
    line = happened(EventKind.AMENDMENT_DROPPED, plan, by=by.id, at=at, subject=draft.id)
    return Change(plan=after, events=(line,))


def amended(
    plan: Plan, terms: Terms, *, signature: EntryId, typed_name: Words | None, by: Person, at: datetime
) -> Change:
    """Given to the employee as the next version; the plan keeps its state, and the slot is open again.

    Whoever gives it signs it, where the pack asks for their signature. Field: ``typed_name``.
    Raises ``PlanError``: ``nothing-changed``; ``amendment-date-past`` when a new date has gone by meanwhile.
    """
    expect_state(plan, *AMENDABLE)
    draft = _draft(plan)
    changes = changes_of(draft)
    if as_drafted(plan) == foreseen(plan):
        raise PlanError("nothing-changed")
    _check_ahead(changes, by=by, at=at)
    now = applied(plan, later_dates(changes), by=by.id, at=at)
    given = replace(
        draft, state=AmendmentState.DELIVERED, edition=plan.edition + 1, delivered_by=by.id, delivered_at=at
    )
    waiting = now.with_(amendments=put(now.amendments, given))
    text = edition_of(waiting, terms, at=at)
    after = waiting.with_(editions=(*waiting.editions, text))
    dates = sum(goal.target is not None or any(one.on for one in goal.interim) for goal in changes.goals)
    moved = happened(EventKind.PLAN_AMENDED, plan, by=by.id, at=at, subject=draft.id, edition=text.number, dates=dates)
    made = happened(EventKind.EDITION_MADE, plan, by=by.id, at=at, edition=text.number, text_hash=text.text_hash)
    change = Change(plan=after, events=(moved, made))
    return change.then(_signed(after, terms, signature=signature, typed_name=typed_name, by=by, at=at))


def signs_amendment(terms: Terms, role: Role) -> bool:
    """Whether who gives an amendment signs it."""
    side = Role.SUPERVISOR if role is Role.REVIEWER else role
    return side in terms.pack.signatures


def taken_effect(plan: Plan, terms: Terms, *, at: datetime) -> Change:
    """The employee's slot is complete: every amendment up to this version is in force, oldest first.

    A new date that has gone by until then gets until the end of the next working day: nobody could have kept it.
    """
    events = []
    for one in plan.amendments:
        if one.state is not AmendmentState.DELIVERED:
            continue
        who, given_at = one.delivered_by or one.by, one.delivered_at or one.at
        plan = _spared(plan, applied(plan, changes_of(one), by=who, at=given_at, given=True), terms, at=at)
        in_force = replace(one, state=AmendmentState.IN_FORCE, in_force_at=at)
        plan = plan.with_(amendments=put(plan.amendments, in_force))
        facts = {"edition": one.edition or 0}
        events.append(happened(EventKind.AMENDMENT_IN_FORCE, plan, by=None, at=at, subject=one.id, **facts))
    return Change(plan=plan, events=tuple(events))


def _spared(before: Plan, after: Plan, terms: Terms, *, at: datetime) -> Plan:
    known = {milestone.id: milestone.on for milestone in before.milestones}
    grace = grace_from(after, at, terms=terms)
    milestones = tuple(
        replace(one, grace_until=grace)
        if one.pending and known.get(one.id) != one.on and due_of(after, one, terms=terms) < grace
        else one
        for one in after.milestones
    )
    return after.with_(milestones=milestones)


def _draft(plan: Plan) -> Amendment:
    draft = drafted(plan)
    if draft is None:
        raise PlanError("nothing-changed")
    return draft


def _signed(
    plan: Plan, terms: Terms, *, signature: EntryId, typed_name: Words | None, by: Person, at: datetime
) -> Change:
    role = role_in(by, plan)
    if not signs_amendment(terms, role):
        return Change(plan=plan, events=())
    name = required(typed_name, "typed_name", limit=NAME_LIMIT)
    after = signed(plan, signature, signer=by, role=role, kind=SignatureKind.SIGNED, typed_name=name, at=at)
    return Change(plan=after, events=(signature_line(after, EventKind.SIGNATURE_GIVEN, by=by, at=at),))


def _check_ahead(changes: Changes, *, by: Person, at: datetime) -> None:
    """What was typed days ago may have gone by; it is looked at again when it is given."""
    typed = [goal.target for goal in changes.goals] + [one.on for goal in changes.goals for one in goal.interim]
    days = [one.new for one in (*typed, changes.end) if one is not None] + [one.on for one in changes.reviews]
    for on in sorted(days):
        try:
            not_past(on, "", by=by, at=at)
        except PlanError as error:
            raise PlanError("amendment-date-past", on=on) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Collecting:
    """``plan`` is the plan as its latest text says it, without what is being collected."""

    plan: Plan
    terms: Terms
    by: Person
    at: datetime

    def add(self, changes: Changes, step: AmendStep) -> Changes:
        match step:
            case GoalStep():
                return self._goal(changes, step)
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
        others = sum(goal.id != step.goal for goal in changes.goals)
        if old is None and len(self.plan.goals) + others >= MOST_GOALS:
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
        )
        return changes.with_goal(change)

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
        standing = {one.on for one in self.plan.reviews if one.state is not ReviewState.NOT_HELD}
        finals = [one.on for one in self.plan.reviews if one.pending]
        added = list[ReviewAdded]()
        for place, one in enumerate(step.reviews, start=1):
            if one.on is None:
                continue
            name = numbered("on", place)
            self._check_dates_move(name)
            on = in_period(self.plan, not_past(day(one.on, name), name, by=self.by, at=self.at), name)
            if finals and on > max(finals):
                raise PlanError("reviews-out-of-order", field=name, earlier=on, later=max(finals))
            if on in standing:
                raise PlanError("review-same-day", field=name, on=on)
            standing.add(on)
            added.append(ReviewAdded(id=one.id, on=on, at_time=one.at_time))
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
        plan, most = self.plan, self.terms.pack.max_days
        first = counted_from(plan, self.terms)
        if first is not None and most is not None and (new - first).days > most:
            raise PlanError("past-cap", field="end", end=new, most=most)
        ahead = [one.on for one in plan.milestones if one.pending] + [one.on for one in plan.reviews if one.pending]
        if ahead and new < max(ahead):
            raise PlanError("dates-after-end", field="end", on=max(ahead))
        required(step.reason, "reason")
        return replace(changes, end=DateChange(old=plan.end, new=new))


def _if_new(text: Words, old: Words | None) -> Words | None:
    return None if text == old else text
