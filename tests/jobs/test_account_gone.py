"""HR is told of a party whose account is no longer active, soon and once: no message fails that would tell them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jobs.reconcile import reconcile
from plans.notices import NoticeKind, NoticeState
from plans.people import Person, Standing
from plans.states import PlanState
from tests.jobs.mail_room import TUESDAY, MailRoom
from tests.plans import owing as the

PLAN = the.plan(milestones=(the.milestone(date(2026, 9, 2)),))


async def told(room: MailRoom) -> list[str]:
    """Who has been told by the end of the next day, once for each word: one works in Kolkata, one in New York."""
    tomorrow = room.now + timedelta(days=1)
    for hour in (5, 15):
        room.now = tomorrow.replace(hour=hour)
        for _ in range(3):
            await room.deliver()
            room.wait(seconds=2)
    return sorted(str(message.person) for message in room.said if message.kind is NoticeKind.UNDELIVERED)


async def gone(room: MailRoom, person: Person, *, state: PlanState = PlanState.ACTIVE) -> None:
    await room.keep(PLAN.with_(state=state))
    await room.meet(replace(person, standing=Standing.DEACTIVATED))
    await reconcile(room.database.begin, now=TUESDAY)


@pytest.mark.parametrize("person", [the.EMPLOYEE, the.SUPERVISOR], ids=["employee", "supervisor"])
async def test_each_hr_member_is_owed_one_word_and_nobody_else_any(room: MailRoom, person: Person) -> None:
    await gone(room, person)
    assert await told(room) == sorted([str(the.LEAD.id), str(the.SECOND_HR.id)])
    waiting = {row.owed.person for row in await room.rows() if row.state is NoticeState.WAITING}
    assert person.id not in waiting


async def test_every_night_finds_them_gone_and_tells_it_once(room: MailRoom) -> None:
    await gone(room, the.EMPLOYEE)
    before = await told(room)
    for day in range(1, 5):
        await reconcile(room.database.begin, now=TUESDAY + timedelta(days=day))
    assert await told(room) == before
    room.now = TUESDAY + timedelta(days=35)
    await reconcile(room.database.begin, now=room.now)
    assert len(await told(room)) == 2 * len(before)


async def test_before_delivery_too_and_never_about_a_plan_that_is_over(room: MailRoom) -> None:
    await gone(room, the.EMPLOYEE, state=PlanState.CLOSED)
    assert await told(room) == []
    await room.keep(PLAN.with_(state=PlanState.APPROVED), reminders=False)
    await reconcile(room.database.begin, now=TUESDAY)
    assert len(await told(room)) == 2


async def test_while_everybody_is_there_nobody_is_told(room: MailRoom) -> None:
    await room.keep(PLAN)
    await reconcile(room.database.begin, now=TUESDAY)
    assert await told(room) == []
