"""HR tries again what could not be delivered, and only what stands in their own overview."""

import pytest

from bot.replies import Denied
from plans import examples
from plans.acts import Act
from plans.events import EventKind
from plans.ids import NoticeId, fresh
from plans.notice_ports import Settled
from plans.notices import NoticeKind, NoticeState, Owed
from plans.ports import System
from storage.database import Database
from tests.bot.drafting import words_of
from tests.bot.running import PLAN, Story, assert_fits, story

BUTTON = "Try these messages again"


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def fail_one(told: Story) -> NoticeId:
    """A message to the employee about the plan was given up."""
    now = told.hr.now
    owed = Owed(
        key=fresh(),
        workspace=examples.WORKSPACE,
        plan=PLAN,
        person=examples.EMPLOYEE.id,
        kind=NoticeKind.NOTE_ADDED,
        subject=None,
        # Long ago, so that it is the employee's first.
        due_at=examples.NOW.replace(year=2020),
        zone="UTC",
    )
    async with told.begin() as work:
        await work.notices.put([owed])
        claimed = await work.notices.claim(now=now, real_now=now, lease=now - now.replace(year=2020), limit=50)
        mine = next(one for one in claimed if one.owed.key == owed.key)
        for one in claimed:
            state = NoticeState.UNDELIVERABLE if one.id == mine.id else NoticeState.WAITING
            await work.notices.settle(
                Settled(
                    notice=one.id,
                    lease_token=one.lease_token or "",
                    state=state,
                    outcome="refused:channel_not_found",
                    at=now,
                    run_at=None if one.id == mine.id else one.run_at,
                )
            )
        await work.commit()
    return mine.id


async def state_of(told: Story, notice: NoticeId) -> NoticeState:
    async with told.begin() as work:
        row = await work.notices.get(notice)
    assert row is not None
    return row.state


async def test_from_the_overview_it_waits_again_and_the_trail_says_who_did_it(told: Story) -> None:
    failed = await fail_one(told)
    await told.hr.open("read_digest")
    await told.hr.press(BUTTON)
    assert "One message in your overview" in words_of(told.hr)
    assert_fits(told.hr.shown, examples.HR)
    await told.hr.send({})
    assert "on its way again" in words_of(told.hr)
    assert await state_of(told, failed) is NoticeState.WAITING
    async with told.begin() as work:
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    (line,) = [event for event in events if event.kind is EventKind.NOTICE_TRIED_AGAIN]
    assert (line.by, line.subject) == (examples.HR.id, failed)
    await told.hr.open("read_digest")
    assert BUTTON not in told.hr.labels()
    await told.hr.open("try_again")
    assert told.hr.shown.submit is None


async def test_an_overview_without_failures_has_no_such_button(told: Story) -> None:
    await told.hr.open("read_digest")
    assert BUTTON not in told.hr.labels()


async def test_nobody_but_hr_tries_again(told: Story) -> None:
    failed = await fail_one(told)
    for player in (told.employee, told.supervisor):
        assert isinstance(await player.open("try_again"), Denied)
    assert await state_of(told, failed) is NoticeState.UNDELIVERABLE


async def test_a_party_from_hr_does_not_touch_messages_about_their_own_plan(told: Story) -> None:
    failed = await fail_one(told)
    async with told.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.LEARN, now=told.hr.now)
        await work.plans.save(plan.with_(reviewer=examples.HR.id), next_at=None)
        await work.commit()
    await told.hr.open("try_again")
    assert told.hr.shown.submit is None
    assert await state_of(told, failed) is NoticeState.UNDELIVERABLE
