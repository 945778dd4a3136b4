"""The heartbeat, and what one message after a time away stands for, on both databases."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from plans import examples
from plans.actions.try_again import try_again
from plans.catching_up import catch_up_owed
from plans.ids import NoticeId
from plans.notice_ports import Settled
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.ports import Begin
from tests.bot.running import PLAN, story

NOW = examples.NOW
LATER = NOW + timedelta(days=9)
MINE = examples.EMPLOYEE


def note(subject: str | None, *, kind: NoticeKind = NoticeKind.GOAL_DUE, days: int = 0) -> Owed:
    return Owed(
        key=f"{kind.value}:{subject}:{days}",
        workspace=examples.WORKSPACE,
        plan=PLAN,
        person=MINE.id,
        kind=kind,
        subject=subject,
        due_at=NOW + timedelta(days=days),
        zone=MINE.zone,
    )


async def put(begin: Begin, *owed: Owed) -> list[Notice]:
    async with begin() as work:
        await work.notices.put(owed)
        keys = {one.key for one in owed}
        found = [row for row in await work.notices.waiting_for(PLAN) if row.owed.key in keys]
        await work.commit()
    return found


async def gather(begin: Begin, notices: Sequence[Notice], *, days: int = 9) -> NoticeId:
    """Into one message; its id."""
    async with begin() as work:
        since = NOW + timedelta(days=days - 1)
        owed = catch_up_owed(MINE, workspace=examples.WORKSPACE, since=since, due_at=LATER)
        message = await work.gathering.message_for(owed)
        assert await work.gathering.gather(notices, message, now=LATER) == len(notices)
        await work.commit()
    return message.id


async def row_of(begin: Begin, notice: NoticeId) -> Notice:
    async with begin() as work:
        found = await work.notices.get(notice)
    assert found is not None
    return found


async def say(begin: Begin, message: NoticeId, *, state: NoticeState = NoticeState.SENT) -> None:
    """The message is settled as said, or as what else becomes of it."""
    async with begin() as work:
        claimed = await work.notices.claim(now=LATER, real_now=LATER, lease=timedelta(seconds=30), limit=200)
        (mine,) = [one for one in claimed if one.id == message]
        held = Settled(notice=mine.id, lease_token=mine.lease_token or "", state=state, outcome="-", at=LATER)
        assert await work.notices.settle(held)
        await work.commit()


@pytest.fixture
async def begin(begin: Begin) -> Begin:
    """With a plan of the employee's, and nothing waiting that anybody else put there."""
    await story(begin)
    async with begin() as work:
        rows = [row for row in await work.notices.waiting_for(PLAN) if row.state is NoticeState.WAITING]
        await work.gathering.put_by(rows, NoticeState.WITHDRAWN, reason="test", now=NOW)
        await work.commit()
    return begin


async def test_the_heartbeat_is_one_and_follows_the_clock_back_as_well(begin: Begin) -> None:
    async with begin() as work:
        assert await work.gathering.heartbeat() is None
        for at in (NOW, LATER, NOW):
            await work.gathering.beat(at)
            assert await work.gathering.heartbeat() == at


async def test_what_is_gathered_is_final_and_as_late_as_it_is(begin: Begin) -> None:
    rows = await put(begin, note("a"), note("b", days=8))
    message = await gather(begin, rows)
    found = [await row_of(begin, row.id) for row in rows]
    assert {(row.state, row.gathered_into, row.last_outcome) for row in found} == {
        (NoticeState.GATHERED, message, "gathered")
    }
    assert [row.late_by_us for row in found] == [9 * 86_400, 86_400]
    assert (await row_of(begin, message)).owed.subject == "2"
    async with begin() as work:
        assert {row.id for row in await work.gathering.inside(message)} == {row.id for row in rows}
        assert await work.gathering.late(now=LATER, real_now=LATER, limit=9) == ()


async def test_what_somebody_has_taken_since_it_was_read_stays_theirs(begin: Begin) -> None:
    (row,) = await put(begin, note("a"))
    async with begin() as work:
        await work.notices.claim(now=LATER, real_now=LATER, lease=timedelta(seconds=30), limit=200)
        await work.commit()
    async with begin() as work:
        message = await work.gathering.message_for(
            catch_up_owed(MINE, workspace=examples.WORKSPACE, since=NOW, due_at=LATER)
        )
        assert await work.gathering.gather([row], message, now=LATER) == 0
        await work.commit()
    assert (await row_of(begin, row.id)).state is NoticeState.CLAIMED


async def test_what_is_late_comes_in_batches_without_digests_and_messages_after_a_time_away(begin: Begin) -> None:
    rows = await put(begin, *(note(f"s{number}", days=number % 3) for number in range(7)))
    await put(begin, note(None, kind=NoticeKind.DIGEST), note("1", kind=NoticeKind.CATCH_UP), note("x", days=99))
    seen: list[NoticeId] = []
    last: Notice | None = None
    async with begin() as work:
        for _ in range(9):
            batch = await work.gathering.late(now=LATER, real_now=LATER, limit=3, after=last)
            if not batch:
                break
            seen += [row.id for row in batch]
            last = batch[-1]
    assert sorted(seen) == sorted(row.id for row in rows)


async def test_an_answer_takes_what_it_answers_out_of_a_message_that_waits(begin: Begin) -> None:
    message = await gather(begin, await put(begin, note("a"), note("b")))
    async with begin() as work:
        assert await work.notices.mark_answered(plan=PLAN, person=MINE.id, subject="a", at=LATER) == ()
        await work.commit()
    assert (await row_of(begin, message)).owed.subject == "1"
    async with begin() as work:
        await work.notices.mark_answered(plan=PLAN, person=MINE.id, subject="b", at=LATER)
        await work.commit()
    assert (await row_of(begin, message)).state is NoticeState.WITHDRAWN


async def test_a_message_that_was_sent_loses_its_buttons_with_the_last_answer(begin: Begin) -> None:
    message = await gather(begin, await put(begin, note("a"), note("b")))
    await say(begin, message)
    async with begin() as work:
        assert await work.notices.mark_answered(plan=PLAN, person=MINE.id, subject="a", at=LATER) == ()
        (redrawn,) = await work.notices.mark_answered(plan=PLAN, person=MINE.id, subject="b", at=LATER)
        await work.commit()
    assert (redrawn.id, redrawn.state) == (message, NoticeState.ANSWERED)
    # It still says how much it was.
    assert redrawn.owed.subject == "2"


async def test_what_anybody_may_answer_is_answered_inside_a_message_too(begin: Begin) -> None:
    message = await gather(begin, await put(begin, note(None, kind=NoticeKind.PLAN_TO_READ)))
    await say(begin, message)
    async with begin() as work:
        await work.redraws.answered(PLAN, [NoticeKind.PLAN_TO_READ], at=LATER)
        (redraw,) = await work.redraws.owed(limit=9)
        await work.commit()
    assert redraw.notice.id == message


async def test_a_message_that_cannot_be_delivered_is_listed_as_what_it_was_about(begin: Begin) -> None:
    rows = await put(begin, note("a"), note("b"))
    message = await gather(begin, rows)
    await say(begin, message, state=NoticeState.UNDELIVERABLE)
    async with begin() as work:
        failed = await work.notices.undelivered(since=NOW)
    assert {row.id for row in failed} == {row.id for row in rows}
    assert {row.owed.plan for row in failed} == {PLAN}


async def test_trying_again_one_thing_in_it_sends_the_message_again_once(begin: Begin) -> None:
    rows = await put(begin, note("a"), note("b"))
    message = await gather(begin, rows)
    await say(begin, message, state=NoticeState.UNDELIVERABLE)
    async with begin() as work:
        done = [await try_again(work, row.id, by=examples.HR.id, now=LATER) for row in rows]
        await work.commit()
    assert sorted(done) == [False, True]
    assert (await row_of(begin, message)).state is NoticeState.WAITING
    assert {(await row_of(begin, row.id)).state for row in rows} == {NoticeState.GATHERED}


async def test_neither_gathering_nor_expiring_counts_as_a_try(begin: Begin) -> None:
    told, gone = await put(begin, note("a"), note("b"))
    await gather(begin, [told])
    async with begin() as work:
        await work.gathering.put_by([gone], NoticeState.EXPIRED, reason="past-its-use", now=LATER)
        await work.commit()
    ended = [await row_of(begin, row.id) for row in (told, gone)]
    assert [(row.state, row.attempts, row.last_outcome) for row in ended] == [
        (NoticeState.GATHERED, 0, "gathered"),
        (NoticeState.EXPIRED, 0, "past-its-use"),
    ]
