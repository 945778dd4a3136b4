"""What opens after a time away: all that is still so, with its own buttons, for whom it was gathered alone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.replies import Denied
from jobs.catching_up import catch_up
from jobs.digest_times import WORKING_WEEK
from jobs.presence import Presence
from plans import examples
from plans.acts import Act
from plans.change import Change
from plans.ids import NoticeId, PersonId
from plans.keeping import keep
from plans.ports import System
from plans.states import PlanState
from storage.database import Database
from tests.bot.drafting import words_of
from tests.bot.playing import Player
from tests.bot.running import PLAN, Careful, Story, story

# The Wednesday of the exchange of notes on the first review.
BACK = datetime(2027, 1, 6, 18, 0, tzinfo=UTC)
TITLE = "While we were away"


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    """Nobody was here from the day the plan began until the exchange of notes."""
    found = await story(database.begin)
    async with database.begin() as work:
        await work.gathering.beat(found.employee.now)
        await work.commit()
    done = await catch_up(
        database.begin,
        Presence(),
        clock=lambda: BACK,
        real_clock=lambda: BACK,
        calendar=WORKING_WEEK,
    )
    assert done.gathered
    for player in (found.employee, found.supervisor, found.hr):
        player.now = BACK
    return found


async def message_to(told: Story, person: PersonId) -> NoticeId:
    async with told.begin() as work:
        rows = await work.notices.waiting_for(PLAN)
    return next(row.gathered_into for row in rows if row.gathered_into is not None and row.owed.person == person)


async def opens(told: Story, player: Player) -> None:
    await player.open("catch_up", subject=await message_to(told, player.person.id))


async def test_each_thing_stands_with_its_plan_and_its_own_buttons(told: Story) -> None:
    await opens(told, told.employee)
    assert told.employee.shown.title == TITLE
    assert "M-7K3QXZ with Marta Lindqvist" in words_of(told.employee)
    assert {"Write my note", "Contact HR", "My plans"} <= set(told.employee.labels())
    await opens(told, told.supervisor)
    assert {"Write the notes", "It did not take place"} <= set(told.supervisor.labels())


async def test_from_it_the_thing_can_be_done_and_is_then_gone_from_it(told: Story) -> None:
    await opens(told, told.employee)
    await told.employee.press("Write my note")
    await told.employee.send({"challenges": "Quiet hours are rare."})
    await opens(told, told.employee)
    assert "Write my note" not in told.employee.labels()


async def test_nobody_opens_what_was_gathered_for_somebody_else(told: Story) -> None:
    for player, owner in ((told.supervisor, examples.EMPLOYEE), (told.hr, examples.EMPLOYEE)):
        reply = await player.open("catch_up", subject=await message_to(told, owner.id))
        assert isinstance(reply, Denied)


@pytest.mark.parametrize("subject", [None, "", "nothing-like-it"])
async def test_what_is_no_message_after_a_time_away_opens_nothing(told: Story, subject: str | None) -> None:
    assert isinstance(await told.employee.open("catch_up", subject=subject), Denied)


async def test_another_message_of_ones_own_is_no_message_after_a_time_away(told: Story) -> None:
    async with told.begin() as work:
        rows = await work.notices.waiting_for(PLAN)
    own = next(row for row in rows if row.owed.person == examples.EMPLOYEE.id)
    assert isinstance(await told.employee.open("catch_up", subject=own.id), Denied)


async def test_a_plan_that_is_no_longer_theirs_is_left_out(told: Story) -> None:
    """Permission is asked anew for each plan, at the moment of opening."""
    async with told.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.LEARN, now=BACK)
        await work.plans.save(plan.with_(supervisor=examples.REVIEWER.id), next_at=None)
        await work.commit()
    await opens(told, told.supervisor)
    assert "Nothing of what came due" in words_of(told.supervisor)
    assert "M-7K3QXZ" not in words_of(told.supervisor)


async def test_what_is_past_its_use_when_it_is_opened_is_left_out(told: Story) -> None:
    told.employee.now = BACK + timedelta(days=90)
    await opens(told, told.employee)
    assert "Write my note" not in told.employee.labels()


async def test_hr_is_reached_from_the_message_itself(told: Story) -> None:
    """S0-21: a message that is about no one plan leads to the only plan there is."""
    await told.employee.open("contact_hr")
    assert told.employee.shown.submit is not None
    await told.employee.send({"text": "I would like to talk about last month."})
    assert (await told.plan()).record.hr_requests


async def test_whoever_has_several_plans_says_which_one_it_is_about(told: Story) -> None:
    other = examples.case(PlanState.ACTIVE, name=examples.GENERIC)
    async with told.begin() as work:
        await work.packs.keep(other.terms.pack)
        await keep(work, Change(plan=other.plan, events=other.events))
        await work.commit()
    await told.supervisor.open("contact_hr")
    assert set(told.supervisor.labels()) == {"M-7K3QXZ", other.plan.case_number}
    await told.supervisor.press(other.plan.case_number)
    assert told.supervisor.plan == other.plan.id
    assert told.supervisor.shown.submit is not None


async def test_whoever_has_no_plan_is_told_nothing_by_the_way_to_hr(told: Story) -> None:
    outsider = Careful(desk=told.table.desk, person=examples.OUTSIDER, now=BACK)
    assert isinstance(await outsider.open("contact_hr"), Denied)
