"""A development activity is a kind of goal: done is done, with a link to show for it (S0-23)."""

from dataclasses import replace

import pytest

from plans import examples
from plans.edition import sections_of
from plans.states import MilestoneState, PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    found = examples.case(PlanState.ACTIVE)
    first, *others = found.plan.goals
    plan = found.plan.with_(goals=(replace(first, activity=True), *others))
    return await story(database.begin, found=replace(found, plan=plan))


async def test_the_supervisor_says_that_a_goal_is_an_activity_and_the_text_says_so(database: Database) -> None:
    drafting = await story(database.begin, PlanState.DRAFT)
    await drafting.supervisor.open("plan_goal", PLAN, examples.GUIDES)
    await drafting.supervisor.send({"activity": ("activity",)})
    plan = await drafting.plan()
    assert [goal.activity for goal in plan.goals] == [True, False]
    (goals,) = [one for one in sections_of(plan, examples.terms(), at=examples.NOW) if one.name == "goals"]
    assert "activity" in {line.name for line in goals.items[0].lines}
    await drafting.supervisor.open("read_plan", PLAN)
    assert "A development activity" in shown(drafting.supervisor.shown)


async def test_done_comes_with_a_link_that_both_sides_read(told: Story) -> None:
    await told.employee.open("report_done", PLAN, examples.GUIDES)
    await told.employee.send({"evidence": "https://learn.example.org/certificates/12"})
    await told.supervisor.open("settle_milestone", PLAN, examples.GUIDES)
    assert "https://learn.example.org/certificates/12" in shown(told.supervisor.shown)
    await told.supervisor.send({"settlement": "met"})
    milestone = (await told.plan()).milestone(examples.GUIDES)  # type: ignore[arg-type]
    assert milestone.state is MilestoneState.MET
    await told.employee.open("read_milestone", PLAN, examples.GUIDES)
    assert "Where it can be seen" in shown(told.employee.shown)


async def test_a_goal_that_is_none_asks_for_no_link(told: Story) -> None:
    await told.employee.open("report_done", PLAN, examples.DESK)
    assert told.employee.shown.fields == ()
