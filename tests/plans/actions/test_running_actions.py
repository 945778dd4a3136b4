"""Each act of a running plan reads with permission, applies its rule, writes once, and settles its prompts."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from plans.actions.add_note import AddNote, add_note
from plans.actions.answer_barrier import AnswerBarrier, answer_barrier
from plans.actions.answer_check_in import AnswerCheckIn, answer_check_in
from plans.actions.answer_contest import AnswerContest, Verdict, answer_contest
from plans.actions.contest_class import ContestClass, contest_class
from plans.actions.decline_support import DeclineSupport, decline_support
from plans.actions.document_review import DocumentReview, document_review
from plans.actions.end_barrier import BarrierEnd, EndBarrier, end_barrier
from plans.actions.hold_review import HoldReview, hold_review
from plans.actions.lift_hold import LiftHold, lift_hold
from plans.actions.mark_not_received import MarkNotReceived, mark_not_received
from plans.actions.move_review import ConfirmReview, MoveReview, confirm_review, move_review
from plans.actions.not_held_review import NotHeldReview, not_held_review
from plans.actions.pass_time import pass_time
from plans.actions.raise_barrier import RaiseBarrier, raise_barrier
from plans.actions.report_done import ReportDone, report_done
from plans.actions.settle_milestone import Settlement, SettleMilestone, settle_milestone
from plans.actions.update_support import SupportUpdate, UpdateSupport, update_support
from plans.events import EventKind
from plans.ids import EntryId, MilestoneId, PersonId, PlanId, ReviewId
from plans.meetings import Attendance, NotHeldReason
from plans.notices import Notice, NoticeKind, NoticeState
from plans.passing import next_passing
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.ports import NoSuchPlanError, Work
from plans.record import BarrierKind
from plans.states import BarrierState, MilestoneState, MissClass, PlanState, ReviewState, SupportState
from tests.jobs.fake_parts import Store
from tests.jobs.fake_work import FakeNotices, FakeWork
from tests.plans import running as the

PLAN = the.plan().id
NOW = the.denver(6, 10)
DUE = the.due(the.DRAFT_ON)
REVIEW_DAY = the.due(the.FIRST_ON, the.SUPERVISOR)


class AnsweredNotices(FakeNotices):
    """Prompts that are settled when what they ask for is done."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.rows = store.notices

    async def mark_answered(self, *, plan: PlanId, person: PersonId, subject: str, at: datetime) -> tuple[Notice, ...]:
        settled = {NoticeState.SENT: NoticeState.ANSWERED, NoticeState.WAITING: NoticeState.WITHDRAWN}
        mine = [
            row
            for row in self.rows.values()
            if (row.owed.plan, row.owed.person, row.owed.subject) == (plan, person, subject) and row.state in settled
        ]
        self.rows.update({row.id: replace(row, state=settled[row.state]) for row in mine})
        return tuple(self.rows[row.id] for row in mine if row.state is NoticeState.SENT)


class ActingWork(FakeWork):
    """The fake of the jobs, with prompts that can be answered."""

    @property
    def notices(self) -> AnsweredNotices:
        return AnsweredNotices(self.store)


class Desk:
    """One plan in memory, and short ways to do something to it and look at what came of it."""

    def __init__(self, plan: Plan) -> None:
        self.store = Store(people={person.id: person for person in the.PEOPLE})
        self.store.plans[plan.id] = plan
        self.commits = 0

    def work(self) -> ActingWork:
        return ActingWork(self.store, the.TERMS, the.WORKSPACE)

    async def do(self, action: Callable[[Work], Awaitable[Plan | None]]) -> Plan:
        work = self.work()
        await action(work)
        self.commits += work.committed
        return self.plan

    @property
    def plan(self) -> Plan:
        return self.store.plans[PLAN]

    @property
    def told(self) -> list[EventKind]:
        return [event.kind for event in self.store.events.values()]

    def prompts(self, person: Person, kind: NoticeKind) -> list[Notice]:
        rows = self.store.notices.values()
        return [row for row in rows if row.owed.person == person.id and row.owed.kind is kind]


@pytest.fixture
def desk() -> Desk:
    return Desk(the.plan())


async def raised(desk: Desk, *, at: datetime = NOW, kind: BarrierKind = BarrierKind.WORKLOAD) -> Plan:
    request = RaiseBarrier(
        plan=PLAN,
        entry=EntryId("barrier"),
        kind=kind,
        milestones=(the.DRAFT,),
        text=the.words(),
        would_help=the.words(""),
    )
    return await desk.do(lambda work: raise_barrier(work, request, by=the.EMPLOYEE, now=at))


def note() -> AddNote:
    return AddNote(plan=PLAN, entry=EntryId("note"), text=the.words(), goal=the.GUIDES)


async def test_a_note_is_kept_with_its_audit_line_and_a_notice_to_the_other(desk: Desk) -> None:
    await desk.do(lambda work: add_note(work, note(), by=the.EMPLOYEE, now=NOW))
    assert desk.plan.revision == 2
    assert desk.commits == 1
    assert desk.told == [EventKind.NOTE_ADDED]
    assert len(desk.prompts(the.SUPERVISOR, NoticeKind.NOTE_ADDED)) == 1
    assert desk.prompts(the.EMPLOYEE, NoticeKind.NOTE_ADDED) == []


async def test_what_is_refused_commits_nothing(desk: Desk) -> None:
    await desk.do(lambda work: add_note(work, note(), by=the.EMPLOYEE, now=NOW))
    with pytest.raises(PlanError, match="already-recorded"):
        await desk.do(lambda work: add_note(work, note(), by=the.EMPLOYEE, now=NOW))
    assert (desk.plan.revision, desk.commits) == (2, 1)


@pytest.mark.parametrize("stranger", [the.REVIEWER, the.someone("stranger", "America/Chicago")])
async def test_a_stranger_meets_no_such_plan(desk: Desk, stranger: Person) -> None:
    with pytest.raises(NoSuchPlanError):
        await desk.do(lambda work: add_note(work, note(), by=stranger, now=NOW))


async def test_answering_a_check_in_settles_its_prompts_and_leaves_the_others(desk: Desk) -> None:
    await desk.do(lambda work: add_note(work, note(), by=the.EMPLOYEE, now=NOW))
    mine = desk.prompts(the.EMPLOYEE, NoticeKind.CHECK_IN)
    first = next(row for row in mine if row.owed.subject == the.FIRST)
    desk.store.notices[first.id] = replace(first, state=NoticeState.SENT)
    request = AnswerCheckIn(
        plan=PLAN,
        review=the.FIRST,
        entry=EntryId("answer"),
        progress={the.GUIDES: the.words()},
        challenges=the.words(""),
        support_needed=the.words(""),
        feedback=the.words(""),
    )
    await desk.do(lambda work: answer_check_in(work, request, by=the.EMPLOYEE, now=the.denver(6, 30)))
    assert desk.store.notices[first.id].state is NoticeState.ANSWERED
    waiting = {
        row.owed.subject for row in desk.prompts(the.EMPLOYEE, NoticeKind.CHECK_IN) if row.state is NoticeState.WAITING
    }
    assert waiting == {the.MIDPOINT, the.FINAL}
    assert any(
        row.owed.subject == the.FIRST and row.state is NoticeState.WAITING
        for row in desk.prompts(the.SUPERVISOR, NoticeKind.CHECK_IN)
    )


async def test_the_supervisors_own_note_leaves_the_reminder_of_the_review_notes_standing(desk: Desk) -> None:
    await desk.do(lambda work: add_note(work, note(), by=the.EMPLOYEE, now=NOW))
    request = AnswerCheckIn(
        plan=PLAN,
        review=the.FIRST,
        entry=EntryId("answer"),
        progress={},
        challenges=the.words(),
        support_needed=the.words(""),
        feedback=the.words(""),
    )
    await desk.do(lambda work: answer_check_in(work, request, by=the.SUPERVISOR, now=the.denver(6, 30)))
    due = desk.prompts(the.SUPERVISOR, NoticeKind.REVIEW_NOTES_DUE)
    assert any(row.owed.subject == the.FIRST and row.state is NoticeState.WAITING for row in due)


async def test_a_barrier_is_raised_answered_and_resolved(desk: Desk) -> None:
    await raised(desk)
    assert len(desk.prompts(the.SUPERVISOR, NoticeKind.BARRIER_RAISED)) == 1
    answer = AnswerBarrier(plan=PLAN, barrier=EntryId("barrier"), answer=the.words())
    await desk.do(lambda work: answer_barrier(work, answer, by=the.SUPERVISOR, now=NOW))
    end = EndBarrier(plan=PLAN, barrier=EntryId("barrier"), end=BarrierEnd.RESOLVED)
    plan = await desk.do(lambda work: end_barrier(work, end, by=the.SUPERVISOR, now=NOW))
    assert plan.barrier(EntryId("barrier")).state is BarrierState.RESOLVED
    assert plan.milestone(the.DRAFT).state is MilestoneState.PLANNED


async def test_the_employee_withdraws_a_barrier_or_says_it_is_resolved(desk: Desk) -> None:
    await raised(desk)
    end = EndBarrier(plan=PLAN, barrier=EntryId("barrier"), end=BarrierEnd.WITHDRAWN)
    with pytest.raises(PlanError):
        await desk.do(lambda work: end_barrier(work, end, by=the.SUPERVISOR, now=NOW))
    plan = await desk.do(lambda work: end_barrier(work, end, by=the.EMPLOYEE, now=NOW))
    assert plan.barrier(EntryId("barrier")).state is BarrierState.WITHDRAWN


async def test_a_protected_barrier_reaches_hr_alone_and_hr_lifts_its_hold(desk: Desk) -> None:
    await raised(desk, kind=BarrierKind.PROTECTED)
    assert desk.prompts(the.SUPERVISOR, NoticeKind.BARRIER_RAISED) == []
    assert len(desk.prompts(the.HR, NoticeKind.BARRIER_RAISED)) == 1
    answer = AnswerBarrier(plan=PLAN, barrier=EntryId("barrier"), answer=the.words())
    with pytest.raises(PlanError, match="part-gone"):
        await desk.do(lambda work: answer_barrier(work, answer, by=the.SUPERVISOR, now=NOW))
    await desk.do(lambda work: answer_barrier(work, answer, by=the.HR, now=NOW))
    lift = LiftHold(plan=PLAN, milestone=the.DRAFT, on=date(2026, 6, 29))
    with pytest.raises(PlanError):
        await desk.do(lambda work: lift_hold(work, lift, by=the.SUPERVISOR, now=NOW))
    plan = await desk.do(lambda work: lift_hold(work, lift, by=the.HR, now=NOW))
    assert (plan.milestone(the.DRAFT).state, plan.milestone(the.DRAFT).on) == (
        MilestoneState.PLANNED,
        date(2026, 6, 29),
    )


async def test_done_is_reported_awaits_word_and_is_answered(desk: Desk) -> None:
    done = ReportDone(plan=PLAN, milestone=the.DRAFT)
    await desk.do(lambda work: report_done(work, done, by=the.EMPLOYEE, now=NOW))
    plan = await desk.do(lambda work: pass_time(work, PLAN, now=DUE))
    assert plan.milestone(the.DRAFT).state is MilestoneState.AWAITING_WORD
    met = SettleMilestone(plan=PLAN, milestone=the.DRAFT, settlement=Settlement.MET, on=the.DRAFT_ON)
    plan = await desk.do(lambda work: settle_milestone(work, met, by=the.SUPERVISOR, now=DUE))
    assert plan.milestone(the.DRAFT).state is MilestoneState.MET


@pytest.mark.parametrize(
    ("settlement", "code"),
    [(Settlement.MET, "required"), (Settlement.NOT_DONE, "not-now"), (Settlement.WAIVED, "required")],
)
async def test_settling_asks_for_what_it_needs(desk: Desk, settlement: Settlement, code: str) -> None:
    request = SettleMilestone(plan=PLAN, milestone=the.DRAFT, settlement=settlement)
    with pytest.raises(PlanError, match=code):
        await desk.do(lambda work: settle_milestone(work, request, by=the.SUPERVISOR, now=NOW))


async def contested(desk: Desk) -> None:
    await desk.do(lambda work: pass_time(work, PLAN, now=DUE))
    request = ContestClass(plan=PLAN, milestone=the.DRAFT, entry=EntryId("contest"), text=the.words())
    await desk.do(lambda work: contest_class(work, request, by=the.EMPLOYEE, now=DUE))


async def test_a_class_is_contested_and_upheld_by_the_supervisor(desk: Desk) -> None:
    await contested(desk)
    upheld = AnswerContest(plan=PLAN, contest=EntryId("contest"), verdict=Verdict.UPHELD, on=the.DRAFT_ON)
    plan = await desk.do(lambda work: answer_contest(work, upheld, by=the.SUPERVISOR, now=DUE))
    assert plan.milestone(the.DRAFT).state is MilestoneState.MET


async def test_only_hr_rejects_a_contest(desk: Desk) -> None:
    await contested(desk)
    rejected = AnswerContest(plan=PLAN, contest=EntryId("contest"), verdict=Verdict.REJECTED, answer=the.words())
    with pytest.raises(PlanError):
        await desk.do(lambda work: answer_contest(work, rejected, by=the.SUPERVISOR, now=DUE))
    plan = await desk.do(lambda work: answer_contest(work, rejected, by=the.HR, now=DUE))
    assert plan.milestone(the.DRAFT).miss is MissClass.NO_COMMUNICATION


async def test_upholding_says_what_it_is_now(desk: Desk) -> None:
    await contested(desk)
    empty = AnswerContest(plan=PLAN, contest=EntryId("contest"), verdict=Verdict.UPHELD)
    with pytest.raises(PlanError) as caught:
        await desk.do(lambda work: answer_contest(work, empty, by=the.HR, now=DUE))
    assert (caught.value.code, caught.value.field) == ("required", "on")


async def test_a_review_moves_and_the_other_confirms(desk: Desk) -> None:
    move = MoveReview(plan=PLAN, review=the.FIRST, on=date(2026, 7, 2))
    await desk.do(lambda work: move_review(work, move, by=the.EMPLOYEE, now=NOW))
    confirm = ConfirmReview(plan=PLAN, review=the.FIRST)
    plan = await desk.do(lambda work: confirm_review(work, confirm, by=the.SUPERVISOR, now=NOW))
    assert plan.review(the.FIRST).state is ReviewState.CONFIRMED


def hold(*, documented: bool) -> HoldReview:
    return HoldReview(
        plan=PLAN,
        review=the.FIRST,
        held_on=the.FIRST_ON,
        employee_attended=Attendance.ATTENDED,
        supervisor_attended=Attendance.ATTENDED,
        notes=the.notes() if documented else None,
    )


async def test_a_review_is_held_and_then_documented_and_both_get_the_summary(desk: Desk) -> None:
    plan = await desk.do(lambda work: hold_review(work, hold(documented=False), by=the.SUPERVISOR, now=REVIEW_DAY))
    assert plan.review(the.FIRST).state is ReviewState.HELD
    request = DocumentReview(plan=PLAN, review=the.FIRST, notes=the.notes())
    plan = await desk.do(lambda work: document_review(work, request, by=the.SUPERVISOR, now=REVIEW_DAY))
    assert plan.review(the.FIRST).state is ReviewState.DOCUMENTED
    assert [len(desk.prompts(person, NoticeKind.REVIEW_SUMMARY)) for person in (the.EMPLOYEE, the.SUPERVISOR)] == [1, 1]


async def test_one_form_holds_and_documents(desk: Desk) -> None:
    plan = await desk.do(lambda work: hold_review(work, hold(documented=True), by=the.SUPERVISOR, now=REVIEW_DAY))
    assert plan.review(the.FIRST).state is ReviewState.DOCUMENTED
    assert desk.plan.revision == 2


async def test_a_review_not_held_leaves_a_linked_one(desk: Desk) -> None:
    request = NotHeldReview(
        plan=PLAN,
        review=the.FIRST,
        reason=NotHeldReason.SUPERVISOR_ABSENT,
        replacement=ReviewId("again"),
        on=date(2026, 7, 8),
    )
    plan = await desk.do(lambda work: not_held_review(work, request, by=the.SUPERVISOR, now=REVIEW_DAY))
    assert plan.review(ReviewId("again")).follows == the.FIRST


async def test_support_is_arranged_delivered_disputed_and_answered(desk: Desk) -> None:
    for update, on in ((SupportUpdate.ARRANGED, date(2026, 6, 18)), (SupportUpdate.DELIVERED, date(2026, 6, 9))):
        request = UpdateSupport(plan=PLAN, support=the.WORKSHOP, update=update, on=on)
        await desk.do(lambda work, asked=request: update_support(work, asked, by=the.SUPERVISOR, now=NOW))  # type: ignore[misc]
    missing = MarkNotReceived(plan=PLAN, support=the.WORKSHOP)
    plan = await desk.do(lambda work: mark_not_received(work, missing, by=the.EMPLOYEE, now=NOW))
    assert plan.support(the.WORKSHOP).disputed
    said = UpdateSupport(plan=PLAN, support=the.WORKSHOP, update=SupportUpdate.ANSWERED, words=the.words())
    plan = await desk.do(lambda work: update_support(work, said, by=the.HR, now=NOW))
    assert not plan.support(the.WORKSHOP).disputed
    never = UpdateSupport(plan=PLAN, support=the.SOFTWARE, update=SupportUpdate.NOT_DELIVERED, words=the.words())
    plan = await desk.do(lambda work: update_support(work, never, by=the.HR, now=NOW))
    assert plan.support(the.SOFTWARE).state is SupportState.NOT_DELIVERED


async def test_support_is_not_delivered_without_a_date(desk: Desk) -> None:
    request = UpdateSupport(plan=PLAN, support=the.WORKSHOP, update=SupportUpdate.DELIVERED)
    with pytest.raises(PlanError) as caught:
        await desk.do(lambda work: update_support(work, request, by=the.SUPERVISOR, now=NOW))
    assert (caught.value.code, caught.value.field) == ("required", "on")


async def test_the_employee_declines_support(desk: Desk) -> None:
    request = DeclineSupport(plan=PLAN, support=the.WORKSHOP)
    plan = await desk.do(lambda work: decline_support(work, request, by=the.EMPLOYEE, now=NOW))
    assert plan.support(the.WORKSHOP).state is SupportState.DECLINED


async def test_nothing_is_done_to_a_plan_that_has_closed(desk: Desk) -> None:
    desk.store.plans[PLAN] = the.plan(state=PlanState.CLOSED)
    with pytest.raises(PlanError):
        await desk.do(lambda work: add_note(work, note(), by=the.EMPLOYEE, now=NOW))


async def test_the_clock_passes_a_plan_and_says_when_it_comes_again(desk: Desk) -> None:
    plan = await desk.do(lambda work: pass_time(work, PLAN, now=DUE))
    assert plan.milestone(the.DRAFT).state is MilestoneState.MISSED
    assert desk.store.next_at[PLAN] == next_passing(plan, the.TERMS) == the.denver(6, 30, 8)
    assert [len(desk.prompts(person, NoticeKind.MILESTONE_MISSED)) for person in (the.EMPLOYEE, the.SUPERVISOR)] == [
        1,
        1,
    ]


async def test_a_clock_that_comes_for_nothing_writes_nothing(desk: Desk) -> None:
    """A new revision would tell somebody who is filling a form that the plan has changed meanwhile."""
    before = desk.plan
    work = desk.work()
    assert await pass_time(work, PLAN, now=NOW) is None
    assert not work.committed
    assert (desk.plan, desk.told) == (before, [])


def test_a_milestone_of_another_plan_is_gone() -> None:
    with pytest.raises(PlanError, match="part-gone"):
        the.plan().milestone(MilestoneId("other"))
