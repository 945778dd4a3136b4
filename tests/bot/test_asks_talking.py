"""The supervisor opens an outline of the talk; the employee and HR cannot, and a topic that is off is kept nowhere."""

import pytest

from bot.replies import Denied
from plans import examples
from plans.states import OPEN_STATES, PlanState
from storage.database import Database
from tests.bot.playing import Player
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


def ticked(player: Player) -> tuple[str, ...]:
    default = next(field for field in player.shown.fields if field.id == "topics").default
    assert isinstance(default, tuple)
    return default


async def test_the_command_opens_the_outline_of_the_one_plan(database: Database) -> None:
    told = await story(database.begin, PlanState.APPROVED)
    await told.supervisor.command("talking-points")
    text = shown(told.supervisor.shown)
    plan = await told.plan()
    assert plan.strengths is not None
    assert text.index(plan.strengths.reveal()) < text.index(plan.goals[0].text.reveal())
    assert "it may have to be shown to the employee" in text


async def test_a_topic_is_switched_off_and_on_and_the_plan_never_changes(database: Database) -> None:
    told = await story(database.begin, PlanState.APPROVED)
    before = await told.plan()
    await told.supervisor.open("talking_points", PLAN)
    text = shown(told.supervisor.shown)
    assert "The scanner guide says nothing of file names" in text
    assert "too much on their desk" not in text
    topics = tuple(topic for topic in ticked(told.supervisor) if topic != "examples")
    await told.supervisor.send({"topics": (*topics, "workload")})
    text = shown(told.supervisor.shown)
    assert "The scanner guide says nothing of file names" not in text
    assert "too much on their desk" in text
    assert set(ticked(told.supervisor)) == {*topics, "workload"}
    await told.supervisor.send({"topics": ()})
    assert ticked(told.supervisor) == ()
    assert await told.plan() == before


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
async def test_neither_the_employee_nor_hr_opens_it_in_any_state(database: Database, state: PlanState) -> None:
    told = await story(database.begin, state)
    for player in (told.employee, told.hr):
        assert isinstance(await player.open("talking_points", PLAN), Denied)


async def test_whoever_supervises_nobody_reads_that_there_is_nothing(database: Database) -> None:
    told = await story(database.begin)
    for player in (told.employee, told.table.seat(examples.OUTSIDER)):
        await player.command("talking-points")
        assert "You supervise no plan" in shown(player.shown)
        assert "M-" not in shown(player.shown)


async def test_whoever_supervises_several_says_which(told_twice: Story) -> None:
    supervisor = told_twice.supervisor
    await supervisor.command("talking-points")
    assert len(supervisor.labels()) == 2
    await supervisor.press(supervisor.labels()[0])
    assert "What goes well" in shown(supervisor.shown)


@pytest.fixture
async def told_twice(database: Database) -> Story:
    await story(database.begin, found=examples.case(PlanState.ACTIVE, name=examples.GENERIC))
    return await story(database.begin)


async def test_the_outline_is_a_button_on_the_plans_page_and_on_the_check_screen(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    for ask in ("open_case", "plan_check"):
        await told.supervisor.open(ask, PLAN)
        assert "Talking points" in told.supervisor.labels()
    await told.hr.open("open_case", PLAN)
    assert "Talking points" not in told.hr.labels()
