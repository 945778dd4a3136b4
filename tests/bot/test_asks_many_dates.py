"""A plan with more dates than a list can hold: every form still opens, and the nearest dates are in it (§8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.parts import Field
from bot.replies import Done
from plans import examples
from plans.goal_setting import milestones_of
from plans.goals import Goal, Interim
from plans.ids import GoalId, MilestoneId
from storage.database import Database
from tests.bot.running import PLAN, Story, story
from tests.plans.opening import DAY, TODAY

MOST = 100


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


def busy() -> examples.Case:
    """Twenty goals with six steps each, a day apart."""
    found = examples.case()
    (old, *_) = found.plan.goals
    goals = tuple(goal(old, number) for number in range(20))
    return replace(found, plan=found.plan.with_(goals=goals, milestones=milestones_of(goals), supports=()))


def goal(old: Goal, number: int) -> Goal:
    first = TODAY + 30 * DAY + timedelta(days=7 * number)
    interim = tuple(
        Interim(id=MilestoneId(f"{number:030x}{step:02x}"), text=old.text, on=first + timedelta(days=step))
        for step in range(6)
    )
    return replace(old, id=GoalId(f"{number:030x}ff"), target=first + timedelta(days=6), interim=interim)


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin, found=busy())


def listed(told: Story, name: str) -> list[str]:
    (field,) = (part for part in told.employee.shown.parts if isinstance(part, Field) and part.id == name)
    return [option.value for option in field.options]


async def test_a_barrier_can_be_reported_whatever_the_number_of_dates(told: Story) -> None:
    last = busy().plan.milestones[-1].id
    await told.employee.open("raise_barrier", PLAN, last)
    shown = listed(told, "milestones")
    assert len(shown) == MOST
    assert last in shown
    nearest = [one.id for one in busy().plan.milestones][: MOST - 1]
    assert set(nearest) <= set(shown)
    await told.employee.send({"kind": "workload", "text": "Two people left."})
    assert isinstance(told.employee.last, Done)
    assert (await told.plan()).record.barriers[0].milestones == (last,)


async def test_what_is_done_is_chosen_among_the_nearest_dates(told: Story) -> None:
    await told.employee.open("report_done", PLAN)
    shown = listed(told, "milestone")
    assert shown == [one.id for one in busy().plan.milestones][:MOST]
