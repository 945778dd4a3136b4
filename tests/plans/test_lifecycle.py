"""From draft to delivered, and what is left in the end: each move with the conditions of requirements §3.1."""

from dataclasses import replace

import pytest

from plans.events import EventKind
from plans.examples import (
    DESK,
    EMPLOYEE,
    GENERIC,
    HR,
    HR_SIGNATURE,
    NOW,
    OUTSIDER,
    REVIEWER,
    SECOND_HR,
    SUPERVISOR,
    SUPERVISOR_SIGNATURE,
    Case,
    case,
    terms,
)
from plans.handing_over import handed_over
from plans.ids import EntryId
from plans.lifecycle import (
    approved,
    approved_without_gate,
    changes_requested,
    delivered,
    discarded,
    open_requests,
    submitted,
)
from plans.people import NOBODY, Person, Role, Standing
from plans.plan import Plan
from plans.record import Record
from plans.signatures import TextChangedError, missing_signatures
from plans.signing import SignatureKind
from plans.states import IllegalMoveError, PlanState
from plans.steps import Part, WishedChange
from plans.terms import Terms
from plans.words import Words
from tests.plans.opening import DAY, LONG, TODAY, gone, kinds, refusal

_P = PlanState
WISH = WishedChange(id=EntryId("1" * 32), part=Part.GOALS, text=Words("Name the shifts."))
ENTRY = EntryId("2" * 32)


def ungated(on: Terms) -> Terms:
    return replace(on, pack=replace(on.pack, hr_gate=False))


def deliver(found: Case, *, by: Person = SUPERVISOR, **changes: object) -> Plan:
    asked: dict[str, object] = {
        "signature": SUPERVISOR_SIGNATURE,
        "typed_name": Words("Marta L."),
        "met_on": TODAY,
        "by": by,
        "at": NOW,
    }
    return delivered(found.plan, found.terms, **(asked | changes)).plan  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [_P.DRAFT, _P.CHANGES_REQUESTED])
def test_a_complete_draft_goes_to_hr(state: PlanState) -> None:
    change = submitted(case(state).plan, terms(), by=SUPERVISOR, at=NOW)
    assert (change.plan.state, change.plan.submitted_at) == (_P.HR_REVIEW, NOW)
    assert kinds(change) == [EventKind.PLAN_SUBMITTED]


def test_an_incomplete_draft_does_not() -> None:
    plan = case(_P.DRAFT).plan.with_(strengths=None)
    with refusal("not-ready", parts="strengths"):
        submitted(plan, terms(), by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize("standing", [Standing.DEACTIVATED, Standing.GUEST])
def test_an_employee_who_left_between_two_steps_stops_every_step_towards_delivery(standing: Standing) -> None:
    on = gone(terms(), EMPLOYEE, standing=standing)
    with refusal("party-left", "employee", standing=standing):
        submitted(case(_P.DRAFT).plan, on, by=SUPERVISOR, at=NOW)
    with refusal("party-left", "employee"):
        approved(case(_P.HR_REVIEW).plan, on, signature=HR_SIGNATURE, typed_name=Words("P"), by=HR, at=NOW)
    with refusal("party-left", "employee"):
        deliver(replace(case(_P.APPROVED), terms=on))


def test_where_nobody_has_to_approve_nothing_is_sent_to_hr_and_the_supervisor_goes_straight_on() -> None:
    on = ungated(terms(GENERIC))
    plan = case(_P.DRAFT, name=GENERIC).plan
    with refusal("no-hr-gate"):
        submitted(plan, on, by=SUPERVISOR, at=NOW)
    change = approved_without_gate(plan, on, by=SUPERVISOR, at=NOW)
    assert (change.plan.state, change.plan.approved_by) == (_P.APPROVED, SUPERVISOR.id)
    assert kinds(change) == [EventKind.PLAN_APPROVED, EventKind.EDITION_MADE]


def test_a_supervisor_cannot_go_round_the_gate() -> None:
    with refusal("hr-gate"):
        approved_without_gate(case(_P.DRAFT).plan, terms(), by=SUPERVISOR, at=NOW)


def test_hr_sends_a_plan_back_with_its_comments() -> None:
    empty = WishedChange(id=ENTRY, part=Part.DATES, text=None)
    change = changes_requested(case(_P.HR_REVIEW).plan, (empty, WISH), by=HR, at=NOW)
    assert change.plan.state is _P.CHANGES_REQUESTED
    assert [(request.part, request.text) for request in change.plan.change_requests] == [(Part.GOALS, WISH.text)]
    assert change.events[0].facts == (("count", "1"), ("parts", "goals"))


def test_without_a_comment_nothing_is_sent_back() -> None:
    with refusal("no-comments"):
        changes_requested(case(_P.HR_REVIEW).plan, (replace(WISH, text=Words(" ")),), by=HR, at=NOW)
    with refusal("too-long", "comment_goals"):
        changes_requested(case(_P.HR_REVIEW).plan, (replace(WISH, text=LONG),), by=HR, at=NOW)


def test_the_supervisor_sees_the_latest_comments_until_the_plan_is_sent_again() -> None:
    first = case(_P.CHANGES_REQUESTED).plan
    assert [request.part for request in open_requests(first)] == [f"goals.{DESK}.text"]
    again = submitted(first, terms(), by=SUPERVISOR, at=NOW + DAY).plan
    assert open_requests(again) == ()
    later = replace(WISH, part=Part.DATES, subject=None, field=None)
    second = changes_requested(again, (later,), by=HR, at=NOW + 2 * DAY).plan
    assert [request.part for request in open_requests(second)] == [Part.DATES]
    assert len(second.change_requests) == 2


def test_approval_fixes_the_text_and_is_hrs_signature_where_the_pack_asks_for_one() -> None:
    change = approved(
        case(_P.HR_REVIEW).plan, terms(), signature=HR_SIGNATURE, typed_name=Words("Priya R."), by=HR, at=NOW
    )
    signature, edition = change.plan.signatures[0], change.plan.editions[0]
    assert (signature.role, signature.person, signature.kind) == (Role.HR, HR.id, SignatureKind.SIGNED)
    assert (signature.text_hash, signature.edition, signature.zone) == (edition.text_hash, 1, HR.zone)
    assert (signature.name_shown, signature.typed_name) == (HR.name, Words("Priya R."))
    assert kinds(change) == [EventKind.PLAN_APPROVED, EventKind.EDITION_MADE, EventKind.SIGNATURE_GIVEN]


def test_hr_types_a_name_only_where_it_signs() -> None:
    with refusal("required", "typed_name"):
        approved(case(_P.HR_REVIEW).plan, terms(), signature=HR_SIGNATURE, typed_name=None, by=HR, at=NOW)
    generic = case(_P.HR_REVIEW, name=GENERIC)
    plan = approved(generic.plan, generic.terms, signature=HR_SIGNATURE, typed_name=None, by=HR, at=NOW).plan
    assert (plan.state, plan.signatures) == (_P.APPROVED, ())


def test_a_supervisor_who_is_hr_does_not_approve_their_own_plan() -> None:
    hers = case(_P.HR_REVIEW).plan.with_(supervisor=HR.id)
    with pytest.raises(IllegalMoveError):
        approved(hers, terms(), signature=HR_SIGNATURE, typed_name=Words("P"), by=HR, at=NOW)
    after = approved(hers, terms(), signature=HR_SIGNATURE, typed_name=Words("T"), by=SECOND_HR, at=NOW).plan
    assert after.approved_by == SECOND_HR.id


@pytest.mark.parametrize("state", [_P.DRAFT, _P.EMPLOYEE_DRAFTING, _P.HR_REVIEW, _P.CHANGES_REQUESTED, _P.APPROVED])
def test_a_discarded_plan_leaves_a_tombstone_without_a_word(state: PlanState) -> None:
    plan = case(state).plan
    after = discarded(plan, by=HR, at=NOW).plan
    assert after.state is _P.DISCARDED
    assert (after.strengths, after.concerns, after.goals, after.supports, after.reviews) == (None, (), (), (), ())
    assert (after.milestones, after.editions, after.signatures, after.change_requests) == ((), (), (), ())
    assert after.record == Record()
    assert (after.id, after.case_number, after.employee) == (plan.id, plan.case_number, NOBODY)


def test_once_hr_has_approved_only_hr_discards() -> None:
    with pytest.raises(IllegalMoveError):
        discarded(case(_P.APPROVED).plan, by=SUPERVISOR, at=NOW)


def test_delivery_is_the_supervisors_signature_on_the_text_hr_approved() -> None:
    found = case(_P.APPROVED)
    after = deliver(found)
    assert (after.state, after.delivered_at) == (_P.DELIVERED, NOW)
    assert after.editions == found.plan.editions
    assert [(one.role, one.text_hash) for one in after.signatures] == [
        (Role.HR, after.editions[0].text_hash),
        (Role.SUPERVISOR, after.editions[0].text_hash),
    ]
    assert missing_signatures(after, found.terms) == (Role.EMPLOYEE,)


def test_delivery_needs_a_typed_name_but_hr_delivers_without_signing() -> None:
    found = case(_P.APPROVED)
    with refusal("required", "typed_name"):
        deliver(found, typed_name=None)
    after = deliver(found, by=HR, typed_name=None)
    assert missing_signatures(after, found.terms) == (Role.EMPLOYEE, Role.SUPERVISOR)


def test_the_reviewer_delivers_and_signs_as_reviewer_while_the_supervisor_is_away() -> None:
    found = case(_P.APPROVED)
    away = replace(found, plan=found.plan.with_(reviewer=REVIEWER.id, supervisor_away=True))
    after = deliver(away, by=REVIEWER)
    assert after.signatures[-1].role is Role.REVIEWER
    assert missing_signatures(after, found.terms) == (Role.EMPLOYEE,)


def test_the_meeting_comes_before_the_delivery_and_not_before_the_plan() -> None:
    found = case(_P.APPROVED)
    with refusal("date-future", "met_on"):
        deliver(found, met_on=TODAY + DAY)
    with refusal("met-before-start", "met_on", on=TODAY - DAY, started=TODAY):
        deliver(found, met_on=TODAY - DAY)
    after = deliver(found, met_on=TODAY, at=NOW + 2 * DAY)
    assert after.met_at is not None
    assert after.delivered_at is not None
    assert NOW.date() == after.met_at.date() < after.delivered_at.date()
    same_day = deliver(found)
    assert same_day.met_at is not None
    assert same_day.met_at <= NOW


def test_a_date_that_has_passed_since_approval_blocks_delivery_and_is_named() -> None:
    found = case(_P.APPROVED)
    first = min(milestone.on for milestone in found.plan.milestones)
    later = NOW + (first - TODAY + DAY)
    with refusal("date-already-past", on=first, what="goal"):
        deliver(found, at=later)


def test_a_missing_hr_signature_stops_delivery() -> None:
    found = case(_P.APPROVED)
    with refusal("signature-missing", role=Role.HR):
        deliver(replace(found, plan=found.plan.with_(signatures=())))


def test_a_text_that_was_tampered_with_is_never_delivered() -> None:
    found = case(_P.APPROVED)
    edition = found.plan.editions[0]
    forged = replace(edition, text=Words(edition.text.reveal().replace("Three reviews", "Ten reviews")))
    assert forged != edition
    with pytest.raises(TextChangedError):
        deliver(replace(found, plan=found.plan.with_(editions=(forged,))))


@pytest.mark.parametrize("state", [_P.DRAFT, _P.HR_REVIEW, _P.DELIVERED, _P.ACTIVE, _P.PAUSED, _P.DECISION_DUE])
def test_a_plan_is_handed_over_with_its_state_and_record(state: PlanState) -> None:
    plan = case(state).plan
    change = handed_over(plan, to=REVIEWER, by=HR, at=NOW)
    assert (change.plan.state, change.plan.supervisor) == (state, REVIEWER.id)
    assert (change.plan.record, change.plan.signatures) == (plan.record, plan.signatures)
    assert change.events[0].facts == (("old", SUPERVISOR.id), ("new", REVIEWER.id))


def test_handing_over_an_approved_plan_lapses_the_approval_because_its_text_names_the_supervisor() -> None:
    plan = case(_P.APPROVED).plan
    change = handed_over(plan, to=REVIEWER, by=SUPERVISOR, at=NOW)
    assert (change.plan.state, change.plan.editions) == (_P.DRAFT, plan.editions)
    assert kinds(change) == [EventKind.APPROVAL_LAPSED, EventKind.PLAN_HANDED_OVER]


def test_a_plan_is_handed_over_to_a_member_who_is_no_party() -> None:
    plan = case(_P.ACTIVE).plan
    with refusal("employee-is-supervisor", "supervisor"):
        handed_over(plan, to=EMPLOYEE, by=HR, at=NOW)
    with refusal("same-supervisor", "supervisor"):
        handed_over(plan, to=SUPERVISOR, by=HR, at=NOW)
    with refusal("not-a-member", "supervisor", standing=Standing.GUEST):
        handed_over(plan, to=replace(OUTSIDER, standing=Standing.GUEST), by=HR, at=NOW)
    with refusal("not-yours"):
        handed_over(plan, to=REVIEWER, by=EMPLOYEE, at=NOW)
    with refusal("not-now", state=_P.CLOSED):
        handed_over(case(_P.CLOSED).plan, to=REVIEWER, by=HR, at=NOW)
