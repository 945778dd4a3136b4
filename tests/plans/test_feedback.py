"""After a miss a word is owed (S0-19); after two reviews with nothing good, the supervisor is asked once (S0-18)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plans import reviews
from plans.announcements import announced
from plans.change import happened
from plans.duties import Duty, DutyKind, DutyState, duties
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GUIDES, GUIDES_DRAFTED, SUPERVISOR, Case, case, then
from plans.goals import ClassedAs
from plans.ids import EntryId, ReviewId
from plans.meetings import Review, Standing
from plans.notes import noted
from plans.notices import NoticeKind
from plans.people import Person, Role
from plans.plan import PlanError
from plans.policy import ReviewKind
from plans.reviews import ReviewNotes
from plans.states import MilestoneState, MissClass, PlanState, ReviewState
from plans.words import Words

DAY = timedelta(days=1)
FOUND = case(PlanState.ACTIVE)


def missed() -> Case:
    one = FOUND.plan.milestone(GUIDES_DRAFTED)
    lost = replace(
        one,
        state=MilestoneState.MISSED,
        miss=MissClass.NO_COMMUNICATION,
        history=(ClassedAs(miss=MissClass.NO_COMMUNICATION, at=FOUND.at),),
    )
    milestones = tuple(lost if each.id == lost.id else each for each in FOUND.plan.milestones)
    return replace(FOUND, plan=FOUND.plan.with_(milestones=milestones))


def word_owed(found: Case, at: datetime) -> Duty:
    return next(one for one in duties(found.plan, found.terms, at) if one.kind is DutyKind.GIVE_FEEDBACK)


def note(found: Case, goal: object, *, by: Person = SUPERVISOR) -> Case:
    text = Words("I saw how near it was.")
    change = noted(
        found.plan,
        entry=EntryId("a" * 32),
        goal=goal,  # type: ignore[arg-type]
        text=text,
        corrects=None,
        by=by,
        at=found.at + DAY,
    )
    return then(found, change)


def test_after_a_miss_the_supervisor_owes_a_word_and_is_late_after_the_packs_days() -> None:
    found = missed()
    owed = word_owed(found, found.at + DAY)
    assert (owed.owner, owed.person, owed.state) == (Role.SUPERVISOR, SUPERVISOR.id, DutyState.OPEN)
    assert word_owed(found, found.at + 7 * DAY).state is DutyState.OVERDUE


@pytest.mark.parametrize("goal", [GUIDES, None])
def test_a_note_on_the_goal_or_the_plan_is_that_word(goal: object) -> None:
    assert word_owed(note(missed(), goal), FOUND.at + 7 * DAY).state is DutyState.DONE


def test_a_note_on_another_goal_or_from_the_employee_is_not() -> None:
    assert word_owed(note(missed(), DESK), FOUND.at + 7 * DAY).state is DutyState.OVERDUE
    assert word_owed(note(missed(), GUIDES, by=EMPLOYEE), FOUND.at + 7 * DAY).state is DutyState.OVERDUE


def test_a_date_that_was_reached_or_is_to_come_asks_for_no_word() -> None:
    assert all(one.kind is not DutyKind.GIVE_FEEDBACK for one in duties(FOUND.plan, FOUND.terms, FOUND.at))


# A review that is not on track


def off_track(standing: Standing = Standing.NOT_ON_TRACK) -> Case:
    first, *others = FOUND.plan.reviews
    said = replace(first, state=ReviewState.DOCUMENTED, documented_at=FOUND.at, standing=standing)
    return replace(FOUND, plan=FOUND.plan.with_(reviews=(said, *others)))


def follow_up(found: Case, at: datetime) -> Duty:
    return next(one for one in duties(found.plan, found.terms, at) if one.kind is DutyKind.FOLLOW_UP_REVIEW)


def test_after_a_review_that_is_not_on_track_a_word_on_what_follows_is_owed_within_the_packs_days() -> None:
    owed = follow_up(off_track(), FOUND.at + DAY)
    assert (owed.owner, owed.subject, owed.state) == (Role.SUPERVISOR, FOUND.plan.reviews[0].id, DutyState.OPEN)
    assert follow_up(off_track(), FOUND.at + 7 * DAY).state is DutyState.OVERDUE


@pytest.mark.parametrize("goal", [GUIDES, None])
def test_a_note_of_the_supervisor_is_that_word_and_one_of_the_employee_is_not(goal: object) -> None:
    assert follow_up(note(off_track(), goal), FOUND.at + 7 * DAY).state is DutyState.DONE
    assert follow_up(note(off_track(), goal, by=EMPLOYEE), FOUND.at + 7 * DAY).state is DutyState.OVERDUE


@pytest.mark.parametrize("standing", [Standing.ON_TRACK, Standing.IN_PART])
def test_a_review_that_is_on_track_at_least_in_part_asks_for_nothing_more(standing: Standing) -> None:
    found = off_track(standing)
    assert all(one.kind is not DutyKind.FOLLOW_UP_REVIEW for one in duties(found.plan, found.terms, found.at))


def test_a_review_keeps_the_reasons_of_its_form_in_its_order_and_refuses_any_other() -> None:
    first = FOUND.plan.reviews[0]
    plan = FOUND.plan.with_(reviews=(replace(first, held_on=first.on, state=ReviewState.HELD),))
    words = {goal.id: Words("As agreed.") for goal in plan.goals}
    known = [reason.key for reason in (*FOUND.terms.pack.acceptable, *FOUND.terms.pack.insufficient)]
    notes = ReviewNotes(
        discussion=Words("The desk."), progress=words, adjustments=Words("None."), picked=(known[-1], known[0])
    )
    change = reviews.documented(plan, first.id, notes=notes, by=SUPERVISOR, at=FOUND.at, terms=FOUND.terms)
    assert change.plan.reviews[0].picked == (known[0], known[-1])
    other = replace(notes, picked=("of another form",))
    with pytest.raises(PlanError) as found:
        reviews.documented(plan, first.id, notes=other, by=SUPERVISOR, at=FOUND.at, terms=FOUND.terms)
    assert (found.value.code, found.value.field) == ("not-an-option", "picked")


# Two reviews in a row


def documented(number: int, *, met_before: int = 0) -> Case:
    """So many documented reviews, a day apart; a date was reached right before the one named, if any."""
    later = tuple(
        Review(
            id=ReviewId(f"{place:032x}"),
            kind=ReviewKind.ADDED,
            on=FOUND.at.date() + place * DAY,
            state=ReviewState.DOCUMENTED,
            documented_at=FOUND.at + place * DAY,
        )
        for place in range(1, number + 1)
    )
    first, *others = FOUND.plan.milestones
    settled = FOUND.at + met_before * DAY - DAY / 2
    reached = replace(first, state=MilestoneState.MET, settled_at=settled) if met_before else first
    return replace(FOUND, plan=FOUND.plan.with_(reviews=later, milestones=(reached, *others)))


def asked(found: Case) -> bool:
    last = found.plan.reviews[-1]
    line = happened(EventKind.REVIEW_DOCUMENTED, found.plan, by=SUPERVISOR.id, at=found.at, subject=last.id)
    return [(one.kind, one.person) for one in announced(line, found.plan, found.terms)] == [
        (NoticeKind.LOOK_FOR_BETTER, SUPERVISOR.id)
    ]


@pytest.mark.parametrize(
    ("number", "met_before", "is_asked"),
    [
        (1, 0, False),
        (2, 0, True),
        (3, 0, False),
        (2, 1, False),
        (2, 2, False),
        (3, 1, True),
        (3, 3, False),
    ],
)
def test_the_second_review_in_a_row_without_anything_good_asks_once(
    number: int, met_before: int, is_asked: bool
) -> None:
    assert asked(documented(number, met_before=met_before)) is is_asked
