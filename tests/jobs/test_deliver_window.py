"""No more than a minute's window holds, and nothing begun after the end of a turn."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from jobs.outcomes import Looked, NotThere, Sent, Unknown
from plans.notices import Notice, NoticeState
from plans.people import Person
from tests.jobs.crowded_room import (
    QUICK,
    SECOND,
    Fragile,
    crowd,
    rows,
    somebody,
    states,
    swept,
    word_to,
)
from tests.jobs.mail_room import TUESDAY, MailRoom


async def test_a_sweep_takes_no_more_than_the_window_has_room_for_and_says_when_it_opens(
    office: MailRoom, fragile: Fragile
) -> None:
    office.traffic.window.a_minute = 5
    await crowd(office, 12)
    done = await swept(office)
    assert done.sent == 5
    assert states(fragile) == {NoticeState.SENT: 5, NoticeState.WAITING: 7}
    assert {row.attempts for row in rows(fragile) if row.state is NoticeState.WAITING} == {0}
    assert done.ahead is not None
    opens = done.ahead.at
    assert opens == TUESDAY + 60.5 * SECOND
    office.now = opens - timedelta(microseconds=1)
    assert (await swept(office)).sent == 0
    office.now = opens
    assert (await swept(office)).sent == 5


async def test_what_has_to_be_looked_up_first_does_not_lead_past_the_window(office: MailRoom) -> None:
    """While it is looked for, it is neither waiting for a sender nor counted as said."""
    office.traffic.window.a_minute = 4
    await crowd(office, 4)
    office.answers += [Unknown("reset")] * 4
    await swept(office)
    office.now += timedelta(minutes=2)
    later = [somebody(number) for number in range(4, 12)]
    await office.meet(*later)
    await office.owe(*(word_to(person, at=office.now) for person in later))
    office.said.clear()

    async def mostly_slowly(notice: Notice, person: Person) -> Looked:
        del notice
        await asyncio.sleep(0 if person == somebody(0) else 0.1)
        return NotThere()

    office.look_up = mostly_slowly
    await swept(office)
    assert len(office.said) == 4


async def test_after_closing_what_was_claimed_is_said_and_nothing_more_is_claimed(
    office: MailRoom, fragile: Fragile
) -> None:
    await crowd(office, 9)

    async def speak(_notice: Notice) -> Sent:
        office.traffic.closing = True
        return Sent("ref")

    office.surface = speak
    done = await swept(office, replace(QUICK, at_once=3, senders=1, refill=1))
    assert (done.sent, done.cut_short, done.ahead) == (3, True, None)
    assert states(fragile) == {NoticeState.SENT: 3, NoticeState.WAITING: 6}


async def test_a_sweep_whose_turn_is_over_says_what_it_has_and_leaves_the_rest(
    office: MailRoom, fragile: Fragile
) -> None:
    await crowd(office, 9)

    async def speak(_notice: Notice) -> Sent:
        office.real_now += 10 * SECOND
        return Sent("ref")

    office.surface = speak
    done = await swept(office, replace(QUICK, at_once=2, senders=1, refill=1))
    assert (done.sent, done.cut_short, done.ahead) == (2, True, None)
    assert states(fragile)[NoticeState.WAITING] == 7
    office.surface = None
    finished = await swept(office)
    assert (finished.sent, finished.cut_short) == (7, False)
    assert finished.ahead is not None
