"""A goal that is reported done from anywhere: which one is chosen in the form."""

import pytest

from plans import examples
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def test_from_a_reminder_of_something_else_the_employee_chooses_what_is_done(told: Story) -> None:
    await told.employee.open("report_done", PLAN)
    dates = next(field for field in told.employee.shown.fields if field.id == "milestone").options
    assert [option.value for option in dates] == [
        one.id for one in sorted((await told.plan()).milestones, key=lambda one: one.on)
    ]
    await told.employee.send({"milestone": examples.GUIDES_DRAFTED})
    assert (await told.plan()).milestone(examples.GUIDES_DRAFTED).reported_done_at is not None
    await told.employee.open("report_done", PLAN)
    left = next(field for field in told.employee.shown.fields if field.id == "milestone").options
    assert len(left) == len(dates) - 1
    for option in left:
        await told.employee.open("report_done", PLAN)
        await told.employee.send({"milestone": option.value})
    await told.employee.open("report_done", PLAN)
    assert told.employee.shown.submit is None
    assert "is reported as done already" in shown(told.employee.shown)


async def test_what_was_reported_is_listed_as_that_and_offers_no_second_report(told: Story) -> None:
    await told.employee.open("case_goals", PLAN)
    every = told.employee.labels().count("It is done")
    await told.employee.open("report_done", PLAN)
    await told.employee.send({"milestone": examples.GUIDES_DRAFTED})
    await told.employee.open("case_goals", PLAN)
    assert told.employee.labels().count("It is done") == every - 1
    assert "waits for the supervisor’s answer" in shown(told.employee.shown)
    await told.employee.open("read_milestone", PLAN, examples.GUIDES_DRAFTED)
    assert "waiting for the supervisor’s answer" in shown(told.employee.shown)
    assert "Still to come" not in shown(told.employee.shown)
