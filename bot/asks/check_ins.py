"""Check-ins, written from both sides, and the summary of a review that both are sent to open (S0-13, issue item 5)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.expected import expected_of_areas, expected_of_goal
from bot.asks.figures import bar_now, number_question, numbers_typed, progress_parts
from bot.asks.looking import (
    NOTHING,
    Filled,
    Look,
    PlanAsk,
    goal_label,
    goal_said,
    milestone_stands,
    receipt,
    review_name,
)
from bot.asks.milestones import contest_parts, missed_parts
from bot.asks.paging import Place, turned
from bot.asks.reviews import documented_parts
from bot.asks.supports import open_support_parts
from bot.forms import Form
from bot.parts import Divider, Field, FieldKind, Heading, Part, Said, Small, Text
from plans.actions.answer_check_in import AnswerCheckIn, answer_check_in
from plans.acts import Act
from plans.check_ins import SIDES, ends_at, note_of, opens_at
from plans.goals import Goal
from plans.ids import EntryId, GoalId, ReviewId
from plans.meetings import Review
from plans.people import Role
from plans.ports import Work
from plans.record import CheckInNote
from plans.states import MilestoneState, ReviewState
from plans.visible import check_in_opened, is_sealed, review_time, side
from plans.words import Words

_ASPECTS: Final = ("challenges", "support_needed", "feedback")


def _review(look: Look) -> Review:
    return look.plan.review(ReviewId(look.subject))


# The note


def _note_form(look: Look) -> Form:
    review = _review(look)
    return look.form(
        "check-in-title",
        look.text("check-in-intro", review=review_name(look, review)),
        look.text("check-in-who-reads", at=look.moment(review_time(look.plan, review, terms=look.terms))),
        Small(look.say("check-in-until", at=look.moment(ends_at(look.plan, review, terms=look.terms)))),
        *expected_of_areas(look, review),
        *(part for goal in look.plan.goals for part in _goal_question(look, review, goal)),
        *(_question(look, aspect) for aspect in _ASPECTS),
        submit="check-in-submit",
    )


def _goal_question(look: Look, review: Review, goal: Goal) -> Iterator[Part | Field]:
    yield goal_said(look, goal)
    yield from expected_of_goal(look, review, goal.id)
    yield from number_question(look, goal, required=False)
    yield Field(
        id=f"progress-{goal.id}",
        kind=FieldKind.LONG_TEXT,
        label=look.say("check-in-progress", goal=goal_label(look, goal)),
        required=False,
    )


def _question(look: Look, aspect: str) -> Field:
    """The same question for both sides, with a hint for each."""
    line = f"check-in-{aspect.replace('_', '-')}"
    who = "employee" if side(look.role) is Role.EMPLOYEE else "supervisor"
    return Field(
        id=aspect,
        kind=FieldKind.LONG_TEXT,
        label=look.say(line),
        hint=look.say(f"{line}-hint-{who}"),
        required=False,
    )


def _nothing_to_write(look: Look) -> Form | None:
    """What stands in the form's place: this side's note once it is written, or why there is nothing to write."""
    review = _review(look)
    note = note_of(review.id, look.role, look.plan.record)
    if note is None:
        return _not_open(look, review)
    return look.form(
        "check-in-title",
        look.text("check-in-written", at=look.moment(note.at)),
        *note_parts(look, note),
        look.back(look.button("button-read-summary", "read_summary", review.id)),
    )


def _not_open(look: Look, review: Review) -> Form | None:
    if review.state is ReviewState.NOT_HELD:
        return look.form("check-in-title", look.text("check-in-not-held"), look.back())
    opens = opens_at(look.plan, review, terms=look.terms)
    if review.asked_at is not None or review.state is ReviewState.DOCUMENTED or look.now >= opens:
        return None
    name = Text(review_name(look, review))
    return look.form("check-in-title", name, look.text("check-in-opens", at=look.moment(opens)), look.back())


async def _write(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    review = ReviewId(look.subject)
    progress = {goal.id: answers.words(f"progress-{goal.id}") for goal in look.plan.goals}
    request = AnswerCheckIn(
        plan=look.plan.id,
        review=review,
        entry=EntryId(filled.entry),
        progress=_said_only(progress),
        challenges=answers.needed("challenges"),
        support_needed=answers.needed("support_needed"),
        feedback=answers.needed("feedback"),
        numbers=numbers_typed(look, answers),
    )
    after = await answer_check_in(work, request, by=look.asked.by, now=look.now)
    opened = check_in_opened(after, after.review(review), now=look.now, terms=look.terms)
    return receipt(
        look,
        look.say("recorded-at", at=look.moment(look.now)),
        look.say("check-in-open-now" if opened else "check-in-closed-still"),
        buttons=(look.button("button-read-summary", "read_summary", review),),
    )


def _said_only(progress: dict[GoalId, Words | None]) -> dict[GoalId, Words]:
    return {goal: text for goal, text in progress.items() if text}


# The summary


def _summary(look: Look) -> Form:
    place = Place.of(look.subject)
    review = look.plan.review(ReviewId(place.subject or ""))
    groups = (
        *_both_notes(look, review),
        (Divider(), *documented_parts(look, review)),
        tuple(_goals_now(look)),
        *_missed(look),
        tuple(open_support_parts(look)),
    )
    parts, turning = turned(look, "read_summary", place, groups)
    return look.form(
        "summary-title",
        Text(review_name(look, review)),
        *parts,
        look.back(*turning, look.button("button-read-record", "read_record")),
    )


def _both_notes(look: Look, review: Review) -> Iterator[tuple[Part, ...]]:
    """Employee first, then supervisor; a closed note says only that it is there."""
    opened = check_in_opened(look.plan, review, now=look.now, terms=look.terms)
    for role in SIDES:
        note = note_of(review.id, role, look.plan.record)
        heading = Heading(look.say(f"summary-note-{role.value}"))
        if note is None:
            over = review.ended_at is not None
            yield heading, Text(look.say("summary-not-written" if over else "summary-not-written-yet"))
        elif not opened and is_sealed(note):
            yield heading, Text(look.say("summary-closed", at=look.moment(note.at)))
        else:
            yield heading, *note_parts(look, note)


def note_parts(look: Look, note: CheckInNote) -> Iterator[Part]:
    line = "note-written-late" if note.late else "note-written"
    yield Small(look.say(line, name=look.name(note.author), at=look.moment(note.at)))
    for progress in note.progress:
        yield from progress_parts(look, progress)
    for aspect in _ASPECTS:
        words: Words = getattr(note, aspect)
        if words != NOTHING:
            yield Said(label=look.say(f"check-in-{aspect.replace('_', '-')}"), words=words)


def _goals_now(look: Look) -> Iterator[Part]:
    yield Heading(look.say("summary-goals"))
    for goal in look.plan.goals:
        milestone = look.plan.milestone(goal.milestone)
        yield goal_said(look, goal)
        yield from bar_now(look, goal)
        yield Small(look.code("milestone-state", milestone_stands(milestone)))


def _missed(look: Look) -> Iterator[tuple[Part, ...]]:
    missed = [each for each in look.plan.milestones if each.state is MilestoneState.MISSED]
    if missed:
        yield (Heading(look.say("summary-missed")),)
    for milestone in missed:
        yield *missed_parts(look, milestone), *contest_parts(look, milestone)


ASKS = (
    PlanAsk(name="answer_check_in", act=Act.ANSWER_CHECK_IN, draw=_note_form, do=_write, over=_nothing_to_write),
    PlanAsk(name="read_summary", act=Act.READ_RECORD, draw=_summary),
)
