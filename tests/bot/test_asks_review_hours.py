"""The hour of a review at the desk: the form says on whose clocks it is typed, and each reads it on their own."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plans import examples
from plans.acts import Act
from plans.ports import System
from plans.visible import review_time
from storage.database import Database
from tests.bot.running import FIRST_REVIEW, PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


def _hint(told: Story) -> str:
    return next(field.hint or "" for field in told.employee.shown.fields if field.id == "at_time")


async def test_the_form_names_the_clocks_and_what_is_stored_is_what_it_said_whoever_acts_later(
    database: Database,
) -> None:
    told = await story(database.begin)
    await told.employee.open("move_review", PLAN, FIRST_REVIEW)
    assert "As clocks show it in America/Chicago" in _hint(told)
    await told.employee.send({"on": "2027-01-06", "at_time": "14:00"})
    two_in_chicago = datetime(2027, 1, 6, 20, 0, tzinfo=UTC)
    for away in (False, True):
        if away:
            await _somebody_in_berlin_stands_in(told)
        plan = await told.plan()
        async with database.begin() as work:
            terms = await work.terms(plan)
        assert plan.supervisor_away is away
        assert review_time(plan, plan.review(FIRST_REVIEW), terms=terms) == two_in_chicago
        await told.employee.open("move_review", PLAN, FIRST_REVIEW)
        assert "As clocks show it in America/Chicago" in _hint(told)
        assert "on clocks in America/Chicago" in shown(told.employee.shown)
        assert "On your clock: Jan 6, 2027, 1:00" in shown(told.employee.shown)


async def _somebody_in_berlin_stands_in(told: Story) -> None:
    async with told.begin() as work:
        reviewer = await work.people.put(replace(examples.REVIEWER, zone="Europe/Berlin"))
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=told.hr.now)
        await work.plans.save(plan.with_(reviewer=reviewer.id, supervisor_away=True), next_at=None)
        await work.commit()
