"""A barrier is raised, answered, and ends; a protected one is HR's and the employee's alone (S0-24, P-13)."""

from datetime import date, timedelta

import pytest

from plans import barriers, milestones
from plans.change import Change
from plans.events import EventKind
from plans.ids import EntryId, MilestoneId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import BarrierKind
from plans.states import BarrierState, MilestoneState
from tests.plans import running as the

AT = the.denver(6, 10)
ENTRY = EntryId("barrier")


def raised(plan: Plan, *hit: MilestoneId, kind: BarrierKind = BarrierKind.WORKLOAD, entry: str = "barrier") -> Change:
    return barriers.raised(plan, **the.barrier(AT, *hit, kind=kind, entry=entry))  # type: ignore[arg-type]


def answered(plan: Plan, by: Person = the.SUPERVISOR) -> Plan:
    return barriers.answered(plan, ENTRY, answer=the.words(), by=by, at=AT + timedelta(days=1)).plan


def test_it_puts_every_milestone_it_names_at_risk_and_says_it_was_in_time() -> None:
    change = raised(the.plan(), the.DRAFT, the.DESK_DONE, the.DRAFT)
    states = {milestone.id: milestone.state for milestone in change.plan.milestones}
    assert states == {
        the.DRAFT: MilestoneState.AT_RISK,
        the.GUIDES_DONE: MilestoneState.PLANNED,
        the.DESK_DONE: MilestoneState.AT_RISK,
    }
    assert change.events[0].fact("before_due") == "yes"
    assert change.plan.record.barriers[0].milestones == (the.DRAFT, the.DESK_DONE)


def test_it_may_be_about_no_milestone_at_all() -> None:
    change = raised(the.plan())
    assert change.events[0].fact("before_due") == "none"
    assert len(change.events) == 1


def test_the_same_form_sent_twice_makes_one_barrier() -> None:
    with pytest.raises(PlanError) as caught:
        raised(raised(the.plan(), the.DRAFT).plan, the.DRAFT)
    assert (caught.value.code, caught.value.facts) == ("already-recorded", {"at": AT.isoformat()})


def test_it_needs_words_and_a_milestone_that_exists() -> None:
    with pytest.raises(PlanError) as caught:
        barriers.raised(the.plan(), **{**the.barrier(AT), "text": None})  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == ("required", "text")
    with pytest.raises(PlanError, match="part-gone"):
        raised(the.plan(), MilestoneId("other"))


def test_the_answer_is_owed_within_three_working_days_of_whoever_owes_it() -> None:
    plan = raised(the.plan()).plan
    assert barriers.answer_due(plan, plan.barrier(ENTRY), terms=the.TERMS) == the.due(date(2026, 6, 15), the.SUPERVISOR)
    protected = raised(the.plan(), kind=BarrierKind.PROTECTED).plan
    assert barriers.answer_due(protected, protected.barrier(ENTRY), terms=the.TERMS) == the.due(
        date(2026, 6, 15), the.HR
    )


def test_an_answer_keeps_who_and_when_and_leaves_the_milestone_at_risk() -> None:
    plan = answered(raised(the.plan(), the.DRAFT).plan)
    found = plan.barrier(ENTRY)
    assert (found.state, found.answered_by, found.answered_at) == (
        BarrierState.ANSWERED,
        the.SUPERVISOR.id,
        AT + timedelta(days=1),
    )
    assert plan.milestone(the.DRAFT).state is MilestoneState.AT_RISK


def test_answered_twice_meets_the_first_answer() -> None:
    with pytest.raises(PlanError, match="already-recorded"):
        answered(answered(raised(the.plan()).plan))


def test_a_milestone_is_planned_again_only_when_nothing_else_is_in_its_way() -> None:
    plan = raised(raised(the.plan(), the.DRAFT).plan, the.DRAFT, entry="second").plan
    one = barriers.resolved(plan, ENTRY, by=the.SUPERVISOR, at=AT).plan
    assert one.milestone(the.DRAFT).state is MilestoneState.AT_RISK
    both = barriers.withdrawn(one, EntryId("second"), by=the.EMPLOYEE, at=AT).plan
    assert both.milestone(the.DRAFT).state is MilestoneState.PLANNED
    assert [barrier.state for barrier in both.record.barriers] == [BarrierState.RESOLVED, BarrierState.WITHDRAWN]


def test_hr_resolving_a_barrier_frees_its_milestone_too() -> None:
    plan = barriers.resolved(raised(the.plan(), the.DRAFT).plan, ENTRY, by=the.HR, at=AT).plan
    assert plan.milestone(the.DRAFT).state is MilestoneState.PLANNED


def test_nobody_but_the_employee_withdraws_and_nobody_answers_what_has_ended() -> None:
    with pytest.raises(PlanError, match="not-now"):
        barriers.withdrawn(raised(the.plan()).plan, ENTRY, by=the.SUPERVISOR, at=AT)
    ended = barriers.withdrawn(raised(the.plan()).plan, ENTRY, by=the.EMPLOYEE, at=AT).plan
    with pytest.raises(PlanError, match="not-now"):
        answered(ended)


class TestProtected:
    """Only HR and the employee know of it; the supervisor sees a neutral hold."""

    def plan(self) -> Plan:
        return raised(the.plan(), the.DRAFT, kind=BarrierKind.PROTECTED).plan

    def test_it_holds_a_milestone_that_was_at_risk_already(self) -> None:
        plan = raised(the.plan(), the.DRAFT, entry="first").plan
        held = raised(plan, the.DRAFT, kind=BarrierKind.PROTECTED).plan
        assert held.milestone(the.DRAFT).state is MilestoneState.ON_HOLD

    def test_for_the_supervisor_it_is_gone(self) -> None:
        with pytest.raises(PlanError, match="part-gone"):
            answered(self.plan())
        with pytest.raises(PlanError, match="part-gone"):
            barriers.resolved(self.plan(), ENTRY, by=the.SUPERVISOR, at=AT)

    def test_hr_answers_it(self) -> None:
        assert answered(self.plan(), the.HR).barrier(ENTRY).answered_by == the.HR.id

    def test_its_end_does_not_lift_the_hold(self) -> None:
        plan = barriers.resolved(self.plan(), ENTRY, by=the.HR, at=AT).plan
        assert plan.milestone(the.DRAFT).state is MilestoneState.ON_HOLD

    def test_once_hr_lifted_the_hold_an_open_protected_one_keeps_nothing_at_risk(self) -> None:
        lifted = milestones.hold_lifted(self.plan(), the.DRAFT, on=the.DRAFT_ON, by=the.HR, at=AT).plan
        plan = raised(lifted, the.DRAFT, entry="second").plan
        assert plan.milestone(the.DRAFT).state is MilestoneState.AT_RISK
        freed = barriers.resolved(plan, EntryId("second"), by=the.SUPERVISOR, at=AT).plan
        assert freed.milestone(the.DRAFT).state is MilestoneState.PLANNED

    def test_no_event_of_the_milestone_tells_of_it(self) -> None:
        events = raised(the.plan(), the.DRAFT, kind=BarrierKind.PROTECTED).events
        on_milestone = [event for event in events if event.subject == the.DRAFT]
        assert [(event.kind, event.by, event.facts) for event in on_milestone] == [(EventKind.MILESTONE_HELD, None, ())]
