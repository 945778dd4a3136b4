"""Our own lateness: kept on the row, so that it counts against nobody (requirements §5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from jobs.limits import USUAL_LIMITS
from jobs.outcomes import Later
from plans.notices import NoticeKind, NoticeState
from tests.jobs.mail_room import MailRoom, note_to
from tests.plans import owing as the

WEDNESDAY = date(2026, 8, 12)


async def test_what_we_said_late_because_we_were_down_says_so(room: MailRoom) -> None:
    await room.noted("employee")
    room.wait(minutes=90)
    await room.deliver()
    assert (await room.row()).late_by_us == 90 * 60


async def test_a_minute_is_not_late_and_a_retry_is_not_our_lateness(room: MailRoom) -> None:
    await room.noted("employee")
    room.wait(seconds=60)
    room.answers.append(Later(room.now + timedelta(minutes=30), "busy"))
    await room.deliver()
    room.wait(minutes=30)
    await room.deliver()
    row = await room.row()
    assert (row.state, row.late_by_us) == (NoticeState.SENT, 0)


async def test_lateness_is_remembered_through_a_night(room: MailRoom) -> None:
    await room.noted("employee")
    room.now = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    await room.deliver()
    room.now = datetime(2026, 8, 12, 15, 0, tzinfo=UTC)
    await room.deliver()
    row = await room.row()
    assert (row.state, row.late_by_us) == (NoticeState.SENT, 9 * 3600)


async def test_a_night_that_was_waited_for_is_not_our_lateness_and_what_comes_after_it_is(room: MailRoom) -> None:
    room.now = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    await room.keep(the.plan(), reminders=False)
    await room.owe(note_to(the.EMPLOYEE, at=room.now))
    await room.deliver()
    morning = (await room.row()).run_at
    room.now = morning + timedelta(minutes=5)
    await room.deliver()
    row = await room.row()
    assert morning - row.owed.due_at > timedelta(hours=8)
    assert (row.state, row.late_by_us) == (NoticeState.SENT, 5 * 60)


async def test_each_absence_counts_once(room: MailRoom) -> None:
    """Nine hours late in the evening, half an hour late in the morning; the night between the two is nobody's."""
    await room.noted("employee")
    room.now = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    await room.deliver()
    room.now = (await room.row()).run_at + timedelta(minutes=30)
    await room.deliver()
    assert (await room.row()).late_by_us == 9 * 3600 + 30 * 60


async def test_what_goes_back_unsaid_to_the_same_moment_is_counted_once(room: MailRoom) -> None:
    """There was too little left of the lease to begin; the next claim is looked at anew."""
    await room.noted("employee")
    room.wait(minutes=10)
    await room.deliver(limits=replace(USUAL_LIMITS, lease=timedelta(seconds=1)))
    assert (await room.row()).late_by_us == 0
    room.wait(minutes=1)
    await room.deliver()
    assert (await room.row()).late_by_us == 11 * 60


async def test_after_a_downtime_only_the_latest_step_towards_a_date_is_said(room: MailRoom) -> None:
    """Four weeks of silence: the heads-up has expired, and the morning's own line is what is left."""
    await room.keep(the.plan(milestones=(the.milestone(WEDNESDAY),)))
    room.now = datetime(2026, 8, 12, 15, 30, tzinfo=UTC)
    for _ in range(4):
        await room.deliver()
        room.wait(seconds=2)
    assert sorted((message.person, message.kind) for message in room.said) == [
        (the.EMPLOYEE.id, NoticeKind.GOAL_DUE),
        (the.SUPERVISOR.id, NoticeKind.GOAL_DUE),
    ]
    states = [row.state for row in await room.rows()]
    assert states.count(NoticeState.EXPIRED) == 2
