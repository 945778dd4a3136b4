"""Word of something that happened is not a question: answering another one about the same part leaves it alone."""

from datetime import datetime, timedelta

from plans import examples
from plans.actions.answer_check_in import AnswerCheckIn, answer_check_in
from plans.actions.pass_time import pass_time
from plans.change import Change
from plans.ids import EntryId, PersonId, PlanId, fresh
from plans.keeping import keep
from plans.notice_ports import Settled
from plans.notices import NoticeKind, NoticeState
from plans.passing import next_passing
from plans.plan import Plan
from plans.ports import Begin
from plans.states import PlanState
from plans.terms import Terms
from plans.words import Words

_LEASE = timedelta(seconds=30)
# By the end of the first check-in the clock has changed the plan fewer times than this.
_MOST_PASSES = 30
_MOST_SAID = 60


async def _ended(begin: Begin) -> tuple[Plan, datetime]:
    """The plan, brought by the clock to the end of its first check-in, and when that was: after working hours."""
    found = examples.case(PlanState.ACTIVE)
    async with begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.packs.keep(found.terms.pack)
        plan = await keep(work, Change(plan=found.plan.with_(revision=0), events=()))
        await work.commit()
    for _ in range(_MOST_PASSES):
        if (ended := plan.reviews[0].ended_at) is not None:
            return plan, ended
        plan = await _passed(begin, plan, found.terms)
    raise AssertionError(plan.reviews[0])


async def _passed(begin: Begin, plan: Plan, terms: Terms) -> Plan:
    at = next_passing(plan, terms)
    assert at is not None
    async with begin() as work:
        passed = await pass_time(work, plan.id, now=at)
    assert passed is not None
    return passed


async def _answers_late(begin: Begin, plan: Plan, *, at: datetime) -> None:
    request = AnswerCheckIn(
        plan=plan.id,
        review=plan.reviews[0].id,
        entry=EntryId(fresh()),
        progress={},
        challenges=Words("I should have written before."),
        support_needed=Words(""),
        feedback=Words(""),
    )
    async with begin() as work:
        await answer_check_in(work, request, by=examples.EMPLOYEE, now=at)


async def _summaries(begin: Begin, plan: PlanId) -> dict[PersonId, NoticeState]:
    async with begin() as work:
        found = await work.notices.waiting_for(plan)
    return {one.owed.person: one.state for one in found if one.owed.kind is NoticeKind.REVIEW_SUMMARY}


async def test_a_late_note_written_in_the_evening_does_not_cost_its_writer_the_summary(begin: Begin) -> None:
    """Both are sent the summary to open the next morning, whoever wrote in between (requirements §3.3)."""
    plan, ended = await _ended(begin)
    owed = {examples.EMPLOYEE.id: NoticeState.WAITING, examples.SUPERVISOR.id: NoticeState.WAITING}
    assert await _summaries(begin, plan.id) == owed
    await _answers_late(begin, plan, at=ended + timedelta(hours=2))
    assert await _summaries(begin, plan.id) == owed


async def test_a_summary_that_was_sent_keeps_its_button_when_a_late_note_follows(begin: Begin) -> None:
    plan, ended = await _ended(begin)
    morning = ended + timedelta(hours=20)
    await _all_said(begin, now=morning)
    sent = await _summaries(begin, plan.id)
    assert sent == {examples.EMPLOYEE.id: NoticeState.SENT, examples.SUPERVISOR.id: NoticeState.SENT}
    await _answers_late(begin, plan, at=morning)
    assert await _summaries(begin, plan.id) == sent
    async with begin() as work:
        assert NoticeKind.REVIEW_SUMMARY not in {one.notice.owed.kind for one in await work.redraws.owed(limit=100)}


async def _all_said(begin: Begin, *, now: datetime) -> None:
    for _ in range(_MOST_SAID):
        async with begin() as work:
            claimed = await work.notices.claim(now=now, real_now=now, lease=_LEASE, limit=50)
            for notice in claimed:
                token = notice.lease_token or ""
                said = Settled(
                    notice=notice.id, lease_token=token, state=NoticeState.SENT, outcome="sent", at=now, message_ref="r"
                )
                await work.notices.settle(said)
            await work.commit()
        if not claimed:
            return
    raise AssertionError("something is said again and again")
