"""HR's digest: weekly when there is a plan to read, daily only when something is due, and never twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.digest_times import USUAL_TIMES, DigestTimes
from jobs.digests import owe_digests
from jobs.outcomes import Refused
from plans.dates import Calendar
from plans.duties import DutyKind, duties
from plans.notices import NoticeKind
from plans.people import Standing
from plans.plan import Plan
from plans.record import Record
from plans.states import PlanState
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom, note_to
from tests.plans import owing as the

# Nine o'clock in New York, where the lead is; in India it has been nine for hours.
MONDAY = datetime(2026, 8, 10, 13, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
ALONE = {the.SECOND_HR.id: replace(the.SECOND_HR, standing=Standing.DEACTIVATED)}


@pytest.fixture
async def lead_alone(room: MailRoom) -> MailRoom:
    """Only the lead is left in HR."""
    await room.meet(*ALONE.values())
    return room


async def _owed(room: MailRoom, now: datetime) -> int:
    return await owe_digests(room.database.begin, now=now, times=USUAL_TIMES)


def _late_barrier() -> Plan:
    return the.plan(record=Record(barriers=(the.barrier(MONDAY - timedelta(days=20)),)))


async def test_on_monday_every_hr_member_with_a_plan_to_read_is_owed_one(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    assert await _owed(room, MONDAY) == 2
    assert await _owed(room, MONDAY + timedelta(hours=1)) == 0


async def test_nobody_is_owed_one_before_nine_in_their_own_zone(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    # The Friday before is looked at and has nothing; then it is Monday in India.
    await _owed(room, MONDAY - timedelta(days=3))
    assert await _owed(room, MONDAY - timedelta(seconds=1)) == 1
    assert await _owed(room, MONDAY) == 1


async def test_without_a_plan_to_read_there_is_no_digest(lead_alone: MailRoom) -> None:
    assert await _owed(lead_alone, MONDAY) == 0
    await lead_alone.keep(the.plan(supervisor=the.LEAD.id), reminders=False)
    assert await _owed(lead_alone, MONDAY + timedelta(days=7)) == 0


@pytest.mark.parametrize("state", [PlanState.CLOSED, PlanState.DISCARDED])
async def test_a_plan_that_is_over_calls_for_no_digest(lead_alone: MailRoom, state: PlanState) -> None:
    await lead_alone.keep(the.plan(state=state), reminders=False)
    assert await _owed(lead_alone, MONDAY) == 0


def _answer_due(plan: Plan, now: datetime) -> date:
    due = next(duty.due for duty in duties(plan, the.terms(), now) if duty.kind is DutyKind.ANSWER_BARRIER)
    assert due is not None
    return due.astimezone(ZoneInfo(the.LEAD.zone)).date()


async def test_what_nobody_does_calls_for_a_digest_when_it_is_due_and_when_it_is_late_and_then_weekly(
    lead_alone: MailRoom,
) -> None:
    barrier = the.barrier(datetime(2026, 8, 7, 15, 0, tzinfo=UTC))
    plan = await lead_alone.keep(the.plan(record=Record(barriers=(barrier,))), reminders=False)
    days = [MONDAY + timedelta(days=n) for n in range(26)]
    owed = [day.date() for day in days if await _owed(lead_alone, day)]
    due = _answer_due(plan, MONDAY)
    assert due.weekday() in {1, 2, 3}, "the example must fall between two weekly digests"
    assert owed == sorted({*(day.date() for day in days[::7]), due, due + timedelta(days=1)})


async def test_what_was_overdue_before_waits_for_monday(lead_alone: MailRoom) -> None:
    plan = await lead_alone.keep(the.plan(), reminders=False)
    await _owed(lead_alone, MONDAY)
    await lead_alone.keep(plan.with_(record=_late_barrier().record), reminders=False)
    assert [await _owed(lead_alone, MONDAY + timedelta(days=n)) for n in range(1, 8)] == [0, 0, 0, 0, 0, 0, 1]


async def test_a_decision_that_came_to_be_waited_for_calls_for_one_digest(lead_alone: MailRoom) -> None:
    asked = MONDAY + timedelta(hours=2)
    await _owed(lead_alone, MONDAY)
    await lead_alone.keep(the.plan(state=PlanState.HR_REVIEW, submitted_at=asked), reminders=False)
    assert await _owed(lead_alone, TUESDAY) == 1
    assert await _owed(lead_alone, TUESDAY + timedelta(days=1)) == 0


async def test_on_a_holiday_nothing_comes_and_the_weeks_digest_comes_the_day_after(lead_alone: MailRoom) -> None:
    await lead_alone.keep(the.plan(milestones=(the.milestone(date(2026, 8, 13)),)), reminders=False)
    off = {date(2026, 8, 10): "A holiday", date(2026, 8, 13): "Another"}
    times = DigestTimes(calendar=Calendar("with holidays", off))
    days = [MONDAY + timedelta(days=n) for n in range(-3, 8)]
    owed = [day.day for day in days if await owe_digests(lead_alone.database.begin, now=day, times=times)]
    # The first look finds the week before; Wednesday's tells of Thursday, on which nobody could read it.
    assert owed == [7, 11, 12, 17]


async def test_what_falls_due_before_the_next_digest_counts_and_what_is_farther_does_not(lead_alone: MailRoom) -> None:
    plan = await lead_alone.keep(the.plan(milestones=(the.milestone(date(2026, 8, 12)),)), reminders=False)
    await _owed(lead_alone, MONDAY)
    assert await _owed(lead_alone, TUESDAY) == 0
    assert await _owed(lead_alone, TUESDAY + timedelta(days=1)) == 1
    assert plan.state is PlanState.ACTIVE


async def test_a_failure_is_something_due(lead_alone: MailRoom) -> None:
    await lead_alone.keep(the.plan(), reminders=False)
    await _owed(lead_alone, MONDAY)
    lead_alone.now = MONDAY + timedelta(hours=4)
    await lead_alone.owe(note_to(the.EMPLOYEE, at=lead_alone.now))
    lead_alone.answers.append(Refused("user_disabled"))
    await lead_alone.deliver()
    assert await _owed(lead_alone, TUESDAY) == 1


async def test_after_a_downtime_one_digest_comes_and_not_one_for_each_day(lead_alone: MailRoom) -> None:
    await lead_alone.keep(_late_barrier(), reminders=False)
    assert await _owed(lead_alone, MONDAY + timedelta(days=23)) == 1
    assert await _owed(lead_alone, MONDAY + timedelta(days=23, hours=1)) == 0


async def test_a_digest_not_sent_by_the_time_of_the_next_expires(lead_alone: MailRoom, memory: FakeDatabase) -> None:
    await lead_alone.keep(the.plan(), reminders=False)
    await _owed(lead_alone, MONDAY)
    lead_alone.now = MONDAY + timedelta(days=7)
    assert (await lead_alone.deliver()).expired == 1
    assert [row.owed.kind for row in memory.store.notices.values()] == [NoticeKind.DIGEST]


async def test_a_digest_reaches_its_reader_at_nine(lead_alone: MailRoom) -> None:
    await lead_alone.keep(the.plan(), reminders=False)
    lead_alone.now = MONDAY
    await lead_alone.sweep()
    assert [(said.person, said.kind, said.at) for said in lead_alone.said] == [(the.LEAD.id, NoticeKind.DIGEST, MONDAY)]
