"""The first step asks for values and work apart, except where the form rates each area."""

from dataclasses import replace

import pytest

from plans import examples
from plans.goals import Cause, Level
from plans.policy import PackId
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import assert_fits, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def test_values_and_work_are_said_apart_and_read_in_the_plan(database: Database) -> None:
    found = examples.case(PlanState.DRAFT, name=examples.GENERIC)
    told = await story(database.begin, found=found)
    await told.supervisor.open("plan_strengths", found.plan.id)
    assert_fits(told.supervisor.shown, examples.SUPERVISOR)
    await told.supervisor.send({"values": "meets", "performance": "below", "cause": "volume"})
    await told.supervisor.open("plan_strengths", found.plan.id)
    standing = {field.id: field.default for field in told.supervisor.shown.fields}
    assert (standing["values"], standing["performance"], standing["cause"]) == (Level.MEETS, Level.BELOW, Cause.VOLUME)
    await told.supervisor.open("read_plan", found.plan.id)
    text = shown(told.supervisor.shown)
    assert "Values: they meet what is expected." in text
    assert "how much gets done" in text


async def test_where_areas_are_rated_nothing_is_asked_twice(database: Database) -> None:
    found = examples.case(PlanState.DRAFT, name=PackId("dc-government"))
    told = await story(database.begin, found=found)
    await told.supervisor.open("plan_strengths", found.plan.id)
    assert [field.id for field in told.supervisor.shown.fields] == ["strengths"]


async def test_the_group_of_employees_is_asked_where_the_form_tells_groups_apart(database: Database) -> None:
    """S0-26: it stays with the draft, and each form asks only if it has anything to choose."""
    found = examples.case(PlanState.DRAFT)
    told = await story(database.begin, found=found)
    await told.supervisor.open("plan_strengths", found.plan.id)
    await told.supervisor.send({"classification": "civil-service"})
    await told.supervisor.open("plan_strengths", found.plan.id)
    standing = {field.id: field.default for field in told.supervisor.shown.fields}
    assert standing["classification"] == "civil-service"
    assert (await told.plan()).classification == "civil-service"


async def test_whoever_acknowledges_reads_what_may_follow_for_their_own_group(database: Database) -> None:
    given = examples.case(PlanState.DELIVERED)
    plan = given.plan.with_(classification="civil-service")
    told = await story(database.begin, found=replace(given, plan=plan))
    await told.employee.open("acknowledge", plan.id)
    text = shown(told.employee.shown)
    assert "Performance Partnership Program" in text
    assert "Letter of Expectation(s) may follow" not in text
