"""Who in HR may act: no party, and nobody whom HR has taken out; somebody is always left once it matters (F-05)."""

from dataclasses import replace

import pytest

from plans.acts import Act
from plans.conflicts import conflict_lifted, conflict_set, eligible
from plans.events import EventKind
from plans.examples import HR, NOW, OUTSIDER, SECOND_HR, SUPERVISOR, case
from plans.people import Office
from plans.permissions import Allow, Deny, decide
from plans.readiness import faults
from plans.states import PlanState
from tests.plans.opening import refusal

_P = PlanState
WITH_HR = sorted(set(_P) - {_P.DRAFT, _P.EMPLOYEE_DRAFTING, _P.CHANGES_REQUESTED, _P.DISCARDED, _P.ERASED})


def test_whoever_is_taken_out_has_no_hr_rights_and_learns_of_nothing_any_more() -> None:
    found = case(_P.ACTIVE)
    change = conflict_set(found.plan, found.terms, SECOND_HR.id, by=HR, at=NOW)
    assert change.plan.conflicts == {SECOND_HR.id}
    assert [(event.kind, event.subject, event.facts) for event in change.events] == [
        (EventKind.CONFLICT_SET, SECOND_HR.id, ())
    ]
    assert isinstance(decide(HR, Act.READ_AUDIT, change.plan, now=NOW), Allow)
    for act in Act:
        if act not in {Act.OPEN_PLAN, Act.CHANGE_OFFICE, Act.RUN_CASE_FILE}:
            assert decide(SECOND_HR, act, change.plan, now=NOW) == Deny("no-such-plan", knows=False)
    assert found.terms.hr_for(change.plan) == (HR,)


def test_an_hr_member_may_take_themselves_out_and_not_let_themselves_in_again() -> None:
    found = case(_P.ACTIVE)
    plan = conflict_set(found.plan, found.terms, HR.id, by=HR, at=NOW).plan
    with refusal("not-yours"):
        conflict_lifted(plan, found.terms, HR.id, by=HR, at=NOW)
    after = conflict_lifted(plan, found.terms, HR.id, by=SECOND_HR, at=NOW)
    assert (after.plan.conflicts, after.events[0].kind) == (frozenset(), EventKind.CONFLICT_LIFTED)


@pytest.mark.parametrize("state", WITH_HR)
def test_the_last_one_who_could_act_stays_once_hr_is_needed(state: PlanState) -> None:
    found = case(state)
    plan = found.plan.with_(conflicts=frozenset({SECOND_HR.id}))
    with refusal("no-hr-left", "person"):
        conflict_set(plan, found.terms, HR.id, by=HR, at=NOW)


def test_a_draft_may_lose_the_last_one_and_then_cannot_be_sent() -> None:
    found = case(_P.DRAFT)
    plan = found.plan.with_(conflicts=frozenset({SECOND_HR.id}))
    after = conflict_set(plan, found.terms, HR.id, by=HR, at=NOW).plan
    blocking = {fault.code for fault in faults(after, found.terms, now=NOW) if fault.blocks}
    assert "no-hr-member" in blocking


def test_only_hr_members_who_are_no_party_can_stand_apart() -> None:
    found = case(_P.ACTIVE)
    boss = replace(SUPERVISOR, offices=frozenset({Office.HR}))
    terms = replace(found.terms, people={**found.terms.people, boss.id: boss})
    assert {one.id for one in eligible(found.plan, terms)} == {HR.id, SECOND_HR.id}
    for person in (boss, OUTSIDER):
        with refusal("not-an-option", "person"):
            conflict_set(found.plan, terms, person.id, by=HR, at=NOW)
    with refusal("not-yours"):
        conflict_set(found.plan, terms, SECOND_HR.id, by=boss, at=NOW)


def test_nothing_is_set_or_lifted_twice() -> None:
    found = case(_P.ACTIVE)
    plan = found.plan.with_(conflicts=frozenset({SECOND_HR.id}))
    with refusal("nothing-changed", "person"):
        conflict_set(plan, found.terms, SECOND_HR.id, by=HR, at=NOW)
    with refusal("nothing-changed", "person"):
        conflict_lifted(found.plan, found.terms, SECOND_HR.id, by=HR, at=NOW)
