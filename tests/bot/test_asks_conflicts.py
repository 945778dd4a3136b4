"""HR takes one of its members out of a plan at the desk, and the plan is gone for them (F-05)."""

import pytest

from bot.replies import Denied
from plans import examples
from plans.ports import System
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def set_apart(told: Story, person: str, standing: str = "apart") -> None:
    await told.hr.open("open_case", PLAN)
    await told.hr.press("Who in HR may act")
    await told.hr.send({"person": person, "standing": standing})


async def test_whoever_stands_apart_finds_the_plan_nowhere_and_gets_no_messages_about_it(told: Story) -> None:
    second = told.table.seat(examples.SECOND_HR, now=told.hr.now)
    await second.command()
    assert "M-7K3QXZ" in shown(second.shown)
    await set_apart(told, examples.SECOND_HR.id)
    assert isinstance(await second.open("open_case", PLAN), Denied)
    for ask in ("my_plans", "read_digest"):
        await second.open(ask)
        assert "M-7K3QXZ" not in shown(second.shown)
    await told.employee.open("contact_hr", PLAN)
    await told.employee.send({"text": "Could we talk?"})
    async with told.begin() as work:
        notices = await work.notices.waiting_for(PLAN)
    reached = {one.owed.person for one in notices if one.owed.kind == "hr_contacted"}
    assert reached == {examples.HR.id}


async def test_they_are_let_in_again_by_somebody_else(told: Story) -> None:
    await set_apart(told, examples.SECOND_HR.id)
    await told.hr.open("set_conflict", PLAN)
    assert "stands apart" in shown(told.hr.shown)
    await set_apart(told, examples.SECOND_HR.id, "may")
    second = told.table.seat(examples.SECOND_HR, now=told.hr.now)
    await second.open("open_case", PLAN)
    assert "M-7K3QXZ" in shown(second.shown)


async def test_who_takes_themselves_out_is_told_that_the_plan_is_gone(told: Story) -> None:
    await set_apart(told, examples.HR.id)
    assert "you cannot see this plan as HR" in shown(told.hr.shown)
    assert told.hr.labels() == []
    assert isinstance(await told.hr.open("open_case", PLAN), Denied)


async def test_the_last_one_cannot_be_taken_out(told: Story) -> None:
    await set_apart(told, examples.SECOND_HR.id)
    await set_apart(told, examples.HR.id)
    assert list(told.hr.errors) == ["person"]
    assert (await told.plan()).conflicts == {examples.SECOND_HR.id}


async def test_the_two_sides_neither_set_it_nor_learn_of_it(told: Story) -> None:
    await set_apart(told, examples.SECOND_HR.id)
    for player in (told.employee, told.supervisor):
        assert isinstance(await player.open("set_conflict", PLAN), Denied)
        await player.open("open_case", PLAN)
        assert "Who in HR may act" not in player.labels()
        assert "apart" not in shown(player.shown)
    async with told.begin() as work:
        trail = await work.audit.trail(PLAN, reader=System.OPERATOR, now=told.hr.now)
        waiting = await work.notices.waiting_for(PLAN)
    assert "conflict." not in " ".join(line.content or "" for line in trail.lines)
    assert not any("conflict" in one.owed.key for one in waiting)
