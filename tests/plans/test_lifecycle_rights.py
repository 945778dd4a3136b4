"""What a party may always do, and how a plan is amended after delivery."""

from dataclasses import replace
from datetime import date

import pytest

from plans.amending import Amendment, amended
from plans.edition import read_edition
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GENERIC, GUIDES, GUIDES_DRAFTED, HR, NOW, SUPERVISOR, case, terms
from plans.ids import EntryId
from plans.people import Role
from plans.receipt import Receipt, acknowledged
from plans.rights import WHOLE_PLAN, copy_asked, hr_contacted, rebutted
from plans.states import MilestoneState, PlanState
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
    illinois = copy_asked(case(_P.ACTIVE).plan, terms(), by=EMPLOYEE, at=NOW)
    assert illinois.events[0].fact("due") == date(2026, 9, 10).isoformat()
    generic = copy_asked(case(_P.ACTIVE, name=GENERIC).plan, terms(GENERIC), by=EMPLOYEE, at=NOW)
    assert generic.events[0].fact("due") == ""


@pytest.mark.parametrize("state", [_P.DELIVERED, _P.ACTIVE, _P.PAUSED])
def test_an_amendment_makes_a_new_text_to_receive_and_leaves_the_state_and_the_old_text(state: PlanState) -> None:
    plan = case(state).plan
    change = amended(plan, terms(), Amendment(supports=(support("A quiet room"),)), by=SUPERVISOR, at=NOW)
    assert (change.plan.state, change.plan.edition) == (state, 2)
    assert change.plan.editions[0] == plan.editions[0]
    assert read_edition(change.plan.editions[1]) != read_edition(plan.editions[0])
    assert kinds(change) == [EventKind.PLAN_AMENDED, EventKind.EDITION_MADE]


def test_the_slot_is_open_again_for_the_new_text() -> None:
    plan = case(_P.ACTIVE).plan
    after = amended(plan, terms(), Amendment(strengths=Words("More of them.")), by=HR, at=NOW).plan
    receipt = Receipt(edition=2, signature=ENTRY, view_id=EntryId("7" * 32), typed_name=Words("Jonas O."))
    received = acknowledged(after, terms(), receipt, by=EMPLOYEE, at=NOW).plan
    assert (received.state, received.signatures[-1].edition) == (_P.ACTIVE, 2)


def test_a_later_date_counts_at_once_in_goal_and_milestone() -> None:
    plan = case(_P.ACTIVE).plan
    on = plan.milestone(GUIDES_DRAFTED).on + 7 * DAY
    after = amended(plan, terms(), Amendment(later={GUIDES_DRAFTED: on}), by=SUPERVISOR, at=NOW).plan
    assert after.milestone(GUIDES_DRAFTED).on == after.goal(GUIDES).interim[0].on == on


def test_an_earlier_date_is_refused_with_both() -> None:
    plan = case(_P.ACTIVE).plan
    old = plan.milestone(GUIDES_DRAFTED).on
    with refusal("earlier-date", f"on_{GUIDES_DRAFTED}", old=old, new=old - DAY):
        amended(plan, terms(), Amendment(later={GUIDES_DRAFTED: old - DAY}), by=SUPERVISOR, at=NOW)


def test_a_date_after_the_end_and_one_that_is_settled_are_not_moved() -> None:
    plan = case(_P.ACTIVE).plan
    assert plan.end is not None
    with refusal("goal-outside-period", f"on_{DESK}"):
        amended(plan, terms(), Amendment(later={plan.goal(DESK).milestone: plan.end + DAY}), by=SUPERVISOR, at=NOW)
    met = replace(plan.milestones[0], state=MilestoneState.MET)
    settled = plan.with_(milestones=(met, *plan.milestones[1:]))
    with refusal("not-now", f"on_{met.id}", state=MilestoneState.MET):
        amended(settled, terms(), Amendment(later={met.id: met.on + DAY}), by=SUPERVISOR, at=NOW)


def test_an_amendment_that_changes_nothing_is_none() -> None:
    with refusal("nothing-changed"):
        amended(case(_P.ACTIVE).plan, terms(), Amendment(), by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize("state", [_P.DRAFT, _P.APPROVED, _P.DECISION_DUE, _P.CLOSED])
def test_nothing_is_amended_before_delivery_or_after_the_end(state: PlanState) -> None:
    with refusal("not-now", state=state):
        amended(case(state).plan, terms(), Amendment(strengths=Words("More.")), by=SUPERVISOR, at=NOW)
