"""Delivery: each state of a notice and each kind of answer, on a clock that is moved by hand."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from jobs.limits import Limits
from jobs.outcomes import InstallationDown, Later, Refused, SendOutcome, Sent, Unknown
from jobs.traffic import PACE
from plans.ids import PersonId, PlanId
from plans.notices import Notice, NoticeKind, NoticeState
from plans.people import Person, Standing
from plans.states import PlanState
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import TUESDAY, MailRoom, note_to
from tests.plans import owing as the

WEDNESDAY = date(2026, 8, 12)
SECOND = timedelta(seconds=1)


class KilledError(BaseException):
    """The process dies here."""


# --- what is said, and when ------------------------------------------------------------------------------------------


async def test_what_is_due_is_said_once_and_kept_as_sent(room: MailRoom) -> None:
    await room.noted("employee")
    assert (await room.deliver()).sent == 1
    assert (await room.deliver()).claimed == 0
    row = await room.row()
    assert (row.state, row.message_ref, row.sent_at) == (NoticeState.SENT, f"ref-{row.id}", TUESDAY)
    assert (row.attempts, row.late_by_us, row.last_outcome) == (1, 0, "sent")


async def test_nothing_is_said_early(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    await room.owe(note_to(the.EMPLOYEE, at=TUESDAY + SECOND))
    assert (await room.deliver()).next_run_at == TUESDAY + SECOND
    assert room.said == []


async def test_no_transaction_is_open_while_something_is_said(room: MailRoom, memory: FakeDatabase) -> None:
    await room.noted("employee")
    seen: list[bool] = []

    async def look(_notice: Notice) -> Sent:
        seen.append(memory.open)
        return Sent("ref")

    room.surface = look
    assert (await room.deliver()).sent == 1
    assert seen == [False]


async def test_outside_the_persons_hours_it_waits_for_the_morning(room: MailRoom) -> None:
    await room.noted("employee")
    room.now = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    done = await room.deliver()
    assert (done.later, room.said) == (1, [])
    # 09:00 in Denver.
    assert done.next_run_at == datetime(2026, 8, 12, 15, 0, tzinfo=UTC)
    row = await room.row()
    assert (row.state, row.attempts, row.last_outcome) == (NoticeState.WAITING, 0, "outside-hours")


async def test_the_answer_to_a_persons_own_action_is_not_held_by_quiet_hours(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    await room.owe(replace(note_to(the.EMPLOYEE), direct=True))
    room.now = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    assert (await room.deliver()).sent == 1


async def test_what_is_past_its_use_expires(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    await room.owe(replace(note_to(the.EMPLOYEE), not_after=TUESDAY + SECOND))
    room.wait(seconds=1)
    assert (await room.deliver()).expired == 1
    assert ((await room.row()).state, room.said) == (NoticeState.EXPIRED, [])


async def test_what_would_only_be_said_after_its_use_expires_at_once(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    night = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
    await room.owe(replace(note_to(the.EMPLOYEE), not_after=night + timedelta(hours=1)))
    room.now = night
    assert (await room.deliver()).expired == 1


# --- the last look ---------------------------------------------------------------------------------------------------


async def test_a_reminder_no_longer_called_for_is_withdrawn(room: MailRoom) -> None:
    plan = await room.keep(the.plan(milestones=(the.milestone(WEDNESDAY),)))
    await room.keep(plan.with_(milestones=()), reminders=False)
    room.now = datetime(2026, 8, 12, 16, 0, tzinfo=UTC)
    await room.deliver()
    assert {row.state for row in await room.rows()} == {NoticeState.WITHDRAWN}
    assert {row.last_outcome for row in await room.rows()} == {"no-longer-called-for"}
    assert room.said == []


async def test_a_reminder_whose_date_has_moved_waits_for_the_new_one(room: MailRoom) -> None:
    plan = await room.keep(the.plan(milestones=(the.milestone(WEDNESDAY),)))
    later = date(2026, 9, 2)
    await room.keep(plan.with_(milestones=(the.milestone(later),)), reminders=False)
    room.now = datetime(2026, 8, 12, 16, 0, tzinfo=UTC)
    await room.deliver()
    assert room.said == []
    assert {row.owed.nominal for row in await room.rows()} == {later}
    assert {row.state for row in await room.rows()} == {NoticeState.WAITING}
    assert all(row.run_at == row.owed.due_at > room.now for row in await room.rows())


async def test_an_announcement_that_is_no_longer_true_is_withdrawn(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    await room.owe(replace(note_to(the.SUPERVISOR), kind=NoticeKind.PLAN_APPROVED))
    assert (await room.deliver()).withdrawn == 1
    assert (await room.row()).last_outcome == "no-longer-so"


@pytest.mark.parametrize("person", [the.REVIEWER, the.EMPLOYEE], ids=["a former supervisor", "an employee too early"])
async def test_a_person_who_may_not_know_of_the_plan_hears_nothing(room: MailRoom, person: Person) -> None:
    await room.keep(the.plan(state=PlanState.DRAFT), reminders=False)
    await room.owe(note_to(person))
    assert (await room.deliver()).withdrawn == 1
    assert ((await room.row()).last_outcome, room.said) == ("not-theirs", [])


async def test_an_account_that_is_gone_is_undeliverable_and_hr_hears_of_it(room: MailRoom) -> None:
    await room.noted("supervisor")
    await room.meet(replace(the.SUPERVISOR, standing=Standing.DEACTIVATED))
    assert (await room.deliver()).refused == 1
    assert (await room.row()).state is NoticeState.UNDELIVERABLE
    # It is evening in India.
    assert [message.person for message in room.said] == [the.LEAD.id]


async def test_a_notice_about_a_plan_that_is_not_there_is_withdrawn(room: MailRoom) -> None:
    await room.owe(note_to(the.EMPLOYEE))
    assert (await room.deliver()).withdrawn == 1


async def test_a_plan_that_cannot_be_read_holds_up_nobody_and_is_given_up_after_eight_looks(
    room: MailRoom, memory: FakeDatabase
) -> None:
    broken = PlanId("broken")
    await room.keep(
        the.plan(id=broken, employee=PersonId("nobody"), milestones=(the.milestone(WEDNESDAY),)), reminders=False
    )
    await room.owe(replace(note_to(the.SUPERVISOR), plan=broken, key="broken"))
    await room.noted("employee")
    assert (await room.deliver()).sent == 1
    for _ in range(8):
        room.wait(hours=1)
        await room.deliver()
    (row,) = [row for row in memory.store.notices.values() if row.owed.plan == broken]
    assert (row.state, row.attempts, row.last_outcome) == (NoticeState.UNDELIVERABLE, 8, "fault")


# --- what an answer means --------------------------------------------------------------------------------------------


async def test_a_refusal_is_undeliverable_and_hr_hears_of_it_once_a_day(room: MailRoom) -> None:
    await room.noted("employee", "supervisor")
    room.answers += [Refused("channel_not_found"), Refused("channel_not_found")]
    await room.deliver()
    assert {row.state for row in await room.rows()} == {NoticeState.UNDELIVERABLE}
    assert {row.last_outcome for row in await room.rows()} == {"refused:channel_not_found"}
    told = [message for message in room.said if message.kind is NoticeKind.UNDELIVERED]
    assert [message.person for message in told] == [the.LEAD.id]


async def test_hr_members_with_no_rights_on_the_plan_do_not_hear_of_its_failures(room: MailRoom) -> None:
    await room.keep(the.plan(conflicts=frozenset({the.LEAD.id, the.SECOND_HR.id})), reminders=False)
    await room.owe(note_to(the.EMPLOYEE))
    room.answers.append(Refused("user_disabled"))
    await room.deliver()
    room.wait(days=1)
    await room.deliver()
    assert [message.kind for message in room.said] == [NoticeKind.NOTE_ADDED]


async def test_a_failure_to_tell_hr_of_a_failure_is_not_told_again(room: MailRoom) -> None:
    await room.noted("employee")
    room.answers += [Refused("user_disabled"), Refused("user_disabled")]
    await room.deliver()
    assert [message.kind for message in room.said] == [NoticeKind.NOTE_ADDED, NoticeKind.UNDELIVERED]


async def test_later_is_tried_again_with_growing_waits_and_eight_times_at_most(room: MailRoom) -> None:
    await room.noted("employee")
    room.answers += [Later(None, "connect")] * 20
    for _ in range(20):
        done = await room.deliver()
        if done.next_run_at is None or (await room.row()).state is NoticeState.UNDELIVERABLE:
            break
        room.wait(seconds=(done.next_run_at - room.now).total_seconds())
    attempts = [message for message in room.said if message.kind is NoticeKind.NOTE_ADDED]
    waits = [after.at - before.at for before, after in pairwise(attempts)]
    assert len(attempts) == 8
    assert waits == sorted(waits)
    assert waits[0] >= 2 * SECOND
    assert waits[-1] <= timedelta(hours=1)
    assert (await room.row()).attempts == 8


async def test_the_surfaces_own_wish_for_a_time_is_obeyed(room: MailRoom) -> None:
    await room.noted("employee")
    wish = TUESDAY + timedelta(seconds=77)
    room.answers.append(Later(wish, "busy"))
    assert (await room.deliver()).next_run_at == wish


async def test_a_rate_limit_holds_the_whole_workspace_and_uses_up_no_attempt(room: MailRoom) -> None:
    await room.noted("employee", "supervisor")
    until = TUESDAY + timedelta(seconds=40)
    room.answers.append(Later(until, "rate-limited", counted=False))
    await room.deliver(limits=Limits(at_once=1))
    await room.owe(note_to(the.LEAD, name="another"))
    await room.deliver()
    assert len(room.said) == 1
    assert {row.state for row in await room.rows()} == {NoticeState.WAITING}
    assert {row.attempts for row in await room.rows()} == {0}
    assert await room.next_due() == until
    room.wait(seconds=40)
    assert (await room.deliver()).sent >= 1
    assert len(room.said) == 4


async def test_a_rate_limit_stops_what_was_claimed_with_it_and_not_yet_begun(room: MailRoom) -> None:
    await room.noted("employee", "supervisor", "lead")
    room.answers += [Later(TUESDAY + timedelta(seconds=5), "rate-limited", counted=False)]
    done = await room.deliver()
    assert (len(room.said), done.later) == (1, 3)


@pytest.mark.parametrize("lost", [Unknown("reset"), ValueError("a fault of ours"), TimeoutError()])
async def test_an_unknown_outcome_is_said_once_more_after_thirty_seconds_and_then_given_up(
    room: MailRoom, lost: SendOutcome | BaseException
) -> None:
    await room.noted("employee")
    room.answers += [lost, lost]
    again = (await room.deliver()).next_run_at
    assert again is not None
    assert again - room.now >= 30 * SECOND
    room.wait(seconds=(again - room.now).total_seconds())
    await room.deliver()
    assert (await room.row()).state is NoticeState.UNDELIVERABLE
    assert len([message for message in room.said if message.person == the.EMPLOYEE.id]) == 2


async def test_an_unknown_outcome_followed_by_an_answer_is_sent(room: MailRoom) -> None:
    await room.noted("employee")
    room.answers.append(Unknown("reset"))
    await room.deliver()
    room.wait(seconds=36)
    assert (await room.deliver()).sent == 1


async def test_quiet_hours_between_do_not_make_an_unknown_outcome_forgotten(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    # A second before five in Denver.
    room.now = datetime(2026, 8, 11, 22, 59, 59, tzinfo=UTC)
    await room.owe(note_to(the.EMPLOYEE, at=room.now))
    room.answers += [Unknown("reset"), Unknown("reset")]
    for _ in range(3):
        done = await room.deliver()
        room.now = done.next_run_at or room.now
    assert len([message for message in room.said if message.person == the.EMPLOYEE.id]) == 2
    assert (await room.row()).state is NoticeState.UNDELIVERABLE


async def test_a_call_that_does_not_come_back_is_unknown(room: MailRoom) -> None:
    await room.noted("employee")

    async def hang(_notice: Notice) -> Sent:
        await asyncio.sleep(30)
        return Sent("never")

    room.surface = hang
    done = await room.deliver(limits=Limits(call_timeout=timedelta(milliseconds=20)))
    assert (done.later, (await room.row()).last_outcome) == (1, "unknown:timeout")


async def test_an_installation_that_is_refused_keeps_every_row_and_is_asked_again_later(room: MailRoom) -> None:
    await room.noted("employee", "supervisor")
    room.answers.append(InstallationDown("token_revoked"))
    await room.deliver()
    assert room.traffic.down == "token_revoked"
    assert len(room.said) == 1
    assert {(row.state, row.attempts) for row in await room.rows()} == {(NoticeState.WAITING, 0)}
    room.wait(minutes=10)
    await room.deliver()
    assert room.traffic.down is None
    assert {row.state for row in await room.rows()} == {NoticeState.SENT}


# --- order, pace, killing --------------------------------------------------------------------------------------------


async def test_messages_to_one_person_keep_their_order_and_their_distance(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    owed = [note_to(the.EMPLOYEE, at=TUESDAY - n * SECOND, name=f"n{n}") for n in (0, 3, 1, 2)]
    await room.owe(*owed)
    for _ in range(4):
        await room.deliver()
        room.wait(seconds=PACE.total_seconds())
    assert [message.at for message in room.said] == [TUESDAY + n * PACE for n in range(4)]
    rows = await room.rows()
    assert [message.notice for message in room.said] == [row.id for row in rows]


async def test_a_paced_notice_shows_in_the_next_due_instant(room: MailRoom) -> None:
    await room.keep(the.plan(), reminders=False)
    await room.owe(note_to(the.EMPLOYEE, name="one"), note_to(the.EMPLOYEE, name="two"))
    assert (await room.deliver()).next_run_at == TUESDAY + PACE


async def test_different_people_do_not_wait_for_each_other(room: MailRoom) -> None:
    await room.noted("employee", "supervisor", "lead")
    assert (await room.deliver()).sent == 3


async def test_a_kill_while_speaking_loses_nothing_and_the_lease_brings_it_back(room: MailRoom) -> None:
    await room.noted("employee")
    room.answers.append(KilledError())
    with pytest.raises(BaseExceptionGroup):
        await room.deliver()
    assert (await room.row()).state is NoticeState.CLAIMED
    assert (await room.deliver()).claimed == 0
    room.wait(seconds=31)
    assert (await room.deliver()).sent == 1


async def test_a_worker_that_comes_back_after_its_lease_overwrites_nothing(room: MailRoom) -> None:
    await room.noted("employee")
    inner: list[int] = []

    async def slow(_notice: Notice) -> Sent:
        if not inner:
            inner.append(0)
            room.real_now += timedelta(seconds=31)
            room.now += timedelta(seconds=31)
            inner.append((await room.deliver()).sent)
            return Sent("from-the-dead")
        return Sent("from-the-living")

    room.surface = slow
    outer = (await room.deliver()).sent
    # Taken over after the late answer came, it keeps the pace from that answer on.
    room.wait(seconds=2)
    later = (await room.deliver()).sent
    # Whichever of the sweeps takes it over says it, and the one from before its lease settles nothing.
    assert outer + sum(inner) + later == 1
    assert (await room.row()).message_ref == "from-the-living"


async def test_two_workers_at_once_say_everything_once(room: MailRoom) -> None:
    await room.noted(*(person.id for person in the.PEOPLE if person is not the.REVIEWER))
    await asyncio.gather(*(room.deliver() for _ in range(4)))
    assert len({message.notice for message in room.said}) == len(room.said)
