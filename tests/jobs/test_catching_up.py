"""After a time away each person hears once, of everything together; a bot that was here is never taken to be away."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.presence import Presence, still_here
from plans.acts import Act
from plans.catching_up import AWAY
from plans.ids import PlanId
from plans.notices import NoticeKind, NoticeState, Owed
from plans.people import Standing
from plans.plan import Plan
from plans.ports import System
from plans.states import MilestoneState, MissClass
from storage.database import Database
from tests.jobs.coming_back import (
    FRIDAY,
    GOAL_ON,
    REVIEW_ON,
    THURSDAY,
    TWO,
    KilledError,
    Process,
    all_rows,
    count_in,
    heard,
    in_state,
    live_plan,
    met_on_friday,
    unhurried,
)
from tests.jobs.mail_room import MailRoom, note_to
from tests.plans import owing as the

PLAN = the.plan(milestones=(the.milestone(GOAL_ON),), reviews=(the.review(REVIEW_ON),), goals=(the.goal(GOAL_ON),))
_K = NoticeKind


@pytest.fixture
async def room(database: Database) -> MailRoom:
    return await met_on_friday(database)


@pytest.fixture
async def running(room: MailRoom) -> MailRoom:
    """A plan with a review in a week and a goal in three, and a bot that has swept once."""
    await live_plan(room, PLAN)
    await Process(room).sweep()
    room.said.clear()
    return room


async def the_plan(room: MailRoom) -> Plan:
    async with room.database.begin() as work:
        return await work.plans.get(PLAN.id, by=System.OPERATOR, act=Act.LEARN, now=room.now)


def sleep_until(room: MailRoom, at: datetime) -> None:
    """Nobody is there meanwhile."""
    room.wait(seconds=(at - room.now).total_seconds())


async def test_each_person_gets_one_message_and_no_old_reminder(running: MailRoom) -> None:
    sleep_until(running, THURSDAY)
    await Process(running, traffic=unhurried()).sweep_all()
    assert set(heard(running)) == TWO
    assert len(heard(running)) == 2
    for row in await in_state(running, NoticeState.GATHERED):
        # What the clock causes only now is as old as this moment; everything else is as late as it is.
        assert row.late_by_us == max(0, int((THURSDAY - row.owed.due_at).total_seconds()))
    (theirs,) = [
        row for row in await all_rows(running) if row.owed.kind is _K.CATCH_UP and row.owed.person == "employee"
    ]
    assert theirs.owed.subject == str(await count_in(running, the.EMPLOYEE.id))


async def test_one_late_notice_alone_is_gathered_too(room: MailRoom) -> None:
    """So that a restored backup never sends an old reminder as if it were of today."""
    await room.noted("employee")
    room.now -= timedelta(days=30)
    await still_here(room.database.begin, Presence(), now=room.now, real_now=room.real_now)
    room.now += timedelta(days=62)
    await Process(room, traffic=unhurried()).sweep_all()
    assert heard(room) == [(the.EMPLOYEE.id, "catch_up")]


async def test_a_restart_of_a_few_minutes_is_no_time_away(running: MailRoom) -> None:
    at = datetime(2026, 8, 18, 15, 0, tzinfo=UTC)
    sleep_until(running, at - AWAY / 2)
    await still_here(running.database.begin, Presence(), now=running.now, real_now=running.real_now)
    running.wait(seconds=AWAY.total_seconds())
    await Process(running, traffic=unhurried()).sweep_all()
    assert (the.EMPLOYEE.id, "check_in") in heard(running)
    assert not [kind for _, kind in heard(running) if kind == "catch_up"]


async def test_a_quiet_weekend_is_no_time_away_even_if_nobody_swept_in_it(running: MailRoom) -> None:
    """A clock that walks from one due instant to the next leaves days between them."""
    process = Process(running, traffic=unhurried())
    for _ in range(60):
        await process.sweep()
        due = await running.next_due()
        if due is None or due > THURSDAY:
            break
        sleep_until(running, due)
    assert {kind for _, kind in heard(running)} >= {"review_ahead", "check_in", "check_in_nudge"}
    assert not await in_state(running, NoticeState.GATHERED)


async def test_a_clock_that_jumps_while_the_bot_is_here_is_no_time_away(running: MailRoom) -> None:
    process = Process(running, traffic=unhurried())
    await process.sweep()
    running.now = THURSDAY
    await process.sweep()
    assert not await in_state(running, NoticeState.GATHERED)


async def test_a_process_that_hung_for_hours_was_away(running: MailRoom) -> None:
    process = Process(running, traffic=unhurried())
    await process.sweep()
    sleep_until(running, THURSDAY)
    await process.sweep()
    assert set(heard(running)) == TWO


async def test_a_bot_that_is_killed_in_every_sweep_was_here_when_each_of_them_began(running: MailRoom) -> None:
    """On a clock that is walked, its last whole sweep may lie days back when it is killed over the next thing due."""
    sleep_until(running, datetime(2026, 8, 12, 14, 0, tzinfo=UTC))
    for _ in range(3):
        dying = Process(running, dies_after=1)
        with pytest.raises((KilledError, ExceptionGroup)):
            await dying.sweep()
        running.wait(seconds=45)
    await Process(running, traffic=unhurried()).sweep_all()
    assert heard(running) == [(the.SUPERVISOR.id, "review_ahead")]
    assert not await in_state(running, NoticeState.GATHERED)


async def test_a_bot_with_a_backlog_for_hours_is_here(running: MailRoom) -> None:
    """Each of its sweeps is cut short by the end of its turn, and none of them comes to the end of the backlog."""
    process = Process(running)
    process.traffic.closing = True
    for _ in range(40):
        running.wait(minutes=10)
        await process.sweep()
    process.traffic.closing = False
    assert not (await process.catch_up()).gathered


async def test_a_database_nobody_ever_swept_has_nothing_to_catch_up_with(room: MailRoom) -> None:
    await live_plan(room, PLAN)
    room.now = THURSDAY
    await Process(room, traffic=unhurried()).sweep_all()
    assert not await in_state(room, NoticeState.GATHERED)


async def test_outside_working_hours_it_waits_for_the_morning(running: MailRoom) -> None:
    midnight = datetime(2026, 8, 20, 6, 0, tzinfo=UTC)
    sleep_until(running, midnight)
    process = Process(running, traffic=unhurried())
    await process.sweep()
    assert heard(running) == []
    for hour in (14, 15):
        sleep_until(running, datetime(2026, 8, 20, hour, 0, tzinfo=UTC))
        await process.sweep_all()
    told = {said.person: said.at.hour for said in running.said if said.kind is _K.CATCH_UP}
    # What is due this very morning leaves by itself.
    assert told == {the.SUPERVISOR.id: 14, the.EMPLOYEE.id: 15}


async def test_what_is_past_its_use_expires_and_says_why(running: MailRoom) -> None:
    sleep_until(running, THURSDAY)
    await Process(running).catch_up()
    expired = await in_state(running, NoticeState.EXPIRED)
    assert {row.owed.kind for row in expired} >= {_K.REVIEW_AHEAD, _K.CHECK_IN}
    assert {row.last_outcome for row in expired} == {"past-its-use"}
    assert all(row.late_by_us > 0 for row in expired)
    kept = await in_state(running, NoticeState.GATHERED)
    assert all(row.owed.not_after is None or row.owed.not_after > THURSDAY for row in kept)


async def test_a_second_time_away_before_the_message_left_adds_to_it(running: MailRoom) -> None:
    saturday = datetime(2026, 8, 15, 16, 0, tzinfo=UTC)
    sleep_until(running, saturday)
    await Process(running).sweep()
    before = {row.id for row in await all_rows(running) if row.owed.kind is _K.CATCH_UP}
    assert before
    sleep_until(running, datetime(2026, 8, 20, 16, 0, tzinfo=UTC))
    await Process(running, traffic=unhurried()).sweep_all()
    messages = [row for row in await all_rows(running) if row.owed.kind is _K.CATCH_UP]
    assert {row.id for row in messages} == before
    assert len(heard(running)) == len(set(heard(running))) == 2


async def test_a_time_away_after_the_message_left_has_another(running: MailRoom) -> None:
    sleep_until(running, THURSDAY)
    await Process(running, traffic=unhurried()).sweep_all()
    sleep_until(running, datetime(2026, 9, 2, 17, 0, tzinfo=UTC))
    await Process(running, traffic=unhurried()).sweep_all()
    assert Counter(heard(running))[(the.EMPLOYEE.id, "catch_up")] == 2
    assert {kind for _, kind in heard(running)} == {"catch_up"}


async def test_a_process_that_dies_at_any_commit_leaves_the_rest_to_the_next_one(running: MailRoom) -> None:
    other = the.someone("other", "America/Denver")
    await running.meet(other)
    await live_plan(running, PLAN.with_(id=PlanId("other"), case_number="M-765432", employee=other.id))
    sleep_until(running, THURSDAY)
    for commits in (0, 0, 1, 1):
        with pytest.raises(KilledError):
            await Process(running, dies_after=commits).catch_up()
        running.wait(seconds=30)
    await Process(running, traffic=unhurried()).sweep_all()
    assert Counter(heard(running)) == dict.fromkeys(TWO | {(other.id, "catch_up")}, 1)


async def test_two_that_come_back_at_once_make_one_message_a_person(running: MailRoom) -> None:
    sleep_until(running, THURSDAY)
    first, second = Process(running, traffic=unhurried()), Process(running, traffic=unhurried())
    await asyncio.gather(first.sweep(), second.sweep())
    assert Counter(heard(running)) == dict.fromkeys(TWO, 1)


async def test_what_the_clock_causes_only_now_is_gathered_and_not_announced(running: MailRoom) -> None:
    """The end of the exchange of notes, and the review nobody wrote down, came while nobody was here."""
    sleep_until(running, datetime(2026, 9, 1, 16, 0, tzinfo=UTC))
    done = await Process(running).catch_up()
    assert done.plans == 1
    before = {row.id for row in await in_state(running, NoticeState.WAITING) if row.owed.due_at <= running.now}
    assert {row.owed.kind for row in await all_rows(running) if row.id in before} <= {_K.CATCH_UP}
    running.wait(seconds=1)
    await Process(running, traffic=unhurried()).sweep_all()
    assert {kind for _, kind in heard(running)} == {"catch_up"}


async def test_the_digest_comes_as_usual_and_word_of_failures_is_gathered(running: MailRoom) -> None:
    word = Owed(
        key="undelivered:lead:2026-08-10",
        workspace=the.WORKSPACE,
        plan=None,
        person=the.LEAD.id,
        kind=_K.UNDELIVERED,
        subject=None,
        due_at=FRIDAY + timedelta(days=3),
        zone=the.LEAD.zone,
    )
    await running.owe(word)
    sleep_until(running, datetime(2026, 8, 17, 16, 0, tzinfo=UTC))
    await Process(running, traffic=unhurried()).sweep_all()
    told = [kind for person, kind in heard(running, but=frozenset()) if person == the.LEAD.id]
    assert sorted(told) == ["catch_up", "digest"]


async def test_whoever_is_gone_is_left_to_delivery_which_tells_hr(running: MailRoom) -> None:
    await running.meet(replace(the.EMPLOYEE, standing=Standing.DEACTIVATED))
    sleep_until(running, THURSDAY)
    await Process(running, traffic=unhurried()).sweep_all()
    assert the.EMPLOYEE.id not in {person for person, _ in heard(running)}
    assert not await count_in(running, the.EMPLOYEE.id)


async def test_a_notice_that_was_being_said_when_the_bot_died_is_gathered(room: MailRoom) -> None:
    await live_plan(room, PLAN)
    await Process(room).sweep()
    sleep_until(room, datetime(2026, 8, 12, 16, 0, tzinfo=UTC))
    async with room.database.begin() as work:
        claimed = await work.notices.claim(now=room.now, real_now=room.real_now, lease=timedelta(seconds=30), limit=10)
        await work.commit()
    assert claimed
    sleep_until(room, datetime(2026, 8, 13, 16, 0, tzinfo=UTC))
    room.said.clear()
    await Process(room, traffic=unhurried()).sweep_all()
    assert {row.id for row in claimed} <= {row.id for row in await in_state(room, NoticeState.GATHERED)}
    assert {kind for _, kind in heard(room)} == {"catch_up"}


async def test_a_notice_somebody_else_is_saying_is_left_to_them(room: MailRoom) -> None:
    await live_plan(room, PLAN)
    await Process(room).sweep()
    sleep_until(room, THURSDAY)
    async with room.database.begin() as work:
        claimed = await work.notices.claim(now=room.now, real_now=room.real_now, lease=timedelta(hours=1), limit=10)
        await work.commit()
    await Process(room).catch_up()
    assert {row.id for row in claimed} == {row.id for row in await in_state(room, NoticeState.CLAIMED)}


async def test_messages_leave_at_half_of_what_the_workspace_allows(room: MailRoom) -> None:
    people = [the.someone(f"person-{number:02}", "America/Denver") for number in range(24)]
    await room.meet(*people)
    await room.keep(the.plan(), reminders=False)
    await Process(room).sweep()
    await room.owe(*(replace(note_to(person, at=FRIDAY), plan=None, kind=_K.UNDELIVERED) for person in people))
    sleep_until(room, datetime(2026, 8, 10, 16, 0, tzinfo=UTC))
    await Process(room).catch_up(posts_a_minute=20)
    async with room.database.begin() as work:
        due = [(await work.gathering.message_for(note_to(person))).owed.due_at for person in people]
    minutes = Counter((at - room.now) // timedelta(minutes=1) for at in due)
    assert dict(minutes) == {0: 10, 1: 10, 2: 4}


async def test_a_turn_that_is_over_says_so_and_the_next_one_goes_on(running: MailRoom) -> None:
    sleep_until(running, THURSDAY)
    cut = await Process(running).catch_up(ends=running.real_now)
    assert not cut.finished
    assert not await in_state(running, NoticeState.GATHERED)
    done = await Process(running).catch_up(ends=running.real_now + timedelta(seconds=20))
    assert done.finished
    assert done.gathered == len(await in_state(running, NoticeState.GATHERED)) > 0


async def test_a_plan_that_cannot_be_caught_up_with_keeps_nobody_else_from_it(running: MailRoom) -> None:
    broken = PLAN.with_(
        id=PlanId("broken"), case_number="M-222222", employee=the.REVIEWER.id, supervisor=the.SECOND_HR.id
    )
    await live_plan(running, broken)
    async with running.database.begin() as work:
        await work.plans.save(broken.with_(revision=1, pack=replace(broken.pack, digest="gone")), next_at=THURSDAY)
        await work.commit()
    sleep_until(running, THURSDAY + timedelta(minutes=5))
    await Process(running, traffic=unhurried()).sweep_all()
    assert set(heard(running)) >= TWO


async def test_a_date_that_comes_two_hours_after_the_bot_came_back_is_judged_a_working_day_later(
    running: MailRoom,
) -> None:
    """Requirements §5: the employee was to be told in the morning, and was told in the afternoon."""
    due = datetime(2026, 9, 2, 23, 0, tzinfo=UTC)
    sleep_until(running, due - timedelta(hours=2))
    process = Process(running, traffic=unhurried())
    await process.sweep_all()
    sleep_until(running, due + timedelta(minutes=1))
    await process.sweep_all()
    (milestone,) = (await the_plan(running)).milestones
    assert (milestone.state, milestone.grace_until) == (MilestoneState.PLANNED, due + timedelta(days=1))
    sleep_until(running, due + timedelta(days=1))
    await process.sweep_all()
    (milestone,) = (await the_plan(running)).milestones
    assert (milestone.state, milestone.miss) == (MilestoneState.MISSED, MissClass.NO_COMMUNICATION)


async def test_a_sweep_tells_what_a_time_away_came_to(running: MailRoom) -> None:
    sleep_until(running, THURSDAY)
    process = Process(running, traffic=unhurried())
    swept = await process.sweep()
    gathered = await in_state(running, NoticeState.GATHERED)
    expired = await in_state(running, NoticeState.EXPIRED)
    assert (swept.gathered, swept.expired) == (len(gathered), len(expired))
    assert swept.gathered >= 2
    assert swept.sent == len(heard(running, but=frozenset()))
