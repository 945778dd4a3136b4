"""Answered messages are listed for redrawing on both databases, once each, until drawn or given up."""

from datetime import UTC, datetime, timedelta

from plans import examples
from plans.ids import NoticeId, PlanId
from plans.notice_ports import Settled
from plans.notices import NoticeKind, NoticeState, Owed
from plans.ports import Begin

_NOW = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
_PLAN = PlanId("plan-1")


async def sent(begin: Begin, kind: NoticeKind) -> NoticeId:
    """A notice of this kind that was said."""
    owed = Owed(
        key=f"key-{kind.value}",
        workspace=examples.WORKSPACE,
        plan=_PLAN,
        person=examples.HR.id,
        kind=kind,
        subject=None,
        due_at=_NOW,
        zone="UTC",
    )
    async with begin() as work:
        await work.notices.put([owed])
        [notice] = await work.notices.claim(now=_NOW, real_now=_NOW, lease=timedelta(seconds=30), limit=1)
        token = notice.lease_token or ""
        said = Settled(
            notice=notice.id, lease_token=token, state=NoticeState.SENT, outcome="sent", at=_NOW, message_ref="ref"
        )
        assert await work.notices.settle(said)
        await work.commit()
    return notice.id


async def listed(begin: Begin) -> list[tuple[NoticeId, datetime, NoticeState]]:
    async with begin() as work:
        found = await work.redraws.owed(limit=10)
    return [(redraw.notice.id, redraw.answered_at, redraw.notice.state) for redraw in found]


async def test_only_sent_prompts_of_the_kinds_that_were_answered_are_listed_and_once(begin: Begin) -> None:
    submitted = await sent(begin, NoticeKind.PLAN_SUBMITTED)
    await sent(begin, NoticeKind.HR_CONTACTED)
    for later in (0, 1):
        async with begin() as work:
            await work.redraws.answered(_PLAN, (NoticeKind.PLAN_SUBMITTED,), at=_NOW + timedelta(hours=later))
            await work.redraws.answered(_PLAN, (), at=_NOW)
            await work.redraws.answered(PlanId("another"), (NoticeKind.HR_CONTACTED,), at=_NOW)
            await work.commit()
    assert await listed(begin) == [(submitted, _NOW, NoticeState.ANSWERED)]
    async with begin() as work:
        await work.redraws.drawn(submitted)
        await work.commit()
    assert await listed(begin) == []


async def test_what_failed_comes_last_and_is_given_up_after_three_tries(begin: Begin) -> None:
    first, second = await sent(begin, NoticeKind.PLAN_SUBMITTED), await sent(begin, NoticeKind.HR_ANSWER_DUE)
    async with begin() as work:
        await work.redraws.answered(_PLAN, (NoticeKind.PLAN_SUBMITTED,), at=_NOW)
        await work.redraws.answered(_PLAN, (NoticeKind.HR_ANSWER_DUE,), at=_NOW + timedelta(hours=1))
        await work.commit()
    orders = []
    for _ in range(3):
        async with begin() as work:
            await work.redraws.failed(first)
            await work.commit()
        orders.append([notice for notice, _, _ in await listed(begin)])
    assert orders == [[second, first], [second, first], [second]]
