"""Putting reminders in step: what changed outside a plan mends itself, once a night."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jobs.reconcile import Reconciled, reconcile, reconcile_nightly
from plans.ids import PersonId, PlanId
from plans.ports import Work
from plans.states import PlanState
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import TUESDAY, MailRoom
from tests.plans import owing as the

PLAN = the.plan(milestones=(the.milestone(date(2026, 9, 2)),))
# Two ahead and one on the day for the employee, one for the supervisor.
REMINDERS = 4


async def test_a_plan_whose_reminders_are_missing_gets_them_and_a_second_time_nothing(room: MailRoom) -> None:
    await room.keep(PLAN, reminders=False)
    assert await reconcile(room.database.begin, now=TUESDAY) == Reconciled(plans=1, added=REMINDERS)
    assert await reconcile(room.database.begin, now=TUESDAY) == Reconciled(plans=1)


async def test_a_person_who_moved_is_reminded_in_their_new_zone(room: MailRoom) -> None:
    await room.keep(PLAN)
    await room.meet(replace(the.EMPLOYEE, zone="Asia/Tokyo"))
    done = await reconcile(room.database.begin, now=TUESDAY)
    assert (done.added, done.withdrawn) == (0, 0)
    assert done.moved == REMINDERS
    zones = {row.owed.zone for row in await room.rows() if row.owed.person == the.EMPLOYEE.id}
    assert zones == {"Asia/Tokyo"}


async def test_what_a_plan_no_longer_calls_for_is_withdrawn(room: MailRoom) -> None:
    plan = await room.keep(PLAN)
    await room.keep(plan.with_(state=PlanState.PAUSED), reminders=False)
    assert await reconcile(room.database.begin, now=TUESDAY) == Reconciled(plans=1, withdrawn=REMINDERS)


async def test_a_plan_paused_and_taken_up_again_gets_its_reminders_back(room: MailRoom) -> None:
    plan = await room.keep(PLAN)
    paused = await room.keep(plan.with_(state=PlanState.PAUSED))
    await room.keep(paused.with_(state=PlanState.ACTIVE))
    room.now = datetime(2026, 9, 2, 16, 0, tzinfo=UTC)
    for _ in range(3):
        await room.deliver()
        room.wait(seconds=2)
    assert {message.person for message in room.said} == {the.EMPLOYEE.id, the.SUPERVISOR.id}


async def test_closed_plans_are_left_alone(room: MailRoom) -> None:
    await room.keep(PLAN.with_(state=PlanState.CLOSED), reminders=False)
    assert await reconcile(room.database.begin, now=TUESDAY) == Reconciled()


async def test_a_plan_that_cannot_be_read_does_not_stop_the_others(room: MailRoom, memory: FakeDatabase) -> None:
    # A milestone of nobody we know: deriving its reminders fails.
    await room.keep(PLAN.with_(id=PlanId("broken"), employee=PersonId("nobody")), reminders=False)
    await room.keep(PLAN, reminders=False)
    assert await reconcile(memory.begin, now=TUESDAY) == Reconciled(plans=2, added=REMINDERS, failed=1)


async def test_it_runs_once_a_day_however_often_it_is_asked(room: MailRoom) -> None:
    await room.keep(PLAN, reminders=False)
    assert await reconcile_nightly(room.database.begin, now=TUESDAY) is not None
    assert await reconcile_nightly(room.database.begin, now=TUESDAY + timedelta(hours=2)) is None
    assert await reconcile_nightly(room.database.begin, now=TUESDAY + timedelta(days=1)) == Reconciled(plans=1)


class _DiedError(Exception):
    """The process is gone."""


async def test_a_night_that_was_cut_short_is_done_by_the_next_call(memory: FakeDatabase) -> None:
    """The day is marked only when the work is done, so a process that dies in the middle leaves it open."""
    calls = 0

    @asynccontextmanager
    async def dying() -> AsyncIterator[Work]:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise _DiedError
        async with memory.begin() as work:
            yield work

    with pytest.raises(_DiedError):
        await reconcile_nightly(dying, now=TUESDAY)

    assert await reconcile_nightly(memory.begin, now=TUESDAY) is not None
    assert await reconcile_nightly(memory.begin, now=TUESDAY) is None
