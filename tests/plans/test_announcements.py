"""Announcements: who hears of what happened, when, and for how long it is worth saying."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.announcements import ANNOUNCED, announced, still_worth_saying
from plans.change import happened
from plans.ending import Outcome, OutcomeState
from plans.events import Event, EventKind
from plans.notices import NoticeKind
from plans.people import Person, Standing
from plans.plan import Plan
from plans.policy import OutcomeKind
from plans.record import BarrierKind, Provider, Record, WantedChange, WantedKind
from plans.reminders import REMINDERS
from plans.signing import Edition
from plans.states import BarrierState, PlanState
from plans.terms import Terms
from plans.words import Words
from tests.plans import owing as the

_E, _N = EventKind, NoticeKind
# Tuesday, when every one of the people but those in India is at work.
NOON = datetime(2026, 8, 11, 18, 0, tzinfo=UTC)
TERMS = the.terms()
EMPLOYEE, SUPERVISOR, LEAD, SECOND = the.EMPLOYEE.id, the.SUPERVISOR.id, the.LEAD.id, the.SECOND_HR.id
HR = {LEAD, SECOND}


def _event(kind: EventKind, plan: Plan, by: Person | None, subject: str | None = None) -> Event:
    return happened(kind, plan, by=None if by is None else by.id, at=NOON, subject=subject)


def _told(kind: EventKind, by: Person | None, plan: Plan | None = None, subject: str | None = None) -> set[str]:
    plan = plan or the.plan()
    return {owed.person for owed in announced(_event(kind, plan, by, subject), plan, TERMS)}


@pytest.mark.parametrize(
    ("kind", "by", "told"),
    [
        (_E.PLAN_SUBMITTED, the.SUPERVISOR, HR),
        (_E.CHANGES_REQUESTED, the.LEAD, {SUPERVISOR}),
        (_E.PLAN_APPROVED, the.LEAD, {SUPERVISOR}),
        (_E.PLAN_DELIVERED, the.SUPERVISOR, {EMPLOYEE}),
        (_E.SIGNATURE_GIVEN, the.EMPLOYEE, {SUPERVISOR}),
        (_E.SIGNATURE_DECLINED, the.EMPLOYEE, {SUPERVISOR}),
        (_E.DELIVERY_CONFIRMED, the.LEAD, {SUPERVISOR}),
        (_E.SIGNATURE_GIVEN, the.SUPERVISOR, set()),
        (_E.PLAN_ACTIVATED, the.EMPLOYEE, {SUPERVISOR}),
        (_E.PLAN_ACTIVATED, the.LEAD, {EMPLOYEE, SUPERVISOR}),
        (_E.NOTE_ADDED, the.EMPLOYEE, {SUPERVISOR}),
        (_E.NOTE_ADDED, the.SUPERVISOR, {EMPLOYEE}),
        (_E.BARRIER_ANSWERED, the.SUPERVISOR, {EMPLOYEE}),
        (_E.MILESTONE_REPORTED_DONE, the.EMPLOYEE, {SUPERVISOR}),
        (_E.MILESTONE_MISSED, None, {EMPLOYEE, SUPERVISOR}),
        (_E.MILESTONE_MET, the.SUPERVISOR, {EMPLOYEE}),
        (_E.CONTEST_RAISED, the.EMPLOYEE, {SUPERVISOR, *HR}),
        (_E.CONTEST_REJECTED, the.LEAD, {EMPLOYEE, SUPERVISOR}),
        (_E.CHECK_IN_ENDED, None, {EMPLOYEE, SUPERVISOR}),
        (_E.CHECK_IN_ENDED, the.SUPERVISOR, {EMPLOYEE, SUPERVISOR}),
        (_E.REVIEW_MOVED, the.SUPERVISOR, {EMPLOYEE}),
        (_E.REVIEW_MOVED, None, set()),
        (_E.REVIEW_NOT_HELD, the.SUPERVISOR, {EMPLOYEE}),
        (_E.SUPPORT_DELIVERED, the.SUPERVISOR, {EMPLOYEE}),
        (_E.SUPPORT_NOT_DELIVERED, None, set()),
        (_E.OUTCOME_PROPOSED, the.SUPERVISOR, HR),
        (_E.OUTCOME_PROPOSED, the.LEAD, {SECOND}),
        (_E.OUTCOME_APPROVED, the.LEAD, {SUPERVISOR}),
        (_E.OUTCOME_DELIVERED, the.SUPERVISOR, {EMPLOYEE}),
        (_E.HR_CONTACTED, the.EMPLOYEE, HR),
        (_E.COPY_REQUESTED, the.EMPLOYEE, HR),
        (_E.PLAN_EDITED, the.SUPERVISOR, set()),
        (_E.ACCESS_REFUSED, the.SUPERVISOR, set()),
    ],
)
def test_each_event_is_told_to_those_it_concerns(kind: EventKind, by: Person | None, told: set[str]) -> None:
    assert _told(kind, by) == told


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("by", [the.EMPLOYEE, the.SUPERVISOR, the.LEAD, None])
def test_nobody_hears_of_what_they_did_but_in_the_summary_and_every_kind_is_an_announcement(
    kind: EventKind, by: Person | None
) -> None:
    plan = the.plan(record=Record(barriers=(the.barrier(NOON),)), supports=(the.support(None),))
    for subject in (None, the.BARRIER, the.SUPPORT):
        for owed in announced(_event(kind, plan, by, subject), plan, TERMS):
            assert owed.kind not in REMINDERS
            assert by is None or owed.person != by.id or owed.kind is _N.REVIEW_SUMMARY


@pytest.mark.parametrize(("kind", "told"), [(BarrierKind.WORKLOAD, {SUPERVISOR}), (BarrierKind.PROTECTED, HR)])
def test_a_protected_barrier_is_told_to_hr_only(kind: BarrierKind, told: set[str]) -> None:
    plan = the.plan(record=Record(barriers=(the.barrier(NOON, kind=kind),)))
    assert _told(_E.BARRIER_RAISED, the.EMPLOYEE, plan, the.BARRIER) == told


def test_a_barrier_that_cannot_be_found_is_told_to_nobody() -> None:
    assert _told(_E.BARRIER_RAISED, the.EMPLOYEE) == set()


@pytest.mark.parametrize(
    ("provider", "told"), [(Provider.SUPERVISOR, {SUPERVISOR}), (Provider.ORGANISATION, {SUPERVISOR, *HR})]
)
def test_support_not_received_is_told_to_those_who_promised_it(provider: Provider, told: set[str]) -> None:
    plan = the.plan(supports=(the.support(date(2026, 8, 1), provider=provider),))
    assert _told(_E.SUPPORT_NOT_RECEIVED, the.EMPLOYEE, plan, the.SUPPORT) == told


def test_the_reviewer_hears_in_place_of_a_supervisor_who_is_away() -> None:
    away = the.plan(reviewer=the.REVIEWER.id, supervisor_away=True)
    assert _told(_E.NOTE_ADDED, the.EMPLOYEE, away) == {the.REVIEWER.id}


def test_hr_members_who_are_a_party_or_in_conflict_hear_nothing_as_hr() -> None:
    plan = the.plan(supervisor=LEAD, conflicts=frozenset({SECOND}))
    assert _told(_E.HR_CONTACTED, the.EMPLOYEE, plan) == set()


@pytest.mark.parametrize(("due", "day"), [("2026-08-20", date(2026, 8, 20)), ("", None)])
def test_a_copy_that_was_asked_for_names_the_day_it_is_due_where_there_is_one(due: str, day: date | None) -> None:
    plan = the.plan()
    asked = happened(_E.COPY_REQUESTED, plan, by=EMPLOYEE, at=NOON, due=due)
    assert {(owed.kind, owed.person, owed.nominal) for owed in announced(asked, plan, TERMS)} == {
        (_N.COPY_ASKED, person, day) for person in HR
    }


def test_an_account_that_is_gone_is_told_nothing() -> None:
    gone = replace(the.EMPLOYEE, standing=Standing.DEACTIVATED)
    plan = the.plan()
    assert announced(_event(_E.PLAN_DELIVERED, plan, the.SUPERVISOR), plan, the.terms(gone)) == ()


def _outcome(kind: OutcomeKind, state: OutcomeState = OutcomeState.DELIVERED) -> Outcome:
    return Outcome(kind=kind, state=state, reasons=Words("r"), proposed_by=SUPERVISOR, proposed_at=NOON)


@pytest.mark.parametrize("kind", [OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED])
def test_an_end_without_result_is_told_to_the_employee_only_if_the_plan_had_reached_them(kind: OutcomeKind) -> None:
    plan = the.plan(state=PlanState.CLOSED, outcomes=(_outcome(kind),))
    assert _told(_E.PLAN_CLOSED, the.LEAD, plan) == {EMPLOYEE, SUPERVISOR}
    assert _told(_E.PLAN_CLOSED, the.LEAD, plan.with_(delivered_at=None)) == {SUPERVISOR}
    assert _told(_E.OUTCOME_DELIVERED, the.LEAD, plan) == set()


def test_another_end_is_told_by_its_outcome_and_not_twice() -> None:
    plan = the.plan(state=PlanState.CLOSED, outcomes=(_outcome(OutcomeKind.MET),))
    assert _told(_E.PLAN_CLOSED, the.SUPERVISOR, plan) == set()
    assert _told(_E.OUTCOME_DELIVERED, the.SUPERVISOR, plan) == {EMPLOYEE}


def test_announcing_twice_gives_the_same_keys_and_two_events_do_not_share_one() -> None:
    plan = the.plan()
    one, other = (_event(_E.NOTE_ADDED, plan, None) for _ in range(2))
    assert announced(one, plan, TERMS) == announced(one, plan, TERMS)
    keys = [owed.key for event in (one, other) for owed in announced(event, plan, TERMS)]
    assert len(set(keys)) == 4
    assert all(one.id in key for key in keys[:2])


@given(
    st.datetimes(
        datetime(2026, 3, 1),  # noqa: DTZ001 - the zone is given beside it
        datetime(2026, 12, 31),  # noqa: DTZ001 - the zone is given beside it
        timezones=st.just(UTC),
    ),
    st.sampled_from(["America/Denver", "Asia/Kolkata", "Pacific/Chatham", "Africa/Cairo"]),
)
def test_an_announcement_waits_for_working_hours_and_is_never_early(at: datetime, zone: str) -> None:
    plan, terms = the.plan(), the.terms(replace(the.EMPLOYEE, zone=zone))
    event = replace(_event(_E.PLAN_DELIVERED, plan, the.SUPERVISOR), at=at)
    (owed,) = announced(event, plan, terms)
    local = owed.due_at.astimezone(ZoneInfo(zone))
    working = terms.working(EMPLOYEE)
    assert working.working(local.date())
    assert working.start <= local.time() < working.end
    assert owed.due_at >= at


def test_inside_working_hours_it_is_due_at_once() -> None:
    plan = the.plan()
    assert [owed.due_at for owed in announced(_event(_E.PLAN_DELIVERED, plan, None), plan, TERMS)] == [NOON]


def _worth(kind: EventKind, then: Plan, now: Plan, by: Person | None = None, terms: Terms = TERMS) -> set[bool]:
    found = announced(_event(kind, then, by, the.BARRIER), then, terms)
    assert found
    return {still_worth_saying(owed, now, terms) for owed in found}


def test_an_announcement_overtaken_by_events_is_no_longer_worth_saying() -> None:
    active = the.plan()
    assert _worth(_E.PLAN_SUBMITTED, active, active.with_(state=PlanState.HR_REVIEW)) == {True}
    assert _worth(_E.PLAN_SUBMITTED, active, active.with_(state=PlanState.APPROVED)) == {False}
    assert _worth(_E.PLAN_APPROVED, active, active.with_(state=PlanState.DRAFT)) == {False}
    assert _worth(_E.NOTE_ADDED, active, active.with_(state=PlanState.CLOSED)) == {True}
    assert _worth(_E.NOTE_ADDED, active, active.with_(state=PlanState.ERASED)) == {False}
    proposed = active.with_(outcomes=(_outcome(OutcomeKind.MET, OutcomeState.PROPOSED),))
    assert _worth(_E.OUTCOME_PROPOSED, active, proposed) == {True}
    assert _worth(_E.OUTCOME_PROPOSED, active, active) == {False}


def test_a_plan_to_read_is_announced_until_the_slot_is_filled() -> None:
    edition = Edition(number=1, text=Words("t"), text_hash="h", made_at=NOON)
    delivered = the.plan(state=PlanState.DELIVERED, editions=(edition,))
    signature = the.signature(edition=1)
    assert _worth(_E.PLAN_DELIVERED, delivered, delivered) == {True}
    assert _worth(_E.PLAN_DELIVERED, delivered, delivered.with_(signatures=(signature,))) == {False}
    assert _worth(_E.PLAN_DELIVERED, delivered, delivered.with_(state=PlanState.DRAFT)) == {False}


def test_a_barrier_that_was_withdrawn_or_handed_to_another_is_not_announced_any_more() -> None:
    raised = the.plan(record=Record(barriers=(the.barrier(NOON),)))
    withdrawn = Record(barriers=(replace(the.barrier(NOON), state=BarrierState.WITHDRAWN),))
    assert _worth(_E.BARRIER_RAISED, raised, raised) == {True}
    assert _worth(_E.BARRIER_RAISED, raised, raised.with_(record=withdrawn)) == {False}
    assert _worth(_E.BARRIER_RAISED, raised, raised.with_(record=Record())) == {False}
    assert _worth(_E.BARRIER_RAISED, raised, raised.with_(supervisor=the.REVIEWER.id)) == {False}


def test_every_kind_of_announcement_has_an_event() -> None:
    """Nothing in the closed set is dead; what is left over is derived from the plan, the calendar or a time away.

    That a record was removed is told by itself, since its event is of a plan that nobody may be led to (P-11).
    """
    left_over = REMINDERS | {_N.DIGEST, _N.UNDELIVERED, _N.CATCH_UP, _N.RECORD_REMOVED}
    assert {kind for kind, _ in ANNOUNCED.values()} == set(NoticeKind) - left_over


def test_announcements_are_never_a_persons_own_answer() -> None:
    plan = the.plan()
    owed = announced(_event(_E.NOTE_ADDED, plan, None), plan, TERMS)
    assert {each.direct for each in owed} == {False}
    assert all(each.due_at - NOON < timedelta(days=4) for each in owed)


@pytest.mark.parametrize("kind", [WantedKind.PAUSE, WantedKind.PROTECTED])
def test_what_was_asked_of_hr_alone_is_not_said_to_an_hr_member_who_has_become_a_party_since(kind: WantedKind) -> None:
    wanted = WantedChange(id=the.BARRIER, author=EMPLOYEE, at=NOON, kind=kind)
    then = the.plan(record=Record(wanted_changes=(wanted,)))
    assert _worth(_E.CHANGE_ASKED, then, then, by=the.EMPLOYEE) == {True}
    for now in (then.with_(supervisor=LEAD), then.with_(conflicts=frozenset({LEAD}))):
        assert _worth(_E.CHANGE_ASKED, then, now, by=the.EMPLOYEE) == {True, False}, "the other HR member hears of it"


@pytest.mark.parametrize("kind", [_E.HR_CONTACTED, _E.COPY_REQUESTED])
def test_what_is_told_to_hr_alone_is_not_said_to_an_hr_member_who_has_become_a_party_since(kind: EventKind) -> None:
    then = the.plan()
    assert _worth(kind, then, then, by=the.EMPLOYEE) == {True}
    assert _worth(kind, then, then.with_(supervisor=LEAD), by=the.EMPLOYEE) == {True, False}
