"""Reviews, the notes both sides write around them, and who reads what, at the desk over a real database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.forms import Raw
from bot.gallery import form_of
from bot.gallery_scenes import Scene
from bot.gallery_story import moments
from bot.replies import Done, FieldErrors
from plans import examples
from plans.people import Person
from plans.states import RUNNING, ReviewState
from storage.database import Database
from tests.bot.playing import WORDING
from tests.bot.running import AFTER_FIRST, BEFORE_FIRST, FIRST_REVIEW, PLAN, Story, shown, story

SECRET = "I am alone on Fridays and nobody takes over the desk."
ANSWERS = {"challenges": SECRET, "feedback": "The rota helps."}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


# Check-ins


async def test_a_note_stays_closed_until_both_have_written(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    assert isinstance(await told.employee.send(ANSWERS), Done)
    await told.supervisor.open("read_summary", PLAN, FIRST_REVIEW)
    assert SECRET not in shown(told.supervisor.shown)
    await told.hr.open("read_summary", PLAN, FIRST_REVIEW)
    assert SECRET not in shown(told.hr.shown)
    await told.supervisor.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.supervisor.send({"challenges": "Hand-overs on Fridays."})
    assert "both notes can be read now" in shown(told.supervisor.shown)
    await told.supervisor.open("read_summary", PLAN, FIRST_REVIEW)
    assert SECRET in shown(told.supervisor.shown)


async def test_a_note_opens_when_the_reviews_time_has_passed(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.employee.send(ANSWERS)
    await told.at(AFTER_FIRST)
    await told.supervisor.open("read_summary", PLAN, FIRST_REVIEW)
    assert SECRET in shown(told.supervisor.shown)


async def test_a_written_note_is_shown_in_the_forms_place(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.employee.send(ANSWERS)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    assert told.employee.shown.submit is None
    assert SECRET in shown(told.employee.shown)


async def test_an_empty_note_is_refused_at_a_field(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.employee.send()
    assert list(told.employee.errors) == ["challenges"]


async def test_the_form_says_who_reads_the_note_and_when(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    text = shown(told.employee.shown)
    assert "at first nobody but you" in text
    assert "Jan 4, 2027" in text


async def test_a_note_sent_twice_is_recorded_once(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    reply = await told.employee.send(ANSWERS, again=True)
    assert isinstance(reply, Done)
    assert reply.receipt is not None
    assert reply.receipt.title == "Already recorded"
    assert len((await told.plan()).record.check_ins) == 1


async def test_a_second_form_of_the_same_side_keeps_its_text_and_says_why(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    form, entry = told.employee.shown, told.employee.entry
    await told.employee.send(ANSWERS)
    told.employee.form, told.employee.entry = form, f"{entry[:-1]}x"
    reply = await told.employee.send(ANSWERS)
    assert isinstance(reply, FieldErrors)
    assert reply.form_error is not None
    assert "already on record" in reply.form_error


async def test_before_its_time_a_note_form_says_from_when_it_can_be_written(told: Story) -> None:
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    assert told.employee.shown.submit is None
    assert "can be written from Dec 28, 2026" in shown(told.employee.shown)


async def test_notes_of_a_review_that_was_not_held_are_written_for_the_one_after_it(told: Story) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("not_held_review", PLAN, FIRST_REVIEW)
    await told.supervisor.send({"reason": "work_pressure", "on": "2027-01-11"})
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    assert told.employee.shown.submit is None
    assert "Another one has taken its place" in shown(told.employee.shown)


# What each may read


@pytest.mark.parametrize("moment", sorted(moments()))
@pytest.mark.parametrize("ask", ["read_record", "read_summary", "open_case", "case_goals"])
async def test_a_supervisor_never_reads_what_is_between_hr_and_the_employee(moment: str, ask: str) -> None:
    if moments()[moment].plan.state not in RUNNING:
        return  # in the other states there is no such form, or no such words
    supervisor = examples.PEOPLE[moments()[moment].plan.supervisor]
    text = shown(await form_of(Scene(ask=ask, by=supervisor, moment=moment, subject=_about(ask)), WORDING))
    assert "every other week that falls on my shifts" not in text
    assert "bring somebody to the review" not in text


def _about(ask: str) -> str | None:
    return FIRST_REVIEW if ask == "read_summary" else None


@pytest.mark.parametrize("reader", [examples.SUPERVISOR, examples.HR], ids=["supervisor", "hr"])
@pytest.mark.parametrize("ask", ["read_record", "read_summary"])
async def test_a_closed_note_is_read_nowhere(reader: Person, ask: str) -> None:
    scene = Scene(ask=ask, by=reader, moment="one has written", subject=_about(ask))
    text = shown(await form_of(scene, WORDING))
    assert "Quiet hours are still rare." not in text
    later = shown(await form_of(replace(scene, moment="review over"), WORDING))
    assert "Quiet hours are still rare." in later


# Reviews


async def hold(told: Story, more: Mapping[str, Raw] | None = None) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("hold_review", PLAN, FIRST_REVIEW)
    progress = {f"progress-{goal}": "Coming along." for goal in (examples.GUIDES, examples.DESK)}
    notes = {"discussion": "We went through both goals.", "adjustments": "The rota comes earlier.", **progress}
    reply = await told.supervisor.send({**notes, **(more or {})})
    assert isinstance(reply, Done), reply


async def test_a_review_is_held_and_documented_in_one_form(told: Story) -> None:
    await hold(told)
    review = (await told.plan()).review(FIRST_REVIEW)
    assert review.state is ReviewState.DOCUMENTED
    assert review.held_on is not None
    await told.employee.open("read_summary", PLAN, FIRST_REVIEW)
    text = shown(told.employee.shown)
    assert "We went through both goals." in text
    assert "Coming along." in text


async def test_a_review_off_track_says_so_with_the_forms_reasons_and_asks_for_a_note(told: Story) -> None:
    """S0-19, S0-27: what was picked is read with the notes, and the supervisor owes a word until it is there."""
    pack = examples.pack()
    seen, lacking = pack.acceptable[0], pack.insufficient[0]
    picked: dict[str, Raw] = {"standing": "not_on_track", "acceptable": (seen.key,), "insufficient": (lacking.key,)}
    await hold(told, picked)
    assert "Within 3 working days, please write a note" in shown(told.supervisor.shown)
    await told.employee.open("read_summary", PLAN, FIRST_REVIEW)
    text = shown(told.employee.shown)
    assert "How the plan stands\nNot on track" in text
    assert f"• {seen.label}\n• {lacking.label}" in text
    await told.at(AFTER_FIRST + timedelta(hours=1))
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Write what follows: First review")
    await told.supervisor.send({"text": "We meet on Friday to plan the next guide."})
    await told.supervisor.open("open_case", PLAN)
    assert "Write what follows: First review" not in told.supervisor.labels()


async def test_a_review_without_a_word_on_every_goal_is_refused_at_the_goal(told: Story) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("hold_review", PLAN, FIRST_REVIEW)
    await told.supervisor.send({"discussion": "Both goals.", "adjustments": "None."})
    assert set(told.supervisor.errors) == {f"progress-{examples.GUIDES}", f"progress-{examples.DESK}"}


async def test_reading_the_notes_does_not_take_the_form_away(told: Story) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("hold_review", PLAN, FIRST_REVIEW)
    assert told.supervisor.button("Read both notes").stacks


async def test_a_review_not_held_keeps_its_reason_and_gets_a_new_date(told: Story) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("not_held_review", PLAN, FIRST_REVIEW)
    await told.supervisor.send({"reason": "other", "on": "2027-01-11"})
    assert list(told.supervisor.errors) == ["words"]
    await told.supervisor.send({"reason": "supervisor_absent", "on": "2027-01-11", "at_time": "10:00"})
    plan = await told.plan()
    assert plan.review(FIRST_REVIEW).state is ReviewState.NOT_HELD
    assert [review.on.isoformat() for review in plan.reviews if review.follows == FIRST_REVIEW] == ["2027-01-11"]


async def test_before_its_day_a_review_is_moved_and_not_written_off(told: Story) -> None:
    await told.supervisor.open("not_held_review", PLAN, FIRST_REVIEW)
    assert told.supervisor.shown.submit is None
    assert told.supervisor.button("Change the date").stands.ask == "move_review"


async def test_after_its_time_a_review_cannot_be_moved(told: Story) -> None:
    await told.at(AFTER_FIRST)
    await told.supervisor.open("move_review", PLAN, FIRST_REVIEW)
    assert told.supervisor.shown.submit is None
    assert "Its time has passed" in shown(told.supervisor.shown)


async def test_a_moved_review_can_be_accepted_by_the_other_side_only(told: Story) -> None:
    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    await told.employee.send({"on": "2027-01-06", "reason": "A day off."})
    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    assert "This date suits me" not in told.employee.labels()
    await told.supervisor.open("move_review", PLAN, FIRST_REVIEW)
    await told.supervisor.press("This date suits me")
    await told.supervisor.send()
    assert (await told.plan()).review(FIRST_REVIEW).state is ReviewState.CONFIRMED


async def test_a_review_moved_into_the_past_is_refused_at_its_date(told: Story) -> None:
    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    await told.employee.send({"on": "2026-08-03"})
    assert list(told.employee.errors) == ["on"]
