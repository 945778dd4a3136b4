"""From delivered to active: the employee's slot, the signatures, the questions, and whoever comes last."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from plans.change import Change
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, SUPERVISOR, SUPERVISOR_SIGNATURE, Case, case, terms, then
from plans.ids import EntryId
from plans.lifecycle import delivered
from plans.people import Person, Role
from plans.receipt import (
    Receipt,
    acknowledged,
    activated_if_complete,
    confirmed_in_person,
    declined,
    question_answered,
    question_asked,
    question_overridden,
    signed_as_supervisor,
)
from plans.record import InputMoment
from plans.signatures import missing_signatures
from plans.signing import SignatureKind
from plans.states import PlanState
from plans.terms import Terms
from plans.words import Words
from tests.plans.opening import DAY, LONG, TODAY, kinds, refusal

_P = PlanState
ENTRY, OTHER = EntryId("3" * 32), EntryId("4" * 32)
RECEIPT = Receipt(
    edition=1,
    signature=EntryId("1" * 32),
    view_id=EntryId("2" * 32),
    typed_name=Words("Jonas O."),
)
Slot = Callable[[Case], Change]


def _acknowledge(found: Case) -> Change:
    return acknowledged(found.plan, found.terms, RECEIPT, by=EMPLOYEE, at=NOW)


def _decline(found: Case) -> Change:
    return declined(found.plan, found.terms, replace(RECEIPT, typed_name=None), by=EMPLOYEE, at=NOW)


def _in_person(found: Case) -> Change:
    return confirmed_in_person(found.plan, found.terms, signature=ENTRY, comment=None, by=HR, at=NOW)


SLOTS = [
    pytest.param(_acknowledge, SignatureKind.ACKNOWLEDGED, EventKind.SIGNATURE_GIVEN, id="acknowledged"),
    pytest.param(_decline, SignatureKind.DECLINED, EventKind.SIGNATURE_DECLINED, id="declined"),
    pytest.param(_in_person, SignatureKind.IN_PERSON, EventKind.DELIVERY_CONFIRMED, id="in person"),
]


@pytest.mark.parametrize(("fill", "kind", "line"), SLOTS)
def test_however_the_slot_is_filled_the_plan_becomes_active(fill: Slot, kind: SignatureKind, line: EventKind) -> None:
    change = fill(case(_P.DELIVERED))
    assert (change.plan.state, change.plan.active_at) == (_P.ACTIVE, NOW)
    given = change.plan.signatures[-1]
    assert (given.role, given.person, given.kind) == (Role.EMPLOYEE, EMPLOYEE.id, kind)
    assert given.text_hash == change.plan.editions[-1].text_hash
    assert kinds(change) == [line, EventKind.PLAN_ACTIVATED]


@pytest.mark.parametrize(("fill", "kind", "line"), SLOTS)
def test_a_slot_is_filled_once_and_the_second_try_is_told_when(
    fill: Slot, kind: SignatureKind, line: EventKind
) -> None:
    first = then(case(_P.DELIVERED), fill(case(_P.DELIVERED)))
    for again in (_acknowledge, _decline, _in_person):
        with refusal("already-recorded", at=NOW.isoformat()):
            again(first)


def test_acknowledging_takes_a_typed_name_and_declining_does_not() -> None:
    found = case(_P.DELIVERED)
    with refusal("required", "typed_name"):
        acknowledged(found.plan, found.terms, replace(RECEIPT, typed_name=None), by=EMPLOYEE, at=NOW)
    assert _decline(found).plan.signatures[-1].typed_name is None


def test_what_the_employee_adds_is_kept_beside_the_signature() -> None:
    found = case(_P.DELIVERED)
    said = replace(RECEIPT, comment=Words("Received."), view=Words("I see it differently."))
    change = acknowledged(found.plan, found.terms, said, by=EMPLOYEE, at=NOW)
    assert change.plan.signatures[-1].comment == Words("Received.")
    assert [(one.moment, one.text) for one in change.plan.record.inputs] == [
        (InputMoment.ACKNOWLEDGEMENT, Words("I see it differently."))
    ]
    assert kinds(change) == [EventKind.SIGNATURE_GIVEN, EventKind.INPUT_ADDED, EventKind.PLAN_ACTIVATED]


@pytest.mark.parametrize("field", ["comment", "view"])
def test_what_is_too_long_to_keep_fills_no_slot(field: str) -> None:
    found = case(_P.DELIVERED)
    with refusal("too-long", field, limit=3_000):
        acknowledged(found.plan, found.terms, replace(RECEIPT, **{field: LONG}), by=EMPLOYEE, at=NOW)  # type: ignore[arg-type]


def test_only_the_text_that_was_shown_is_signed() -> None:
    found = case(_P.DELIVERED)
    newer = found.plan.with_(editions=(*found.plan.editions, replace(found.plan.editions[0], number=2)))
    with refusal("newer-text", edition=2):
        acknowledged(newer, found.terms, RECEIPT, by=EMPLOYEE, at=NOW)


def test_delivery_in_person_names_its_witness_and_counts_as_the_employees_slot() -> None:
    given = _in_person(case(_P.DELIVERED)).plan.signatures[-1]
    assert (given.witness, given.typed_name, given.name_shown) == (HR.id, None, EMPLOYEE.name)


@pytest.mark.parametrize(
    "state", [one for one in _P if one not in {_P.DELIVERED, _P.ACTIVE, _P.PAUSED, _P.DECISION_DUE}]
)
def test_there_is_nothing_to_acknowledge_in_any_other_state(state: PlanState) -> None:
    with refusal("not-now", state=state):
        _acknowledge(case(state))


def test_the_supervisor_signs_after_hr_delivered_and_whoever_comes_last_makes_the_plan_active() -> None:
    found = _delivered_by_hr()
    assert missing_signatures(found.plan, found.terms) == (Role.EMPLOYEE, Role.SUPERVISOR)
    received = then(found, _acknowledge(found))
    assert received.plan.state is _P.DELIVERED
    change = _sign(received)
    assert kinds(change) == [EventKind.SIGNATURE_GIVEN, EventKind.PLAN_ACTIVATED]
    other_way = then(found, _sign(found))
    assert other_way.plan.state is _P.DELIVERED
    assert _acknowledge(other_way).plan.state is _P.ACTIVE


def test_the_supervisor_signs_once_and_with_a_name() -> None:
    found = _delivered_by_hr()
    with refusal("required", "typed_name"):
        signed_as_supervisor(found.plan, found.terms, signature=OTHER, typed_name=None, by=SUPERVISOR, at=NOW)
    signed = then(found, _sign(found))
    with refusal("already-recorded", at=NOW.isoformat()):
        _sign(signed)


def test_the_same_signature_sent_twice_is_one() -> None:
    found = case(_P.APPROVED)
    with refusal("already-recorded", at=NOW.isoformat()):
        delivered(
            found.plan,
            found.terms,
            signature=found.plan.signatures[0].id,
            typed_name=Words("M"),
            met_on=TODAY,
            by=SUPERVISOR,
            at=NOW,
        )


def test_a_question_must_be_answered_before_the_plan_is_active() -> None:
    found = case(_P.DELIVERED)
    asked = then(found, question_asked(found.plan, entry=ENTRY, text=Words("Which shifts?"), by=EMPLOYEE, at=NOW))
    received = then(asked, _acknowledge(asked))
    assert received.plan.state is _P.DELIVERED
    change = question_answered(
        received.plan, terms(), entry=ENTRY, answer=Words("The late ones."), by=SUPERVISOR, at=NOW
    )
    assert kinds(change) == [EventKind.QUESTION_ANSWERED, EventKind.PLAN_ACTIVATED]
    with refusal("already-recorded", at=NOW.isoformat()):
        question_answered(change.plan, terms(), entry=ENTRY, answer=Words("Again."), by=SUPERVISOR, at=NOW)


def test_hr_may_let_the_plan_go_on_with_a_question_open_and_says_why() -> None:
    found = case(_P.DELIVERED)
    asked = then(found, question_asked(found.plan, entry=ENTRY, text=Words("Which shifts?"), by=EMPLOYEE, at=NOW))
    received = then(asked, _acknowledge(asked)).plan
    for by, reason, code, field in (
        (SUPERVISOR, Words("It is clear."), "not-yours", None),
        (HR, None, "required", "reason"),
    ):
        with refusal(code, field):
            question_overridden(received, terms(), entry=ENTRY, reason=reason, by=by, at=NOW)
    reason = Words("Answered in the meeting.")
    change = question_overridden(received, terms(), entry=ENTRY, reason=reason, by=HR, at=NOW)
    assert change.plan.state is _P.ACTIVE
    assert change.plan.record.questions[0].overridden_by == HR.id


def test_a_question_needs_words_and_is_asked_once() -> None:
    plan = case(_P.DELIVERED).plan
    with refusal("required", "text"):
        question_asked(plan, entry=ENTRY, text=None, by=EMPLOYEE, at=NOW)
    asked = question_asked(plan, entry=ENTRY, text=Words("Which shifts?"), by=EMPLOYEE, at=NOW).plan
    with refusal("already-recorded"):
        question_asked(asked, entry=ENTRY, text=Words("Which shifts?"), by=EMPLOYEE, at=NOW)
    with refusal("part-gone"):
        question_answered(asked, terms(), entry=OTHER, answer=Words("Yes."), by=SUPERVISOR, at=NOW)


def test_a_plan_whose_date_passed_while_it_waited_is_not_active_before_somebody_moves_it() -> None:
    found = case(_P.DELIVERED)
    first = min(milestone.on for milestone in found.plan.milestones)
    late = NOW + (first - TODAY + DAY)
    received = acknowledged(found.plan, found.terms, RECEIPT, by=EMPLOYEE, at=late)
    assert received.plan.state is _P.DELIVERED
    moved = received.plan.with_(
        milestones=tuple(replace(one, on=max(one.on, first + 2 * DAY)) for one in received.plan.milestones)
    )
    assert activated_if_complete(moved, found.terms, by=SUPERVISOR, at=late).plan.state is _P.ACTIVE


@pytest.mark.parametrize("state", [_P.APPROVED, _P.ACTIVE, _P.CLOSED])
def test_only_a_delivered_plan_is_made_active(state: PlanState) -> None:
    change = activated_if_complete(case(state).plan, terms(), by=HR, at=NOW)
    assert (change.plan, change.events) == (case(state).plan, ())


def test_a_pack_that_asks_for_no_signature_still_asks_for_receipt() -> None:
    found = case(_P.DELIVERED)
    unsigned = replace(found.terms, pack=replace(found.terms.pack, signatures=()))
    assert missing_signatures(found.plan, unsigned) == (Role.EMPLOYEE,)


def _delivered_by_hr() -> Case:
    found = case(_P.APPROVED)
    change = delivered(found.plan, found.terms, signature=ENTRY, typed_name=None, met_on=TODAY, by=HR, at=NOW)
    return then(found, change)


def _sign(found: Case) -> Change:
    by: Person = SUPERVISOR
    on: Terms = found.terms
    return signed_as_supervisor(
        found.plan, on, signature=SUPERVISOR_SIGNATURE, typed_name=Words("Marta L."), by=by, at=NOW
    )
