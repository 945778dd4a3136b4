"""A delivered plan is changed through the forms: collected, given, read old beside new, and received."""

from datetime import timedelta

import pytest

from bot.replies import Denied, Done, FieldErrors
from plans import examples
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    found = await story(database.begin)
    await found.at(examples.NOW + timedelta(hours=1))
    return found


NEW_TEXT = "Answer every shared request within two working days."


async def _collect_goal(told: Story) -> None:
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Change the plan")
    await told.supervisor.press("Add a goal")
    await told.supervisor.send({"text": NEW_TEXT, "measure": "None is older.", "target": "2027-03-01"})
    await told.supervisor.press("All changes")


async def _given(told: Story) -> None:
    await _collect_goal(told)
    assert isinstance(await told.supervisor.send({"typed_name": "Marta Lindqvist"}), Done)


async def test_the_employee_reads_what_is_new_and_it_counts_from_the_answer_on(told: Story) -> None:
    await _given(told)
    await told.employee.open("read_plan", PLAN)
    text = shown(told.employee.shown)
    assert "New in version 2" in text
    assert "New: goal 3" in text
    assert NEW_TEXT in text
    assert len((await told.plan()).goals) == 2
    await told.employee.press("Say that I read it")
    await told.employee.send({"answer": "yes", "typed_name": "Jonas Okafor"})
    assert "Version 2 counts from now on." in shown(told.employee.shown)
    plan = await told.plan()
    assert [goal.text.reveal() for goal in plan.goals][-1] == NEW_TEXT
    await told.employee.open("read_plan", PLAN)
    assert "New in version 2" not in shown(told.employee.shown)


async def test_nothing_speaks_of_a_start_when_a_running_plan_changes(told: Story) -> None:
    """The hints of a draft would be wrong here: the plan's dates stand, and it began long ago."""
    await told.supervisor.open("amend_goal", PLAN)
    assert "Within the plan, which ends on" in shown(told.supervisor.shown)
    await _given(told)
    await told.employee.open("acknowledge", PLAN)
    assert "It is answered in writing. Your supervisor" in shown(told.employee.shown)


async def test_until_it_is_given_the_employee_sees_nothing_of_it(told: Story) -> None:
    await _collect_goal(told)
    assert NEW_TEXT in shown(told.supervisor.shown)
    for ask in ("read_plan", "open_case", "read_versions"):
        await told.employee.open(ask, PLAN)
        assert NEW_TEXT not in shown(told.employee.shown)
    assert isinstance(await told.employee.open("amend_plan", PLAN), Denied)


async def test_a_changed_goal_shows_the_old_words_above_the_new_ones_and_both_days(told: Story) -> None:
    await told.supervisor.open("amend_goal", PLAN, examples.DESK)
    await told.supervisor.send({"text": "Begin every shift on time.", "target": "2027-07-01"})
    await told.supervisor.open("amend_plan", PLAN)
    await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    await told.employee.open("read_changes", PLAN, "2")
    text = shown(told.employee.shown)
    assert "Goal 2, until now\nBegin every desk shift on time, or hand it over" in text
    assert "Goal 2, from now on\nBegin every shift on time." in text
    assert "Mon, Aug 2, 2027 → Thu, Jul 1, 2027" in text or "→" in text


async def test_every_version_stays_readable_with_who_answered_it(told: Story) -> None:
    await _given(told)
    await told.employee.open("read_versions", PLAN)
    text = shown(told.employee.shown)
    assert "Version 1 of" in text
    assert "Version 2 of" in text
    assert "received and read" in text
    await told.employee.open("read_version", PLAN, "1")
    assert NEW_TEXT not in shown(told.employee.shown)
    await told.employee.open("read_version", PLAN, "2")
    assert told.employee.form is not None


async def test_a_typed_date_outside_the_plan_is_refused_at_its_field_and_nothing_is_lost(told: Story) -> None:
    await told.supervisor.open("amend_goal", PLAN)
    await told.supervisor.send({"text": NEW_TEXT, "target": "2030-01-01"})
    assert isinstance(told.supervisor.last, FieldErrors)
    assert list(told.supervisor.errors) == ["target"]
    await told.supervisor.send({"text": NEW_TEXT, "target": "2027-03-01"})
    assert isinstance(told.supervisor.last, Done)


async def test_a_review_is_added_after_delivery(told: Story) -> None:
    await told.hr.open("amend_reviews", PLAN)
    await told.hr.send({"on": "2027-03-03", "at_time": "14:00"})
    await told.hr.open("amend_plan", PLAN)
    assert "Further review" in shown(told.hr.shown)
    await told.hr.send({"typed_name": "Priya Raman"})
    await told.employee.open("acknowledge", PLAN)
    await told.employee.send({"answer": "no"})
    assert [review.on.isoformat() for review in (await told.plan()).reviews].count("2027-03-03") == 1


async def test_only_hr_is_offered_to_move_the_last_day_and_says_why(told: Story) -> None:
    await told.supervisor.open("amend_plan", PLAN)
    assert "Move the last day" not in told.supervisor.labels()
    await told.hr.open("amend_plan", PLAN)
    await told.hr.press("Move the last day")
    await told.hr.send({"end": "2027-10-01"})
    assert list(told.hr.errors) == ["reason"]
    await told.hr.send({"end": "2027-10-01", "reason": "The library moves in summer."})
    await told.hr.press("All changes")
    await told.hr.send({"typed_name": "Priya Raman"})
    assert str((await told.plan()).end) == "2027-10-01"
    await told.employee.open("read_changes", PLAN, "2")
    assert "The library moves in summer." in shown(told.employee.shown)


async def test_what_was_collected_can_be_thrown_away(told: Story) -> None:
    await _collect_goal(told)
    await told.supervisor.press("Throw these changes away")
    await told.supervisor.send()
    await told.supervisor.open("amend_plan", PLAN)
    assert told.supervisor.shown.submit is None


async def test_two_people_collecting_never_give_what_they_did_not_read(told: Story) -> None:
    await _collect_goal(told)
    await told.hr.open("amend_words", PLAN)
    await told.hr.send({"strengths": "He asks early, and finds every map."})
    await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    assert isinstance(told.supervisor.last, FieldErrors)
    assert (await told.plan()).edition == 1


async def test_a_form_sent_twice_gives_one_version(told: Story) -> None:
    await _collect_goal(told)
    await told.supervisor.send({"typed_name": "Marta Lindqvist"}, again=True)
    assert (await told.plan()).edition == 2


async def test_support_and_words_come_with_the_same_version(told: Story) -> None:
    await told.supervisor.open("amend_support", PLAN)
    await told.supervisor.send({"support": "A quiet room", "support_by": "organisation"})
    await told.supervisor.open("amend_words", PLAN)
    await told.supervisor.send({"strengths": "He asks early."})
    await told.supervisor.open("amend_plan", PLAN)
    text = shown(told.supervisor.shown)
    assert "A quiet room" in text
    assert "He asks early." in text
    await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    await told.hr.open("confirm_delivery", PLAN)
    await told.hr.send({"comment": "Read together on paper."})
    plan = await told.plan()
    assert plan.supports[-1].what.reveal() == "A quiet room"
    assert plan.strengths is not None
    assert plan.strengths.reveal() == "He asks early."
    assert plan.state is PlanState.ACTIVE
