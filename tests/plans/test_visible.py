"""What each reader sees of a plan, part by part."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from plans import visible as module
from plans.ending import OutcomeState
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.policy import OutcomeKind
from plans.record import Record
from plans.states import BEFORE_DELIVERY, PlanState
from plans.visible import is_sealed, visible
from tests.plans import everything as the

STAND_IN = the.REVIEWER
DELIVERED_ON = sorted(set(PlanState) - BEFORE_DELIVERY - {PlanState.DISCARDED, PlanState.ERASED})
SUPERVISOR_MAY = sorted(set(DELIVERED_ON) - {PlanState.ARCHIVED})


def seen(plan: Plan, reader: Person) -> Plan:
    return visible(plan, reader, now=the.NOW, terms=the.terms())


def tags(plan: Plan) -> set[str]:
    """The canaries in it."""
    return {text for text in the.words_in(plan) if text.startswith("canary[")}


def test_every_field_has_a_decision_in_the_table() -> None:
    """A field added to the plan or its record fails this until someone decides who may see it."""
    table = (module.__doc__ or "").replace(",", " ").replace(":", " ").split()
    missing = [one.name for kind in (Plan, Record) for one in fields(kind) if one.name not in table]
    assert missing == []


def test_the_employee_never_sees_a_text_that_was_approved_but_not_delivered() -> None:
    """An approval that lapsed leaves its text on record for the supervisor and HR."""
    plan = the.plan_with_everything(PlanState.ACTIVE)
    delivered = plan.editions[-1]
    assert plan.delivered_at is not None
    early = replace(delivered, number=0, text_hash="0" * 64, made_at=plan.delivered_at - timedelta(days=9))
    before = replace(plan.signatures[0], edition=0)
    whole = plan.with_(
        editions=(early, replace(delivered, made_at=plan.delivered_at - timedelta(days=1))),
        signatures=(before, *plan.signatures),
    )
    assert [one.number for one in seen(whole, the.EMPLOYEE).editions] == [delivered.number]
    assert all(given.edition == delivered.number for given in seen(whole, the.EMPLOYEE).signatures)
    assert seen(whole, the.SUPERVISOR).editions == whole.editions


def test_hr_sees_everything_but_sealed_notes() -> None:
    plan = the.plan_with_everything()
    gone = tags(plan) - tags(seen(plan, the.HR))
    assert gone == {text for text in tags(plan) if f"check-in.{the.MIDPOINT}" in text}
    assert seen(plan, the.HR).conflicts == plan.conflicts


@pytest.mark.parametrize("state", SUPERVISOR_MAY)
@pytest.mark.parametrize("away", [False, True])
def test_the_supervisor_sees_no_protected_matter_and_no_sealed_note(state: PlanState, away: bool) -> None:
    plan = the.plan_with_everything(state, supervisor_away=away)
    gone = tags(plan) - tags(seen(plan, STAND_IN if away else the.SUPERVISOR))
    sealed = {text for text in tags(plan) if f"check-in.{the.MIDPOINT}" in text}
    assert gone - sealed == {
        "canary[protected.text]",
        "canary[protected.help]",
        "canary[protected.answer]",
        "canary[rebuttal.protected]",
        "canary[reply.protected]",
        "canary[hold.reason]",
        "canary[override]",
        "canary[legal-hold.first]",
        "canary[legal-hold.lifted]",
        "canary[legal-hold.second]",
        "canary[copy.kept-back]",
        "canary[copy.later]",
        "canary[hr-request.employee]",
        "canary[wanted-of-hr]",
        "canary[wanted-of-hr.answer]",
        "canary[paper-of-hr.witness]",
        *(["canary[hr-request.supervisor]"] if away else []),
    }
    assert sealed <= gone


def test_the_supervisor_sees_a_hold_without_why() -> None:
    seen_by = seen(the.plan_with_everything(), the.SUPERVISOR)
    held = seen_by.milestones[-1]
    assert held.state == "on_hold"
    assert held.reason is None
    assert all(barrier.id != the.PROTECTED for barrier in seen_by.record.barriers)
    assert seen_by.conflicts == frozenset()


def test_the_supervisor_reads_the_reason_they_wrote_on_a_held_milestone() -> None:
    milestones = tuple(replace(one, settled_by=the.SUPERVISOR.id) for one in the.milestones())
    seen_by = seen(the.plan_with_everything(milestones=milestones), the.SUPERVISOR)
    assert the.says(seen_by, "hold.reason")


@pytest.mark.parametrize("state", DELIVERED_ON)
def test_from_delivery_the_employee_sees_the_record_without_what_is_hrs_or_not_yet_theirs(state: PlanState) -> None:
    plan = the.plan_with_everything(state)
    assert tags(plan) - tags(seen(plan, the.EMPLOYEE)) == {
        "canary[change-request]",
        "canary[support-override]",
        "canary[result.evidence]",
        "canary[returned.reasons]",
        "canary[returned.words]",
        "canary[outcome.reasons]",
        "canary[override]",
        "canary[legal-hold.first]",
        "canary[legal-hold.lifted]",
        "canary[legal-hold.second]",
        "canary[hr-request.supervisor]",
    }


@pytest.mark.parametrize("state", sorted(set(OutcomeState) - {OutcomeState.DELIVERED}))
def test_an_outcome_on_its_way_is_not_the_employees_to_see(state: OutcomeState) -> None:
    plan = the.plan_with_everything(PlanState.DECISION_DUE, outcomes=the.outcomes(state, OutcomeKind.NOT_MET))
    assert seen(plan, the.EMPLOYEE).outcomes == ()
    assert seen(plan, the.EMPLOYEE).results == ()
    assert seen(plan, the.SUPERVISOR).results == plan.results


def test_a_delivered_outcome_opens_the_results_and_keeps_hrs_words_back() -> None:
    plan = the.plan_with_everything(PlanState.CLOSED, outcomes=the.outcomes(OutcomeState.DELIVERED))
    seen_by = seen(plan, the.EMPLOYEE)
    assert seen_by.results == plan.results
    assert the.says(seen_by, "outcome.reasons")
    assert not the.says(seen_by, "override")
    assert not the.says(seen_by, "returned")


@pytest.mark.parametrize("state", sorted(BEFORE_DELIVERY))
def test_a_draft_that_was_not_shared_does_not_exist_for_the_employee(state: PlanState) -> None:
    if state is PlanState.EMPLOYEE_DRAFTING:
        assert seen(the.plan_with_everything(state, shared_at=None), the.EMPLOYEE).state is state
        return
    with pytest.raises(PlanError, match="no-such-plan"):
        seen(the.plan_with_everything(state, shared_at=None), the.EMPLOYEE)


def test_while_drafting_the_employee_sees_strengths_expectations_and_dates() -> None:
    seen_by = seen(the.plan_with_everything(PlanState.EMPLOYEE_DRAFTING), the.EMPLOYEE)
    assert tags(seen_by) == {
        "canary[strengths]",
        "canary[concern.label]",
        "canary[expectation]",
        "canary[standard]",
        "canary[own-goal.text]",
        "canary[own-support.what]",
        "canary[hold.reason]",
        "canary[input]",
        "canary[hr-request.employee]",
    }
    assert (seen_by.start, seen_by.end) == (the.START, the.END)
    assert [review.on for review in seen_by.reviews] == [review.on for review in the.reviews()]
    assert seen_by.approved_by is None


@pytest.mark.parametrize("state", sorted(BEFORE_DELIVERY - {PlanState.EMPLOYEE_DRAFTING}))
def test_a_draft_taken_back_shows_the_employee_only_what_they_wrote(state: PlanState) -> None:
    """What the supervisor edits after taking the draft back was never shared."""
    seen_by = seen(the.plan_with_everything(state), the.EMPLOYEE)
    assert tags(seen_by) == {
        "canary[own-goal.text]",
        "canary[own-support.what]",
        "canary[hold.reason]",
        "canary[input]",
        "canary[hr-request.employee]",
    }
    assert seen_by.reviews == ()


@pytest.mark.parametrize("state", [PlanState.DISCARDED, PlanState.ERASED])
def test_hr_sees_a_tombstone_and_nobody_else_sees_anything(state: PlanState) -> None:
    plan = the.plan_with_everything(state)
    assert tags(seen(plan, the.HR)) == {"canary[plan.reason]"}
    for reader in (the.EMPLOYEE, the.SUPERVISOR, the.OUTSIDER):
        with pytest.raises(PlanError, match="no-such-plan"):
            seen(plan, reader)


@pytest.mark.parametrize("reader", [the.OUTSIDER, the.CONFLICTED_HR, the.REVIEWER])
def test_a_plan_shows_nothing_at_all_to_those_who_may_not_read_it(reader: Person) -> None:
    with pytest.raises(PlanError, match="no-such-plan"):
        seen(the.plan_with_everything(), reader)


def test_a_sealed_note_still_says_that_and_when_it_was_written() -> None:
    plan = the.plan_with_everything()
    sealed = seen(plan, the.SUPERVISOR).record.check_in_of(the.MIDPOINT, Role.EMPLOYEE)
    written = plan.record.check_in_of(the.MIDPOINT, Role.EMPLOYEE)
    assert sealed is not None
    assert written is not None
    assert is_sealed(sealed)
    assert (sealed.at, sealed.author) == (written.at, written.author)


@pytest.mark.parametrize("reader", [the.EMPLOYEE, the.SUPERVISOR, the.HR])
def test_taking_out_twice_takes_out_nothing_more(reader: Person) -> None:
    once = seen(the.plan_with_everything(), reader)
    assert seen(once, reader) == once
