"""A change after delivery: a new version of the text, to be acknowledged anew; the old one stays readable (S3-18).

Changes are collected first, where nobody but the supervisor and HR sees them, and then given to the employee together
as one version. It is in force once the employee's slot of it is complete; a date moved later counts at once.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from plans.amended_blocks import moved_later, untouched
from plans.amendment_changes import NOTHING, Changes, words_of
from plans.amendments import applied, as_drafted, changes_of, drafted, foreseen, later_dates
from plans.change import Change, happened
from plans.check_ins import days_from
from plans.collecting import AmendStep, Collecting, EndStep, ReviewsStep, SupportsStep, WordsStep
from plans.edition import edition_of
from plans.events import EventKind
from plans.ids import EntryId
from plans.meetings import Review
from plans.milestones import due_of, grace_from
from plans.moving import expect_state, role_in
from plans.parts import check_new, not_past, put
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.readiness import Fault, faults
from plans.signatures import signature_line, signed
from plans.signing import Amendment, AmendmentState, SignatureKind
from plans.states import PlanState
from plans.steps import BlockStep, GoalStep, Part
from plans.terms import Terms
from plans.texts import NAME_LIMIT, required
from plans.visible import review_time
from plans.words import Words

AMENDABLE: Final = (PlanState.DELIVERED, PlanState.ACTIVE, PlanState.PAUSED)


def collected(plan: Plan, terms: Terms, step: AmendStep, *, entry: EntryId, by: Person, at: datetime) -> Change:
    """One change more, or one typed anew; nobody is told. ``entry`` is the id of the amendment it may begin.

    Raises ``PlanError`` at the field, as a draft's steps do; ``dates-rest`` for a date while the plan is paused;
    ``date-settled`` for one that has its result; ``interim-stays`` for a step on the way that was emptied.
    """
    expect_state(plan, *AMENDABLE)
    draft, base = drafted(plan), foreseen(plan)
    collecting = Collecting(plan=base, terms=terms, amendment=draft.id if draft else entry, by=by, at=at)
    changes = collecting.add(changes_of(draft), step)
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
    BlockStep: "block",
    WordsStep: "words",
    SupportsStep: "support",
    ReviewsStep: "reviews",
    EndStep: "end",
}


# What a later version can get wrong; people, strengths and concerns are looked at where they change.
_LOOKED_AT: Final = frozenset({Part.GOALS, Part.BLOCKS, Part.DATES})


def new_faults(plan: Plan, terms: Terms, *, now: datetime) -> tuple[Fault, ...]:
    """What the form's rules find in the plan with what is collected, and did not find before: as at the launch."""
    before = faults(foreseen(plan), terms, now=now)
    after = faults(as_drafted(plan), terms, now=now)
    return tuple(fault for fault in after if fault.part in _LOOKED_AT and fault not in before)


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
    Raises ``PlanError``: ``nothing-changed``; ``amendment-date-past`` when a new date has gone by meanwhile;
    ``amendment-not-ready`` when the form's own rules stand against it.
    """
    expect_state(plan, *AMENDABLE)
    draft = _draft(plan)
    changes = changes_of(draft)
    if as_drafted(plan) == foreseen(plan):
        raise PlanError("nothing-changed")
    _check_ahead(changes, by=by, at=at)
    if any(fault.blocks for fault in new_faults(plan, terms, now=at)):
        raise PlanError("amendment-not-ready")
    now = applied(plan, later_dates(plan, changes), by=by.id, at=at)
    now = moved_later(now, changes.blocks, by=by.id, at=at)
    given = replace(
        draft, state=AmendmentState.DELIVERED, edition=plan.edition + 1, delivered_by=by.id, delivered_at=at
    )
    waiting = now.with_(amendments=put(now.amendments, given))
    text = edition_of(waiting, terms, at=at)
    after = waiting.with_(editions=(*waiting.editions, text))
    dates = sum(goal.target is not None or any(one.on for one in goal.interim) for goal in changes.goals)
    dates += sum(bool(block.dated) for block in changes.blocks)
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

    A new date that has gone by until then gets until the end of the next working day: nobody could have kept it. A new
    day of a meeting that has gone by waits some days for another one, and nobody is asked about it (``came_late``).
    """
    events, force = [], plan
    for one in plan.amendments:
        if one.state is not AmendmentState.DELIVERED:
            continue
        who, given_at = one.delivered_by or one.by, one.delivered_at or one.at
        plan = _spared(plan, applied(plan, changes_of(one), by=who, at=given_at, force=force), terms, at=at)
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
    return after.with_(milestones=milestones, reviews=tuple(_spared_reviews(before, after, terms, at=at)))


def _spared_reviews(before: Plan, after: Plan, terms: Terms, *, at: datetime) -> Iterator[Review]:
    known = {review.id: review.on for review in before.reviews}
    until = days_from(after, at, terms.pack.lead_times.review_undocumented, terms)
    for review in after.reviews:
        new = known.get(review.id) != review.on and untouched(after, review)
        gone = new and review_time(after, review, terms=terms) <= at
        yield replace(review, answers_until=until) if gone else review


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
    days += [day.on for block in changes.blocks for day in block.dated]
    for on in sorted(days):
        try:
            not_past(on, "", by=by, at=at)
        except PlanError as error:
            raise PlanError("amendment-date-past", on=on) from error
