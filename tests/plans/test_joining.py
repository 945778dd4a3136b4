"""Somebody whose plan was kept on paper has an account now, and speaks for themselves from then on (F-06)."""

from dataclasses import replace

import pytest

from plans import papers
from plans.acts import Act
from plans.announcements import announced
from plans.copies import may_be_left_out
from plans.document import Named
from plans.ending import HandOver
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, OUTSIDER, REVIEWER, SUPERVISOR, Case, case, then, without_account
from plans.ids import EntryId
from plans.joining import joined
from plans.notes import noted
from plans.notices import NoticeKind
from plans.papers import PaperKind, Said, Sheet
from plans.people import Person, Role, Standing
from plans.permissions import Deny, decide, learns_as
from plans.reminders import reminders_for
from plans.scribe import Scribe
from plans.states import PlanState
from plans.visible import visible
from plans.words import Words
from tests.plans.opening import TODAY, refusal

NOTE, LETTER, CORRECTION = EntryId("a" * 32), EntryId("b" * 32), EntryId("c" * 32)
SAID = {NOTE: PaperKind.NOTE, LETTER: PaperKind.TO_HR}


def on_paper(state: PlanState = PlanState.ACTIVE) -> Case:
    """A plan on paper, with a note and a letter to HR that came in."""
    found = without_account(case(state))
    for number, (entry, kind) in enumerate(SAID.items()):
        sheet = Sheet(id=EntryId(f"{number}" * 32), on=TODAY, witness=Words("Nadia Haddad"))
        told = Said(kind=kind, entry=entry, text=Words("I wrote this by hand."))
        if state is PlanState.ACTIVE:
            found = then(found, papers.said(found.plan, found.terms, sheet, told, by=HR, at=NOW))
    return found


def with_account(found: Case, to: Person = OUTSIDER, by: Person = HR) -> Case:
    there = then(found, joined(found.plan, found.terms, to=to, by=by, at=NOW))
    return replace(there, terms=replace(there.terms, people={**there.terms.people, to.id: to}))


def test_the_plan_is_theirs_from_then_on_and_nothing_more_is_typed_in() -> None:
    found = with_account(on_paper())
    assert (found.plan.employee, found.plan.on_paper) == (OUTSIDER.id, False)
    assert learns_as(OUTSIDER, found.plan) is Role.EMPLOYEE
    assert {owed.person for owed in reminders_for(found.plan, found.terms)} >= {OUTSIDER.id}
    line = found.events[-1]
    assert (line.kind, line.by) == (EventKind.ACCOUNT_NAMED, HR.id)
    assert (line.fact("old"), line.fact("new")) == (EMPLOYEE.id, OUTSIDER.id)


def test_what_came_in_on_paper_says_so_still_and_is_theirs_to_read_and_to_correct() -> None:
    before = on_paper()
    found = with_account(before)
    assert found.plan.record == before.plan.record
    seen = visible(found.plan, OUTSIDER, now=NOW, terms=found.terms).record
    assert {paper.about for paper in seen.papers} == set(SAID)
    assert [request.id for request in seen.hr_requests] == [LETTER]
    assert may_be_left_out(found.plan) == may_be_left_out(before.plan)
    change = noted(found.plan, entry=CORRECTION, goal=None, text=Words("Monday."), corrects=NOTE, by=OUTSIDER, at=NOW)
    assert change.plan.record.notes[-1].author == OUTSIDER.id
    with refusal("not-your-note"):
        noted(found.plan, entry=CORRECTION, goal=None, text=Words("No."), corrects=NOTE, by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (PlanState.APPROVED, {(NoticeKind.PLAN_CHANGED, SUPERVISOR.id)}),
        (
            PlanState.DELIVERED,
            {(NoticeKind.PLAN_CHANGED, SUPERVISOR.id), (NoticeKind.PLAN_TO_READ, OUTSIDER.id)},
        ),
        (
            PlanState.ACTIVE,
            {(NoticeKind.PLAN_CHANGED, SUPERVISOR.id), (NoticeKind.PLAN_CHANGED, OUTSIDER.id)},
        ),
    ],
)
def test_both_are_told_and_the_employee_of_what_waits_to_be_read(
    state: PlanState, told: set[tuple[NoticeKind, str]]
) -> None:
    """Before delivery a plan is no business of theirs yet (P-02)."""
    found = with_account(on_paper(state))
    assert {(owed.kind, owed.person) for owed in announced(found.events[-1], found.plan, found.terms)} == told


def test_an_approved_text_with_another_name_on_it_goes_back_to_the_draft() -> None:
    assert with_account(on_paper(PlanState.APPROVED)).plan.state is PlanState.DRAFT
    alike = replace(OUTSIDER, name=EMPLOYEE.name)
    assert with_account(on_paper(PlanState.APPROVED), alike).plan.state is PlanState.APPROVED


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (HR, "own-account"),
        (SUPERVISOR, "account-is-party"),
        (REVIEWER, "account-is-party"),
        *((replace(OUTSIDER, standing=standing), "not-a-member") for standing in Standing if standing != "member"),
    ],
)
def test_whoever_cannot_be_the_employee_is_refused(to: Person, why: str) -> None:
    there = on_paper()
    named = replace(there, plan=there.plan.with_(reviewer=REVIEWER.id))
    with refusal(why, "employee"):
        with_account(named, to)


def test_whoever_acted_on_the_plan_for_another_side_cannot_become_its_employee() -> None:
    there = on_paper()
    handed = HandOver(id=EntryId("d" * 32), old=OUTSIDER.id, new=SUPERVISOR.id, by=HR.id, at=NOW)
    for plan in (there.plan.with_(hand_overs=(handed,)), there.plan.with_(started_by=OUTSIDER.id)):
        with refusal("account-is-party", "employee"):
            with_account(replace(there, plan=plan))


def test_a_case_file_calls_them_the_employee_under_either_name() -> None:
    found = with_account(on_paper())
    scribe = Scribe(plan=found.plan, terms=found.terms, made_at=NOW)
    for person in (EMPLOYEE, OUTSIDER):
        assert scribe.named(person.id) == Named(person.name, Role.EMPLOYEE)


def test_a_wrong_account_is_put_right_as_long_as_nobody_has_spoken_with_it() -> None:
    wrong = with_account(on_paper(), REVIEWER)
    with refusal("nothing-changed", "employee"):
        joined(wrong.plan, wrong.terms, to=REVIEWER, by=HR, at=NOW)
    right = with_account(wrong)
    assert (right.plan.employee, right.plan.paper_person) == (OUTSIDER.id, EMPLOYEE.id)
    assert learns_as(REVIEWER, right.plan) is None
    assert REVIEWER.id not in {owed.person for owed in reminders_for(right.plan, right.terms)}
    line = right.events[-1]
    assert (line.fact("old"), line.fact("new")) == (REVIEWER.id, OUTSIDER.id)
    spoken = then(
        right, noted(right.plan, entry=CORRECTION, goal=None, text=Words("Me."), corrects=None, by=OUTSIDER, at=NOW)
    )
    with refusal("not-now"):
        joined(spoken.plan, spoken.terms, to=REVIEWER, by=HR, at=NOW)
    assert decide(HR, Act.NAME_ACCOUNT, spoken.plan, now=NOW) == Deny("not-now", knows=True)


def test_nobody_changes_the_account_of_a_plan_that_was_never_on_paper() -> None:
    there = case(PlanState.ACTIVE)
    with refusal("not-now"):
        joined(there.plan, there.terms, to=OUTSIDER, by=HR, at=NOW)


def test_only_hr_says_whose_account_it_is() -> None:
    with refusal("not-yours"):
        with_account(on_paper(), by=SUPERVISOR)
