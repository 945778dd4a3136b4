"""While nobody in HR may act on a plan, whoever turns to HR alone is told so, before and after it is sent (F-05)."""

from dataclasses import replace

import pytest

from bot.replies import Done
from plans import examples
from plans.people import Standing
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story

NOBODY = "Nobody in HR can act on this plan at the moment."
# Each form with which the employee turns to HR alone, and what they would send.
TO_HR = {
    "ask_for_pause": {"first": "2026-12-01", "last": "2026-12-08"},
    "ask_for_change": {"kind": "protected", "text": "It is about my health."},
    "raise_barrier": {"kind": "protected", "text": "It is about my health.", "would_help": "A quieter room."},
    "contact_hr": {"text": "May I talk to you?"},
    "ask_for_copy": {},
}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def _leaves_hr(database: Database) -> None:
    async with database.begin() as work:
        for person in (examples.HR, examples.SECOND_HR):
            await work.people.put(replace(person, standing=Standing.DEACTIVATED))
        await work.commit()


async def test_whoever_turns_to_hr_alone_reads_that_nobody_is_there_and_what_they_can_do(
    told: Story, database: Database
) -> None:
    await _leaves_hr(database)
    for ask, typed in TO_HR.items():
        await told.employee.open(ask, PLAN)
        assert NOBODY in shown(told.employee.shown), ask
        assert examples.pack(examples.ILLINOIS).hr_contact in shown(told.employee.shown)
        assert isinstance(await told.employee.send(typed), Done)
        assert NOBODY in shown(told.employee.shown), ask
        assert "HR owes you" not in shown(told.employee.shown)


async def test_it_is_said_too_where_the_only_one_left_stands_apart_though_no_party_is_shown_who_does(
    told: Story, database: Database
) -> None:
    await told.hr.open("set_conflict", PLAN)
    await told.hr.send({"person": examples.SECOND_HR.id, "standing": "apart"})
    async with database.begin() as work:
        await work.people.put(replace(examples.HR, standing=Standing.DEACTIVATED))
        await work.commit()
    for player, ask in ((told.employee, "ask_for_pause"), (told.supervisor, "ask_for_pause")):
        await player.open(ask, PLAN)
        assert NOBODY in shown(player.shown)
        assert isinstance(await player.send(TO_HR[ask]), Done)
        assert NOBODY in shown(player.shown)
        assert examples.SECOND_HR.name.reveal() not in shown(player.shown)


async def test_while_somebody_is_there_none_of_it_is_said(told: Story) -> None:
    for ask, typed in TO_HR.items():
        await told.employee.open(ask, PLAN)
        assert NOBODY not in shown(told.employee.shown), ask
        assert isinstance(await told.employee.send(typed), Done)
        assert NOBODY not in shown(told.employee.shown), ask


async def test_what_goes_to_the_supervisor_is_said_to_reach_them_all_the_same(told: Story, database: Database) -> None:
    await _leaves_hr(database)
    await told.employee.open("raise_barrier", PLAN)
    await told.employee.send({"kind": "workload", "text": "Too much at once.", "would_help": "Fewer shifts."})
    assert NOBODY not in shown(told.employee.shown)
    assert "Your supervisor" in shown(told.employee.shown)


async def test_what_was_asked_meanwhile_waits_for_whoever_is_named_next(told: Story, database: Database) -> None:
    await _leaves_hr(database)
    await told.employee.open("ask_for_pause", PLAN)
    await told.employee.send(TO_HR["ask_for_pause"])
    async with database.begin() as work:
        await work.people.put(examples.HR)
        await work.commit()
    await told.hr.open("open_case", PLAN)
    assert "Answer a request for a change" in told.hr.labels()
