"""The line of senders: what is slow, refused, cancelled or put off holds nothing else up, and nothing hangs."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.checking import Ready
from jobs.deliver import Line
from jobs.outcomes import Later, Sent
from plans.notices import Notice, NoticeState
from tests.jobs.crowded_room import (
    QUICK,
    SECOND,
    Fragile,
    Looker,
    claimed,
    crowd,
    lost_once,
    means,
    rows,
    states,
)
from tests.jobs.mail_room import TUESDAY, MailRoom


@pytest.mark.parametrize("senders", [1, 3, 50])
async def test_more_than_there_are_senders_are_all_said_and_never_more_at_one_time(
    office: MailRoom, fragile: Fragile, senders: int
) -> None:
    await crowd(office, 40)
    speaking, most = 0, 0

    async def speak(_notice: Notice) -> Sent:
        nonlocal speaking, most
        speaking += 1
        most = max(most, speaking)
        await asyncio.sleep(0)
        speaking -= 1
        return Sent("ref")

    office.surface = speak
    done = await office.deliver(limits=replace(QUICK, senders=senders, at_once=15))
    assert (done.sent, most) == (40, min(senders, most))
    assert max(Counter(message.notice for message in office.said).values()) == 1
    assert states(fragile) == {NoticeState.SENT: 40}


async def test_a_slow_one_does_not_keep_the_others_from_being_settled(office: MailRoom, fragile: Fragile) -> None:
    people = await crowd(office, 20)
    while_slow: list[Counter[NoticeState]] = []

    async def speak(notice: Notice) -> Sent:
        if notice.owed.person == people[0].id:
            await asyncio.sleep(0.3)
            while_slow.append(states(fragile))
        return Sent("ref")

    office.surface = speak
    assert (await office.deliver(limits=QUICK)).sent == 20
    assert while_slow == [Counter({NoticeState.SENT: 19, NoticeState.CLAIMED: 1})]


async def test_a_group_never_holds_two_tries_of_one_notice(office: MailRoom, fragile: Fragile) -> None:
    """The first sender outlives its lease, so the same notice is taken and said again beside it."""
    (person,) = await crowd(office, 1)
    claimed: list[Notice] = []
    for seconds in (0, 31):
        async with fragile.begin() as work:
            claimed += await work.notices.claim(
                now=office.now, real_now=office.real_now + seconds * SECOND, lease=30 * SECOND, limit=1
            )
            await work.commit()
    async with Line(means(office, QUICK)) as line:
        line.take([Ready(notice, None, person) for notice in claimed])
    assert [len(group) for group in fragile.books.groups] == [1, 1]
    assert line.done.sent == 1
    assert line.idle


async def test_with_too_little_left_of_its_lease_it_goes_back_uncounted(office: MailRoom, fragile: Fragile) -> None:
    await crowd(office, 3)

    async def speak(_notice: Notice) -> Sent:
        office.real_now += 16 * SECOND
        return Sent("ref")

    office.surface = speak
    found = await office.deliver(limits=replace(QUICK, senders=1, turn=timedelta(hours=1)))
    assert (found.sent, found.later) == (3, 3)
    assert {row.attempts for row in rows(fragile)} == {1}
    crowded = [one for group in fragile.books.groups for one in group if one.outcome == "crowded"]
    assert [(one.state, one.run_at, one.count_attempt) for one in crowded] == [
        (NoticeState.WAITING, TUESDAY, False)
    ] * 3


async def test_quiet_that_began_meanwhile_puts_back_what_was_not_begun(office: MailRoom, fragile: Fragile) -> None:
    await crowd(office, 3)
    office.answers.append(Later(office.now + 7 * SECOND, "ratelimited", counted=False))
    done = await office.deliver(limits=replace(QUICK, senders=1))
    assert (done.sent, done.later, len(office.said)) == (0, 3, 1)
    assert {(row.attempts, row.run_at) for row in rows(fragile)} == {(0, TUESDAY + 7 * SECOND)}
    assert sorted(row.last_outcome or "" for row in rows(fragile)) == ["later:ratelimited", "quiet", "quiet"]


async def test_what_the_surface_waited_for_may_be_cancelled_and_nothing_hangs(
    office: MailRoom, fragile: Fragile
) -> None:
    await crowd(office, 3)
    office.answers.append(asyncio.CancelledError())
    async with asyncio.timeout(5):
        done = await office.deliver(limits=QUICK)
    assert (done.sent, done.later) == (2, 1)
    assert {row.last_outcome for row in rows(fragile)} == {"sent", "unknown:cancelled"}


async def test_a_look_that_is_cancelled_is_one_that_failed(office: MailRoom) -> None:
    await lost_once(office, asyncio.CancelledError())
    async with asyncio.timeout(5):
        assert (await office.deliver(limits=QUICK)).later == 1
    assert len(office.said) == 1


async def test_an_error_while_claiming_cuts_off_no_call_and_loses_no_outcome(
    office: MailRoom, fragile: Fragile
) -> None:
    """The second claim fails: by then four are being said, and four wait for a sender."""
    await crowd(office, 12)
    fragile.books.claims_left = 1

    async def speak(_notice: Notice) -> Sent:
        await asyncio.sleep(0.05)
        return Sent("ref")

    office.surface = speak
    async with asyncio.timeout(5):
        with pytest.raises(ConnectionError):
            await office.deliver(limits=replace(QUICK, senders=4, at_once=8, refill=4))
    assert states(fragile)[NoticeState.CLAIMED] == 0
    said = {message.notice for message in office.said}
    assert said == {row.id for row in rows(fragile) if row.state is NoticeState.SENT}
    assert said
    office.surface = None
    assert (await office.deliver(limits=QUICK)).sent == 12 - len(said)
    assert max(Counter(message.notice for message in office.said).values()) == 1


async def test_a_sweep_that_is_cancelled_ends_at_once_and_what_it_was_saying_comes_back_unknown(
    office: MailRoom, fragile: Fragile
) -> None:
    await crowd(office, 8)
    begun = asyncio.Event()

    async def hang(_notice: Notice) -> Sent:
        begun.set()
        await asyncio.sleep(30)
        return Sent("never")

    office.surface = hang
    sweeping = asyncio.create_task(office.deliver(limits=replace(QUICK, senders=2)))
    await begun.wait()
    sweeping.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await sweeping
    office.surface = None
    office.wait(seconds=31)
    looker = office.look_up = Looker([])
    assert (await office.deliver(limits=QUICK)).sent == 8
    assert looker.asked == 8


async def test_a_database_that_is_busy_for_a_moment_costs_no_second_message(office: MailRoom, fragile: Fragile) -> None:
    await crowd(office, 2)

    async def speak(_notice: Notice) -> Sent:
        fragile.faults[:] = [TimeoutError()]
        return Sent("ref")

    office.surface = speak
    async with Line(means(office, QUICK)) as line:
        line.take(await claimed(office))
    assert (line.done.sent, len(office.said)) == (2, 2)


async def test_a_database_that_stays_away_ends_the_line_and_takes_no_more(office: MailRoom, fragile: Fragile) -> None:
    await crowd(office, 2)
    ready = await claimed(office)
    fragile.faults += [TimeoutError()] * 9

    async def said() -> None:
        async with Line(means(office, QUICK)) as line:
            line.take(ready)
            while True:
                await line.moved()

    async with asyncio.timeout(10):
        with pytest.raises(ExceptionGroup) as caught:
            await said()
    assert caught.group_contains(TimeoutError)
    assert states(fragile) == {NoticeState.CLAIMED: 2}
