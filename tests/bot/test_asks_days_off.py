"""A holiday of the workspace's own: HR sees the dates it touches, over all plans, and moves those it chooses (F-10)."""

from collections.abc import AsyncIterator

import pytest

from bot.replies import Denied, Done
from plans import examples
from plans.dates import Calendar
from plans.policy import read_packs
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import FIRST_REVIEW, PLAN, Story, shown, story
from tests.conftest import example_offices

REVIEW_ON = examples.case(PlanState.ACTIVE).plan.reviews[0].on


@pytest.fixture
async def told(sqlite_address: str) -> AsyncIterator[Story]:
    calendar = Calendar("example", {REVIEW_ON: "Founders' Day"})
    database = Database.open(
        sqlite_address,
        workspace=examples.WORKSPACE,
        packs=read_packs(),
        calendar=lambda _pack: calendar,
        offices=example_offices(),
    )
    yield await story(database.begin)
    await database.close()


async def test_hr_finds_the_dates_in_its_overview_and_moves_them(told: Story) -> None:
    await told.hr.open("read_digest")
    await told.hr.press("Dates on a day off")
    assert "Founders' Day" in shown(told.hr.shown)
    await told.hr.press("Look at the dates")
    assert isinstance(await told.hr.send(), Done)
    review = (await told.plan()).review(FIRST_REVIEW)
    assert review.on > REVIEW_ON
    assert review.moves[-1].by == told.hr.person.id
    await told.hr.open("days_off")
    assert "No date of a running plan" in shown(told.hr.shown)
    await told.hr.open("shift_dates", PLAN)
    assert "No date of this plan" in shown(told.hr.shown)


async def test_until_hr_decides_nothing_moves(told: Story) -> None:
    await told.hr.open("open_case", PLAN)
    assert "Dates on a day off" in told.hr.labels()
    assert (await told.plan()).review(FIRST_REVIEW).on == REVIEW_ON


async def test_nobody_else_sees_the_list_or_moves_a_date(told: Story) -> None:
    for player in (told.employee, told.supervisor):
        assert isinstance(await player.open("days_off"), Denied)
        assert isinstance(await player.open("shift_dates", PLAN), Denied)
