"""What the employee may always do, at the desk: answer any part of the record, and ask for a copy."""

from datetime import date

import pytest

from plans import examples
from plans.notices import NoticeKind
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def test_the_employee_answers_any_entry_and_the_answer_stands_with_it(told: Story) -> None:
    """P-08: a statement belongs to the part it is about; the other side reads it there and is not asked to answer."""
    await told.supervisor.open("add_note", PLAN)
    await told.supervisor.send({"goal": "plan", "text": "The first guide is late."})
    note = (await told.plan()).record.notes[0]
    await told.employee.open("read_record", PLAN)
    await told.employee.press("Add my own view")
    await told.employee.send({"text": "It was late because the desk was short."})
    assert [said.about for said in (await told.plan()).record.rebuttals] == [note.id]
    await told.supervisor.open("read_record", PLAN)
    text = shown(told.supervisor.shown)
    assert text.index("The first guide is late.") < text.index("because the desk was short")
    assert text.count("because the desk was short") == 1
    assert "Add my own view" not in told.supervisor.labels()


async def test_a_statement_on_the_whole_plan_stands_in_the_record_by_itself(told: Story) -> None:
    await told.employee.open("rebut", PLAN)
    await told.employee.send({"text": "I see it differently."})
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("read_record", PLAN)
        assert shown(player.shown).count("I see it differently.") == 1


async def test_a_copy_that_is_asked_for_reaches_hr_with_the_day_it_is_due(told: Story) -> None:
    """S3-19: the form says that HR was asked, so HR is."""
    await told.employee.open("ask_for_copy", PLAN)
    assert "within 7 working days" in shown(told.employee.shown)
    await told.employee.send()
    async with told.begin() as work:
        owed = [one.owed for one in await work.notices.waiting_for(PLAN) if one.owed.kind is NoticeKind.COPY_ASKED]
    assert {one.person for one in owed} == {examples.HR.id, examples.SECOND_HR.id}
    assert {one.nominal for one in owed} == {date(2026, 9, 10)}
