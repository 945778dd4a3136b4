"""A notice whose last outcome nobody knows is looked for first, and what the answer says is done."""

from datetime import timedelta

import pytest

from jobs.deliver import Line
from jobs.outcomes import CannotLook, Later, Looked, NotThere, Sent, Unknown
from jobs.retry import MOST_ATTEMPTS
from plans.notices import Notice, NoticeState
from plans.people import Person
from tests.jobs.crowded_room import QUICK, SECOND, Fragile, Looker, claimed, lost_once, means, rows
from tests.jobs.mail_room import MailRoom
from tests.plans import owing as the


async def test_what_was_said_is_found_and_not_said_again(office: MailRoom, fragile: Fragile) -> None:
    looker = await lost_once(office, Sent("found"))
    assert (await office.deliver(limits=QUICK)).sent == 1
    (row,) = rows(fragile)
    assert (row.message_ref, row.last_outcome, len(office.said), looker.asked) == ("found", "sent", 1, 1)


async def test_what_is_not_there_is_said(office: MailRoom, fragile: Fragile) -> None:
    looker = await lost_once(office, NotThere())
    assert (await office.deliver(limits=QUICK)).sent == 1
    (row,) = rows(fragile)
    assert (row.attempts, len(office.said), looker.asked) == (2, 2, 1)


async def test_where_nobody_can_look_a_second_lost_answer_ends_it(office: MailRoom, fragile: Fragile) -> None:
    await lost_once(office, CannotLook())
    office.answers.append(Unknown("reset"))
    assert (await office.deliver(limits=QUICK)).refused == 1
    assert (rows(fragile)[0].state, len(office.said)) == (NoticeState.UNDELIVERABLE, 2)


@pytest.mark.parametrize("answer", [ValueError("a fault of ours"), TimeoutError()])
async def test_a_look_that_fails_is_waited_for_and_nothing_is_said_blindly(
    office: MailRoom, fragile: Fragile, answer: BaseException
) -> None:
    await lost_once(office, answer, Sent("found"))
    assert (await office.deliver(limits=QUICK)).later == 1
    assert (rows(fragile)[0].last_outcome, len(office.said)) == ("unknown:later:look-up", 1)
    office.wait(seconds=60)
    assert (await office.deliver(limits=QUICK)).sent == 1
    assert (rows(fragile)[0].message_ref, len(office.said)) == ("found", 1)


async def test_where_looking_has_to_wait_nothing_is_said_and_what_was_lost_is_not_forgotten(
    office: MailRoom, fragile: Fragile
) -> None:
    at = office.now + timedelta(minutes=2)
    await lost_once(office, Later(at, "look-up:held_back", counted=False, alone=True))
    assert (await office.deliver(limits=QUICK)).later == 1
    (row,) = rows(fragile)
    assert (row.run_at, row.attempts, row.last_outcome) == (at, 1, "unknown:later:look-up:held_back")
    assert office.traffic.quiet_until(the.WORKSPACE, now=office.now) is None
    office.now = at
    assert (await office.deliver(limits=QUICK)).sent == 1


async def test_with_a_look_up_lost_answers_go_on_for_eight_attempts(office: MailRoom, fragile: Fragile) -> None:
    looker = await lost_once(office)
    office.answers += [Unknown("reset")] * 20
    for _ in range(20):
        await office.deliver(limits=QUICK)
        office.wait(seconds=60)
    (row,) = rows(fragile)
    assert (row.state, row.attempts) == (NoticeState.UNDELIVERABLE, MOST_ATTEMPTS)
    assert (len(office.said), looker.asked) == (MOST_ATTEMPTS, MOST_ATTEMPTS - 1)


async def test_after_a_look_that_used_up_the_lease_nothing_is_said(office: MailRoom, fragile: Fragile) -> None:
    """Another worker takes the notice over when its lease ends; two would be saying it."""
    await lost_once(office)

    async def slowly(notice: Notice, person: Person) -> Looked:
        del notice, person
        office.real_now += 16 * SECOND
        office.look_up = Looker([])
        return NotThere()

    office.look_up = slowly
    async with Line(means(office, QUICK)) as line:
        line.take(await claimed(office))
    (row,) = rows(fragile)
    assert (row.state, row.attempts, row.last_outcome) == (NoticeState.WAITING, 2, "unknown:crowded")
    assert len(office.said) == 1


async def test_looks_that_are_always_too_slow_come_to_an_end(office: MailRoom, fragile: Fragile) -> None:
    await lost_once(office)

    async def slowly(notice: Notice, person: Person) -> Looked:
        del notice, person
        office.real_now += 16 * SECOND
        return NotThere()

    office.look_up = slowly
    for _ in range(MOST_ATTEMPTS + 2):
        await office.deliver(limits=QUICK)
    (row,) = (row for row in rows(fragile) if row.owed.key.startswith("word:"))
    assert (row.state, row.last_outcome) == (NoticeState.UNDELIVERABLE, "too-many-attempts")
    assert len([message for message in office.said if message.notice == row.id]) == 1


async def test_looks_that_always_fail_come_to_an_end(office: MailRoom, fragile: Fragile) -> None:
    await lost_once(office, *[ValueError("a fault of ours")] * 20)
    for _ in range(MOST_ATTEMPTS):
        await office.deliver(limits=QUICK)
        office.wait(hours=2)
    row = next(row for row in rows(fragile) if row.owed.key.startswith("word:"))
    assert (row.state, row.attempts) == (NoticeState.UNDELIVERABLE, MOST_ATTEMPTS)
    assert len([message for message in office.said if message.notice == row.id]) == 1
