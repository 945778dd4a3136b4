"""The employee contests a class; the supervisor or HR upholds it, and only HR rejects it (S0-25)."""

from datetime import date, timedelta

import pytest

from plans import milestones
from plans.events import EventKind
from plans.ids import EntryId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import ContestState
from plans.states import MilestoneState, MissClass
from tests.plans import running as the

DUE = the.due(the.DRAFT_ON)
LATER = DUE + timedelta(days=1)
ENTRY = EntryId("contest")


def missed() -> Plan:
    return milestones.passed(the.plan(), the.DRAFT, at=DUE, terms=the.TERMS).plan


def contested(plan: Plan | None = None, *, entry: EntryId = ENTRY) -> Plan:
    return milestones.contested(
        plan or missed(), the.DRAFT, entry=entry, text=the.words("it was done"), by=the.EMPLOYEE, at=LATER
    ).plan


def upheld(plan: Plan, now_is: date | MissClass, by: Person = the.SUPERVISOR) -> Plan:
    return milestones.contest_upheld(plan, ENTRY, now_is=now_is, answer=None, by=by, at=LATER).plan


def test_a_contest_keeps_the_class_it_is_against() -> None:
    contest = contested().record.contests[0]
    assert (contest.against, contest.state, contest.author) == (
        MissClass.NO_COMMUNICATION,
        ContestState.OPEN,
        the.EMPLOYEE.id,
    )


def test_only_a_missed_milestone_can_be_contested() -> None:
    with pytest.raises(PlanError, match="not-now"):
        contested(the.plan())


def test_a_contest_needs_words() -> None:
    with pytest.raises(PlanError) as caught:
        milestones.contested(missed(), the.DRAFT, entry=ENTRY, text=None, by=the.EMPLOYEE, at=LATER)
    assert (caught.value.code, caught.value.field) == ("required", "text")


def test_the_same_form_sent_twice_makes_one_contest() -> None:
    with pytest.raises(PlanError, match="already-recorded"):
        contested(contested())


def test_a_second_contest_waits_for_the_answer_to_the_first() -> None:
    with pytest.raises(PlanError, match="contest-open"):
        contested(contested(), entry=EntryId("second"))


@pytest.mark.parametrize("by", [the.SUPERVISOR, the.HR])
def test_upholding_can_correct_it_to_met_and_the_history_stays(by: Person) -> None:
    plan = upheld(contested(), the.DRAFT_ON, by)
    found = plan.milestone(the.DRAFT)
    assert (found.state, found.met_on, found.miss) == (MilestoneState.MET, the.DRAFT_ON, None)
    assert [line.miss for line in found.history] == [MissClass.NO_COMMUNICATION]
    assert plan.record.contests[0].state is ContestState.UPHELD


def test_upholding_can_give_another_class() -> None:
    found = upheld(contested(), MissClass.BARRIER_BEFORE_ANSWERED).milestone(the.DRAFT)
    assert (found.state, found.miss) == (MilestoneState.MISSED, MissClass.BARRIER_BEFORE_ANSWERED)
    assert len(found.history) == 2


def test_the_same_class_again_is_not_upholding() -> None:
    with pytest.raises(PlanError, match="same-class"):
        upheld(contested(), MissClass.NO_COMMUNICATION)


def test_hr_rejects_with_a_reason_and_the_class_stands() -> None:
    change = milestones.contest_rejected(contested(), ENTRY, answer=the.words("see the log"), by=the.HR, at=LATER)
    assert change.plan.milestone(the.DRAFT).miss is MissClass.NO_COMMUNICATION
    assert change.plan.record.contests[0].state is ContestState.REJECTED
    assert [event.kind for event in change.events] == [EventKind.CONTEST_REJECTED]


def test_rejecting_without_a_reason_is_refused() -> None:
    with pytest.raises(PlanError, match="required"):
        milestones.contest_rejected(contested(), ENTRY, answer=None, by=the.HR, at=LATER)


@pytest.mark.parametrize("by", [the.SUPERVISOR, the.EMPLOYEE])
def test_nobody_but_hr_rejects(by: Person) -> None:
    with pytest.raises(PlanError, match="not-yours"):
        milestones.contest_rejected(contested(), ENTRY, answer=the.words(), by=by, at=LATER)


def test_the_employee_does_not_uphold_their_own_contest() -> None:
    with pytest.raises(PlanError, match="not-now"):
        upheld(contested(), the.DRAFT_ON, the.EMPLOYEE)


def test_an_answered_contest_is_not_answered_again() -> None:
    rejected = milestones.contest_rejected(contested(), ENTRY, answer=the.words(), by=the.HR, at=LATER).plan
    with pytest.raises(PlanError, match="already-recorded"):
        upheld(rejected, the.DRAFT_ON)


def test_after_a_rejection_the_employee_may_contest_again() -> None:
    rejected = milestones.contest_rejected(contested(), ENTRY, answer=the.words(), by=the.HR, at=LATER).plan
    assert len(contested(rejected, entry=EntryId("second")).record.contests) == 2


def test_an_unknown_contest_is_gone() -> None:
    with pytest.raises(PlanError, match="part-gone"):
        upheld(missed(), the.DRAFT_ON)
