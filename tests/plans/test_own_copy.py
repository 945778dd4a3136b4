"""The employee's own copy holds all that is held about them, and nothing that they read nowhere else (P-09)."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta

import pytest

from plans.amending import amended, collected, dropped
from plans.collecting import WordsStep
from plans.copies import Exempt, copy_asked, copy_handed_over, copy_left_out
from plans.document import CaseFile, Code, Remark, Table
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed, outcome_returned
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, SUPERVISOR, Case, case, then
from plans.ids import EntryId, OrderId
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.own_copy import own_copy
from plans.people import Role
from plans.policy import OutcomeKind
from plans.ports import Order
from plans.record import CheckInNote
from plans.retention import left
from plans.rights import hr_contacted
from plans.states import PlanState
from plans.words import Words

ORDER = Order(id=OrderId("o"), plan=case().plan.id, by=HR.id, at=NOW, purpose=Words("A copy"), recipient=EMPLOYEE.name)
HOUR = timedelta(hours=1)


def copy_of(found: Case) -> CaseFile:
    return own_copy(found.plan, found.terms, found.events, order=ORDER, made_at=found.at)[0]


def told(found: Case) -> list[str]:
    """The kinds of lines in the copy's trail."""
    section = copy_of(found).section("audit_trail")
    assert section is not None
    (table,) = section.blocks
    assert isinstance(table, Table)
    return [row[1].value.removeprefix("event.") for row in table.rows if isinstance(row[1], Code)]


def proposed() -> Case:
    """An outcome waits for HR."""
    found = case(PlanState.DECISION_DUE)
    typed = [ResultTyped(goal=one.id, result=Result.NOT_MET, evidence=Words("Nothing")) for one in found.plan.goals]
    found = then(found, results_recorded(found.plan, typed, by=SUPERVISOR, at=found.at + HOUR), at=found.at + HOUR)
    longer = Proposal(
        kind=OutcomeKind.EXTENDED,
        reasons=Words("More time"),
        new_end=found.at.date() + 60 * timedelta(days=1),
        final=found.at.date() + 50 * timedelta(days=1),
    )
    at = found.at + HOUR
    return then(found, outcome_proposed(found.plan, found.terms, longer, by=SUPERVISOR, at=at), at=at)


TO_AN_OUTCOME = {EventKind.RESULTS_RECORDED, EventKind.OUTCOME_PROPOSED, EventKind.OUTCOME_APPROVED}


def test_an_outcome_that_nobody_delivered_shows_in_no_line() -> None:
    found = proposed()
    assert not TO_AN_OUTCOME & set(told(found))
    at = found.at + HOUR
    found = then(found, outcome_approved(found.plan, found.terms, by=HR, at=at), at=at)
    assert not TO_AN_OUTCOME & set(told(found))


def test_once_it_is_delivered_its_steps_are_there() -> None:
    found = proposed()
    at = found.at + HOUR
    found = then(found, outcome_approved(found.plan, found.terms, by=HR, at=at), at=at)
    found = then(found, outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=at + HOUR), at=at + HOUR)
    assert set(told(found)) >= TO_AN_OUTCOME


def test_what_hr_sent_back_shows_in_no_line() -> None:
    found = proposed()
    at = found.at + HOUR
    found = then(found, outcome_returned(found.plan, words=Words("Not yet"), by=HR, at=at), at=at)
    assert not (TO_AN_OUTCOME | {EventKind.OUTCOME_RETURNED}) & set(told(found))


@pytest.mark.parametrize("given", [False, True], ids=["thrown away", "given"])
def test_a_change_that_was_collected_shows_only_if_it_was_given(given: bool) -> None:
    found = case(PlanState.ACTIVE)
    step, entry = WordsStep(strengths=Words("Finds every map")), EntryId("a" * 32)
    found = then(found, collected(found.plan, found.terms, step, entry=entry, by=SUPERVISOR, at=found.at))
    if given:
        name, signature = Words("Marta Lindqvist"), EntryId("b" * 32)
        change = amended(found.plan, found.terms, signature=signature, typed_name=name, by=SUPERVISOR, at=found.at)
    else:
        change = dropped(found.plan, by=SUPERVISOR, at=found.at)
    lines = told(then(found, change))
    assert (EventKind.AMENDMENT_CHANGED in lines) is given
    assert EventKind.AMENDMENT_DROPPED not in lines


def test_the_text_that_was_approved_and_delivered_is_there_with_who_signed_it() -> None:
    lines = told(case(PlanState.ACTIVE))
    assert {EventKind.EDITION_MADE, EventKind.SIGNATURE_GIVEN, EventKind.PLAN_DELIVERED} <= set(lines)


def test_what_they_told_hr_is_there_and_what_the_other_side_told_hr_is_not() -> None:
    found = case(PlanState.ACTIVE)
    for number, who in enumerate((EMPLOYEE, SUPERVISOR)):
        entry = EntryId(f"{number:032x}")
        change = hr_contacted(found.plan, entry=entry, text=Words(f"word {number}"), by=who, at=found.at)
        found = then(found, change)
    assert told(found).count(EventKind.HR_CONTACTED) == 1
    texts = set(written(copy_of(found)))
    assert "word 0" in texts
    assert "word 1" not in texts


def test_what_hr_does_for_itself_shows_in_no_line() -> None:
    found = case(PlanState.CLOSED)
    found = then(found, left(found.plan, on=found.at.date() - timedelta(days=1), by=HR, at=found.at))
    order = replace(found.events[0], kind=EventKind.EXPORT_ORDERED)
    looked = replace(found.events[0], kind=EventKind.ACCESS_REFUSED)
    hidden = {EventKind.LEAVING_RECORDED, EventKind.EXPORT_ORDERED, EventKind.ACCESS_REFUSED}
    assert not hidden & set(told(replace(found, events=(*found.events, order, looked))))


def written(value: object) -> Iterator[str]:
    """Everything a person wrote in it."""
    if isinstance(value, Words):
        yield value.reveal()
    elif isinstance(value, tuple):
        yield from (text for one in value for text in written(one))
    elif is_dataclass(value):
        yield from (text for one in fields(value) for text in written(getattr(value, one.name)))


def codes(value: object) -> Iterator[Code]:
    if isinstance(value, Code):
        yield value
    elif isinstance(value, tuple):
        yield from (code for one in value for code in codes(one))
    elif is_dataclass(value):
        yield from (code for one in fields(value) for code in codes(getattr(value, one.name)))


def reviewed() -> tuple[Case, CheckInNote]:
    """A review is over, before which the supervisor alone had written."""
    found = case(PlanState.ACTIVE)
    review, said = found.plan.reviews[0], Words("A colleague told me more.")
    theirs = CheckInNote(
        id=EntryId("d" * 32),
        review=review.id,
        author=SUPERVISOR.id,
        role=Role.SUPERVISOR,
        at=found.at,
        progress=(),
        challenges=said,
        support_needed=said,
        feedback=said,
    )
    over = tuple(replace(one, ended_at=found.at) if one.id == review.id else one for one in found.plan.reviews)
    plan = found.plan.with_(reviews=over, record=replace(found.plan.record, check_ins=(theirs,)))
    return replace(found, plan=plan), theirs


def test_a_check_in_that_is_left_out_is_said_to_be_left_out_and_not_that_nobody_wrote() -> None:
    found, theirs = reviewed()
    request, said = EntryId("e" * 32), theirs.challenges.reveal()
    found = then(found, copy_asked(found.plan, found.terms, entry=request, by=EMPLOYEE, at=found.at))
    before = not_written(found)
    assert said in set(written(copy_of(found)))
    why = Exempt.THIRD_PARTY.value
    found = then(found, copy_left_out(found.plan, request, exempt=(theirs.id,), reason=why, by=HR, at=found.at))
    assert said not in set(written(copy_of(found)))
    assert not_written(found) == before
    assert Code("check_in.left_out") in set(codes(copy_of(found)))


def not_written(found: Case) -> int:
    return list(codes(copy_of(found))).count(Code("check_in.not_answered"))


def without(found: Case, note: CheckInNote, reason: Exempt) -> Case:
    request = EntryId("e" * 32)
    found = then(found, copy_asked(found.plan, found.terms, entry=request, by=EMPLOYEE, at=found.at))
    return then(found, copy_left_out(found.plan, request, exempt=(note.id,), reason=reason.value, by=HR, at=found.at))


@pytest.mark.parametrize("reason", list(Exempt))
def test_the_copy_says_why_something_is_missing_but_never_that_there_is_an_inquiry(reason: Exempt) -> None:
    found, note = reviewed()
    remarks = {
        block.code
        for section in copy_of(without(found, note, reason)).sections
        for block in section.blocks
        if isinstance(block, Remark) and block.code.startswith("left_out_")
    }
    named = "for_now" if reason is Exempt.INQUIRY else reason.value.replace("-", "_")
    assert remarks == {f"left_out_{named}"}


def test_what_was_left_out_of_one_copy_stays_out_of_the_next_until_hr_puts_it_back() -> None:
    found, note = reviewed()
    found = without(found, note, Exempt.THIRD_PARTY)
    first = found.plan.record.copy_requests[-1].id
    found = then(found, copy_handed_over(found.plan, first, on=found.at.date(), kept_back=None, by=HR, at=found.at))
    again = EntryId("b" * 32)
    found = then(found, copy_asked(found.plan, found.terms, entry=again, by=EMPLOYEE, at=found.at))
    assert found.plan.record.copy_requests[-1].exempt == ((note.id, "third-party"),)
    assert Code("check_in.left_out") in set(codes(copy_of(found)))
    back = copy_left_out(found.plan, again, exempt=(), reason="third-party", by=HR, at=found.at)
    assert back.plan.record.copy_requests[-1].exempt == ()
    assert found.plan.record.copy_requests[0].exempt == ((note.id, "third-party"),)
