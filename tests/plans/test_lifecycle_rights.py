"""What a party may always do, and how a plan is amended after delivery."""

from datetime import date

import pytest

from plans.amending import amended, collected
from plans.collecting import SupportsStep, WordsStep
from plans.copies import copy_asked
from plans.edition import read_edition
from plans.events import EventKind
from plans.examples import EMPLOYEE, GENERIC, GUIDES, NOW, SUPERVISOR, case, terms
from plans.ids import EntryId
from plans.people import Role
from plans.rights import WHOLE_PLAN, hr_contacted, rebutted
from plans.states import PlanState
from plans.words import Words
from tests.plans.opening import DAY, kinds, refusal, support

_P = PlanState
ENTRY = EntryId("6" * 32)


@pytest.mark.parametrize(("by", "role"), [(EMPLOYEE, Role.EMPLOYEE), (SUPERVISOR, Role.SUPERVISOR)])
def test_a_party_writes_to_hr_and_the_audit_line_says_no_more_than_that(by: object, role: Role) -> None:
    person = EMPLOYEE if by is EMPLOYEE else SUPERVISOR
    change = hr_contacted(case(_P.ACTIVE).plan, entry=ENTRY, text=Words("Please call me."), by=person, at=NOW)
    request = change.plan.record.hr_requests[0]
    assert (request.author, request.role, request.text) == (person.id, role, Words("Please call me."))
    assert [(event.kind, event.facts) for event in change.events] == [(EventKind.HR_CONTACTED, ())]
    with refusal("already-recorded", at=NOW.isoformat()):
        hr_contacted(change.plan, entry=ENTRY, text=Words("Please call me."), by=person, at=NOW + DAY)
    with refusal("required", "text"):
        hr_contacted(change.plan, entry=EntryId("7" * 32), text=None, by=person, at=NOW)


def test_a_rebuttal_is_kept_with_what_it_is_about_and_may_be_long() -> None:
    plan = case(_P.CLOSED).plan
    text = Words("x" * 10_000)
    change = rebutted(plan, terms(), entry=ENTRY, about=WHOLE_PLAN, text=text, by=EMPLOYEE, at=NOW)
    assert [(one.about, one.text) for one in change.plan.record.rebuttals] == [(WHOLE_PLAN, text)]
    with refusal("too-long", "text", limit=10_000, length=10_001):
        rebutted(plan, terms(), entry=ENTRY, about=WHOLE_PLAN, text=Words("x" * 10_001), by=EMPLOYEE, at=NOW)
    with refusal("already-recorded"):
        rebutted(change.plan, terms(), entry=ENTRY, about=WHOLE_PLAN, text=text, by=EMPLOYEE, at=NOW)


def test_a_rebuttal_is_about_a_part_and_never_carries_words_into_the_audit_trail() -> None:
    plan = case(_P.ACTIVE).plan
    assert rebutted(plan, terms(), entry=ENTRY, about=GUIDES, text=Words("No."), by=EMPLOYEE, at=NOW).events
    with refusal("part-gone"):
        rebutted(plan, terms(), entry=ENTRY, about="she said so", text=Words("No."), by=EMPLOYEE, at=NOW)


def test_a_copy_is_owed_by_the_working_day_the_pack_sets() -> None:
    illinois = copy_asked(case(_P.ACTIVE).plan, terms(), entry=ENTRY, by=EMPLOYEE, at=NOW)
    assert illinois.events[0].fact("due") == date(2026, 9, 10).isoformat()
    generic = copy_asked(case(_P.ACTIVE, name=GENERIC).plan, terms(GENERIC), entry=ENTRY, by=EMPLOYEE, at=NOW)
    assert generic.events[0].fact("due") == ""


@pytest.mark.parametrize("state", [_P.DELIVERED, _P.ACTIVE, _P.PAUSED])
def test_an_amendment_makes_a_new_text_to_receive_and_leaves_the_state_and_the_old_text(state: PlanState) -> None:
    plan = case(state).plan
    step = SupportsStep(supports=(support("A quiet room"),))
    collecting = collected(plan, terms(), step, entry=ENTRY, by=SUPERVISOR, at=NOW).plan
    change = amended(collecting, terms(), signature=EntryId("6" * 32), typed_name=Words("M. L."), by=SUPERVISOR, at=NOW)
    assert (change.plan.state, change.plan.edition) == (state, 2)
    assert change.plan.editions[0] == plan.editions[0]
    assert read_edition(change.plan.editions[1]) != read_edition(plan.editions[0])
    assert kinds(change) == [EventKind.PLAN_AMENDED, EventKind.EDITION_MADE, EventKind.SIGNATURE_GIVEN]


@pytest.mark.parametrize("state", [_P.DRAFT, _P.APPROVED, _P.DECISION_DUE, _P.CLOSED])
def test_nothing_is_amended_before_delivery_or_after_the_end(state: PlanState) -> None:
    step = WordsStep(strengths=Words("More."))
    with refusal("not-now", state=state):
        collected(case(state).plan, terms(), step, entry=ENTRY, by=SUPERVISOR, at=NOW)
