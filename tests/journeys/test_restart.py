"""The bot goes away and comes back: for an upgrade, for a lost connection, or over the very moment something is due."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest

from app.assemble import assembled
from app.pretend import inhabitants, manifest, pretend_settings
from app.running import migrate_database
from app.story import illinois
from app.story.control_stage import ZONE
from plans.dates import instant
from plans.ids import PlanId
from plans.notices import NoticeKind, NoticeState
from plans.states import MilestoneState, MissClass
from sandbox.client import Control
from sandbox.server import Sandbox
from tests.databases import address_of
from tests.journeys.lives import EMPLOYEE, SUPERVISOR, Life

OPENING = (
    illinois.open_plan,
    illinois.finish_draft,
    illinois.approve,
    illinois.deliver,
    illinois.acknowledge,
)
STEP_DUE = date(2026, 12, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A workspace that stays while the bot comes and goes."""

    sandbox: Sandbox
    control: Control
    database: str

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Life]:
        async with assembled(pretend_settings(self.sandbox, database=self.database)) as milepost:
            yield Life(sandbox=self.sandbox, milepost=milepost, control=self.control)

    async def sleeps_until(self, day: date, *, hour: int = 10) -> None:
        """Time goes by with nobody there to notice."""
        assert await self.control.followers() == 0
        await self.control.freeze(instant(day, time(hour), ZONE))


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(instant(illinois.FIRST_DAY, time(10), ZONE))
        yield Town(sandbox=sandbox, control=control, database=address_of(tmp_path / "milepost.db"))
        assert await control.violations() == []


async def opened(life: Life) -> PlanId:
    """The Illinois plan, running."""
    for chapter in OPENING:
        await chapter(life.stage)
    await life.breathe()
    return (await life.plan()).id


async def waiting(life: Life, plan: PlanId) -> list[tuple[str, str, str]]:
    """What is still to be said, to whom and when."""
    async with life.milepost.rooms.begin() as work:
        notices = await work.notices.waiting_for(plan)
    found = [one for one in notices if one.state is NoticeState.WAITING]
    return sorted((one.owed.due_at.isoformat(), one.owed.kind.value, one.owed.person) for one in found)


async def test_reminders_a_year_away_survive_a_restart_and_an_upgrade(town: Town) -> None:
    """S0-12: nothing is held in memory. After a year both sides are told of the last review, once each."""
    async with town.running() as life:
        plan = await opened(life)
        before = await waiting(life, plan)
        assert [kind for due, kind, _ in before if due.startswith("2027-08")].count(NoticeKind.FINAL_AHEAD.value) >= 1
    await migrate_database(pretend_settings(town.sandbox, database=town.database))
    async with town.running() as life:
        assert await waiting(life, plan) == before
        await life.stage.go_to(date(2027, 8, 31))
        for user in (SUPERVISOR, EMPLOYEE):
            assert await life.count(user, "A review is coming up on Wednesday, September 1, 2027") == 1
            assert await life.count(user, "Your note for the review on Wednesday, September 1, 2027") == 1


async def test_a_lost_clock_is_followed_again(town: Town) -> None:
    """The connection to the clock breaks; the bot finds its way back, and the next reminder leaves on its day."""
    async with town.running() as life:
        await opened(life)
        for follower in list(town.sandbox.followers._all):
            await follower.ws.close()
        async with asyncio.timeout(20):
            while not await town.control.followers():  # noqa: ASYNC110 - it is another program's connection
                await asyncio.sleep(0.02)
        await town.control.settle()
        await life.stage.go_to(date(2026, 10, 5))
        assert await life.count(SUPERVISOR, "It has begun.") == 1
        due = await town.control.next_due()
        assert due is not None
        assert due > await town.control.clock()


async def test_a_date_that_passed_while_the_bot_was_down_counts_against_nobody(town: Town) -> None:
    """B-08: what is said before the grace ends counts as said in time, and the page says until when."""
    async with town.running() as life:
        plan = await opened(life)
    await town.sleeps_until(date(2026, 12, 17))
    async with town.running() as life:
        life.known.append(plan)
        await life.breathe()
        (step,) = [one for one in (await life.plan()).milestones if one.on == STEP_DUE]
        assert step.state is MilestoneState.PLANNED
        assert step.grace_until is not None
        assert step.grace_until > await life.now()
        employee = life.stage.employee
        await employee.command("")
        await employee.press("Open")
        await employee.press("Goals")
        await employee.press("Report a barrier")
        await employee.fill(illinois.BARRIER)
        await employee.submit()
        await employee.close()
        await life.stage.go_to(date(2026, 12, 28))
        (step,) = [one for one in (await life.plan()).milestones if one.on == STEP_DUE]
        assert step.state is MilestoneState.MISSED
        assert step.miss is MissClass.BARRIER_BEFORE_UNANSWERED


async def test_silence_while_the_bot_was_down_is_no_silence_until_the_grace_is_over(town: Town) -> None:
    """Only when a working day to answer in has passed with the bot there is a date missed without a word."""
    async with town.running() as life:
        plan = await opened(life)
    await town.sleeps_until(date(2026, 12, 17))
    async with town.running() as life:
        life.known.append(plan)
        await life.breathe()
        assert "milestone.missed" not in await life.kinds()
        assert "milestone.given_grace" in await life.kinds()
        for user in (SUPERVISOR, EMPLOYEE):
            assert await life.count(user, "There is news about a date.") == 0
        await life.stage.go_to(date(2026, 12, 28))
        (step,) = [one for one in (await life.plan()).milestones if one.on == STEP_DUE]
        assert step.miss is MissClass.NO_COMMUNICATION


async def test_after_a_time_away_everybody_hears_once_and_finds_all_of_it_inside(town: Town) -> None:
    """P-26: four months of reminders are one line for each side, and no old one is sent as if it were of today."""
    async with town.running() as life:
        await opened(life)
        before = {user: len(await life.told(user)) for user in (SUPERVISOR, EMPLOYEE)}
    await town.sleeps_until(date(2027, 1, 11))
    async with town.running() as life:
        await life.breathe()
        for user in (SUPERVISOR, EMPLOYEE):
            new = (await life.told(user))[before[user] :]
            assert ["While Milepost was away" in one.text for one in new] == [True]
        for phone, theirs in ((life.stage.supervisor, "Write the notes"), (life.stage.employee, "Write my note")):
            await phone.press("See what it is")
            await phone.press(theirs)
            await phone.close()
        await life.stage.employee.press("Contact HR")
        await life.stage.employee.close()


async def test_an_exchange_of_notes_that_ended_while_the_bot_was_down_stays_open_for_both(town: Town) -> None:
    """Nobody was asked, so nobody has failed to answer: the exchange is given more time, and a note is not late."""
    async with town.running() as life:
        plan = await opened(life)
    await town.sleeps_until(date(2027, 1, 11))
    async with town.running() as life:
        life.known.append(plan)
        await life.breathe()
        kinds = await life.kinds()
        assert "check_in.asked" in kinds
        assert "check_in.ended" not in kinds
        employee = life.stage.employee
        await employee.press("See what it is")
        await employee.press("Write my note")
        await employee.fill({"challenges": "I write as soon as I am asked."})
        await employee.submit()
        await employee.close()
        (note,) = (await life.plan()).record.check_ins
        assert not note.late
