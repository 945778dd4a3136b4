"""Notices: put once, claimed by one, settled by whoever holds the lease, and in order for each person."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from plans import examples
from plans.ids import NoticeId, PersonId, PlanId, fresh
from plans.notice_ports import Settled
from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.ports import Begin
from storage.database import Database

_NOW = examples.NOW
_LEASE = timedelta(seconds=30)
_MINUTE = timedelta(minutes=1)
_PLAN = PlanId(fresh())


def _owed(key: str, person: PersonId = examples.EMPLOYEE.id, *, minutes: int = 0) -> Owed:
    return Owed(
        key=key,
        workspace=examples.WORKSPACE,
        plan=_PLAN,
        person=person,
        kind=NoticeKind.CHECK_IN,
        subject="review-1",
        due_at=_NOW + minutes * _MINUTE,
        zone="America/Chicago",
    )


async def _put(begin: Begin, *owed: Owed) -> int:
    async with begin() as work:
        added = await work.notices.put(owed)
        await work.commit()
        return added


async def _all(begin: Begin) -> dict[str, Notice]:
    async with begin() as work:
        return {notice.owed.key: notice for notice in await work.notices.waiting_for(_PLAN)}


async def _claim(begin: Begin, *, minutes: int = 60, seconds: int = 0, limit: int = 200) -> tuple[Notice, ...]:
    """At so many minutes of the injected clock and so many seconds of the real one."""
    async with begin() as work:
        claimed = await work.notices.claim(
            now=_NOW + minutes * _MINUTE, real_now=_NOW + timedelta(seconds=seconds), lease=_LEASE, limit=limit
        )
        await work.commit()
        return claimed


def _outcome(notice: Notice, state: NoticeState = NoticeState.SENT, **more: Any) -> Settled:  # noqa: ANN401 - fields of the outcome
    settled = Settled(
        notice=notice.id, lease_token=notice.lease_token or "", state=state, outcome="ok", at=_NOW + _MINUTE
    )
    return settled._replace(**more)


async def _settle(begin: Begin, settled: Settled) -> bool:
    async with begin() as work:
        held = await work.notices.settle(settled)
        await work.commit()
        return held


async def test_what_is_there_already_is_not_put_again(begin: Begin) -> None:
    assert await _put(begin, _owed("a"), _owed("b")) == 2
    moved = replace(_owed("a"), due_at=_NOW + 9 * _MINUTE)
    assert await _put(begin, moved, _owed("c"), _owed("c")) == 1
    assert (await _all(begin))["a"].owed == _owed("a")


async def test_a_thousand_are_put_at_once(begin: Begin) -> None:
    assert await _put(begin, *(_owed(f"k{number}") for number in range(1_201))) == 1_201


async def test_only_what_waits_is_moved_or_withdrawn(begin: Begin) -> None:
    await _put(begin, _owed("waits"), _owed("goes"), _owed("claimed", examples.SUPERVISOR.id, minutes=-5))
    (claimed,) = await _claim(begin, minutes=-1)
    rows = await _all(begin)
    later = replace(_owed("waits"), due_at=_NOW + 30 * _MINUTE, rolled="weekend")
    async with begin() as work:
        await work.notices.adjust(
            Adjustment(
                add=(_owed("new"),),
                move=((rows["waits"].id, later), (claimed.id, replace(claimed.owed, due_at=_NOW))),
                withdraw=(rows["goes"].id, claimed.id),
            ),
        )
        await work.commit()
    after = await _all(begin)
    assert after["waits"] == replace(rows["waits"], owed=later, run_at=later.due_at)
    assert after["goes"].state is NoticeState.WITHDRAWN
    assert after["claimed"] == claimed
    assert after["new"].state is NoticeState.WAITING


async def test_a_claim_takes_what_is_due_with_a_lease_a_token_and_a_send_key(begin: Begin) -> None:
    await _put(begin, _owed("due"), _owed("later", examples.SUPERVISOR.id, minutes=10))
    waiting = (await _all(begin))["due"]
    (claimed,) = await _claim(begin, minutes=5)
    assert claimed.owed == _owed("due")
    assert (claimed.state, claimed.attempts) == (NoticeState.CLAIMED, 1)
    assert claimed.lease_until == _NOW + _LEASE
    assert claimed.lease_token
    assert claimed.send_key
    assert (waiting.lease_token, waiting.send_key) == (None, claimed.send_key)
    assert len({claimed.id, claimed.lease_token, claimed.send_key}) == 3
    assert await _claim(begin, minutes=5) == ()
    assert (await _all(begin))["due"] == claimed


async def test_every_claim_has_a_token_of_its_own(begin: Begin) -> None:
    people = [PersonId(fresh()) for _ in range(20)]
    await _put(begin, *(_owed(person, person) for person in people))
    first, second = await _claim(begin, limit=12), await _claim(begin)
    assert (len(first), len(second)) == (12, 8)
    tokens = [{notice.lease_token for notice in claimed} for claimed in (first, second)]
    assert [len(each) for each in tokens] == [1, 1]
    assert len(tokens[0] | tokens[1] | {notice.send_key for notice in (*first, *second)}) == 22


async def test_a_claim_takes_no_more_than_its_limit_earliest_first(begin: Begin) -> None:
    people = [PersonId(fresh()) for _ in range(5)]
    await _put(begin, *(_owed(f"k{n}", person, minutes=-n) for n, person in enumerate(people)))
    assert [notice.owed.key for notice in await _claim(begin, limit=2)] == ["k4", "k3"]
    assert [notice.owed.key for notice in await _claim(begin, limit=9)] == ["k2", "k1", "k0"]


async def test_a_person_is_told_one_thing_at_a_time_in_order(begin: Begin) -> None:
    await _put(begin, _owed("second", minutes=2), _owed("first", minutes=1), _owed("third", minutes=3))
    told = []
    for _ in range(3):
        (notice,) = await _claim(begin)
        assert await _claim(begin) == ()
        assert await _settle(begin, _outcome(notice))
        told.append(notice.owed.key)
    assert told == ["first", "second", "third"]


async def test_one_that_is_tried_again_later_holds_back_what_comes_after_it(begin: Begin) -> None:
    await _put(begin, _owed("first"), _owed("second", minutes=1))
    (first,) = await _claim(begin)
    again = _outcome(first, NoticeState.WAITING, run_at=_NOW + 90 * _MINUTE)
    assert await _settle(begin, again)
    assert await _claim(begin, minutes=60) == ()
    (claimed,) = await _claim(begin, minutes=90)
    assert claimed.owed.key == "first"


async def test_one_that_becomes_due_before_what_is_being_said_waits_for_it(begin: Begin) -> None:
    await _put(begin, _owed("said now", minutes=5))
    (claimed,) = await _claim(begin)
    await _put(begin, _owed("earlier", minutes=1))
    assert await _claim(begin) == ()
    assert await _settle(begin, _outcome(claimed))
    (earlier,) = await _claim(begin)
    assert earlier.owed.key == "earlier"


async def test_two_of_one_person_never_wait_for_each_other_for_ever(begin: Begin) -> None:
    await _put(begin, _owed("lapsed", minutes=5))
    await _claim(begin)
    await _put(begin, _owed("earlier", minutes=1))
    (earlier,) = await _claim(begin, seconds=31)
    assert earlier.owed.key == "earlier"
    assert await _settle(begin, _outcome(earlier))
    (lapsed,) = await _claim(begin, seconds=31)
    assert (lapsed.owed.key, lapsed.attempts) == ("lapsed", 2)


async def test_a_lease_that_ran_out_is_taken_over_and_the_zombie_settles_nothing(begin: Begin) -> None:
    await _put(begin, _owed("a"))
    (zombie,) = await _claim(begin)
    assert await _claim(begin, seconds=29) == ()
    (heir,) = await _claim(begin, seconds=30)
    assert heir.lease_token != zombie.lease_token
    assert not await _settle(begin, _outcome(zombie, NoticeState.UNDELIVERABLE))
    assert (await _all(begin))["a"] == heir
    assert await _settle(begin, _outcome(heir))
    assert not await _settle(begin, _outcome(heir))


async def test_a_settled_notice_says_when_where_and_how_late(begin: Begin) -> None:
    await _put(begin, _owed("a"))
    (claimed,) = await _claim(begin)
    assert await _settle(begin, _outcome(claimed, message_ref="D1/17.5", late_by_us=120))
    async with begin() as work:
        found = await work.notices.get(claimed.id)
    assert found == replace(
        claimed,
        state=NoticeState.SENT,
        last_outcome="ok",
        message_ref="D1/17.5",
        late_by_us=120,
        sent_at=_NOW + _MINUTE,
        lease_until=None,
        lease_token=None,
    )


async def test_a_try_that_does_not_count_is_taken_back(begin: Begin) -> None:
    await _put(begin, _owed("a"))
    (claimed,) = await _claim(begin)
    assert await _settle(begin, _outcome(claimed, NoticeState.WAITING, run_at=_NOW + _MINUTE, count_attempt=False))
    found = (await _all(begin))["a"]
    assert (found.attempts, found.run_at, found.owed.due_at) == (0, _NOW + _MINUTE, _NOW)


async def test_two_workers_never_claim_the_same(begin: Begin, another: Callable[[], Database]) -> None:
    people = [PersonId(fresh()) for _ in range(60)]
    await _put(begin, *(_owed(person, person) for person in people))
    workers = (begin, another().begin)
    batches = await asyncio.gather(*(_claim(workers[n % 2], limit=7) for n in range(20)))
    claimed = [notice.id for batch in batches for notice in batch]
    assert len(claimed) == len(set(claimed)) == 60


async def test_two_workers_never_say_two_things_to_one_person_at_once(
    begin: Begin, another: Callable[[], Database]
) -> None:
    await _put(begin, *(_owed(f"k{n}", minutes=n) for n in range(12)))
    workers = (begin, another().begin)
    told: list[str] = []
    for _ in range(12):
        batches = await asyncio.gather(*(_claim(worker) for worker in workers * 2))
        (notice,) = (notice for batch in batches for notice in batch)
        told.append(notice.owed.key)
        assert await _settle(begin, _outcome(notice))
    assert told == [f"k{n}" for n in range(12)]


async def test_what_another_worker_is_just_claiming_is_passed_over(postgresql_address: str) -> None:
    """On PostgreSQL two claims run side by side: the second neither waits for the first nor takes its rows."""
    from tests.conftest import open_database  # the two databases of this test are its own

    first, second = open_database(postgresql_address), open_database(postgresql_address)
    await _put(first.begin, *(_owed(f"k{n}", PersonId(fresh())) for n in range(4)))
    async with first.begin() as work:
        mine = await work.notices.claim(now=_NOW, real_now=_NOW, lease=_LEASE, limit=3)
        async with asyncio.timeout(5):
            theirs = await _claim(second.begin)
        await work.commit()
    assert (len(mine), len(theirs)) == (3, 1)
    for database in (first, second):
        await database.close()


async def test_an_answer_settles_the_prompts_about_its_subject(begin: Begin) -> None:
    sent, waiting = _owed("sent"), _owed("waiting", minutes=60)
    others = (
        replace(_owed("theirs", examples.SUPERVISOR.id), due_at=_NOW + 90 * _MINUTE),
        replace(_owed("other subject", minutes=70), subject="review-2"),
        replace(_owed("notes", minutes=80), kind=NoticeKind.REVIEW_NOTES_DUE),
    )
    await _put(begin, sent, waiting, *others)
    (claimed,) = await _claim(begin, minutes=1)
    await _settle(begin, _outcome(claimed, message_ref="D1/1"))
    async with begin() as work:
        redrawn = await work.notices.mark_answered(plan=_PLAN, person=examples.EMPLOYEE.id, subject="review-1", at=_NOW)
        await work.commit()
    assert [(notice.owed, notice.state, notice.message_ref) for notice in redrawn] == [
        (sent, NoticeState.ANSWERED, "D1/1")
    ]
    states = {key: notice.state for key, notice in (await _all(begin)).items()}
    assert states == {
        "sent": NoticeState.ANSWERED,
        "waiting": NoticeState.WITHDRAWN,
        "theirs": NoticeState.WAITING,
        "other subject": NoticeState.WAITING,
        "notes": NoticeState.WAITING,
    }


async def test_the_next_run_is_the_earliest_that_waits(begin: Begin) -> None:
    async with begin() as work:
        assert await work.notices.next_run_at() is None
    await _put(begin, _owed("a", minutes=5), _owed("b", examples.SUPERVISOR.id, minutes=7))
    await _claim(begin, minutes=5)
    async with begin() as work:
        assert await work.notices.next_run_at() == _NOW + 7 * _MINUTE
        assert await work.notices.get(NoticeId("none")) is None


async def test_what_could_not_be_delivered_since_is_listed(begin: Begin) -> None:
    await _put(begin, _owed("a"), _owed("b", examples.SUPERVISOR.id))
    first, second = await _claim(begin)
    await _settle(begin, _outcome(first, NoticeState.UNDELIVERABLE, at=_NOW + 10 * _MINUTE))
    await _settle(begin, _outcome(second))
    async with begin() as work:
        assert [one.id for one in await work.notices.undelivered(since=_NOW + 10 * _MINUTE)] == [first.id]
        assert await work.notices.undelivered(since=_NOW + 11 * _MINUTE) == ()


async def test_tries_are_kept_and_cannot_be_taken_back(postgresql_address: str) -> None:
    from tests.conftest import open_database  # looked at from outside, past the program

    database = open_database(postgresql_address)
    await _put(database.begin, _owed("a"))
    (claimed,) = await _claim(database.begin)
    await _settle(database.begin, _outcome(claimed, NoticeState.WAITING, run_at=_NOW))
    await database.close()
    with psycopg.connect(postgresql_address, autocommit=True) as connection:
        assert connection.execute("SELECT outcome, counted FROM notice_attempt").fetchall() == [("ok", True)]
        for forgery in ("UPDATE notice_attempt SET outcome = 'x'", "DELETE FROM notice_attempt"):
            with pytest.raises(psycopg.errors.RaiseException):
                connection.execute(forgery)


async def test_what_waits_behind_another_of_the_same_person_is_not_the_next_run(begin: Begin) -> None:
    """The first is tried again in ten minutes; what was due after it waits, somebody else's does not."""
    await _put(begin, _owed("first"), _owed("second", minutes=1))
    (claimed,) = await _claim(begin)
    async with begin() as work:
        again = _NOW + 10 * _MINUTE
        await work.notices.settle(_outcome(claimed, NoticeState.WAITING, run_at=again))
        assert await work.notices.next_run_at() == again
        await work.notices.put([_owed("other", examples.SUPERVISOR.id, minutes=5)])
        assert await work.notices.next_run_at() == _NOW + 5 * _MINUTE
