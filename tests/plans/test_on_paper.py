"""Plans of somebody without an account: nobody writes to them, and every deadline of the others stands (F-06)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from plans import papers
from plans.announcements import announced
from plans.barriers import answer_due
from plans.case_file import case_file
from plans.copies import copy_handed_over
from plans.dates import add_working_days
from plans.digest import digest_for
from plans.drafting import opened
from plans.duties import DutyKind, DutyState, duties
from plans.events import EventKind
from plans.examples import (
    EMPLOYEE,
    GENERIC,
    GUIDES_DRAFTED,
    HR,
    NOW,
    REVIEWER,
    SUPERVISOR,
    Case,
    case,
    then,
    without_account,
)
from plans.ids import CaseNumber, EntryId, PlanId
from plans.milestones import contestable
from plans.papers import PaperKind, Said, Sheet
from plans.parts import with_milestone, with_support
from plans.people import Person, Role, person_on_paper
from plans.readiness import check_people
from plans.record import BarrierKind, ContestState, WantedKind
from plans.reminders import reminders_for
from plans.signing import SignatureKind
from plans.states import MilestoneState, MissClass, PlanState
from plans.visible import visible
from plans.words import Words
from tests.plans.canaries import says
from tests.plans.opening import DAY, TODAY, kinds, refusal

ENTRY, SHEET, SIGNED = EntryId("a" * 32), EntryId("b" * 32), EntryId("c" * 32)
W = Words("I cannot reach the shared folder.")
WITNESS = Words("Nadia Haddad")
FILED = Words("Personnel file, folder 12")


def sheet(**parts: object) -> Sheet:
    return replace(Sheet(id=SHEET, on=TODAY - DAY, witness=WITNESS, filed=FILED), **parts)  # type: ignore[arg-type]


def on_paper(state: PlanState = PlanState.ACTIVE) -> Case:
    return without_account(case(state))


def said(kind: PaperKind, *, by: Person = SUPERVISOR, found: Case | None = None, text: Words | None = W) -> Case:
    there = found or on_paper()
    told = Said(kind=kind, entry=ENTRY, text=text, milestone=GUIDES_DRAFTED if kind is PaperKind.DONE else None)
    return then(there, papers.said(there.plan, there.terms, sheet(), told, by=by, at=NOW))


def test_a_plan_can_be_opened_for_a_name_and_whoever_has_no_account_is_no_reason_to_stop_it() -> None:
    person = person_on_paper(Words("Ruth Amadi"), key="d" * 32, beside=SUPERVISOR, now=NOW)
    pack = case(PlanState.ACTIVE, name=GENERIC).terms.pack
    change = opened(
        PlanId("e" * 32), CaseNumber("M-222222"), kind=pack.kind, employee=person, pack=pack, by=SUPERVISOR, at=NOW
    )
    assert change.plan.on_paper
    assert person.zone == SUPERVISOR.zone
    check_people(on_paper().plan, on_paper().terms)


@pytest.mark.parametrize("state", [PlanState.DELIVERED, PlanState.ACTIVE, PlanState.DECISION_DUE])
def test_nothing_is_ever_owed_to_them_and_everything_to_the_others(state: PlanState) -> None:
    there, with_account = on_paper(state), case(state)
    theirs = [owed for owed in reminders_for(there.plan, there.terms) if owed.person == EMPLOYEE.id]
    assert theirs == []
    others = {owed.key for owed in reminders_for(with_account.plan, with_account.terms) if owed.person != EMPLOYEE.id}
    assert {owed.key for owed in reminders_for(there.plan, there.terms)} == others
    for event in there.events:
        assert EMPLOYEE.id not in {owed.person for owed in announced(event, there.plan, there.terms)}


def test_hrs_overview_does_not_ask_what_became_of_the_account() -> None:
    there = on_paper()
    found = digest_for(HR, [(there.plan, there.terms)], (), now=NOW)
    assert "unreachable" not in {line.code for line in found.lines}


@pytest.mark.parametrize("by", [SUPERVISOR, HR], ids=["supervisor", "HR"])
@pytest.mark.parametrize(
    ("kind", "event"),
    [
        (SignatureKind.ACKNOWLEDGED, EventKind.SIGNATURE_GIVEN),
        (SignatureKind.DECLINED, EventKind.SIGNATURE_DECLINED),
        (SignatureKind.IN_PERSON, EventKind.DELIVERY_CONFIRMED),
    ],
)
def test_their_answer_on_paper_starts_the_plan_and_says_who_was_there(
    kind: SignatureKind, event: EventKind, by: Person
) -> None:
    there = on_paper(PlanState.DELIVERED)
    change = papers.answered(there.plan, there.terms, sheet(), signature=SIGNED, kind=kind, comment=W, by=by, at=NOW)
    given, (paper,) = change.plan.signatures[-1], change.plan.record.papers
    assert (given.person, given.role, given.witness, given.kind) == (EMPLOYEE.id, Role.EMPLOYEE, by.id, kind)
    assert (paper.about, paper.on, paper.author) == (SIGNED, TODAY - DAY, by.id)
    assert (paper.witness, paper.filed) == (WITNESS, FILED)
    assert event in kinds(change)
    assert EventKind.PAPER_RECORDED in kinds(change)
    with refusal("already-recorded"):
        papers.answered(change.plan, there.terms, sheet(), signature=ENTRY, kind=kind, comment=None, by=by, at=NOW)


def test_what_they_say_becomes_their_entry_with_the_deadline_it_always_has() -> None:
    found = said(PaperKind.BARRIER)
    (barrier,) = found.plan.record.barriers
    assert (barrier.author, barrier.kind) == (EMPLOYEE.id, BarrierKind.OTHER)
    (duty,) = [one for one in duties(found.plan, found.terms, NOW) if one.kind is DutyKind.ANSWER_BARRIER]
    assert (duty.owner, duty.state) == (Role.SUPERVISOR, DutyState.OPEN)
    assert duty.due == answer_due(found.plan, barrier, terms=found.terms)


def test_the_audit_line_names_whoever_typed_it_in_and_hr_hears_of_what_a_supervisor_typed() -> None:
    typed = [
        event for event in said(PaperKind.NOTE).events if event.kind in {EventKind.NOTE_ADDED, EventKind.PAPER_RECORDED}
    ]
    assert {event.by for event in typed[-2:]} == {SUPERVISOR.id}
    found = said(PaperKind.NOTE)
    told = {owed.person for owed in announced(found.events[-1], found.plan, found.terms)}
    assert told == {person.id for person in found.terms.hr_for(found.plan)}
    by_hr = said(PaperKind.NOTE, by=HR)
    assert announced(by_hr.events[-1], by_hr.plan, by_hr.terms) == ()


def test_hr_hears_of_it_too_while_the_supervisor_is_away_or_the_reviewer_types_it_in() -> None:
    there = on_paper()
    away = replace(there, plan=there.plan.with_(reviewer=REVIEWER.id, supervisor_away=True))
    for by in (SUPERVISOR, REVIEWER):
        found = said(PaperKind.NOTE, by=by, found=away)
        told = {owed.person for owed in announced(found.events[-1], found.plan, found.terms)}
        assert told == {person.id for person in found.terms.hr_for(found.plan)}


_OF_SOMETHING = {PaperKind.QUESTION, PaperKind.CONTEST, PaperKind.NOT_RECEIVED, PaperKind.PAUSE, PaperKind.COPY}


@pytest.mark.parametrize("kind", sorted(set(PaperKind) - _OF_SOMETHING))
def test_hr_types_in_whatever_they_could_say_themselves(kind: PaperKind) -> None:
    found = said(kind, by=HR)
    assert len(found.plan.record.papers) == 1
    assert found.plan != on_paper().plan


def told(found: Case, by: Person = SUPERVISOR, **parts: object) -> Case:
    words = replace(Said(kind=PaperKind.NOTE, entry=ENTRY, text=W), **parts)  # type: ignore[arg-type]
    return then(found, papers.said(found.plan, found.terms, sheet(), words, by=by, at=NOW))


def test_they_contest_on_paper_how_a_missed_date_is_recorded() -> None:
    there = on_paper()
    first = there.plan.milestone(GUIDES_DRAFTED)
    missed = replace(first, state=MilestoneState.MISSED, miss=MissClass.NO_COMMUNICATION)
    there = replace(there, plan=with_milestone(there.plan, missed))
    assert contestable(there.plan) == (missed,)
    found = told(there, kind=PaperKind.CONTEST, milestone=GUIDES_DRAFTED)
    (contest,) = found.plan.record.contests
    assert (contest.author, contest.text, contest.state) == (EMPLOYEE.id, W, ContestState.OPEN)
    assert found.plan.record.papers[0].about == contest.id
    assert contestable(found.plan) == ()
    with refusal("required", "milestone"):
        told(there, kind=PaperKind.CONTEST)


def test_they_say_on_paper_that_support_never_came_and_what_they_wrote_beside_it_is_kept() -> None:
    there = on_paper()
    late = replace(there.plan.supports[0], due=TODAY - 5 * DAY)
    there = replace(there, plan=with_support(there.plan, late))
    found = told(there, kind=PaperKind.NOT_RECEIVED, support=late.id)
    assert found.plan.support(late.id).disputed
    (note,) = found.plan.record.notes
    assert (note.text, note.author, note.goal) == (W, EMPLOYEE.id, late.goal)
    assert found.plan.record.papers[0].about == late.id
    with refusal("required", "support"):
        told(there, kind=PaperKind.NOT_RECEIVED)


def test_no_word_that_was_typed_in_is_lost() -> None:
    """Of something done it says where to see it; a note on a date is one on its goal."""
    there = on_paper()
    done = told(there, kind=PaperKind.DONE, milestone=GUIDES_DRAFTED)
    assert done.plan.milestone(GUIDES_DRAFTED).evidence == W
    noted = told(there, milestone=GUIDES_DRAFTED)
    assert noted.plan.record.notes[-1].goal == there.plan.milestone(GUIDES_DRAFTED).goal


# What only HR and the employee may know of: a matter of health or family, a pause, a copy, a letter to HR.
BETWEEN_THEM_AND_HR: Mapping[PaperKind, Said] = {
    one.kind: one
    for one in (
        Said(kind=PaperKind.FOR_HR, entry=ENTRY, text=W),
        Said(kind=PaperKind.CHANGE_FOR_HR, entry=ENTRY, text=W),
        Said(kind=PaperKind.PAUSE, entry=ENTRY, text=None, first=TODAY, last=TODAY + 10 * DAY),
        Said(kind=PaperKind.COPY, entry=ENTRY, text=None),
        Said(kind=PaperKind.TO_HR, entry=ENTRY, text=W),
    )
}


@pytest.mark.parametrize("kind", sorted(BETWEEN_THEM_AND_HR))
def test_what_is_hrs_alone_is_not_the_supervisors_to_type_in_and_its_paper_is_hidden_from_them(
    kind: PaperKind,
) -> None:
    there = on_paper()
    with refusal("not-yours"):
        papers.said(there.plan, there.terms, sheet(), BETWEEN_THEM_AND_HR[kind], by=SUPERVISOR, at=NOW)
    found = then(there, papers.said(there.plan, there.terms, sheet(), BETWEEN_THEM_AND_HR[kind], by=HR, at=NOW))
    seen = visible(found.plan, SUPERVISOR, now=NOW, terms=found.terms)
    assert seen.record == visible(there.plan, SUPERVISOR, now=NOW, terms=there.terms).record
    assert len(visible(found.plan, HR, now=NOW, terms=found.terms).record.papers) == 1
    for event in found.events[len(there.events) :]:
        assert SUPERVISOR.id not in {owed.person for owed in announced(event, found.plan, found.terms)}


def test_a_copy_asked_for_on_paper_is_owed_from_the_day_on_the_paper() -> None:
    """HR types the paper in and owes the copy, so a paper that lay on its desk gives it no more time (P-09)."""
    there = on_paper()
    there = replace(there, terms=replace(there.terms, pack=replace(there.terms.pack, copy_due_working_days=7)))
    request = Said(kind=PaperKind.COPY, entry=ENTRY, text=None)
    change = papers.said(there.plan, there.terms, sheet(on=TODAY - 3 * DAY), request, by=HR, at=NOW)
    (owed,) = change.plan.record.copy_requests
    assert (owed.author, owed.at) == (EMPLOYEE.id, NOW)
    assert owed.due == add_working_days(TODAY - 3 * DAY, 7, there.terms.calendar)
    assert {duty.due for duty in duties(change.plan, there.terms, NOW) if duty.kind is DutyKind.HAND_OVER_COPY}
    with refusal("already-recorded"):
        papers.said(change.plan, there.terms, sheet(), replace(request, entry=SIGNED), by=HR, at=NOW)
    given = copy_handed_over(change.plan, ENTRY, on=TODAY, kept_back=None, by=HR, at=NOW)
    assert given.plan.record.copy_requests[0].handed_on == TODAY
    assert {owed.person for event in given.events for owed in announced(event, given.plan, there.terms)} == set()


def test_a_pause_asked_for_on_paper_has_days_and_no_place_for_a_reason() -> None:
    """Its first day may have come while the paper lay on a desk, but not before it was written (P-14)."""
    days = {"kind": PaperKind.PAUSE, "first": TODAY - DAY, "last": TODAY + 10 * DAY}
    (wanted,) = told(on_paper(), HR, text=None, **days).plan.record.wanted_changes
    assert (wanted.kind, wanted.first, wanted.on, wanted.text) == (WantedKind.PAUSE, TODAY - DAY, days["last"], None)
    with refusal("date-past", "first"):
        told(on_paper(), HR, text=None, **{**days, "first": TODAY - 2 * DAY})
    with refusal("paper-no-words", "text"):
        told(on_paper(), HR, text=W, **days)
    with refusal("required", "last"):
        told(on_paper(), HR, text=None, **{**days, "last": None})


def test_a_change_about_a_protected_matter_waits_for_hr_alone() -> None:
    found = told(on_paper(), HR, kind=PaperKind.CHANGE_FOR_HR)
    (duty,) = [one for one in duties(found.plan, found.terms, NOW) if one.kind is DutyKind.ANSWER_CHANGE]
    assert duty.owner is Role.HR


def test_what_they_could_not_say_now_cannot_be_typed_in_for_them() -> None:
    with refusal("not-now"):
        said(PaperKind.DONE, found=on_paper(PlanState.DELIVERED))
    with refusal("not-now"):
        said(PaperKind.NOTE, found=on_paper(PlanState.CLOSED), by=HR)
    statement = said(PaperKind.STATEMENT, found=on_paper(PlanState.CLOSED), by=HR)
    assert len(statement.plan.record.rebuttals) == 1


def test_a_paper_has_a_day_that_has_come_and_somebody_who_was_there() -> None:
    there = on_paper()
    told = Said(kind=PaperKind.NOTE, entry=ENTRY, text=W)
    with refusal("date-future", "on"):
        papers.said(there.plan, there.terms, sheet(on=TODAY + 2 * DAY), told, by=HR, at=NOW)
    with refusal("required", "witness"):
        papers.said(there.plan, there.terms, sheet(witness=None), told, by=HR, at=NOW)
    with refusal("required", "milestone"):
        papers.said(there.plan, there.terms, sheet(), replace(told, kind=PaperKind.DONE), by=HR, at=NOW)


def test_the_case_file_says_what_came_in_on_paper() -> None:
    found = said(PaperKind.NOTE)
    file = case_file(found.plan, found.terms, found.events, order=None, made_at=NOW + timedelta(days=1))
    (section,) = [one for one in file.sections if one.name == "papers"]
    assert len(section.blocks) == 1
    assert {WITNESS, FILED} <= {fact.value for block in section.blocks for fact in getattr(block, "facts", ())}
    assert not says(file, "nothing")
