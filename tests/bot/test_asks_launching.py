"""The checklist before the launch and the opening line, through the forms; and the outline an hour before the talk."""

from datetime import UTC, datetime

import pytest

from bot.forms import Raw
from bot.replies import Denied, Done
from plans import examples
from plans.meetings import LaunchItem
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def test_what_is_ticked_and_when_the_meeting_is_are_kept_and_shown_again(database: Database) -> None:
    told = await story(database.begin, PlanState.APPROVED)
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Before you meet")
    typed: dict[str, Raw] = {"items": ("private_meeting", "hr_consulted"), "meeting_on": "2026-09-03"}
    typed["meeting_time"] = "14:00"
    assert isinstance(await told.supervisor.send(typed), Done)
    assert "an hour before you meet" in shown(told.supervisor.shown)
    plan = await told.plan()
    assert plan.state is PlanState.APPROVED
    assert [tick.item for tick in plan.ticks] == [LaunchItem.PRIVATE_MEETING, LaunchItem.HR_CONSULTED]
    assert plan.meeting_at == datetime(2026, 9, 3, 19, 0, tzinfo=UTC)
    await told.supervisor.open("note_launch", PLAN)
    assert "Marta Lindqvist" in shown(told.supervisor.shown)
    default = next(field for field in told.supervisor.shown.fields if field.id == "meeting_time").default
    assert str(default) == "14:00:00"
    await told.supervisor.open("plan_check", PLAN)
    assert "2 of 3 seen to" in shown(told.supervisor.shown)


async def test_half_a_meeting_is_refused_at_its_field(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await told.supervisor.open("note_launch", PLAN)
    await told.supervisor.send({"meeting_on": "2026-09-03"})
    assert list(told.supervisor.errors) == ["meeting_time"]


async def test_it_is_the_supervisors_alone(database: Database) -> None:
    told = await story(database.begin, PlanState.APPROVED)
    for player in (told.employee, told.hr):
        assert isinstance(await player.open("note_launch", PLAN), Denied)


async def test_the_opening_line_is_suggested_made_ones_own_and_read_first(database: Database) -> None:
    told = await story(database.begin, PlanState.APPROVED)
    await told.supervisor.open("deliver_plan", PLAN)
    form = {field.id: field for field in told.supervisor.shown.fields}
    assert form["opening_line"].default, "a line is suggested"
    await told.supervisor.send({"typed_name": "Marta Lindqvist", "opening_line": "Good luck."})
    assert "at least 20" in told.supervisor.errors["opening_line"]
    line = "You are good at this job, and I will free your Fridays."
    await told.supervisor.send({"typed_name": "Marta Lindqvist", "opening_line": line})
    await told.employee.open("read_plan", PLAN)
    text = shown(told.employee.shown)
    strengths = (await told.plan()).strengths
    assert strengths is not None
    assert text.index(line) < text.index(strengths.reveal())


async def test_hr_delivers_without_a_line_in_the_supervisors_name(database: Database) -> None:
    told = await story(database.begin, PlanState.APPROVED)
    await told.hr.open("deliver_plan", PLAN)
    assert "opening_line" not in {field.id for field in told.hr.shown.fields}
    assert examples.HR.id != (await told.plan()).supervisor
