"""What a claim tells, with the person beside it, is what the rows tell one at a time: value by value, and nothing else.

A claim's answer comes as lists, taken apart by place. Each value here is one that no other place could hold.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans import examples
from plans.ids import PersonId, fresh
from plans.notice_ports import Settled
from plans.notices import NoticeKind, NoticeState, Owed
from plans.people import Handle, Person
from plans.ports import Begin
from plans.words import Words

NOW = examples.NOW
LEASE = timedelta(seconds=30)
PERSON: Person = replace(
    examples.EMPLOYEE,
    id=PersonId(fresh()),
    handle=Handle(surface="slack", tenant="T0TENANT", native_id="U0NATIVE"),
    name=Words("Known By Name"),
    email=Words("known@example.org"),
    zone="Asia/Tokyo",
    locale="ja-JP",
    checked_at=NOW - timedelta(days=3, microseconds=7),
)
BARE = Owed(
    key="the key",
    workspace=examples.WORKSPACE,
    plan=None,
    person=PERSON.id,
    kind=NoticeKind.DIGEST,
    subject=None,
    due_at=NOW - timedelta(minutes=5),
    zone="America/Chicago",
)
FULL = replace(
    BARE,
    subject=fresh(),
    nominal=date(2026, 8, 30),
    rolled="weekend",
    not_after=NOW + timedelta(days=9, microseconds=11),
    direct=True,
)


@pytest.mark.parametrize("owed", [FULL, BARE], ids=["everything", "nothing that may be missing"])
async def test_a_claim_tells_each_value_of_its_row(begin: Begin, owed: Owed) -> None:
    async with begin() as work:
        await work.notices.put([owed])
        (first,) = await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=1)
        assert await work.notices.get(first.id) == first
        assert first.owed == owed
        assert type(first.owed.direct) is bool
        again = Settled(
            notice=first.id,
            lease_token=first.lease_token or "",
            state=NoticeState.WAITING,
            outcome="later:connect",
            at=NOW,
            run_at=NOW + timedelta(seconds=17),
            message_ref="where it stands",
            late_by_us=23,
        )
        assert await work.notices.settle_all([again]) == {first.id}
        later = NOW + timedelta(minutes=1)
        (second,) = await work.notices.claim(now=later, real_now=later, lease=LEASE, limit=1)
        assert await work.notices.get(second.id) == second
    assert second == replace(
        first,
        run_at=NOW + timedelta(seconds=17),
        attempts=2,
        lease_until=later + LEASE,
        lease_token=second.lease_token,
        message_ref="where it stands",
        last_outcome="later:connect",
        late_by_us=23,
    )


@pytest.mark.parametrize("person", [PERSON, replace(PERSON, email=None)], ids=["with e-mail", "without"])
async def test_the_person_beside_a_claimed_notice_is_the_one_who_is_kept(begin: Begin, person: Person) -> None:
    async with begin() as work:
        await work.people.put(person)
        await work.notices.put([BARE])
        (claimed,) = await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=1)
        beside = (await work.notices.facts([claimed]))[claimed.id]
        kept = await work.people.get(person.id)
        assert beside.person == kept == replace(person, offices=kept.offices)
    assert (beside.gist, beside.working, beside.in_step) == (None, None, False)


async def test_of_a_person_nobody_knows_there_is_nothing_beside(begin: Begin) -> None:
    async with begin() as work:
        await work.notices.put([BARE])
        (claimed,) = await work.notices.claim(now=NOW, real_now=NOW, lease=LEASE, limit=1)
        assert (await work.notices.facts([claimed]))[claimed.id].person is None
