"""The weekly line on a phone: asked by a message, answered in a line, stopped, and asked again."""

from datetime import timedelta

import pytest

from bot.gallery import form_lines
from plans import examples
from plans.ids import PlanId
from plans.notices import NoticeKind
from plans.plan import Plan
from plans.record import WeeklyWord
from plans.reminders import reminders_for
from plans.states import PlanState
from storage.database import Database
from tests.bot.drafting import stored
from tests.bot.playing import Player, Table, table

WEEK = "2026-09-09"


@pytest.fixture
def address(chosen_address: str) -> str:
    return chosen_address


@pytest.fixture
async def desk(database: Database) -> Table:
    """A coaching plan that runs."""
    found = examples.case(PlanState.ACTIVE, name=examples.COACHING)
    async with database.begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.packs.keep(found.terms.pack)
        await work.plans.add(found.plan, next_at=None)
        await work.commit()
    return table(database.begin)


@pytest.fixture
def employee(desk: Table) -> Player:
    return desk.seat(examples.EMPLOYEE, now=examples.NOW + timedelta(days=9))


async def plan(database: Database) -> Plan:
    return await stored(database, PlanId(examples.COACHING_PLAN))


def reads(player: Player) -> str:
    return "\n".join(form_lines(player.shown))


async def test_a_line_is_answered_and_stands_on_record_for_both(
    desk: Table, employee: Player, database: Database
) -> None:
    await employee.open("answer_prompt", examples.COACHING_PLAN, WEEK)
    await employee.send({"said": "progress", "text": "The first report went out on Friday."}, again=True)
    (note,) = (await plan(database)).record.notes
    assert note.weekly is WeeklyWord.PROGRESS
    supervisor = desk.seat(examples.SUPERVISOR, now=employee.now)
    await supervisor.open("read_record", examples.COACHING_PLAN)
    assert "Weekly line: Something moved" in reads(supervisor)
    assert "The first report went out on Friday." in reads(supervisor)


async def test_who_is_blocked_is_shown_the_way_to_report_a_barrier(employee: Player) -> None:
    await employee.open("answer_prompt", examples.COACHING_PLAN, WEEK)
    await employee.send({"said": "blocked"})
    await employee.press("Report a barrier")
    assert employee.shown.stands.ask == "raise_barrier"


async def test_a_week_is_answered_once(employee: Player) -> None:
    await employee.open("answer_prompt", examples.COACHING_PLAN, WEEK)
    await employee.send({"said": "nothing_new"})
    await employee.open("answer_prompt", examples.COACHING_PLAN, WEEK)
    assert employee.shown.submit is None
    assert "You answered this one" in reads(employee)


async def test_it_is_stopped_and_comes_again_from_the_plans_own_page(employee: Player, database: Database) -> None:
    await employee.open("open_case", examples.COACHING_PLAN)
    await employee.press("Stop the weekly line")
    await employee.send({}, again=True)
    assert (await plan(database)).prompt_muted_at == employee.now
    await employee.open("open_case", examples.COACHING_PLAN)
    await employee.press("Ask me weekly again")
    await employee.send({})
    kept = await plan(database)
    assert kept.prompt_muted_at is None
    on = examples.terms(examples.COACHING)
    assert sum(owed.kind is NoticeKind.WEEKLY_PROMPT for owed in reminders_for(kept, on)) == 12


async def test_neither_supervisor_nor_hr_has_the_button(desk: Table, employee: Player) -> None:
    for person in (examples.SUPERVISOR, examples.HR):
        player = desk.seat(person, now=employee.now)
        await player.open("open_case", examples.COACHING_PLAN)
        assert not {"Stop the weekly line", "Ask me weekly again"} & set(player.labels())
