"""Questions before the plan starts (S0-14), delivery on paper (F-06), and corrections of a review (§3.3)."""

import pytest

from bot.replies import Denied, Done, FieldErrors
from plans.notices import NoticeKind
from plans.people import Role
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import AFTER_FIRST, FIRST_REVIEW, PLAN, Story, local, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def given(database: Database) -> Story:
    return await story(database.begin, PlanState.DELIVERED)


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


ASKED = "Does the first day count?"


async def _asked_with_the_answer(given: Story) -> None:
    await given.employee.open("acknowledge", PLAN)
    answers = {"answer": "yes", "typed_name": "Jonas Okafor", "clear": "ask", "question": ASKED}
    assert isinstance(await given.employee.send(answers), Done)


async def test_a_question_in_the_acknowledgement_holds_the_start_until_it_is_answered(given: Story) -> None:
    await _asked_with_the_answer(given)
    assert "does not start before there is an answer" in shown(given.employee.shown)
    assert (await given.plan()).state is PlanState.DELIVERED
    await given.supervisor.open("open_case", PLAN)
    assert "One question waits for its answer" in shown(given.supervisor.shown)
    (question,) = (await given.plan()).record.questions
    await given.supervisor.open("answer_question", PLAN, question.id)
    assert ASKED in shown(given.supervisor.shown)
    await given.supervisor.send({"answer": "It counts from the day after."})
    assert (await given.plan()).state is PlanState.ACTIVE
    await given.employee.open("read_record", PLAN)
    assert "It counts from the day after." in shown(given.employee.shown)


async def test_that_something_is_unclear_needs_the_question_and_nothing_typed_is_lost(given: Story) -> None:
    await given.employee.open("acknowledge", PLAN)
    await given.employee.send({"answer": "yes", "typed_name": "Jonas Okafor", "clear": "ask"})
    assert isinstance(given.employee.last, FieldErrors)
    assert list(given.employee.errors) == ["question"]
    assert (await given.plan()).signatures[-1].role is not Role.EMPLOYEE


async def test_a_question_can_be_asked_before_answering(given: Story) -> None:
    await given.employee.open("read_plan", PLAN)
    await given.employee.press("I have a question")
    await given.employee.send({"text": ASKED})
    (question,) = (await given.plan()).record.questions
    assert question.open
    async with given.begin() as work:
        waiting = await work.notices.waiting_for(PLAN)
    assert NoticeKind.QUESTION_ASKED in {notice.owed.kind for notice in waiting}


async def test_hr_lets_the_plan_go_on_with_a_reason_that_both_read(given: Story) -> None:
    await _asked_with_the_answer(given)
    (question,) = (await given.plan()).record.questions
    assert isinstance(await given.supervisor.open("override_question", PLAN, question.id), Denied)
    await given.hr.open("open_case", PLAN)
    await given.hr.press("Go on without an answer")
    await given.hr.send({"reason": "It was answered in the meeting of June 2."})
    assert (await given.plan()).state is PlanState.ACTIVE
    await given.employee.open("read_record", PLAN)
    assert "It was answered in the meeting of June 2." in shown(given.employee.shown)


async def test_the_same_question_is_answered_once(given: Story) -> None:
    await _asked_with_the_answer(given)
    (question,) = (await given.plan()).record.questions
    await given.supervisor.open("answer_question", PLAN, question.id)
    await given.hr.open("answer_question", PLAN, question.id)
    await given.supervisor.send({"answer": "From the day after."})
    await given.hr.send({"answer": "From the same day."})
    assert isinstance(given.hr.last, FieldErrors)
    assert (await given.plan()).record.questions[0].answer is not None


async def test_on_paper_hr_records_the_delivery_and_where_the_paper_is(given: Story) -> None:
    await given.hr.open("open_case", PLAN)
    assert "Order the case file" in given.hr.labels()
    await given.hr.open("confirm_delivery", PLAN)
    await given.hr.send({"comment": "Read together.", "filed": "Personnel file, folder 12; scan in the HR archive."})
    plan = await given.plan()
    assert plan.state is PlanState.ACTIVE
    assert plan.signatures[-1].kind == "in_person"
    (note,) = plan.record.notes
    assert note.role is Role.HR
    await given.employee.open("read_record", PLAN)
    assert "scan in the HR archive" in shown(given.employee.shown)


# Corrections, and reviews that move far


async def _documented(told: Story) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("hold_review", PLAN, FIRST_REVIEW)
    fields = {field.id for field in told.supervisor.shown.fields}
    answers = {name: "Written down." for name in fields if name.startswith("progress-")}
    await told.supervisor.send(answers | {"discussion": "We met.", "adjustments": "None."})


async def test_either_party_appends_a_correction_and_nothing_is_overwritten(told: Story) -> None:
    await _documented(told)
    await told.employee.open("case_reviews", PLAN)
    await told.employee.press("Correct the notes")
    assert isinstance(await told.employee.send({"text": "We also spoke about the rota."}), Done)
    await told.supervisor.open("correct_review", PLAN, FIRST_REVIEW)
    await told.supervisor.send({"text": "It was on the fourth."})
    review = (await told.plan()).review(FIRST_REVIEW)
    assert [one.text.reveal() for one in review.corrections] == [
        "We also spoke about the rota.",
        "It was on the fourth.",
    ]
    assert review.discussion is not None
    assert review.discussion.reveal() == "We met."
    await told.supervisor.open("read_summary", PLAN, FIRST_REVIEW)
    assert "We also spoke about the rota." in shown(told.supervisor.shown)


async def test_after_the_packs_days_a_correction_is_refused_and_a_note_is_offered(told: Story) -> None:
    await _documented(told)
    await told.employee.open("correct_review", PLAN, FIRST_REVIEW)
    await told.at(local(2027, 1, 20))
    await told.employee.send({"text": "We also spoke about the rota."})
    assert isinstance(told.employee.last, FieldErrors)
    await told.employee.open("correct_review", PLAN, FIRST_REVIEW)
    assert "The time for corrections is over" in shown(told.employee.shown)
    assert "Add a note" in told.employee.labels()
    assert isinstance(await told.hr.open("correct_review", PLAN, FIRST_REVIEW), Denied)


async def test_hr_is_told_of_a_review_that_moves_far_and_not_of_one_that_moves_a_day(told: Story) -> None:
    async def hr_told() -> bool:
        async with told.begin() as work:
            waiting = await work.notices.waiting_for(PLAN)
        return any(one.owed.kind is NoticeKind.REVIEW_MOVED and one.owed.person == told.hr.person.id for one in waiting)

    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    await told.employee.send({"on": "2027-01-05"})
    assert not await hr_told()
    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    await told.employee.send({"on": "2027-01-20"})
    assert await hr_told()
