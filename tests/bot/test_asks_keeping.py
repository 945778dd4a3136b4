"""HR at the desk: how long a plan is kept, keeping it longer, letting it go, erasing it, and what is left then."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.replies import Denied
from plans import examples
from plans.acts import Act
from plans.events import EventKind
from plans.people import Person
from plans.ports import System
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story

CASE = "M-7K3QXZ"
CHARGE = "A charge was filed with the agency."
SETTLED = "The agency has closed its file."
ARCHIVED = datetime(2027, 10, 10, 15, 0, tzinfo=UTC)
AFTER_ITS_TIME = datetime(2029, 9, 10, 15, 0, tzinfo=UTC)


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def over(database: Database) -> Story:
    return await story(database.begin, PlanState.CLOSED)


async def kept_longer(told: Story) -> None:
    await told.hr.open("hold_plan", PLAN)
    await told.hr.send({"reason": CHARGE})


async def test_hr_reads_how_long_a_plan_is_kept_and_by_which_rule(over: Story) -> None:
    await over.hr.open("open_case", PLAN)
    await over.hr.press("How long it is kept")
    text = shown(over.hr.shown)
    assert "24 months after the end (schools, universities" in text
    assert "Will be put away on" in text
    assert "Monday, October 4, 2027" in text
    assert "Kept until at least" in text
    assert "Monday, September 3, 2029" in text
    assert "Tuesday, September 4, 2029" in text


async def test_before_the_end_hr_reads_that_no_time_runs_yet(database: Database) -> None:
    told = await story(database.begin)
    await told.hr.open("read_keeping", PLAN)
    assert "The time begins when the plan ends." in shown(told.hr.shown)
    assert "Will be erased on" not in shown(told.hr.shown)


async def test_the_employee_reads_until_when_it_is_kept_beside_the_outcome(over: Story) -> None:
    """Requirements §4.2: what stays on file, and until when."""
    await over.employee.open("read_outcome", PLAN)
    assert "kept until at least" in shown(over.employee.shown)
    assert "September 3, 2029" in shown(over.employee.shown)


async def test_while_hr_keeps_it_the_clock_does_not_erase_it(over: Story) -> None:
    await kept_longer(over)
    await over.hr.press("See how long it is kept")
    text = shown(over.hr.shown)
    assert CHARGE in text
    assert "Not while HR keeps it" in text
    await over.at(AFTER_ITS_TIME + timedelta(days=1000))
    assert (await over.plan()).state is PlanState.ARCHIVED
    await over.hr.open("erase_plan", PLAN)
    await over.hr.send()
    assert "HR has to keep this plan for now" in str(over.hr.last)


async def test_once_it_is_let_go_it_is_erased_after_the_warning_and_not_before(over: Story) -> None:
    await kept_longer(over)
    await over.at(AFTER_ITS_TIME)
    await over.hr.open("read_keeping", PLAN)
    await over.hr.press("Let it go again")
    assert CHARGE in shown(over.hr.shown)
    await over.hr.send({"reason": SETTLED})
    await over.at(AFTER_ITS_TIME + timedelta(days=29))
    plan = await over.plan()
    assert plan.state is PlanState.ARCHIVED
    assert [hold.lifted_reason for hold in plan.holds] == [Words(SETTLED)]
    await over.at(AFTER_ITS_TIME + timedelta(days=31))
    assert (await over.plan()).state is PlanState.ERASED


async def test_hr_may_erase_it_by_hand_once_its_time_is_over(over: Story) -> None:
    """A hold that was lifted late leaves time for it; the clock would wait thirty days."""
    await kept_longer(over)
    await over.at(AFTER_ITS_TIME)
    await over.hr.open("release_plan", PLAN)
    await over.hr.send({"reason": SETTLED})
    await over.hr.press("See how long it is kept")
    await over.hr.press("Erase it now")
    await over.hr.send()
    assert f"The content of {CASE} is gone." in shown(over.hr.shown)
    assert (await over.plan()).state is PlanState.ERASED


async def test_before_its_time_is_over_there_is_no_button_for_it_and_the_form_refuses(over: Story) -> None:
    await over.at(AFTER_ITS_TIME - timedelta(days=30))
    await over.hr.open("read_keeping", PLAN)
    assert "Erase it now" not in over.hr.labels()
    await over.hr.open("erase_plan", PLAN)
    await over.hr.send()
    assert "has to be kept until" in str(over.hr.last)
    assert (await over.plan()).state is PlanState.ARCHIVED


async def test_of_an_erased_plan_hr_sees_the_tombstone_and_the_others_see_nothing(over: Story) -> None:
    await over.at(ARCHIVED)
    await over.at(AFTER_ITS_TIME)
    assert (await over.plan()).state is PlanState.ERASED
    await over.hr.open("open_case", PLAN)
    text = shown(over.hr.shown)
    assert CASE in text
    assert "Its time was over." in text
    for person in (examples.EMPLOYEE, examples.SUPERVISOR):
        assert person.name.reveal() not in text
    await over.hr.command()
    assert CASE in shown(over.hr.shown)
    assert examples.EMPLOYEE.name.reveal() not in shown(over.hr.shown)
    for player in (over.employee, over.supervisor):
        assert isinstance(await player.open("open_case", PLAN), Denied)
        await player.command()
        assert CASE not in shown(player.shown)


@pytest.mark.parametrize("ask", ["review_plan", "read_plan", "read_outcome", "plan_check"])
async def test_an_old_button_shows_hr_what_is_left_and_nothing_else(over: Story, ask: str) -> None:
    await over.at(ARCHIVED)
    await over.at(AFTER_ITS_TIME)
    await over.hr.open(ask, PLAN)
    if over.hr.form is not None:
        assert "nothing anybody wrote" in shown(over.hr.shown).lower()


@pytest.mark.parametrize("person", [examples.EMPLOYEE, examples.SUPERVISOR])
@pytest.mark.parametrize("ask", ["read_keeping", "hold_plan", "release_plan", "record_leaving", "erase_plan"])
async def test_only_hr_comes_near_it(over: Story, person: Person, ask: str) -> None:
    player = over.employee if person == examples.EMPLOYEE else over.supervisor
    assert isinstance(await player.open(ask, PLAN), Denied)


async def test_neither_party_learns_that_hr_keeps_it(over: Story) -> None:
    await kept_longer(over)
    for player in (over.employee, over.supervisor):
        for ask in ("open_case", "read_record", "read_outcome", "read_plan"):
            await player.open(ask, PLAN)
            assert CHARGE not in shown(player.shown)
    async with over.begin() as work:
        trail = await work.audit.trail(PLAN, reader=System.OPERATOR, now=over.hr.now)
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=over.hr.now)
    assert EventKind.LEGAL_HOLD_SET in {event.kind for event in events}
    assert not any(EventKind.LEGAL_HOLD_SET.value in (line.content or "") for line in trail.lines)


async def test_a_draft_that_hr_keeps_is_not_thrown_away_and_the_supervisor_is_told_whom_to_ask(
    database: Database,
) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await kept_longer(told)
    await told.supervisor.open("discard_plan", PLAN)
    await told.supervisor.send()
    assert "HR can tell you more" in str(told.supervisor.last)
    assert CHARGE not in str(told.supervisor.last)
    assert (await told.plan()).state is PlanState.DRAFT


async def test_its_time_counts_from_the_last_day_of_employment(over: Story) -> None:
    await over.at(datetime(2028, 2, 1, 15, 0, tzinfo=UTC))
    await over.hr.open("record_leaving", PLAN)
    await over.hr.send({"left_on": "2028-01-31"})
    await over.hr.press("See how long it is kept")
    assert "January 31, 2030" in shown(over.hr.shown)
    await over.hr.open("record_leaving", PLAN)
    await over.hr.send({"left_on": "2031-01-31"})
    assert set(over.hr.errors) == {"left_on"}


async def test_a_reason_is_asked_for_at_its_field(over: Story) -> None:
    await over.hr.open("hold_plan", PLAN)
    await over.hr.send({"reason": "  "})
    assert set(over.hr.errors) == {"reason"}
    assert (await over.plan()).holds == ()


async def test_the_order_of_its_case_file_goes_with_it(over: Story) -> None:
    await over.hr.open("order_case_file", PLAN)
    await over.hr.send({"purpose": "For the appeal.", "recipient": "The panel"})
    await over.at(ARCHIVED)
    await over.at(AFTER_ITS_TIME)
    async with over.begin() as work:
        assert await work.orders.open_for(PLAN, by=System.OPERATOR) is None
        assert await work.notices.waiting_for(PLAN) == ()
        left = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.LEARN, now=over.hr.now)
    assert left.state is PlanState.ERASED
