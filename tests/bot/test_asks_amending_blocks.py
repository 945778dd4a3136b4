"""Blocks, numbers and citations of a delivered plan, changed through the forms of the District (S3-18, S1-06)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.replies import Denied, Done
from plans import examples
from plans.policy import ReviewKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import Story, shown, story

PLAN = examples.DC_PLAN
AREA = "customer-service"
ACTION = "Sort the open requests at nine and at two, and answer the oldest first."


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    """The plan with one block whose days no other block has."""
    found = examples.case(PlanState.ACTIVE, name=examples.DC)
    blocks = tuple(block if block.subject == AREA else replace(block, days=()) for block in found.plan.blocks)
    begun = await story(database.begin, found=replace(found, plan=found.plan.with_(blocks=blocks)))
    await begun.at(found.at + timedelta(hours=1))
    return begun


async def _meetings(told: Story) -> list[date]:
    async with told.begin() as work:
        plan = await work.plans.read(PLAN, reader=examples.HR, now=told.hr.now)
    return sorted(review.on for review in plan.reviews if review.kind is ReviewKind.ADDED)


async def _give(told: Story) -> None:
    await told.supervisor.press("All changes")
    assert isinstance(await told.supervisor.send({"typed_name": "Marta Lindqvist"}), Done)


async def _answer(told: Story) -> None:
    await told.employee.press("Say that I read it")
    assert isinstance(await told.employee.send({"answer": "yes", "typed_name": "Jonas Okafor"}), Done)


async def test_a_block_is_rewritten_and_the_employee_reads_old_beside_new(told: Story) -> None:
    first, second, *_ = before = await _meetings(told)
    await told.supervisor.open("amend_plan", PLAN)
    await told.supervisor.press("What will be done: Customer Service")
    await told.supervisor.send({"action": ACTION, "day_2": (second + timedelta(days=2)).isoformat()})
    await told.supervisor.open("amend_block", PLAN, AREA)
    again = {field.id: field.default for field in told.supervisor.shown.fields}
    assert (again["day"], again["day_2"], again["day_5"]) == (first, second + timedelta(days=2), None)
    await told.supervisor.send({"day_5": (second + timedelta(days=9)).isoformat(), "expected_5": "Half as many."})
    await _give(told)
    assert await _meetings(told) == sorted({*before, second + timedelta(days=2)} - {second})
    await told.employee.open("read_plan", PLAN)
    text = shown(told.employee.shown)
    assert "Action, until now\nSort the open requests each morning" in text
    assert f"Action, from now on\n{ACTION}" in text
    assert "What is expected: Customer Service\nAction, until now" in text
    assert "Check-in\nHalf as many." in text
    await _answer(told)
    assert len(await _meetings(told)) == 5
    await told.employee.open("read_plan", PLAN)
    assert ACTION in shown(told.employee.shown)


async def test_a_day_that_is_emptied_is_refused_at_its_field_and_nothing_is_lost(told: Story) -> None:
    await told.supervisor.open("amend_block", PLAN, AREA)
    await told.supervisor.send({"action": ACTION, "day_2": None})
    assert list(told.supervisor.errors) == ["day_2"]
    assert "cannot be emptied" in told.supervisor.errors["day_2"]
    await told.supervisor.send({"action": ACTION})
    await told.supervisor.press("All changes")
    assert ACTION in shown(told.supervisor.shown)


async def test_a_further_goal_is_not_given_before_its_block_is_written(told: Story) -> None:
    await told.supervisor.open("amend_goal", PLAN)
    await told.supervisor.send({"text": "Close the old list.", "target": "2026-10-20", "cites": "One list for all"})
    assert "Say what will be done" in told.supervisor.labels()
    await told.supervisor.press("All changes")
    assert told.supervisor.shown.submit is None
    text = shown(told.supervisor.shown)
    assert "Needed: write down what falls short, what is wanted instead and what will be done (goal 2)." in text
    await told.supervisor.press("What will be done: Goal 2")
    await told.supervisor.send({"deficiency": "Two lists are kept."})
    assert list(told.supervisor.errors) == ["action"]
    await told.supervisor.send({"deficiency": "Two lists are kept.", "action": "Move each line over."})
    await _give(told)
    await told.employee.open("read_plan", PLAN)
    text = shown(told.employee.shown)
    assert "New: goal 2" in text
    assert "Move each line over." in text


async def test_the_numbers_and_the_citation_of_a_goal_change_in_its_form(told: Story) -> None:
    await told.supervisor.open("amend_goal", PLAN, examples.GUIDES)
    number = {"metric": "Requests older than two days", "baseline": "12", "aim": "2"}
    await told.supervisor.send({**number, "aim": None})
    assert list(told.supervisor.errors) == ["aim"]
    await told.supervisor.send({**number, "cites_id": "Goal 3"})
    await told.supervisor.press("All changes")
    assert "To consider: the number of goal 1 is to change by 83 per cent." in shown(told.supervisor.shown)
    await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    await told.employee.open("read_plan", PLAN)
    await _answer(told)
    await told.supervisor.open("amend_goal", PLAN, examples.GUIDES)
    await told.supervisor.send({"baseline": "10", "aim": "4"})
    await _give(told)
    await told.employee.open("read_changes", PLAN, "3")
    text = shown(told.employee.shown)
    assert "Where the number stands today\n12 → 10" in text
    assert "The number to reach\n2 → 4" in text
    await told.employee.open("read_changes", PLAN, "2")
    text = shown(told.employee.shown)
    assert "Which way is better\nLower is better, or just as low" in text
    assert "Goal of the performance plan, from now on\nGoal 3, Timely answers" in text


async def test_a_day_that_is_over_stands_in_the_form_and_is_no_field(told: Story) -> None:
    first, *_ = await _meetings(told)
    await told.at(told.supervisor.now + timedelta(days=15))
    await told.supervisor.open("amend_block", PLAN, AREA)
    assert "Day 1:" in shown(told.supervisor.shown)
    assert "This day stays as it is." in shown(told.supervisor.shown)
    ids = {field.id for field in told.supervisor.shown.fields}
    assert "day" not in ids
    assert "expected" not in ids
    assert "day_2" in ids
    await told.supervisor.send({"action": ACTION})
    await _give(told)
    assert first in await _meetings(told)


async def test_a_form_without_blocks_offers_none(database: Database) -> None:
    found = await story(database.begin)
    await found.supervisor.open("amend_plan", examples.ILLINOIS_PLAN)
    assert not any(label.startswith("What will be done") for label in found.supervisor.labels())
    assert isinstance(await found.supervisor.open("amend_block", examples.ILLINOIS_PLAN, "communication"), Denied)
