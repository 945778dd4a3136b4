"""A meeting whose day had gone by when its version began to count, at the desk: another day is set (S3-18)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.replies import Done
from plans import examples
from storage.database import Database
from tests.bot.running import FIRST_REVIEW, PLAN, Story, shown, story

AFTER_ITS_DAY = datetime(2027, 1, 12, 18, 0, tzinfo=UTC)


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    """The first review is one that came late: its day has gone by, and nobody was asked about it."""
    found = examples.case()
    until = datetime(2027, 1, 15, 23, 0, tzinfo=UTC)
    late = tuple(replace(one, answers_until=until) if one.id == FIRST_REVIEW else one for one in found.plan.reviews)
    return await story(database.begin, found=replace(found, plan=found.plan.with_(reviews=late)))


async def test_the_supervisor_reads_what_to_do_and_sets_another_day(told: Story) -> None:
    await told.at(AFTER_ITS_DAY)
    await told.supervisor.open("case_reviews", PLAN)
    assert "Nobody is late" in shown(told.supervisor.shown)
    for ask in ("not_held_review", "hold_review"):
        await told.supervisor.open(ask, PLAN, FIRST_REVIEW)
        assert "Please agree on a new day" in shown(told.supervisor.shown)
        assert "It did not take place" not in told.supervisor.labels()
    await told.supervisor.press("Change the date")
    assert isinstance(await told.supervisor.send({"on": "2027-01-20"}), Done)
    await told.supervisor.open("case_reviews", PLAN)
    assert "Nobody is late" not in shown(told.supervisor.shown)


async def test_the_employee_reads_that_it_does_not_count_against_them_and_is_asked_nothing(told: Story) -> None:
    await told.at(AFTER_ITS_DAY)
    await told.employee.open("case_reviews", PLAN)
    assert "does not count against you" in shown(told.employee.shown)
    assert "Write my note" not in told.employee.labels()
    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    assert isinstance(await told.employee.send({"on": "2027-01-20"}), Done)
