"""What each side owes, both directions in one list, each with its date, owner and state (S0-15, S3-08)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from plans import barriers, milestones, reviews, supports
from plans.duties import Duty, DutyKind, DutyState, Owner, duties, owed_by
from plans.ending import Outcome, OutcomeState
from plans.ids import EntryId
from plans.passing import pass_time
from plans.people import Role
from plans.plan import Plan
from plans.policy import OutcomeKind
from plans.record import BarrierKind, Provider, Question, Record
from plans.states import PlanState
from tests.plans import running as the

NOON = the.denver(6, 10)


def listed(plan: Plan, kind: DutyKind, now: datetime = NOON) -> list[Duty]:
    return [duty for duty in duties(plan, the.TERMS, now) if duty.kind is kind]


def one(plan: Plan, kind: DutyKind, subject: str, now: datetime = NOON) -> Duty:
    return next(duty for duty in listed(plan, kind, now) if duty.subject == subject)


def raised(kind: BarrierKind = BarrierKind.WORKLOAD) -> Plan:
    return barriers.raised(the.plan(), **the.barrier(NOON, the.DRAFT, kind=kind)).plan  # type: ignore[arg-type]


def test_both_columns_of_a_running_plan_stand_in_one_list() -> None:
    every = duties(the.plan(), the.TERMS, NOON)
    employees, others = owed_by(Role.EMPLOYEE, every), owed_by(Role.SUPERVISOR, every)
    assert {duty.kind for duty in employees} == {
        DutyKind.ACKNOWLEDGE,
        DutyKind.REACH_MILESTONE,
        DutyKind.WRITE_CHECK_IN,
    }
    assert {duty.kind for duty in others} == {
        DutyKind.PROVIDE_SUPPORT,
        DutyKind.HOLD_REVIEW,
        DutyKind.DOCUMENT_REVIEW,
        DutyKind.WRITE_CHECK_IN,
        DutyKind.RECORD_RESULTS,
        DutyKind.PROPOSE_OUTCOME,
    }
    assert len(employees) + len(others) == len(every)


def test_the_list_runs_by_date_and_what_has_none_comes_last() -> None:
    dues = [duty.due for duty in duties(the.plan(), the.TERMS, NOON)]
    dated = [due for due in dues if due is not None]
    assert dated == sorted(dated)
    assert dues[len(dated) :] == [None]


def test_a_milestone_is_the_employees_and_done_once_it_was_reported() -> None:
    duty = one(the.plan(), DutyKind.REACH_MILESTONE, the.DRAFT)
    assert (duty.owner, duty.person, duty.due, duty.state) == (
        Role.EMPLOYEE,
        the.EMPLOYEE.id,
        the.due(the.DRAFT_ON),
        DutyState.OPEN,
    )
    done = milestones.report_done(the.plan(), the.DRAFT, by=the.EMPLOYEE, at=NOON, terms=the.TERMS).plan
    assert one(done, DutyKind.REACH_MILESTONE, the.DRAFT).state is DutyState.DONE


def test_a_missed_milestone_is_owed_no_more_even_if_it_had_been_reported() -> None:
    due = the.due(the.DRAFT_ON)
    silent = milestones.passed(the.plan(), the.DRAFT, at=due, terms=the.TERMS).plan
    assert one(silent, DutyKind.REACH_MILESTONE, the.DRAFT).state is DutyState.LAPSED
    done = milestones.report_done(the.plan(), the.DRAFT, by=the.EMPLOYEE, at=NOON, terms=the.TERMS).plan
    waiting = milestones.passed(done, the.DRAFT, at=due, terms=the.TERMS).plan
    answer = one(waiting, DutyKind.ANSWER_DONE, the.DRAFT)
    assert (answer.owner, answer.due) == (Role.SUPERVISOR, the.due(date(2026, 6, 18), the.SUPERVISOR))
    missed = milestones.not_done(waiting, the.DRAFT, reason=None, by=the.SUPERVISOR, at=due, terms=the.TERMS).plan
    assert one(missed, DutyKind.REACH_MILESTONE, the.DRAFT).state is DutyState.LAPSED
    assert listed(missed, DutyKind.ANSWER_DONE) == []


@pytest.mark.parametrize(
    ("kind", "owner", "due"),
    [
        (BarrierKind.WORKLOAD, Role.SUPERVISOR, the.due(date(2026, 6, 15), the.SUPERVISOR)),
        (BarrierKind.PROTECTED, Role.HR, the.due(date(2026, 6, 15), the.HR)),
    ],
)
def test_an_answer_to_a_barrier_is_owed_and_then_overdue(kind: BarrierKind, owner: Owner, due: datetime) -> None:
    duty = one(raised(kind), DutyKind.ANSWER_BARRIER, "barrier")
    assert (duty.owner, duty.due, duty.state) == (owner, due, DutyState.OPEN)
    assert one(raised(kind), DutyKind.ANSWER_BARRIER, "barrier", due).state is DutyState.OVERDUE
    assert one(raised(kind), DutyKind.ANSWER_BARRIER, "barrier", due - timedelta(seconds=1)).state is DutyState.OPEN
    answered = barriers.answered(raised(kind), EntryId("barrier"), answer=the.words(), by=the.HR, at=NOON).plan
    assert one(answered, DutyKind.ANSWER_BARRIER, "barrier", due).state is DutyState.DONE


def test_a_hold_is_for_hr_to_lift_and_its_milestone_has_no_date() -> None:
    plan = raised(BarrierKind.PROTECTED)
    lift = one(plan, DutyKind.LIFT_HOLD, the.DRAFT)
    assert (lift.owner, lift.person, lift.due) == (Role.HR, None, None)
    assert one(plan, DutyKind.REACH_MILESTONE, the.DRAFT).due is None


def test_support_is_its_providers_and_an_objection_asks_for_an_answer() -> None:
    plan = the.plan()
    due = the.due(date(2026, 6, 19), the.SUPERVISOR)
    duty = one(plan, DutyKind.PROVIDE_SUPPORT, the.WORKSHOP, due)
    assert (duty.owner, duty.person, duty.state) == (Role.SUPERVISOR, the.SUPERVISOR.id, DutyState.OVERDUE)
    assert one(plan, DutyKind.PROVIDE_SUPPORT, the.SOFTWARE).owner is Provider.ORGANISATION
    missing = supports.not_received(plan, the.WORKSHOP, by=the.EMPLOYEE, at=due, terms=the.TERMS).plan
    assert one(missing, DutyKind.ANSWER_NOT_RECEIVED, the.WORKSHOP).owner is Role.SUPERVISOR


def test_while_the_reviewer_stands_in_the_supervisors_duties_are_theirs() -> None:
    plan = the.plan(reviewer=the.REVIEWER.id, supervisor_away=True)
    assert one(plan, DutyKind.HOLD_REVIEW, the.FIRST).person == the.REVIEWER.id


def test_a_review_is_to_be_held_and_documented_and_both_write() -> None:
    plan, now = the.plan(), the.due(date(2026, 7, 7), the.SUPERVISOR)
    assert [duty.state for duty in listed(plan, DutyKind.HOLD_REVIEW, now)] == [
        DutyState.OVERDUE,
        DutyState.OPEN,
        DutyState.OPEN,
    ]
    assert one(plan, DutyKind.DOCUMENT_REVIEW, the.FIRST, now).state is DutyState.OVERDUE
    notes = [duty for duty in listed(plan, DutyKind.WRITE_CHECK_IN) if duty.subject == the.FIRST]
    assert {(duty.owner, duty.due) for duty in notes} == {(Role.EMPLOYEE, now), (Role.SUPERVISOR, now)}


def test_after_a_documented_review_only_what_was_not_written_has_lapsed() -> None:
    at = the.due(the.FIRST_ON, the.SUPERVISOR)
    wrote = the.wrote(the.plan(), the.FIRST, by=the.EMPLOYEE, at=at).plan
    plan = reviews.held_and_documented(
        wrote,
        the.FIRST,
        meeting=the.meeting(the.FIRST_ON),
        notes=the.notes(),
        by=the.SUPERVISOR,
        at=at,
        terms=the.TERMS,
    ).plan
    states = {(duty.kind, duty.owner): duty.state for duty in duties(plan, the.TERMS, at) if duty.subject == the.FIRST}
    assert states == {
        (DutyKind.HOLD_REVIEW, Role.SUPERVISOR): DutyState.DONE,
        (DutyKind.DOCUMENT_REVIEW, Role.SUPERVISOR): DutyState.DONE,
        (DutyKind.WRITE_CHECK_IN, Role.EMPLOYEE): DutyState.DONE,
        (DutyKind.WRITE_CHECK_IN, Role.SUPERVISOR): DutyState.LAPSED,
    }


def test_a_question_waits_for_the_supervisor() -> None:
    asked = Question(id=EntryId("question"), author=the.EMPLOYEE.id, at=NOON, text=the.words())
    plan = the.plan(state=PlanState.DELIVERED, record=Record(questions=(asked,)))
    assert one(plan, DutyKind.ANSWER_QUESTION, "question").owner is Role.SUPERVISOR


def test_a_submitted_plan_waits_for_hr_and_nothing_of_a_draft_is_overdue() -> None:
    plan = the.plan(state=PlanState.HR_REVIEW, submitted_at=NOON, delivered_at=None, active_at=None, reviews=())
    now = the.due(date(2026, 6, 15), the.HR)
    late = [duty for duty in duties(plan, the.TERMS, now + timedelta(days=30)) if duty.state is DutyState.OVERDUE]
    assert [(duty.kind, duty.owner, duty.due) for duty in late] == [(DutyKind.ANSWER_SUBMITTED, Role.HR, now)]


def test_nobody_falls_behind_while_the_plan_is_paused() -> None:
    late = the.denver(8, 1)
    assert any(duty.state is DutyState.OVERDUE for duty in duties(the.plan(), the.TERMS, late))
    paused = duties(the.plan(state=PlanState.PAUSED), the.TERMS, late)
    assert not any(duty.state is DutyState.OVERDUE for duty in paused)


def test_when_a_plan_closes_what_was_open_has_lapsed() -> None:
    closed = duties(the.plan(state=PlanState.CLOSED), the.TERMS, the.denver(8, 1))
    assert {duty.state for duty in closed} == {DutyState.LAPSED}


def test_a_contest_is_answered_even_after_the_plan_has_closed() -> None:
    due = the.due(the.DRAFT_ON)
    missed = milestones.passed(the.plan(), the.DRAFT, at=due, terms=the.TERMS).plan
    plan = milestones.contested(
        missed, the.DRAFT, entry=EntryId("contest"), text=the.words(), by=the.EMPLOYEE, at=due
    ).plan
    closed = plan.with_(state=PlanState.CLOSED)
    assert one(closed, DutyKind.ANSWER_CONTEST, "contest", due).state is DutyState.OPEN


@pytest.mark.parametrize("state", [PlanState.DISCARDED, PlanState.ERASED])
def test_a_plan_that_is_gone_owes_nothing(state: PlanState) -> None:
    assert duties(the.plan(state=state), the.TERMS, NOON) == ()


class TestTheEnd:
    """From the decision on: results, a proposal, HR's answer, the delivery."""

    def plan(self, state: OutcomeState | None = None) -> Plan:
        found = pass_time(the.plan(milestones=(), reviews=()), the.TERMS, the.due(the.END))
        assert found is not None
        if state is None:
            return found.plan
        outcome = Outcome(
            kind=OutcomeKind.MET,
            state=state,
            reasons=the.words(),
            proposed_by=the.SUPERVISOR.id,
            proposed_at=the.denver(9, 1),
            decided_at=the.denver(9, 2),
        )
        return found.plan.with_(outcomes=(outcome,))

    def kinds(self, plan: Plan) -> dict[DutyKind, Owner]:
        open_ = (duty for duty in duties(plan, the.TERMS, the.denver(9, 3)) if duty.state is DutyState.OPEN)
        wanted = {DutyKind.PROPOSE_OUTCOME, DutyKind.DECIDE_OUTCOME, DutyKind.DELIVER_OUTCOME}
        return {duty.kind: duty.owner for duty in open_ if duty.kind in wanted}

    def test_a_result_for_each_goal_and_a_proposal_are_the_supervisors(self) -> None:
        results = listed(self.plan(), DutyKind.RECORD_RESULTS)
        assert {duty.subject for duty in results} == {the.GUIDES, the.DESK}
        assert self.kinds(self.plan()) == {DutyKind.PROPOSE_OUTCOME: Role.SUPERVISOR}

    def test_then_hr_answers_and_then_it_is_delivered(self) -> None:
        assert self.kinds(self.plan(OutcomeState.PROPOSED)) == {DutyKind.DECIDE_OUTCOME: Role.HR}
        assert self.kinds(self.plan(OutcomeState.APPROVED)) == {DutyKind.DELIVER_OUTCOME: Role.SUPERVISOR}
        assert self.kinds(self.plan(OutcomeState.RETURNED)) == {DutyKind.PROPOSE_OUTCOME: Role.SUPERVISOR}

    def test_after_an_extension_another_outcome_is_owed(self) -> None:
        plan = self.plan(OutcomeState.DELIVERED)
        longer = plan.with_(
            outcomes=(replace(plan.outcomes[0], kind=OutcomeKind.EXTENDED, delivered_at=the.denver(9, 2)),)
        )
        assert self.kinds(longer) == {DutyKind.PROPOSE_OUTCOME: Role.SUPERVISOR}
