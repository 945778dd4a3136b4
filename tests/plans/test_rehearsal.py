"""A rehearsal lists what a plan will send, and what it then sends is what was listed."""

from datetime import datetime, timedelta

import pytest

from plans import examples
from plans.announcements import ANNOUNCED
from plans.notices import NoticeKind, Owed
from plans.people import Role
from plans.plan import Plan
from plans.policy import PackId
from plans.rehearsal import rehearsal
from plans.reminders import reminders_for
from plans.states import PlanState
from plans.terms import Terms

_ADDED_BY_THE_REHEARSAL = frozenset({NoticeKind.ACKNOWLEDGE_AGAIN, NoticeKind.DECISION_DUE})


def shape(owed: Owed, plan: Plan) -> tuple[datetime, Role, NoticeKind, str | None, str]:
    return (owed.due_at, plan.role_of(owed.person) or Role.HR, owed.kind, owed.subject, owed.zone)


def listed(plan: Plan, terms: Terms, *, days: int = 0) -> set[tuple[datetime, Role, NoticeKind, str | None, str]]:
    found = rehearsal(plan, terms, now=examples.NOW + timedelta(days=days))
    return {shape(one.owed, plan) for one in found.dated}


@pytest.mark.parametrize("pack", [examples.ILLINOIS, examples.GENERIC])
def test_what_an_active_plan_sends_was_listed_when_it_was_a_draft(pack: PackId) -> None:
    draft = examples.case(PlanState.DRAFT, name=pack)
    active = examples.case(PlanState.ACTIVE, name=pack)
    sent = {shape(owed, active.plan) for owed in reminders_for(active.plan, active.terms) if owed.due_at > active.at}
    promised = {
        one for one in listed(draft.plan, draft.terms) if one[2] not in _ADDED_BY_THE_REHEARSAL and one[0] > active.at
    }
    assert sent
    assert {one for one in sent if one[2] not in _ADDED_BY_THE_REHEARSAL} == promised


@pytest.mark.parametrize("state", PlanState)
def test_every_state_can_be_rehearsed_and_lists_only_what_is_to_come_in_order(state: PlanState) -> None:
    if state is PlanState.ERASED:
        case = examples.case(PlanState.CLOSED)
        plan = case.plan.with_(state=state)
    else:
        case = examples.case(state)
        plan = case.plan
    found = rehearsal(plan, case.terms, now=case.at)
    moments = [one.owed.due_at for one in found.dated]
    assert moments == sorted(moments)
    assert all(at >= case.at for at in moments)


def test_a_draft_lists_receipt_reviews_goals_and_the_decision_at_the_end() -> None:
    draft = examples.case(PlanState.DRAFT)
    found = rehearsal(draft.plan, draft.terms, now=draft.at)
    kinds = {one.owed.kind for one in found.dated}
    assert kinds >= {
        NoticeKind.ACKNOWLEDGE_AGAIN,
        NoticeKind.REVIEW_AHEAD,
        NoticeKind.CHECK_IN,
        NoticeKind.GOAL_DUE,
        NoticeKind.DECISION_DUE,
    }
    assert found.when_it_happens[0].kind is NoticeKind.PLAN_SUBMITTED
    assert found.when_it_happens[-1].kind is NoticeKind.OUTCOME_DELIVERED


def test_without_a_gate_nothing_is_said_of_hrs_approval() -> None:
    draft = examples.case(PlanState.DRAFT)
    gates = {}
    for pack in (examples.ILLINOIS, examples.GENERIC):
        terms = examples.terms(pack)
        kinds = {one.kind for one in rehearsal(draft.plan, terms, now=draft.at).when_it_happens}
        gates[pack] = (terms.pack.hr_gate, NoticeKind.PLAN_APPROVED in kinds)
    assert all(gate == told for gate, told in gates.values())


def test_what_was_said_already_is_not_announced_again() -> None:
    active = examples.case(PlanState.ACTIVE)
    kinds = {one.kind for one in rehearsal(active.plan, active.terms, now=active.at).when_it_happens}
    assert NoticeKind.PLAN_TO_READ not in kinds
    assert NoticeKind.OUTCOME_DELIVERED in kinds
    closed = examples.case(PlanState.CLOSED)
    over = rehearsal(closed.plan, closed.terms, now=closed.at)
    assert over.when_it_happens == ()
    assert over.dated == ()


def test_every_announcement_it_lists_is_one_the_plan_makes() -> None:
    draft = examples.case(PlanState.DRAFT)
    listed_kinds = {one.kind for one in rehearsal(draft.plan, draft.terms, now=draft.at).when_it_happens}
    assert listed_kinds <= {kind for kind, _ in ANNOUNCED.values()}


def test_a_draft_without_dates_lists_no_review_and_does_not_fail() -> None:
    draft = examples.case(PlanState.DRAFT)
    bare = draft.plan.with_(start=None, end=None, reviews=(), goals=(), milestones=(), supports=())
    kinds = {one.owed.kind for one in rehearsal(bare, draft.terms, now=draft.at).dated}
    assert kinds == {NoticeKind.ACKNOWLEDGE_AGAIN}
