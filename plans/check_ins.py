"""Check-ins: the written exchange around a review (requirements §3.3, S0-13).

Each side writes once for each review; a reviewer standing in writes for the supervisor's side. Sealing is
``visible``'s; here is when a check-in is asked, when it ends, and what it came to. It is never "missed".
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from plans.change import Change, happened
from plans.dates import Rolling, add_working_days, before, due_at, local_date, roll
from plans.events import Event, EventKind
from plans.figures import in_range
from plans.goals import Goal
from plans.ids import EntryId, GoalId, ReviewId
from plans.meetings import Review
from plans.moving import role_in
from plans.parts import already_recorded, check_new, with_record, with_review
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.record import CheckInNote, GoalProgress, Record
from plans.states import CheckInState, ReviewState
from plans.terms import Terms
from plans.texts import limited
from plans.visible import check_in_opened, review_time, side
from plans.words import Words

# How far behind the clock may be before its lateness is ours (requirements §5).
LATE_AFTER: Final = timedelta(hours=1)
SIDES: Final = (Role.EMPLOYEE, Role.SUPERVISOR)
_OVER: Final = frozenset({ReviewState.NOT_HELD, ReviewState.DOCUMENTED})
_NOTHING: Final = Words("")


def opens_at(plan: Plan, review: Review, *, terms: Terms) -> datetime:
    """From when notes are taken: the heads-up, on whichever side it comes first."""
    return _ahead(plan, review, terms.pack.lead_times.review_heads_up, terms)


def ask_at(plan: Plan, review: Review, *, terms: Terms) -> datetime:
    """When the form is first sent to either side."""
    return _ahead(plan, review, max(terms.pack.lead_times.review_form, default=0), terms)


def _ahead(plan: Plan, review: Review, days: int, terms: Terms) -> datetime:
    day = review.on if review.at_time else roll(review.on, terms.calendar, rule=Rolling.NEXT).day
    parties = (plan.employee, plan.active_supervisor)
    return min(before(day, days, terms.working(party)) for party in parties)


def closes_at(plan: Plan, review: Review, *, days: int, terms: Terms) -> datetime:
    """So many working days after the review's date at the end of the supervisor's day, or later if we asked late."""
    working = terms.working(plan.active_supervisor)
    held_by = roll(review.on, working, rule=Rolling.NEXT).day
    closes = due_at(add_working_days(held_by, days, working) if days else held_by, working)
    return max(closes, review.answers_until or closes)


def ends_at(plan: Plan, review: Review, *, terms: Terms) -> datetime:
    """When the check-in ends by itself: at the review's time for one that was not held, since another follows."""
    if review.state is ReviewState.NOT_HELD:
        return review_time(plan, review, terms=terms)
    return closes_at(plan, review, days=terms.pack.lead_times.check_in_end, terms=terms)


def came_late(review: Review) -> bool:
    """Whether its day had gone by when the version that brought it began to count: nobody was asked, nobody is late.

    ``answers_until`` is then the end of the days in which somebody sets another one, or says that it took place.
    """
    return review.pending and review.asked_at is None and review.answers_until is not None


def wants_a_day(review: Review) -> bool:
    """Whether such a review still waits for another day; once nobody set one, it stands as undocumented."""
    return came_late(review) and review.state is not ReviewState.UNDOCUMENTED


def to_ask(review: Review) -> bool:
    """Whether the form is still to be sent."""
    asks = review.asked_at is None and review.ended_at is None and review.state not in _OVER
    return asks and not came_late(review)


def to_end(plan: Plan, review: Review) -> bool:
    """Whether an exchange has begun that has not ended."""
    return review.ended_at is None and (review.asked_at is not None or bool(_notes(plan.record, review)))


def check_in_state(review: Review, record: Record) -> CheckInState:
    """Where the exchange stands. Notes taken after its end change nothing: they are marked late."""
    if review.ended_at is None:
        return CheckInState.PLANNED if review.asked_at is None else CheckInState.ASKED
    match len(_answered(review, record)):
        case 0:
            return CheckInState.ANSWERED_BY_NONE
        case 1:
            return CheckInState.ANSWERED_BY_ONE
        case _:
            return CheckInState.ANSWERED_BY_BOTH


def silent(review: Review, record: Record) -> tuple[Role, ...]:
    """The sides that have not written in time."""
    return tuple(role for role in SIDES if role not in _answered(review, record))


def _answered(review: Review, record: Record) -> frozenset[Role]:
    return frozenset(side(note.role) for note in _notes(record, review) if not note.late)


def _notes(record: Record, review: Review) -> tuple[CheckInNote, ...]:
    return tuple(note for note in record.check_ins if note.review == review.id)


def note_of(review: ReviewId, role: Role, record: Record) -> CheckInNote | None:
    """What this side wrote, whoever wrote it."""
    return next((note for note in record.check_ins if note.review == review and side(note.role) is side(role)), None)


def readable(plan: Plan, review: Review, reader: Role, *, now: datetime, terms: Terms) -> tuple[CheckInNote, ...]:
    """The notes this role may read: all once the check-in is opened, until then one's own side's (HR: none)."""
    notes = _notes(plan.record, review)
    if check_in_opened(plan, review, now=now, terms=terms):
        return notes
    return tuple(note for note in notes if reader is not Role.HR and side(note.role) is side(reader))


def answered(
    plan: Plan,
    review: ReviewId,
    *,
    entry: EntryId,
    progress: Mapping[GoalId, Words],
    challenges: Words,
    support_needed: Words,
    feedback: Words,
    numbers: Mapping[GoalId, Decimal] | None = None,
    by: Person,
    at: datetime,
    terms: Terms,
) -> Change:
    """One side's note, taken also after the end and then marked late.

    Fields: ``progress-<goal id>``, ``number-<goal id>``, ``challenges``, ``support_needed``, ``feedback``; something
    must stand in one.

    Raises:
        PlanError: ``already-recorded`` for the same entry or the same side; ``check-in-not-open`` with ``opens``
            before the heads-up; ``review-not-held``; ``not-yours`` for HR; ``required``; ``too-long``.

    """
    found = plan.review(review)
    role = _writes_as(plan, found, entry, by=by)
    _check_open(plan, found, at=at, terms=terms)
    late = found.ended_at is not None or at >= ends_at(plan, found, terms=terms)
    note = CheckInNote(
        id=entry,
        review=review,
        author=by.id,
        role=role,
        at=at,
        progress=_progress(plan, progress, numbers or {}),
        challenges=limited(challenges, "challenges"),
        support_needed=limited(support_needed, "support_needed"),
        feedback=limited(feedback, "feedback"),
        late=late,
    )
    if not (note.progress or challenges or support_needed or feedback):
        raise PlanError("required", field="challenges")
    event = happened(
        EventKind.CHECK_IN_ANSWERED, plan, by=by.id, at=at, subject=review, entry=entry, late="yes" if late else "no"
    )
    return Change(plan=with_record(plan, check_ins=(*plan.record.check_ins, note)), events=(event,))


def _writes_as(plan: Plan, review: Review, entry: EntryId, *, by: Person) -> Role:
    """The side this person writes for, which has not written yet."""
    role = role_in(by, plan)
    if role is Role.HR:
        raise PlanError("not-yours")
    check_new(plan.record.check_ins, entry)
    if (earlier := note_of(review.id, role, plan.record)) is not None:
        raise already_recorded(earlier.at)
    return role


def _progress(
    plan: Plan, progress: Mapping[GoalId, Words], numbers: Mapping[GoalId, Decimal]
) -> tuple[GoalProgress, ...]:
    """In the plan's order of goals; a goal nothing was said about is left out, and no number has to be given."""
    for goal in (*progress, *numbers):
        plan.goal(goal)
    said = (_progress_of(goal, progress.get(goal.id, _NOTHING), numbers.get(goal.id)) for goal in plan.goals)
    return tuple(one for one in said if one.text or one.number is not None)


def _progress_of(goal: Goal, text: Words, number: Decimal | None) -> GoalProgress:
    known = goal.figures is not None and number is not None
    return GoalProgress(
        goal=goal.id,
        text=limited(text, f"progress-{goal.id}"),
        number=in_range(number, f"number-{goal.id}") if known and number is not None else None,
    )


def _check_open(plan: Plan, review: Review, *, at: datetime, terms: Terms) -> None:
    if review.state is ReviewState.NOT_HELD:
        raise PlanError("review-not-held")
    opens = opens_at(plan, review, terms=terms)
    if review.asked_at is None and review.state is not ReviewState.DOCUMENTED and at < opens:
        raise PlanError("check-in-not-open", opens=opens.isoformat())


def asked(plan: Plan, review: ReviewId, *, at: datetime, terms: Terms) -> Change:
    """The clock sends the form. Where it is more than an hour late, the exchange stays open three days from now."""
    found = plan.review(review)
    due = ask_at(plan, found, terms=terms)
    until = days_from(plan, at, terms.pack.lead_times.check_in_end, terms) if at - due > LATE_AFTER else None
    new = replace(found, asked_at=at, answers_until=until)
    event = happened(EventKind.CHECK_IN_ASKED, plan, by=None, at=at, subject=review, due=due.isoformat())
    return Change(plan=with_review(plan, new), events=(event,))


def days_from(plan: Plan, at: datetime, days: int, terms: Terms) -> datetime:
    """The end of the supervisor's n-th working day after this moment."""
    working = terms.working(plan.active_supervisor)
    return due_at(add_working_days(local_date(at, working.zone), days, working), working)


def run_out(plan: Plan, review: ReviewId, *, at: datetime, terms: Terms) -> Change:
    """The check-in's end has come. Were we down then, both sides first get until the end of the next working day."""
    found = plan.review(review)
    due = ends_at(plan, found, terms=terms)
    if at - due <= LATE_AFTER or found.answers_until is not None or found.state is ReviewState.NOT_HELD:
        return ended(plan, review, at=at, due=due)
    until = days_from(plan, at, 1, terms)
    facts = {"due": due.isoformat(), "until": until.isoformat()}
    event = happened(EventKind.CHECK_IN_GIVEN_GRACE, plan, by=None, at=at, subject=review, **facts)
    return Change(plan=with_review(plan, replace(found, answers_until=until)), events=(event,))


def spared(plan: Plan, review: ReviewId, *, at: datetime, terms: Terms) -> Change:
    """More time for an exchange that somebody was asked into too late by us; nothing where a working day is left."""
    found = plan.review(review)
    due, until = ends_at(plan, found, terms=terms), days_from(plan, at, 1, terms)
    over = not to_end(plan, found) or found.state is ReviewState.NOT_HELD
    # Who is not asked yet is asked late, and gets the days for it then.
    if over or found.asked_at is None or found.answers_until is not None or until <= due:
        return Change(plan=plan, events=())
    facts = {"due": due.isoformat(), "until": until.isoformat()}
    event = happened(EventKind.CHECK_IN_GIVEN_GRACE, plan, by=None, at=at, subject=review, **facts)
    return Change(plan=with_review(plan, replace(found, answers_until=until)), events=(event,))


def ended(plan: Plan, review: ReviewId, *, at: datetime, due: datetime | None = None) -> Change:
    """The exchange is over, by the clock (``due``) or because the review is documented: the summary is owed to both."""
    found = replace(plan.review(review), ended_at=at)
    return Change(plan=with_review(plan, found), events=(_ended(plan, found, at=at, due=due),))


def _ended(plan: Plan, review: Review, *, at: datetime, due: datetime | None) -> Event:
    state = check_in_state(review, plan.record)
    facts = {"state": state.value} if due is None else {"state": state.value, "due": due.isoformat()}
    return happened(EventKind.CHECK_IN_ENDED, plan, by=None, at=at, subject=review.id, **facts)
