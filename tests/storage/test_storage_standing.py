"""What an operator asks of the notices: how they stand, how old the oldest due is, and to try one again."""

from collections.abc import Sequence
from datetime import timedelta

from plans import examples
from plans.actions.try_again import try_again
from plans.events import EventKind
from plans.ids import NoticeId, PlanId, fresh
from plans.notice_ports import NoticeStanding, Settled
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.ports import Begin

_NOW = examples.NOW
_LEASE = timedelta(seconds=30)
_MINUTE = timedelta(minutes=1)
_PLAN = PlanId(fresh())


def _owed(key: str, person: Person, *, minutes: int) -> Owed:
    return Owed(
        key=key,
        workspace=examples.WORKSPACE,
        plan=_PLAN,
        person=person.id,
        kind=NoticeKind.CHECK_IN,
        subject="review-1",
        due_at=_NOW + minutes * _MINUTE,
        zone="America/Chicago",
    )


async def _claimed(begin: Begin) -> tuple[Notice, ...]:
    async with begin() as work:
        claimed = await work.notices.claim(now=_NOW, real_now=_NOW, lease=_LEASE, limit=10)
        await work.commit()
    return claimed


async def _failed(begin: Begin) -> NoticeId:
    """One notice that was given up."""
    async with begin() as work:
        await work.notices.put([_owed("failed", examples.EMPLOYEE, minutes=-9)])
        await work.commit()
    (claimed,) = await _claimed(begin)
    async with begin() as work:
        await work.notices.settle(
            Settled(
                notice=claimed.id,
                lease_token=claimed.lease_token or "",
                state=NoticeState.UNDELIVERABLE,
                outcome="refused:channel_not_found",
                at=_NOW,
            )
        )
        await work.commit()
    return claimed.id


async def _keys(begin: Begin, standing: NoticeStanding, *, seconds: int = 0, limit: int = 10) -> Sequence[str]:
    now = _NOW + timedelta(seconds=seconds)
    async with begin() as work:
        found = await work.notices.standing(standing, now=_NOW, real_now=now, limit=limit)
    return [notice.owed.key for notice in found]


async def test_each_notice_stands_in_one_place_earliest_first(begin: Begin) -> None:
    await _failed(begin)
    async with begin() as work:
        await work.notices.put([_owed("claimed", examples.EMPLOYEE, minutes=-5)])
        await work.commit()
    await _claimed(begin)
    people = (examples.SUPERVISOR, examples.HR)
    async with begin() as work:
        await work.notices.put([_owed(f"due{place}", one, minutes=-place) for place, one in enumerate(people)])
        await work.notices.put([_owed(f"later{place}", one, minutes=9 + place) for place, one in enumerate(people)])
        await work.commit()
    assert await _keys(begin, NoticeStanding.DUE) == ["due1", "due0"]
    assert await _keys(begin, NoticeStanding.WAITING) == ["later0", "later1"]
    assert await _keys(begin, NoticeStanding.WAITING, limit=1) == ["later0"]
    assert await _keys(begin, NoticeStanding.UNDELIVERABLE) == ["failed"]


async def test_a_claim_is_stuck_only_long_after_its_lease(begin: Begin) -> None:
    async with begin() as work:
        await work.notices.put([_owed("claimed", examples.EMPLOYEE, minutes=-5)])
        await work.commit()
    await _claimed(begin)
    assert await _keys(begin, NoticeStanding.STUCK, seconds=31) == []
    assert await _keys(begin, NoticeStanding.STUCK, seconds=30 + 300) == ["claimed"]


async def test_the_oldest_due_counts_from_when_it_was_due_and_not_from_its_next_try(begin: Begin) -> None:
    async with begin() as work:
        assert await work.notices.oldest_due(now=_NOW) is None
        await work.notices.put([_owed("late", examples.EMPLOYEE, minutes=-7)])
        await work.notices.put([_owed("ahead", examples.SUPERVISOR, minutes=7)])
        await work.commit()
    (claimed,) = await _claimed(begin)
    async with begin() as work:
        assert await work.notices.oldest_due(now=_NOW) == _NOW - 7 * _MINUTE
        again = Settled(
            notice=claimed.id,
            lease_token=claimed.lease_token or "",
            state=NoticeState.WAITING,
            outcome="later:busy",
            at=_NOW,
            run_at=_NOW + 20 * _MINUTE,
        )
        assert await work.notices.settle(again)
        assert await work.notices.oldest_due(now=_NOW) == _NOW - 7 * _MINUTE


async def test_an_undeliverable_notice_waits_again_with_all_its_tries_and_leaves_a_line(begin: Begin) -> None:
    failed = await _failed(begin)
    async with begin() as work:
        assert await try_again(work, failed, by=examples.HR.id, now=_NOW)
        assert not await try_again(work, failed, by=examples.HR.id, now=_NOW)
        await work.commit()
    async with begin() as work:
        row = await work.notices.get(failed)
    assert row is not None
    assert (row.state, row.attempts, row.run_at, row.last_outcome) == (NoticeState.WAITING, 0, _NOW, None)
    assert [one.id for one in await _claimed(begin)] == [failed]
    assert EventKind.NOTICE_TRIED_AGAIN.subject == "notice"


async def test_what_is_not_undeliverable_is_not_tried_again_and_leaves_no_line(begin: Begin) -> None:
    async with begin() as work:
        await work.notices.put([_owed("waits", examples.EMPLOYEE, minutes=3)])
        (waits,) = await work.notices.waiting_for(_PLAN)
        assert not await try_again(work, waits.id, by=None, now=_NOW)
        assert not await try_again(work, NoticeId(fresh()), by=None, now=_NOW)
        row = await work.notices.get(waits.id)
    assert row is not None
    assert row.run_at == waits.run_at


async def test_what_was_sent_last_comes_first_and_what_was_not_sent_not_at_all(begin: Begin) -> None:
    people = (examples.EMPLOYEE, examples.SUPERVISOR, examples.HR)
    async with begin() as work:
        await work.notices.put([_owed(person.handle.native_id, person, minutes=-9) for person in people])
        await work.commit()
    by_person = {one.owed.person: one for one in await _claimed(begin)}
    async with begin() as work:
        for minutes, person in enumerate(people[:2]):
            claimed = by_person[person.id]
            settled = Settled(
                notice=claimed.id,
                lease_token=claimed.lease_token or "",
                state=NoticeState.SENT,
                outcome="sent",
                at=_NOW + minutes * _MINUTE,
                message_ref=f"there {minutes}",
            )
            assert await work.notices.settle(settled)
        await work.commit()
    async with begin() as work:
        found = await work.notices.newest_sent(limit=5)
        assert [one.message_ref for one in found] == ["there 1", "there 0"]
        assert [one.message_ref for one in await work.notices.newest_sent(limit=1)] == ["there 1"]
