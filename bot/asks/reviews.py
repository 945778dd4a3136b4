"""Reviews: moved, confirmed, held with their notes, or not held (requirements §3.3, S0-17, S0-22)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.expected import expected_of_areas, expected_of_goal
from bot.asks.figures import number_question, numbers_typed, progress_parts
from bot.asks.looking import (
    NOTHING,
    Filled,
    Look,
    PlanAsk,
    goal_label,
    goal_said,
    options,
    receipt,
    review_hour,
    review_name,
)
from bot.asks.reasons import picked_in, reasons_to_pick, standing_field, standing_parts
from bot.forms import Answers, Form
from bot.parts import Button, Facts, Field, FieldKind, Heading, Part, Said, Small, Style, Text
from plans.actions.document_review import DocumentReview, document_review
from plans.actions.hold_review import HoldReview, hold_review
from plans.actions.move_review import ConfirmReview, MoveReview, confirm_review, move_review
from plans.actions.not_held_review import NotHeldReview, not_held_review
from plans.acts import Act
from plans.check_ins import wants_a_day
from plans.dates import local_date
from plans.ids import GoalId, ReviewId
from plans.meetings import Attendance, NotHeldReason, Review, Standing
from plans.people import Role
from plans.plan import PlanError
from plans.ports import Work
from plans.reviews import ReviewNotes, waits_for_a_day
from plans.states import ReviewState
from plans.visible import review_time, review_zone
from plans.words import Words

_USUAL_WAIT: Final = 7  # days from today to the date proposed for a review that did not take place
_MOVABLE: Final = frozenset({ReviewState.PLANNED, ReviewState.CONFIRMED})


def _review(look: Look) -> Review:
    return look.plan.review(ReviewId(look.subject))


def review_parts(look: Look, review: Review) -> Iterator[Part]:
    """Which review, where it stands, and every date it had."""
    yield Heading(review_name(look, review))
    yield Text(look.code("review-state", review.state.value))
    if review.at_time is not None:
        yield from (Small(line) for line in review_hour(look, review, review.at_time))
    if wants_a_day(review):
        yield look.text("review-came-late-employee" if look.role is Role.EMPLOYEE else "review-came-late")
    for move in review.moves:
        at = look.moment(move.at)
        # Nobody moved it by hand where a pause did.
        aside = at if move.by is None else look.say("by-and-at", name=look.name(move.by), at=at)
        moved = look.say("review-moved", old=look.wording.day(move.old), new=look.wording.day(move.new))
        yield Small(f"{moved} · {aside}")
        if move.reason:
            yield Said(label=look.say("review-move-reason"), words=move.reason)


def documented_parts(look: Look, review: Review) -> Iterator[Part]:
    """What the review was closed with, or why there is nothing yet."""
    yield Heading(look.say("summary-review"))
    yield Text(look.code("review-state", review.state.value))
    yield from _held(look, review)
    if review.not_held is not None:
        yield Text(look.code("not-held", review.not_held.value))
    if review.not_held_words:
        yield Said(label=look.say("not-held-words"), words=review.not_held_words)
    if review.documented is None or review.documented_at is None:
        return
    late = "documented-late" if review.late else "documented-at"
    yield Small(look.say(late, name=look.name(review.documented_by), at=look.moment(review.documented_at)))
    yield Small(look.code("documented", review.documented.value))
    yield Said(label=look.say("review-discussion"), words=review.discussion or NOTHING)
    yield from expected_of_areas(look, review)
    for progress in review.progress:
        yield from expected_of_goal(look, review, progress.goal)
        yield from progress_parts(look, progress)
    yield Said(label=look.say("review-adjustments"), words=review.adjustments or NOTHING)
    yield from standing_parts(look, review)
    for correction in review.corrections:
        aside = look.say("by-and-at", name=look.name(correction.by), at=look.moment(correction.at))
        yield Said(label=look.say("review-correction"), words=correction.text, aside=aside)


def _held(look: Look, review: Review) -> Iterator[Part]:
    pairs = list[tuple[str, str]]()
    if review.held_on is not None:
        pairs.append((look.say("review-held-on"), look.wording.day(review.held_on)))
    for who, attended in (("employee", review.employee_attended), ("supervisor", review.supervisor_attended)):
        if attended is not None:
            pairs.append((look.say(f"attendance-of-{who}"), look.code("attendance", attended.value)))
    if pairs:
        yield Facts(tuple(pairs))


# Held, with its notes


def _hold_form(look: Look) -> Form:
    review = _review(look)
    meeting = () if review.held_on is not None else _meeting_fields(look, review)
    return look.form(
        "hold-review-title",
        *review_parts(look, review),
        *_held(look, review),
        look.back(*_while_holding(look, review)),
        *meeting,
        Field(id="discussion", kind=FieldKind.LONG_TEXT, label=look.say("review-discussion-field")),
        *expected_of_areas(look, review),
        *_goal_questions(look, review),
        Field(
            id="adjustments",
            kind=FieldKind.LONG_TEXT,
            label=look.say("review-adjustments-field"),
            hint=look.say("review-adjustments-hint"),
        ),
        standing_field(look),
        *reasons_to_pick(look),
        Small(look.say("review-notes-who-reads")),
        submit="hold-review-submit",
    )


def _while_holding(look: Look, review: Review) -> Iterator[Button]:
    yield look.button("button-read-notes", "read_summary", review.id, stacks=True)
    if wants_a_day(review):
        yield look.button("button-move-review", "move_review", review.id)
    elif review.held_on is None:
        yield look.button("button-not-held", "not_held_review", review.id)


def _meeting_fields(look: Look, review: Review) -> tuple[Field, ...]:
    there = tuple(attendance.value for attendance in Attendance)
    held_on = Field(
        id="held_on",
        kind=FieldKind.DATE,
        label=look.say("review-held-on-field"),
        default=min(review.on, look.today),
    )
    attended = (
        Field(
            id=f"{who}_attended",
            kind=FieldKind.RADIO,
            label=look.say(f"attendance-of-{who}"),
            options=options(look, "attendance", there),
            default=_likely(look, who).value,
        )
        for who in ("employee", "supervisor")
    )
    return (held_on, *attended)


def _likely(look: Look, who: str) -> Attendance:
    """Whoever is marked away was not in the room, and it says so unless somebody says otherwise."""
    away = who == "supervisor" and look.plan.supervisor_away
    return Attendance.EXCUSED if away else Attendance.ATTENDED


def _goal_questions(look: Look, review: Review) -> Iterator[Part | Field]:
    for goal in look.plan.goals:
        yield goal_said(look, goal)
        yield from expected_of_goal(look, review, goal.id)
        yield from number_question(look, goal, required=True)
        label = look.say("review-progress", goal=goal_label(look, goal))
        # A number may speak for itself; every other goal has a word said about it (S0-17).
        yield Field(id=f"progress-{goal.id}", kind=FieldKind.LONG_TEXT, label=label, required=goal.figures is None)


def _hold_over(look: Look) -> Form | None:
    review = _review(look)
    if review.state not in {ReviewState.DOCUMENTED, ReviewState.NOT_HELD}:
        return None
    return look.form("hold-review-title", *review_parts(look, review), *documented_parts(look, review), look.back())


async def _hold(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    review, notes = _review(look), _notes(look, answers)
    if review.held_on is not None:
        written = DocumentReview(plan=look.plan.id, review=review.id, notes=notes)
        await document_review(work, written, by=look.asked.by, now=look.now)
    else:
        held_on = answers.day("held_on")
        if held_on is None:
            raise PlanError("required", field="held_on")
        held = HoldReview(
            plan=look.plan.id,
            review=review.id,
            held_on=held_on,
            employee_attended=Attendance(answers.code("employee_attended") or ""),
            supervisor_attended=Attendance(answers.code("supervisor_attended") or ""),
            notes=notes,
        )
        await hold_review(work, held, by=look.asked.by, now=look.now)
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        look.say("hold-review-receipt"),
        *_follow_up(look, notes),
        buttons=(look.button("button-read-summary", "read_summary", review.id),),
    )


def _follow_up(look: Look, notes: ReviewNotes) -> Iterator[str]:
    """What is owed after a review that is not on track (S0-19)."""
    if notes.standing is Standing.NOT_ON_TRACK:
        yield look.say("hold-review-follow-up", days=look.terms.pack.lead_times.feedback_after_miss)


def _notes(look: Look, answers: Answers) -> ReviewNotes:
    progress = {goal.id: answers.words(f"progress-{goal.id}") for goal in look.plan.goals}
    standing = answers.code("standing")
    return ReviewNotes(
        discussion=answers.words("discussion"),
        progress=_said_only(progress),
        adjustments=answers.words("adjustments"),
        numbers=numbers_typed(look, answers),
        standing=None if standing is None else Standing(standing),
        picked=picked_in(answers),
    )


def _said_only(progress: dict[GoalId, Words | None]) -> dict[GoalId, Words]:
    return {goal: text for goal, text in progress.items() if text}


# Not held


def _not_held_form(look: Look) -> Form:
    review = _review(look)
    return look.form(
        "not-held-title",
        *review_parts(look, review),
        look.text("not-held-intro"),
        Field(
            id="reason",
            kind=FieldKind.RADIO,
            label=look.say("not-held-reason"),
            options=options(look, "not-held", tuple(reason.value for reason in NotHeldReason)),
        ),
        Field(
            id="words",
            kind=FieldKind.LONG_TEXT,
            label=look.say("not-held-words"),
            hint=look.say("not-held-words-hint"),
            required=False,
        ),
        *_new_date(look, _review(look), default_days=_USUAL_WAIT),
        submit="submit-record",
    )


def _new_date(look: Look, review: Review, *, default_days: int) -> tuple[Field, ...]:
    return (
        Field(id="on", kind=FieldKind.DATE, label=look.say("review-new-date"), default=look.day_after(default_days)),
        Field(
            id="at_time",
            kind=FieldKind.TIME,
            label=look.say("review-time"),
            hint=look.say("review-time-hint", zone=review_zone(look.plan, review, terms=look.terms)),
            required=False,
        ),
    )


def _not_held_over(look: Look) -> Form | None:
    """Before its day a review is moved, and so is one whose day came late; only afterwards was it not held."""
    review = _review(look)
    late = wants_a_day(review)
    today = local_date(look.now, review_zone(look.plan, review, terms=look.terms))
    if (today >= review.on and not late) or review.state not in _MOVABLE:
        return _hold_over(look)
    move = look.button("button-move-review", "move_review", review.id, style=Style.PRIMARY)
    early = () if late else (look.text("not-held-too-early"),)
    return look.form("not-held-title", *review_parts(look, review), *early, look.back(move))


async def _not_held(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    on = answers.day("on")
    if on is None:
        raise PlanError("required", field="on")
    request = NotHeldReview(
        plan=look.plan.id,
        review=_review(look).id,
        reason=NotHeldReason(answers.code("reason") or ""),
        replacement=ReviewId(filled.entry),
        on=on,
        at_time=answers.hour("at_time"),
        words=answers.words("words"),
    )
    await not_held_review(work, request, by=look.asked.by, now=look.now)
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        look.say("not-held-receipt", day=look.wording.day(on)),
    )


# Moved, or accepted


def _move_form(look: Look) -> Form:
    review = _review(look)
    on, at_time = _new_date(look, review, default_days=0)
    accept = look.button("button-confirm-review", "confirm_review", review.id, style=Style.PRIMARY)
    return look.form(
        "move-review-title",
        *review_parts(look, review),
        *((look.back(accept),) if _to_confirm(look, review) else ()),
        look.text("move-review-intro"),
        _with_default(on, review),
        _with_default(at_time, review),
        Field(id="reason", kind=FieldKind.LONG_TEXT, label=look.say("move-review-reason"), required=False),
        Small(look.say("both-and-hr-read")),
        submit="move-review-submit",
    )


def _with_default(field: Field, review: Review) -> Field:
    default = review.on if field.kind is FieldKind.DATE else review.at_time
    return Field(
        id=field.id, kind=field.kind, label=field.label, hint=field.hint, required=field.required, default=default
    )


def _to_confirm(look: Look, review: Review) -> bool:
    """The other party proposed this date, and it is not accepted yet."""
    proposer = review.moves[-1].by if review.moves else look.plan.supervisor
    return review.state is ReviewState.PLANNED and look.asked.by.id != proposer


def _move_over(look: Look) -> Form | None:
    review = _review(look)
    passed = look.now >= review_time(look.plan, review, terms=look.terms)
    if review.state in _MOVABLE and (not passed or waits_for_a_day(look.plan, review)):
        return None
    late = (look.text("move-review-too-late"),) if review.pending else ()
    return look.form("move-review-title", *review_parts(look, review), *late, look.back())


async def _move(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    on = answers.day("on")
    if on is None:
        raise PlanError("required", field="on")
    request = MoveReview(
        plan=look.plan.id,
        review=_review(look).id,
        on=on,
        at_time=answers.hour("at_time"),
        reason=answers.words("reason"),
    )
    await move_review(work, request, by=look.asked.by, now=look.now)
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        look.say("move-review-receipt", day=look.wording.day(on)),
    )


def _confirm_form(look: Look) -> Form:
    review = _review(look)
    return look.form(
        "confirm-review-title",
        *review_parts(look, review),
        look.text("confirm-review-intro"),
        submit="confirm-review-submit",
    )


def _confirm_over(look: Look) -> Form | None:
    review = _review(look)
    if _to_confirm(look, review):
        return None
    return look.form("confirm-review-title", *review_parts(look, review), look.back())


async def _confirm(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ConfirmReview(plan=look.plan.id, review=_review(look).id)
    await confirm_review(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("confirm-review-receipt"))


ASKS = (
    PlanAsk(name="hold_review", act=Act.HOLD_REVIEW, draw=_hold_form, do=_hold, over=_hold_over),
    PlanAsk(name="not_held_review", act=Act.HOLD_REVIEW, draw=_not_held_form, do=_not_held, over=_not_held_over),
    PlanAsk(name="move_review", act=Act.MOVE_REVIEW, draw=_move_form, do=_move, over=_move_over),
    PlanAsk(name="confirm_review", act=Act.MOVE_REVIEW, draw=_confirm_form, do=_confirm, over=_confirm_over),
)
