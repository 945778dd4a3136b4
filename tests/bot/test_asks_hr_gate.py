"""HR's gate: what differs from the form, a comment at each field, and the way from each comment to its field."""

import pytest

from bot.parts import Field, Said
from bot.replies import Done, FieldErrors
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
    return await story(database.begin, PlanState.HR_REVIEW)


MEASURE = "comment_goals.1.measure"
EXPECTATION = "comment_concerns.communication.expectation"
FINAL = "comment_dates..final"


async def _sent_back(told: Story) -> None:
    await told.hr.open("review_plan", PLAN)
    await told.hr.press("Ask for changes")
    answers = {MEASURE: "Who tries them out?", EXPECTATION: "Which mails?", FINAL: "A week earlier, please."}
    assert isinstance(await told.hr.send(answers), Done)


async def test_hr_reads_first_what_differs_from_the_form(told: Story) -> None:
    await told.hr.open("review_plan", PLAN)
    text = shown(told.hr.shown)
    assert "What differs from the form" in text
    assert "Nothing: everything is as the form proposes it." in text


async def test_each_field_has_a_comment_of_its_own_beside_what_it_is_about(told: Story) -> None:
    await told.hr.open("request_changes", PLAN)
    names = {field.id for field in told.hr.shown.fields}
    assert {MEASURE, EXPECTATION, FINAL, "comment_strengths..strengths", "comment_people"} <= names
    labels = {field.id: field.label for field in told.hr.shown.fields}
    assert labels[MEASURE] == "Goal 1: how both of you can tell"
    assert labels[FINAL] == "Final review"


async def test_the_supervisor_opens_each_comment_at_its_field(told: Story) -> None:
    await _sent_back(told)
    await told.supervisor.open("plan_check", PLAN)
    text = shown(told.supervisor.shown)
    for words in ("Goal 1: how both of you can tell", "Who tries them out?", "A week earlier, please."):
        assert words in text
    opened = [one for one in told.supervisor.labels() if one == "Open it there"]
    assert len(opened) == 3
    button = next(
        one
        for part in told.supervisor.shown.parts
        for one in getattr(part, "buttons", ())
        if one.label == "Open it there" and one.stands.ask == "plan_goal"
    )
    await told.supervisor.open(button.stands.ask, PLAN, button.stands.subject)
    parts = told.supervisor.shown.parts
    (at,) = [place for place, part in enumerate(parts) if isinstance(part, Field) and part.focus]
    field, above = parts[at], parts[at - 1]
    assert isinstance(field, Field)
    assert field.id == "measure"
    assert isinstance(above, Said)
    assert above.words.reveal() == "Who tries them out?"


async def test_a_goal_changed_from_the_comment_is_kept_and_goes_back_to_hr(told: Story) -> None:
    await _sent_back(told)
    await told.supervisor.open("plan_goal", PLAN, f"{examples.GUIDES}#measure")
    await told.supervisor.send({"measure": "Three colleagues of the desk tried one each."})
    changed = (await told.plan()).goal(examples.GUIDES).measure
    assert changed is not None
    assert changed.reveal() == "Three colleagues of the desk tried one each."
    await told.supervisor.open("plan_check", PLAN)
    await told.supervisor.send()
    assert (await told.plan()).state is PlanState.HR_REVIEW


async def test_a_comment_on_the_reviews_stands_in_their_form_and_not_in_that_of_the_length(told: Story) -> None:
    await _sent_back(told)
    await told.supervisor.open("plan_dates", PLAN)
    assert "A week earlier" not in shown(told.supervisor.shown)
    await told.supervisor.open("plan_reviews", PLAN, "#final")
    assert "A week earlier" in shown(told.supervisor.shown)
    assert [field.id for field in told.supervisor.shown.fields if field.focus] == ["final"]


async def test_without_any_comment_nothing_is_sent_back(told: Story) -> None:
    await told.hr.open("request_changes", PLAN)
    reply = await told.hr.send()
    assert isinstance(reply, FieldErrors)
    assert reply.form_error
    assert (await told.plan()).state is PlanState.HR_REVIEW


async def test_the_employee_reads_no_comment_of_hr(told: Story) -> None:
    await _sent_back(told)
    await told.employee.open("open_case", PLAN)
    assert told.employee.form is None
