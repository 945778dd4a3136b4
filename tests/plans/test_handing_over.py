"""Somebody else supervises, or stands in: what moves, what stays, and who is told."""

from dataclasses import replace

import pytest

from plans.acts import Act
from plans.announcements import announced
from plans.duties import DutyKind, DutyState, duties
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, OUTSIDER, REVIEWER, SUPERVISOR, case
from plans.handing_over import handed_over, stood_in, taken_over, unconfirmed
from plans.ids import EntryId
from plans.notices import NoticeKind
from plans.people import Role, Standing
from plans.permissions import decide, role_on
from plans.states import PlanState
from tests.plans.opening import DAY, kinds, refusal

_P = PlanState
ENTRY = EntryId("a" * 32)
ACTIVE = case(_P.ACTIVE)


def test_the_new_supervisor_owes_word_that_they_have_read_where_it_stands() -> None:
    after = handed_over(ACTIVE.plan, to=REVIEWER, entry=ENTRY, by=HR, at=ACTIVE.at).plan
    owed = next(one for one in duties(after, ACTIVE.terms, ACTIVE.at) if one.kind is DutyKind.TAKE_OVER)
    assert (owed.owner, owed.person, owed.state) == (Role.SUPERVISOR, REVIEWER.id, DutyState.OPEN)
    late = next(one for one in duties(after, ACTIVE.terms, ACTIVE.at + 5 * DAY) if one.kind is DutyKind.TAKE_OVER)
    assert late.state is DutyState.OVERDUE
    confirmed = taken_over(after, by=REVIEWER, at=ACTIVE.at + DAY)
    assert kinds(confirmed) == [EventKind.HAND_OVER_CONFIRMED]
    assert unconfirmed(confirmed.plan) is None
    assert all(one.kind is not DutyKind.TAKE_OVER for one in duties(confirmed.plan, ACTIVE.terms, ACTIVE.at))
    assert (confirmed.plan.hand_overs[0].old, confirmed.plan.hand_overs[0].new) == (SUPERVISOR.id, REVIEWER.id)


def test_nobody_confirms_for_another_or_twice_or_what_was_never_handed_over() -> None:
    after = handed_over(ACTIVE.plan, to=REVIEWER, by=HR, at=NOW).plan
    with refusal("not-yours"):
        taken_over(after, by=HR, at=NOW)
    done = taken_over(after, by=REVIEWER, at=NOW).plan
    with refusal("already-recorded"):
        taken_over(done, by=REVIEWER, at=NOW)
    with refusal("not-now"):
        taken_over(ACTIVE.plan, by=SUPERVISOR, at=NOW)


def test_whoever_supervised_before_loses_every_right_at_once() -> None:
    after = handed_over(ACTIVE.plan, to=REVIEWER, by=SUPERVISOR, at=NOW).plan
    assert role_on(SUPERVISOR, after) is None
    assert not getattr(decide(SUPERVISOR, Act.READ_PLAN, after, now=NOW), "role", None)
    assert role_on(REVIEWER, after) is Role.SUPERVISOR


def test_the_employee_is_told_neutrally_and_of_a_draft_not_at_all() -> None:
    change = handed_over(ACTIVE.plan, to=REVIEWER, by=HR, at=ACTIVE.at)
    told = {(owed.kind, owed.person) for owed in announced(change.events[-1], change.plan, ACTIVE.terms)}
    assert told == {(NoticeKind.PLAN_HANDED_OVER, REVIEWER.id), (NoticeKind.PLAN_CHANGED, EMPLOYEE.id)}
    draft = case(_P.DRAFT)
    change = handed_over(draft.plan, to=REVIEWER, by=HR, at=draft.at)
    assert {owed.person for owed in announced(change.events[-1], change.plan, draft.terms)} == {REVIEWER.id}


def test_the_reviewer_acts_while_the_supervisor_is_away_and_not_after() -> None:
    away = stood_in(ACTIVE.plan, reviewer=REVIEWER, away=True, by=SUPERVISOR, at=ACTIVE.at)
    assert kinds(away) == [EventKind.REVIEWER_NAMED, EventKind.SUPERVISOR_AWAY]
    assert away.plan.active_supervisor == REVIEWER.id
    assert role_on(REVIEWER, away.plan) is Role.REVIEWER
    told = {(owed.kind, owed.person) for owed in announced(away.events[-1], away.plan, ACTIVE.terms)}
    assert (NoticeKind.PLAN_HANDED_OVER, REVIEWER.id) in told
    back = stood_in(away.plan, reviewer=REVIEWER, away=False, by=SUPERVISOR, at=ACTIVE.at)
    assert kinds(back) == [EventKind.SUPERVISOR_BACK]
    assert role_on(REVIEWER, back.plan) is None
    assert back.plan.active_supervisor == SUPERVISOR.id


def test_nobody_is_away_without_somebody_to_stand_in_and_no_party_stands_in() -> None:
    with refusal("reviewer-missing", "reviewer"):
        stood_in(ACTIVE.plan, reviewer=None, away=True, by=SUPERVISOR, at=NOW)
    with refusal("reviewer-is-party", "reviewer"):
        stood_in(ACTIVE.plan, reviewer=SUPERVISOR, away=True, by=HR, at=NOW)
    with refusal("employee-is-supervisor", "reviewer"):
        stood_in(ACTIVE.plan, reviewer=EMPLOYEE, away=True, by=HR, at=NOW)
    with refusal("not-a-member", "reviewer"):
        stood_in(ACTIVE.plan, reviewer=replace(OUTSIDER, standing=Standing.GUEST), away=False, by=HR, at=NOW)
    with refusal("nothing-changed"):
        stood_in(ACTIVE.plan, reviewer=None, away=False, by=HR, at=NOW)
    with refusal("not-yours"):
        stood_in(ACTIVE.plan, reviewer=REVIEWER, away=False, by=EMPLOYEE, at=NOW)


@pytest.mark.parametrize("state", [_P.CLOSED, _P.ARCHIVED, _P.DISCARDED])
def test_what_is_over_is_not_handed_over(state: PlanState) -> None:
    with refusal("not-now"):
        handed_over(case(state).plan, to=REVIEWER, by=HR, at=NOW)
