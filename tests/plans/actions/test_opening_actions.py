"""From opening a plan to its outcome, through the actions, on both databases: permission, one winner, nothing half."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plans.actions.acknowledge import Acknowledge, acknowledge
from plans.actions.approve_outcome import ApproveOutcome, approve_outcome
from plans.actions.approve_plan import ApprovePlan, approve_plan
from plans.actions.ask_for_copy import AskForCopy, ask_for_copy
from plans.actions.confirm_delivery import ConfirmDelivery, confirm_delivery
from plans.actions.contact_hr import ContactHr, contact_hr
from plans.actions.deliver_outcome import DeliverOutcome, deliver_outcome
from plans.actions.deliver_plan import DeliverPlan, deliver_plan
from plans.actions.discard_plan import DiscardPlan, discard_plan
from plans.actions.edit_plan import EditPlan, edit_plan
from plans.actions.open_plan import OpenPlan, open_plan
from plans.actions.order_case_file import OrderCaseFile, order_case_file
from plans.actions.propose_outcome import ProposeOutcome, propose_outcome
from plans.actions.rebut import Rebut, rebut
from plans.actions.record_results import RecordResults, record_results
from plans.actions.request_changes import RequestChanges, request_changes
from plans.actions.return_outcome import ReturnOutcome, return_outcome
from plans.actions.sign_as_supervisor import SignAsSupervisor, sign_as_supervisor
from plans.actions.submit_plan import SubmitPlan, submit_plan
from plans.actions.withdraw_plan import WithdrawPlan, withdraw_plan
from plans.acts import Act
from plans.change import Change
from plans.ending import Result
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, OUTSIDER, SECOND_HR, SUPERVISOR, case, illinois_plan, illinois_steps, pack
from plans.ids import EntryId, OrderId, PlanId, fresh
from plans.keeping import keep
from plans.outcomes import Proposal, ResultTyped
from plans.people import Office, Person
from plans.plan import Plan, PlanChangedMeanwhileError, PlanError
from plans.policy import OutcomeKind, PlanKind
from plans.ports import Begin, NoSuchPlanError, NotAllowedError, System
from plans.receipt import Receipt
from plans.states import PlanState
from plans.steps import Part, StrengthsStep, WishedChange
from plans.words import Words

W = Words("In our own words.")
TODAY = date(2026, 9, 1)


def entry() -> EntryId:
    return EntryId(fresh())


async def stored(begin: Begin, state: PlanState) -> Plan:
    """An example plan in this state, kept as a new one."""
    async with begin() as work:
        await work.packs.keep(pack())
        plan = await keep(work, Change(plan=case(state).plan, events=()))
        await work.commit()
    return plan


async def kinds(begin: Begin, plan: PlanId) -> list[EventKind]:
    async with begin() as work:
        return [event.kind for event in await work.audit.of(plan, reader=System.OPERATOR, now=NOW)]


async def test_a_plan_is_written_step_by_step_approved_delivered_and_received(begin: Begin) -> None:
    opening = OpenPlan(plan=PlanId(fresh()), kind=PlanKind.IMPROVEMENT, employee=EMPLOYEE.id, pack=pack())
    async with begin() as work:
        plan = await open_plan(work, opening, by=SUPERVISOR, now=NOW)
    for step in illinois_steps(date(2026, 9, 2)):
        async with begin() as work:
            plan = await edit_plan(work, EditPlan(plan=plan.id, step=step, seen=plan.revision), by=SUPERVISOR, now=NOW)
    async with begin() as work:
        plan = await submit_plan(work, SubmitPlan(plan=plan.id, seen=plan.revision), by=SUPERVISOR, now=NOW)
    wish = WishedChange(id=entry(), part=Part.GOALS, text=W)
    async with begin() as work:
        plan = await request_changes(work, RequestChanges(plan=plan.id, wishes=(wish,)), by=HR, now=NOW)
    async with begin() as work:
        plan = await submit_plan(work, SubmitPlan(plan=plan.id), by=SUPERVISOR, now=NOW)
    async with begin() as work:
        approval = ApprovePlan(plan=plan.id, signature=entry(), typed_name=W, seen=plan.revision)
        plan = await approve_plan(work, approval, by=HR, now=NOW)
    async with begin() as work:
        delivery = DeliverPlan(plan=plan.id, signature=entry(), edition=1, typed_name=W, met_on=TODAY)
        plan = await deliver_plan(work, delivery, by=SUPERVISOR, now=NOW)
    receipt = Receipt(edition=plan.edition, signature=entry(), view_id=entry(), typed_name=W, comment=W, view=W)
    async with begin() as work:
        plan = await acknowledge(work, Acknowledge(plan=plan.id, receipt=receipt), by=EMPLOYEE, now=NOW)
    assert (plan.state, len(plan.signatures), plan.revision) == (PlanState.ACTIVE, 3, 16)
    async with begin() as work:
        assert await work.plans.get(plan.id, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW) == plan
    lines = await kinds(begin, plan.id)
    assert lines[0] is EventKind.PLAN_OPENED
    assert lines[-1] is EventKind.PLAN_ACTIVATED


async def test_a_form_sent_twice_makes_one_plan(begin: Begin) -> None:
    opening = OpenPlan(plan=PlanId(fresh()), kind=PlanKind.IMPROVEMENT, employee=EMPLOYEE.id, pack=pack())
    async with begin() as work:
        await open_plan(work, opening, by=SUPERVISOR, now=NOW)
    with pytest.raises(PlanError) as refused:
        async with begin() as work:
            await open_plan(work, opening, by=SUPERVISOR, now=NOW + timedelta(minutes=1))
    assert (refused.value.code, refused.value.facts) == ("already-recorded", {"at": NOW.isoformat()})
    async with begin() as work:
        assert await work.plans.open_for_employee(EMPLOYEE.id) == (opening.plan,)


async def test_a_second_open_plan_is_refused_whoever_runs_the_first(begin: Begin) -> None:
    await stored(begin, PlanState.ACTIVE)
    opening = OpenPlan(plan=PlanId(fresh()), kind=PlanKind.IMPROVEMENT, employee=EMPLOYEE.id, pack=pack())
    with pytest.raises(PlanError) as refused:
        async with begin() as work:
            await open_plan(work, opening, by=OUTSIDER, now=NOW)
    assert (refused.value.code, refused.value.field) == ("second-open-plan", "employee")


async def test_only_those_on_hrs_list_start_plans(begin: Begin) -> None:
    opening = OpenPlan(plan=PlanId(fresh()), kind=PlanKind.IMPROVEMENT, employee=EMPLOYEE.id, pack=pack())
    stranger = OUTSIDER.with_offices(frozenset[Office]())
    with pytest.raises(NotAllowedError):
        async with begin() as work:
            await open_plan(work, opening, by=stranger, now=NOW)


async def test_of_two_people_at_one_draft_the_second_is_told_and_nothing_of_theirs_is_kept(begin: Begin) -> None:
    plan = await stored(begin, PlanState.DRAFT)
    first = EditPlan(plan=plan.id, step=StrengthsStep(strengths=Words("First.")), seen=plan.revision)
    second = replace(first, step=StrengthsStep(strengths=Words("Second.")))
    async with begin() as work:
        await edit_plan(work, first, by=SUPERVISOR, now=NOW)
    with pytest.raises(PlanChangedMeanwhileError):
        async with begin() as work:
            await edit_plan(work, second, by=HR, now=NOW)
    async with begin() as work:
        kept = await work.plans.get(plan.id, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
    assert kept.strengths == Words("First.")


async def test_an_edit_that_changes_nothing_writes_nothing(begin: Begin) -> None:
    plan = await stored(begin, PlanState.APPROVED)
    same = EditPlan(plan=plan.id, step=StrengthsStep(strengths=plan.strengths))
    async with begin() as work:
        assert (await edit_plan(work, same, by=SUPERVISOR, now=NOW)).revision == plan.revision


async def test_discarding_leaves_a_tombstone_in_the_store(begin: Begin) -> None:
    plan = await stored(begin, PlanState.CHANGES_REQUESTED)
    async with begin() as work:
        await discard_plan(work, DiscardPlan(plan=plan.id), by=SUPERVISOR, now=NOW)
    async with begin() as work:
        kept = await work.plans.get(plan.id, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
    assert (kept.state, kept.goals, kept.strengths, kept.change_requests) == (PlanState.DISCARDED, (), None, ())


async def test_hr_delivers_the_supervisor_signs_and_hr_confirms_in_person(begin: Begin) -> None:
    plan = await stored(begin, PlanState.APPROVED)
    async with begin() as work:
        delivery = DeliverPlan(plan=plan.id, signature=entry(), edition=1, typed_name=None, met_on=TODAY)
        await deliver_plan(work, delivery, by=HR, now=NOW)
    async with begin() as work:
        await confirm_delivery(work, ConfirmDelivery(plan=plan.id, signature=entry(), edition=1), by=SECOND_HR, now=NOW)
    async with begin() as work:
        signing = SignAsSupervisor(plan=plan.id, signature=entry(), edition=1, typed_name=W)
        kept = await sign_as_supervisor(work, signing, by=SUPERVISOR, now=NOW)
    assert kept.state is PlanState.ACTIVE


@pytest.mark.parametrize("edition", [0, 2])
async def test_nobody_signs_another_text_than_the_one_they_were_shown(begin: Begin, edition: int) -> None:
    """Not the supervisor on delivering or after it, and not HR for what was handed over in person."""
    plan = await stored(begin, PlanState.APPROVED)

    async def send(request: DeliverPlan | SignAsSupervisor | ConfirmDelivery) -> None:
        async with begin() as work:
            if isinstance(request, DeliverPlan):
                await deliver_plan(work, request, by=SUPERVISOR, now=NOW)
            elif isinstance(request, SignAsSupervisor):
                await sign_as_supervisor(work, request, by=SUPERVISOR, now=NOW)
            else:
                await confirm_delivery(work, request, by=SECOND_HR, now=NOW)

    async def refused(request: DeliverPlan | SignAsSupervisor | ConfirmDelivery) -> None:
        with pytest.raises(PlanError, match="newer-text"):
            await send(request)

    await refused(DeliverPlan(plan=plan.id, signature=entry(), edition=edition, typed_name=W, met_on=TODAY))
    async with begin() as work:
        delivery = DeliverPlan(plan=plan.id, signature=entry(), edition=1, typed_name=None, met_on=TODAY)
        before = await deliver_plan(work, delivery, by=HR, now=NOW)
    await refused(SignAsSupervisor(plan=plan.id, signature=entry(), edition=edition, typed_name=W))
    await refused(ConfirmDelivery(plan=plan.id, signature=entry(), edition=edition))
    async with begin() as work:
        kept = await work.plans.get(plan.id, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
    assert (kept.signatures, kept.revision) == (before.signatures, before.revision)


async def test_a_decision_goes_back_and_forth_and_closes_the_plan(begin: Begin) -> None:
    plan = await stored(begin, PlanState.DECISION_DUE)
    at = datetime(2027, 9, 3, 15, 0, tzinfo=UTC)
    results = tuple(ResultTyped(goal=goal.id, result=Result.MET, evidence=W) for goal in plan.goals)
    proposal = ProposeOutcome(plan=plan.id, proposal=Proposal(kind=OutcomeKind.MET, reasons=W))
    async with begin() as work:
        await record_results(work, RecordResults(plan=plan.id, results=results), by=SUPERVISOR, now=at)
    async with begin() as work:
        await propose_outcome(work, proposal, by=SUPERVISOR, now=at)
    async with begin() as work:
        await return_outcome(work, ReturnOutcome(plan=plan.id, words=W), by=HR, now=at)
    async with begin() as work:
        await propose_outcome(work, proposal, by=SUPERVISOR, now=at)
    async with begin() as work:
        await approve_outcome(work, ApproveOutcome(plan=plan.id), by=HR, now=at)
    async with begin() as work:
        kept = await deliver_outcome(work, DeliverOutcome(plan=plan.id), by=SUPERVISOR, now=at)
    assert (kept.state, kept.closed_at) == (PlanState.CLOSED, at)
    assert (await kinds(begin, plan.id)).count(EventKind.SUPPORT_NOT_DELIVERED) == 3


async def test_rights_are_used_without_moving_the_plan(begin: Begin) -> None:
    plan = await stored(begin, PlanState.ACTIVE)
    async with begin() as work:
        await contact_hr(work, ContactHr(plan=plan.id, entry=entry(), text=W), by=EMPLOYEE, now=NOW)
    async with begin() as work:
        await rebut(work, Rebut(plan=plan.id, entry=entry(), about="plan", text=W), by=EMPLOYEE, now=NOW)
    async with begin() as work:
        await ask_for_copy(work, AskForCopy(plan=plan.id, entry=EntryId(fresh())), by=EMPLOYEE, now=NOW)
    order = OrderCaseFile(plan=plan.id, order=OrderId(fresh()), purpose=W, recipient=Words("Records office"))
    async with begin() as work:
        kept = await order_case_file(work, order, by=HR, now=NOW)
        assert kept.state is PlanState.ACTIVE
    async with begin() as work:
        waiting = await work.orders.open_for(plan.id, by=System.OPERATOR)
    assert waiting is not None
    assert (waiting.id, waiting.recipient) == (order.order, order.recipient)
    lines = [EventKind.HR_CONTACTED, EventKind.REBUTTAL_ADDED, EventKind.COPY_REQUESTED, EventKind.EXPORT_ORDERED]
    assert [kind for kind in await kinds(begin, plan.id) if kind is not EventKind.WORDS_HELD] == lines


async def test_hr_withdraws_a_running_plan(begin: Begin) -> None:
    plan = await stored(begin, PlanState.ACTIVE)
    async with begin() as work:
        kept = await withdraw_plan(work, WithdrawPlan(plan=plan.id, reasons=W), by=HR, now=NOW)
    assert kept.state is PlanState.CLOSED


@pytest.mark.parametrize("by", [OUTSIDER, EMPLOYEE])
async def test_whoever_may_not_know_of_a_draft_is_told_there_is_none(begin: Begin, by: Person) -> None:
    plan = await stored(begin, PlanState.DRAFT)
    step = EditPlan(plan=plan.id, step=StrengthsStep(strengths=W))
    with pytest.raises(NoSuchPlanError):
        async with begin() as work:
            await edit_plan(work, step, by=by, now=NOW)
    async with begin() as work:
        kept = await work.plans.get(plan.id, by=System.OPERATOR, act=Act.READ_PLAN, now=NOW)
    assert kept.strengths == illinois_plan().strengths


async def test_the_supervisor_approves_nothing_of_their_own(begin: Begin) -> None:
    plan = await stored(begin, PlanState.HR_REVIEW)
    with pytest.raises(NotAllowedError):
        async with begin() as work:
            await approve_plan(work, ApprovePlan(plan=plan.id, signature=entry(), typed_name=W), by=SUPERVISOR, now=NOW)
