"""What both sides read once the exchange around a review has ended, and what became of support."""

from datetime import timedelta

import pytest

from plans import examples
from plans.states import ReviewState
from storage.database import Database
from tests.bot.running import AFTER_FIRST, BEFORE_FIRST, FIRST_REVIEW, PLAN, Story, shown, story

SAID = "The desk is short on Fridays."
LATE = "I should have written before."
# Past the end of the third working day after the first review.
AFTER_THE_END = AFTER_FIRST + timedelta(days=3)


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def test_the_record_says_who_did_not_answer_and_a_late_note_is_marked_late(told: Story) -> None:
    await told.at(BEFORE_FIRST)
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.employee.send({"challenges": SAID})
    await told.at(AFTER_FIRST)
    await told.employee.open("read_record", PLAN)
    assert "no note from the supervisor" not in shown(told.employee.shown)
    await told.at(AFTER_THE_END)
    review = (await told.plan()).review(FIRST_REVIEW)
    assert (review.state, review.ended_at) == (ReviewState.UNDOCUMENTED, AFTER_THE_END)
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("read_record", PLAN)
        assert "no note from the supervisor’s side when the exchange ended" in shown(player.shown)
        assert "no note from the employee" not in shown(player.shown)
    await told.supervisor.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.supervisor.send({"challenges": LATE})
    for player in (told.employee, told.supervisor):
        await player.open("read_summary", PLAN, FIRST_REVIEW)
        assert LATE in shown(player.shown)
        assert "written after the end" in shown(player.shown)
    await told.hr.open("read_record", PLAN)
    assert "no note from the supervisor’s side when the exchange ended" in shown(told.hr.shown)


async def test_the_summary_has_both_notes_the_goals_the_missed_dates_with_their_class_and_open_support(
    told: Story,
) -> None:
    await told.at(BEFORE_FIRST)
    for player, words in ((told.employee, SAID), (told.supervisor, "Hand-overs on Fridays.")):
        await player.open("answer_check_in", PLAN, FIRST_REVIEW)
        await player.send({"challenges": words})
    await told.at(AFTER_THE_END)
    plan = await told.plan()
    for player in (told.employee, told.supervisor):
        text = ""
        for page in range(1, 4):
            await player.open("read_summary", PLAN, f"{FIRST_REVIEW}~{page}" if page > 1 else FIRST_REVIEW)
            text += shown(player.shown)
        assert SAID in text
        assert "Hand-overs on Fridays." in text
        assert "nothing about it was on record before" in text
        assert all(goal.text.reveal() in text for goal in plan.goals)
        assert plan.support(examples.WORKSHOP).what.reveal() in text


async def test_a_support_item_says_who_confirmed_it_and_when(told: Story) -> None:
    await told.supervisor.open("update_support", PLAN, examples.SHADOWING)
    await told.supervisor.send({"update": "delivered", "on": "2026-09-01"})
    await told.employee.open("mark_not_received", PLAN, examples.SHADOWING)
    text = shown(told.employee.shown)
    assert f"Said by {examples.SUPERVISOR.name.reveal()}" in text
    assert "Sep 1, 2026" in text
