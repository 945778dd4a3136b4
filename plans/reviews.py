"""Reviews: confirmed, moved, held or not, documented, corrected (requirements §3.3, S0-11, S0-17, S0-22).

Whoever proposed a date has accepted it; the other party confirms. A move takes effect at once, leaves the review
unconfirmed, and is logged for good. Before its time a review is moved; only afterwards was it *not held*.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

from plans import check_ins
from plans.change import Change, happened
from plans.dates import add_working_days, due_at, local_date, working_days_apart
from plans.events import EventKind
from plans.figures import reading
from plans.goals import Goal
from plans.ids import EntryId, GoalId, ReviewId
from plans.meetings import Attendance, Correction, Documented, NotHeldReason, Review, ReviewMoved, Standing
from plans.moving import mover, role_in
from plans.parts import check_new, check_once, move, not_future, sane, with_review
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import PROPOSED_REVIEWS, ReviewKind
from plans.reasons import picked_of
from plans.record import GoalProgress
from plans.states import PLAN_MOVES, REVIEW_MOVES, Mover, PlanState, ReviewState
from plans.terms import Terms
from plans.texts import limited, optional, required
from plans.visible import review_time, review_zone, side
from plans.words import Words

_R = ReviewState


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """That a review took place: its actual date, and who was there. Fields: as named."""

    held_on: date
    employee_attended: Attendance
    supervisor_attended: Attendance


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNotes:
    """What a review closes with (S0-17).

    Fields: ``discussion``, ``progress-<goal id>`` and, of a goal that a number shows, ``number-<goal id>``;
    ``adjustments``. ``picked`` are reasons of the pack (S0-27); ``standing`` may be left open.
    """

    discussion: Words | None
    progress: Mapping[GoalId, Words]
    adjustments: Words | None
    numbers: Mapping[GoalId, Decimal] = field(default_factory=dict)
    standing: Standing | None = None
    picked: tuple[str, ...] = ()


def notes_due(plan: Plan, review: Review, *, terms: Terms) -> datetime:
    """When the review's notes are owed; one without any is *undocumented* from then on."""
    return check_ins.closes_at(plan, review, days=terms.pack.lead_times.review_undocumented, terms=terms)


def confirmed(plan: Plan, review: ReviewId, *, by: Person, at: datetime) -> Change:
    """The other party accepts the date. Raises ``PlanError("own-proposal")`` for whoever proposed it."""
    found = plan.review(review)
    proposer = found.moves[-1].by if found.moves else plan.supervisor
    if by.id == proposer:
        raise PlanError("own-proposal")
    state = move(REVIEW_MOVES, found.state, _R.CONFIRMED, by=mover(by, plan))
    event = happened(EventKind.REVIEW_CONFIRMED, plan, by=by.id, at=at, subject=review, on=found.on)
    return Change(plan=with_review(plan, replace(found, state=state)), events=(event,))


def moved(
    plan: Plan,
    review: ReviewId,
    *,
    on: date,
    at_time: time | None,
    reason: Words | None,
    by: Person,
    at: datetime,
    terms: Terms,
) -> Change:
    """Another date, before its time; not a miss. Fields: ``on``, ``reason``. Facts: old, new, moves, working_days, far.

    Raises:
        PlanError: ``review-time-passed``, ``nothing-changed``, ``date-past``, ``reviews-out-of-order`` (with
            ``earlier`` and ``later``), ``date-after-end``, ``not-now``.

    """
    found = plan.review(review)
    state = move(REVIEW_MOVES, found.state, _R.PLANNED, by=mover(by, plan))
    if not waits_for_a_day(plan, found) and at >= review_time(plan, found, terms=terms):
        raise PlanError("review-time-passed", at=review_time(plan, found, terms=terms).isoformat())
    if (on, at_time) == (found.on, found.at_time):
        raise PlanError("nothing-changed", field="on")
    logged = ReviewMoved(old=found.on, new=sane(on, "on"), at=at, by=by.id, reason=optional(reason, "reason"))
    new = replace(
        found,
        state=state,
        on=on,
        at_time=at_time,
        zone=None if at_time is None else review_zone(plan, found, terms=terms),
        moves=(*found.moves, logged),
        asked_at=None,
        answers_until=None,
    )
    after = with_review(plan, new)
    _check_to_come(after, new, at=at, terms=terms)
    if plan.end is not None and on > plan.end and not found.follows:
        raise PlanError("date-after-end", field="on", date=on.isoformat(), end=plan.end.isoformat())
    facts = {"moves": len(new.moves), "working_days": days_moved(new, terms), "far": moved_far(new, terms)}
    event = happened(EventKind.REVIEW_MOVED, plan, by=by.id, at=at, subject=review, old=found.on, new=on, **facts)
    return Change(plan=after, events=(event,))


def waits_for_a_day(plan: Plan, review: Review) -> bool:
    """Whether it moves also after its time: nobody had to keep that.

    A plan that waits for its receipt cannot begin with a date that has gone by; and nobody could come on a day that had
    gone by when it began to count.
    """
    return plan.state is PlanState.DELIVERED or check_ins.came_late(review)


def days_moved(review: Review, terms: Terms) -> int:
    """Working days from the date first agreed to today's; negative if it is earlier now."""
    return working_days_apart(review.moves[0].old, review.on, terms.calendar) if review.moves else 0


def moved_far(review: Review, terms: Terms) -> bool:
    """Whether HR sees it: moved too often, or too far (requirements §2.6)."""
    limits = terms.pack.limits
    return len(review.moves) > limits.review_moves or abs(days_moved(review, terms)) > limits.review_moved_working_days


def _check_to_come(plan: Plan, review: Review, *, at: datetime, terms: Terms) -> None:
    """The review lies ahead, and between its neighbours (S0-11)."""
    if review_time(plan, review, terms=terms) <= at:
        raise PlanError("date-past", field="on", date=review.on.isoformat())
    standing = [each for each in plan.reviews if each.state is not _R.NOT_HELD]
    if any(each.id != review.id and each.pending and each.on == review.on for each in standing if _added(each, review)):
        raise PlanError("review-same-day", field="on", on=review.on.isoformat())
    for earlier, later in _in_order(standing):
        if review in (earlier, later) and earlier.on >= later.on:
            raise PlanError(
                "reviews-out-of-order", field="on", earlier=earlier.on.isoformat(), later=later.on.isoformat()
            )


def _added(*some: Review) -> bool:
    return any(each.kind is ReviewKind.ADDED for each in some)


def _in_order(standing: Sequence[Review]) -> Iterator[tuple[Review, Review]]:
    """Which review has to come before which: the pack's in their order, and a further one before the final one."""
    ranked = sorted(
        (each for each in standing if each.kind in PROPOSED_REVIEWS), key=lambda each: PROPOSED_REVIEWS.index(each.kind)
    )
    yield from ((one, other) for one, other in pairwise(ranked) if one.kind is not other.kind)
    added = [each for each in standing if _added(each) and each.pending]
    finals = [each for each in ranked if each.kind is ReviewKind.FINAL]
    yield from ((each, final) for each in added for final in finals[-1:])


def held(plan: Plan, review: ReviewId, *, meeting: Meeting, by: Person, at: datetime, terms: Terms) -> Change:
    """It took place, on its date or some days around it; much earlier, the review is moved first.

    Raises:
        PlanError: ``date-future``; ``review-too-early`` with ``opens``, before the heads-up; ``nobody-attended`` (then
            it was not held); ``already-recorded``; ``not-now``.

    """
    found = plan.review(review)
    check_once(found.state is _R.DOCUMENTED, found.documented_at)
    state = move(REVIEW_MOVES, found.state, _R.HELD, by=mover(by, plan))
    attendance = (meeting.employee_attended, meeting.supervisor_attended)
    if Attendance.ATTENDED not in attendance:
        raise PlanError("nobody-attended", field="employee_attended")
    held_on = not_future(meeting.held_on, "held_on", by=by, at=at)
    opens = local_date(check_ins.opens_at(plan, found, terms=terms), terms.working(plan.active_supervisor).zone)
    if held_on < opens:
        raise PlanError("review-too-early", field="held_on", opens=opens.isoformat(), on=found.on.isoformat())
    new = replace(
        found,
        state=state,
        held_on=held_on,
        employee_attended=meeting.employee_attended,
        supervisor_attended=meeting.supervisor_attended,
    )
    event = happened(EventKind.REVIEW_HELD, plan, by=by.id, at=at, subject=review, on=meeting.held_on)
    return Change(plan=with_review(plan, new), events=(event,))


def not_held(
    plan: Plan,
    review: ReviewId,
    *,
    reason: NotHeldReason,
    words: Words | None,
    replacement: ReviewId,
    on: date,
    at_time: time | None,
    by: Person,
    at: datetime,
    terms: Terms,
) -> Change:
    """It did not take place; a linked one with a new date follows. Fields: ``words``, ``on``.

    Raises:
        PlanError: ``review-not-due`` before its day (then it is moved); ``required`` words for the reason *other*;
            ``date-past``; ``reviews-out-of-order``; ``not-now``.

    """
    found = plan.review(review)
    state = move(REVIEW_MOVES, found.state, _R.NOT_HELD, by=mover(by, plan))
    if local_date(at, zone := review_zone(plan, found, terms=terms)) < found.on:
        raise PlanError("review-not-due", on=found.on.isoformat())
    said = required(words, "words") if reason is NotHeldReason.OTHER else optional(words, "words")
    employee, supervisor = _absences(reason)
    closed = replace(
        found,
        state=state,
        not_held=reason,
        not_held_words=said,
        employee_attended=employee,
        supervisor_attended=supervisor,
    )
    follower = Review(id=replacement, kind=found.kind, on=sane(on, "on"), at_time=at_time, follows=review)
    follower = follower if at_time is None else replace(follower, zone=zone)
    base = with_review(plan, closed)
    after = base.with_(reviews=(*base.reviews, follower))
    _check_to_come(after, follower, at=at, terms=terms)
    events = (
        happened(EventKind.REVIEW_NOT_HELD, plan, by=by.id, at=at, subject=review, reason=reason.value, new=on),
        happened(EventKind.REVIEW_ADDED, plan, by=by.id, at=at, subject=replacement, follows=review, on=on),
    )
    change = Change(plan=after, events=events)
    if check_ins.to_end(after, closed) and at >= check_ins.ends_at(after, closed, terms=terms):
        return change.then(check_ins.ended(after, review, at=at))
    return change


def _absences(reason: NotHeldReason) -> tuple[Attendance | None, Attendance | None]:
    """Who was away, as far as the reason says."""
    there, away = Attendance.ATTENDED, Attendance.ABSENT
    match reason:
        case NotHeldReason.EMPLOYEE_ABSENT:
            return away, there
        case NotHeldReason.SUPERVISOR_ABSENT:
            return there, away
        case NotHeldReason.BOTH_ABSENT:
            return away, away
        case NotHeldReason.WORK_PRESSURE | NotHeldReason.OTHER:
            return None, None


def undocumented(plan: Plan, review: ReviewId, *, at: datetime, terms: Terms) -> Change:
    """By the clock: its notes are overdue. It still counts as open."""
    found = plan.review(review)
    state = move(REVIEW_MOVES, found.state, _R.UNDOCUMENTED, by=Mover.CLOCK)
    due = notes_due(plan, found, terms=terms).isoformat()
    event = happened(EventKind.REVIEW_UNDOCUMENTED, plan, by=None, at=at, subject=review, due=due)
    return Change(plan=with_review(plan, replace(found, state=state)), events=(event,))


def documented(plan: Plan, review: ReviewId, *, notes: ReviewNotes, by: Person, at: datetime, terms: Terms) -> Change:
    """The review is closed, with everything S0-17 asks for; its check-in ends with it.

    The final one brings the plan to its decision. Raises ``PlanError``: ``held-first`` when nobody has said that it
    took place, ``already-recorded``, ``required``, ``too-long``, ``not-now``.
    """
    found = plan.review(review)
    check_once(found.state is _R.DOCUMENTED, found.documented_at)
    if found.held_on is None:
        raise PlanError("held-first")
    state = move(REVIEW_MOVES, found.state, _R.DOCUMENTED, by=mover(by, plan))
    new = replace(
        found,
        state=state,
        discussion=required(notes.discussion, "discussion"),
        progress=_progress(plan, notes),
        adjustments=required(notes.adjustments, "adjustments"),
        standing=notes.standing,
        picked=picked_of(terms, notes.picked),
        documented=_label(plan, found, by),
        documented_at=at,
        documented_by=by.id,
        late=at >= notes_due(plan, found, terms=terms),
    )
    facts = {"label": new.documented or "", "late": "yes" if new.late else "no"}
    event = happened(EventKind.REVIEW_DOCUMENTED, plan, by=by.id, at=at, subject=review, **facts)
    change = Change(plan=with_review(plan, new), events=(event,))
    if new.ended_at is None:
        change = change.then(check_ins.ended(change.plan, review, at=at))
    if _last_of_all(plan, found) and plan.state is PlanState.ACTIVE:
        change = change.then(decision_due(change.plan, by=by, at=at))
    return change


def held_and_documented(
    plan: Plan,
    review: ReviewId,
    *,
    meeting: Meeting,
    notes: ReviewNotes,
    by: Person,
    at: datetime,
    terms: Terms,
) -> Change:
    """Both from one form. Raises like ``held`` and ``documented``."""
    change = held(plan, review, meeting=meeting, by=by, at=at, terms=terms)
    return change.then(documented(change.plan, review, notes=notes, by=by, at=at, terms=terms))


def _last_of_all(plan: Plan, review: Review) -> bool:
    """Whether this is the final review of the present period: an extension has one of its own, which comes later."""
    finals = [each for each in plan.reviews if each.kind is ReviewKind.FINAL and each.state is not _R.NOT_HELD]
    return review.kind is ReviewKind.FINAL and all(each.on <= review.on for each in finals)


def _progress(plan: Plan, notes: ReviewNotes) -> tuple[GoalProgress, ...]:
    """A word on every goal, in the plan's order, or the number that speaks for it (S2-07)."""
    for goal in (*notes.progress, *notes.numbers):
        plan.goal(goal)
    return tuple(_progress_of(goal, notes) for goal in plan.goals)


def _progress_of(goal: Goal, notes: ReviewNotes) -> GoalProgress:
    named = f"progress-{goal.id}"
    number = reading(goal, notes.numbers.get(goal.id), f"number-{goal.id}")
    said = notes.progress.get(goal.id)
    text = required(said, named) if number is None else limited(said or Words(""), named)
    return GoalProgress(goal=goal.id, text=text, number=number)


def _label(plan: Plan, review: Review, by: Person) -> Documented:
    """Whose words it rests on; HR documenting for a silent supervisor adds no side of its own."""
    wrote = {side(note.role) for note in plan.record.check_ins if note.review == review.id}
    if side(role_in(by, plan)) is Role.SUPERVISOR:
        wrote.add(Role.SUPERVISOR)
    if wrote >= set(check_ins.SIDES):
        return Documented.BOTH
    return Documented.EMPLOYEE_ONLY if Role.EMPLOYEE in wrote else Documented.SUPERVISOR_ONLY


def end_of(plan: Plan, *, terms: Terms) -> datetime | None:
    """When the plan's period is over: the end of the employee's working hours on its last day."""
    return None if plan.end is None else due_at(plan.end, terms.working(plan.employee))


def decision_due(plan: Plan, *, by: Person | None, at: datetime) -> Change:
    """The end date has passed (``by`` None), or the final review is closed: the plan waits for its outcome."""
    state = move(PLAN_MOVES, plan.state, PlanState.DECISION_DUE, by=Mover.CLOCK if by is None else Mover.SUPERVISOR)
    event = happened(EventKind.PLAN_DECISION_DUE, plan, by=None if by is None else by.id, at=at)
    return Change(plan=plan.with_(state=state, decision_due_at=at), events=(event,))


def corrected(
    plan: Plan, review: ReviewId, *, entry: EntryId, text: Words | None, by: Person, at: datetime, terms: Terms
) -> Change:
    """A party's correction, appended within the pack's working days; nothing is overwritten. Field: ``text``.

    Raises:
        PlanError: ``already-recorded``; ``correction-closed`` with ``until``; ``not-now``.

    """
    found = plan.review(review)
    check_new(found.corrections, entry)
    state = move(REVIEW_MOVES, found.state, _R.DOCUMENTED, by=mover(by, plan))
    until = correction_until(found, by, terms=terms)
    if until is None or at >= until:
        raise PlanError("correction-closed", until="" if until is None else until.isoformat())
    correction = Correction(id=entry, by=by.id, at=at, text=required(text, "text"))
    new = replace(found, state=state, corrections=(*found.corrections, correction))
    event = happened(EventKind.REVIEW_CORRECTED, plan, by=by.id, at=at, subject=review, entry=entry)
    return Change(plan=with_review(plan, new), events=(event,))


def correction_until(review: Review, by: Person, *, terms: Terms) -> datetime | None:
    """The end of this party's last working day for corrections; None before the review is documented."""
    if review.documented_at is None:
        return None
    working = terms.working(by.id)
    day = local_date(review.documented_at, working.zone)
    return due_at(add_working_days(day, terms.pack.limits.correction_working_days, working), working)
