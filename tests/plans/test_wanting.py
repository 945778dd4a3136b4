"""What the employee asks to have changed: who answers, by when, and what is kept between them and HR (P-13, P-14)."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from plans.announcements import announced
from plans.chain import asks_about, kept_apart
from plans.change import Change
from plans.duties import DutyKind, DutyState, duties
from plans.ending import OwedKind
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, HR, NOW, REVIEWER, SUPERVISOR, Case, case, then
from plans.ids import EntryId
from plans.notices import NoticeKind
from plans.owing import owed_to_employee
from plans.pausing import paused
from plans.people import Person, Role
from plans.record import WantedChange, WantedKind, WantedState
from plans.states import PlanState
from plans.visible import confidential, visible
from plans.wanting import answer_due, answered, change_asked, granted, made, pause_asked
from plans.words import Words
from tests.plans.opening import DAY, TODAY, kinds, refusal

_K = DutyKind
WANTED = EntryId("a" * 32)
W = Words("Two weeks later would do.")


def asked(kind: WantedKind = WantedKind.DATE, *, found: Case | None = None) -> Case:
    found = found or case(PlanState.ACTIVE)
    goal = found.plan.goal(DESK)
    on = TODAY + 60 * DAY
    return then(found, change_asked(found.plan, entry=WANTED, kind=kind, text=W, goal=goal, on=on, by=EMPLOYEE, at=NOW))


def pause_wanted(*, first: int = 0, last: int = 20) -> Case:
    found = case(PlanState.ACTIVE)
    days = {"first": TODAY + first * DAY, "last": TODAY + last * DAY}
    return then(found, pause_asked(found.plan, entry=WANTED, by=EMPLOYEE, at=NOW, **days))


def told(change: Change, found: Case) -> set[tuple[NoticeKind, str]]:
    return {(one.kind, one.person) for event in change.events for one in announced(event, change.plan, found.terms)}


def open_duties(found: Case) -> dict[DutyKind, tuple[object, DutyState]]:
    wanted = {_K.ANSWER_CHANGE, _K.MAKE_CHANGE}
    return {
        duty.kind: (duty.owner, duty.state) for duty in duties(found.plan, found.terms, found.at) if duty.kind in wanted
    }


@pytest.mark.parametrize("kind", sorted(set(WantedKind) - {WantedKind.PAUSE}))
def test_what_is_asked_goes_to_the_supervisor_unless_it_is_hrs_alone(kind: WantedKind) -> None:
    found = case(PlanState.ACTIVE)
    change = change_asked(found.plan, entry=WANTED, kind=kind, text=W, by=EMPLOYEE, at=NOW)
    (wanted,) = change.plan.record.wanted_changes
    people = {person for _, person in told(change, found)}
    hr = {person.id for person in found.terms.hr_for(found.plan)}
    assert people == (hr if kind is WantedKind.PROTECTED else {SUPERVISOR.id})
    assert wanted.apart is (kind is WantedKind.PROTECTED)
    assert kept_apart(change.events[0]) is wanted.apart


def test_a_pause_is_asked_of_hr_by_its_days_and_with_no_reason() -> None:
    found = pause_wanted()
    (wanted,) = found.plan.record.wanted_changes
    assert (wanted.first, wanted.on, wanted.text) == (TODAY, TODAY + 20 * DAY, None)
    assert wanted.apart
    assert "reason" not in {one.name for one in fields(WantedChange)}
    with refusal("not-now"):
        asked(WantedKind.PAUSE)


def test_for_the_supervisor_a_pause_that_was_asked_for_does_not_exist_even_when_it_is_declined() -> None:
    found = pause_wanted()
    declined = then(found, answered(found.plan, WANTED, accepted=False, answer=W, by=HR, at=NOW))
    for there in (found, declined):
        seen = visible(there.plan, SUPERVISOR, now=NOW, terms=there.terms)
        assert seen.record.wanted_changes == ()
        assert visible(there.plan, EMPLOYEE, now=NOW, terms=there.terms).record == there.plan.record
        assert {WANTED} <= confidential(there.plan)
    with refusal("part-gone"):
        answered(found.plan, WANTED, accepted=True, answer=None, by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize(("first", "last", "field"), [(-1, 5, "first"), (5, 4, "last"), (5, 800_000, "last")])
def test_a_pause_that_cannot_be_is_refused_at_its_field(first: int, last: int, field: str) -> None:
    with refusal({-1: "date-past"}.get(first, "pause-order" if last < first else "date-out-of-range"), field):
        pause_wanted(first=first, last=last)


def test_a_change_needs_words_and_a_day_that_is_to_come() -> None:
    plan, other = case(PlanState.ACTIVE).plan, WantedKind.OTHER
    with refusal("required", "text"):
        change_asked(plan, entry=WANTED, kind=other, text=None, by=EMPLOYEE, at=NOW)
    with refusal("date-past", "on"):
        change_asked(plan, entry=WANTED, kind=other, text=W, on=TODAY - DAY, by=EMPLOYEE, at=NOW)
    with refusal("already-recorded"):
        asked(found=asked())


@pytest.mark.parametrize("by", [SUPERVISOR, HR], ids=["supervisor", "HR"])
def test_only_the_employee_asks(by: Person) -> None:
    with refusal("not-yours"):
        change_asked(case(PlanState.ACTIVE).plan, entry=WANTED, kind=WantedKind.GOAL, text=W, by=by, at=NOW)


@pytest.mark.parametrize("by", [SUPERVISOR, REVIEWER], ids=["supervisor", "reviewer"])
def test_the_supervisor_asks_hr_for_a_pause_by_its_days_and_the_employee_may_read_it(by: Person) -> None:
    """What they ask for is no secret of theirs, and is not owed to the employee (P-03, F-01)."""
    found = case(PlanState.ACTIVE)
    found = replace(found, plan=found.plan.with_(reviewer=REVIEWER.id, supervisor_away=by is REVIEWER))
    change = pause_asked(found.plan, entry=WANTED, first=TODAY, last=TODAY + 9 * DAY, by=by, at=NOW)
    (wanted,) = change.plan.record.wanted_changes
    assert (wanted.author, wanted.text, wanted.apart, wanted.for_hr) == (by.id, None, False, True)
    assert told(change, found) == {(NoticeKind.CHANGE_ASKED, person.id) for person in found.terms.hr_for(found.plan)}
    assert WANTED not in confidential(change.plan)
    assert not kept_apart(change.events[0])
    for reader in (by, EMPLOYEE, HR):
        assert visible(change.plan, reader, now=NOW, terms=found.terms).record.wanted_changes == (wanted,)
    waiting = then(found, change)
    assert open_duties(waiting) == {_K.ANSWER_CHANGE: (Role.HR, DutyState.OPEN)}
    assert OwedKind.CHANGE_UNANSWERED not in {item.kind for item in owed_to_employee(change.plan)}
    for other in (by, EMPLOYEE):
        with refusal("not-yours"):
            answered(change.plan, WANTED, accepted=True, answer=None, by=other, at=NOW)
    yes = answered(change.plan, WANTED, accepted=True, answer=None, by=HR, at=NOW)
    assert told(yes, found) == {(NoticeKind.NOTE_ADDED, by.id)}


def test_a_yes_to_a_pause_whose_days_are_over_is_refused_since_nobody_could_set_it_any_more() -> None:
    found = case(PlanState.ACTIVE)
    days = {"first": TODAY, "last": TODAY + 3 * DAY}
    waiting = then(found, pause_asked(found.plan, entry=WANTED, **days, by=EMPLOYEE, at=NOW)).plan
    with refusal("pause-gone", "verdict"):
        answered(waiting, WANTED, accepted=True, answer=None, by=HR, at=NOW + 5 * DAY)
    assert answered(waiting, WANTED, accepted=True, answer=None, by=HR, at=NOW + 3 * DAY).events
    declined = answered(waiting, WANTED, accepted=False, answer=W, by=HR, at=NOW + 5 * DAY).plan
    assert declined.record.wanted_changes[0].state is WantedState.DECLINED
    late = paused(waiting, found.terms, last=TODAY + 9 * DAY, by=HR, at=NOW + 5 * DAY)
    there = granted(late, WANTED, by=HR, at=NOW + 5 * DAY).plan
    assert there.record.wanted_changes[0].state is WantedState.ACCEPTED


def test_what_the_employee_asked_for_stays_theirs_when_the_supervisor_asks_too() -> None:
    found = pause_wanted()
    days = {"first": TODAY, "last": TODAY + 9 * DAY}
    both = pause_asked(found.plan, entry=EntryId("b" * 32), by=SUPERVISOR, at=NOW, **days).plan
    seen = visible(both, SUPERVISOR, now=NOW, terms=found.terms).record.wanted_changes
    assert [one.author for one in seen] == [SUPERVISOR.id]
    with refusal("not-yours"):
        pause_asked(found.plan, entry=EntryId("c" * 32), by=HR, at=NOW, **days)


def test_a_no_is_never_without_words_and_a_yes_may_be() -> None:
    found = asked()
    with refusal("required", "answer"):
        answered(found.plan, WANTED, accepted=False, answer=None, by=SUPERVISOR, at=NOW)
    yes = answered(found.plan, WANTED, accepted=True, answer=None, by=SUPERVISOR, at=NOW)
    assert kinds(yes) == [EventKind.CHANGE_ACCEPTED]
    assert told(yes, found) == {(NoticeKind.NOTE_ADDED, EMPLOYEE.id)}
    with refusal("already-recorded"):
        answered(yes.plan, WANTED, accepted=False, answer=W, by=HR, at=NOW)
    with refusal("not-yours"):
        answered(found.plan, WANTED, accepted=True, answer=None, by=EMPLOYEE, at=NOW)


def test_the_answer_is_owed_within_the_packs_days_by_whoever_has_to_give_it() -> None:
    for found, owner in ((asked(), Role.SUPERVISOR), (asked(WantedKind.PROTECTED), Role.HR), (pause_wanted(), Role.HR)):
        assert open_duties(found) == {_K.ANSWER_CHANGE: (owner, DutyState.OPEN)}
        due = answer_due(found.plan, found.plan.record.wanted_changes[0], terms=found.terms)
        assert open_duties(replace(found, at=due)) == {_K.ANSWER_CHANGE: (owner, DutyState.OVERDUE)}
        assert OwedKind.CHANGE_UNANSWERED in {item.kind for item in owed_to_employee(found.plan)}


def test_what_was_accepted_is_owed_until_it_is_there() -> None:
    found = asked()
    accepted = then(found, answered(found.plan, WANTED, accepted=True, answer=None, by=SUPERVISOR, at=NOW))
    assert open_duties(accepted) == {
        _K.ANSWER_CHANGE: (Role.SUPERVISOR, DutyState.DONE),
        _K.MAKE_CHANGE: (Role.SUPERVISOR, DutyState.OPEN),
    }
    late = open_duties(replace(accepted, at=NOW + timedelta(days=10)))
    assert late[_K.MAKE_CHANGE] == (Role.SUPERVISOR, DutyState.OVERDUE)
    declined = then(found, answered(found.plan, WANTED, accepted=False, answer=W, by=SUPERVISOR, at=NOW))
    assert open_duties(declined) == {_K.ANSWER_CHANGE: (Role.SUPERVISOR, DutyState.DONE)}
    assert OwedKind.CHANGE_UNANSWERED not in {item.kind for item in owed_to_employee(declined.plan)}


def test_a_pause_that_begins_later_is_owed_on_its_first_day() -> None:
    found = pause_wanted(first=14, last=30)
    accepted = then(found, answered(found.plan, WANTED, accepted=True, answer=None, by=HR, at=NOW))
    assert open_duties(accepted)[_K.MAKE_CHANGE] == (Role.HR, DutyState.OPEN)
    day_before, day_after = (replace(accepted, at=NOW + timedelta(days=days)) for days in (13, 15))
    assert open_duties(day_before)[_K.MAKE_CHANGE] == (Role.HR, DutyState.OPEN)
    assert open_duties(day_after)[_K.MAKE_CHANGE] == (Role.HR, DutyState.OVERDUE)
    on_the_day = replace(accepted, at=NOW + timedelta(days=14))
    set_ = then(on_the_day, paused(accepted.plan, accepted.terms, last=TODAY + 30 * DAY, by=HR, at=on_the_day.at))
    assert made(set_.plan, set_.plan.record.wanted_changes[0])


def test_a_pause_that_hr_sets_at_once_is_the_answer() -> None:
    found = pause_wanted()
    change = paused(found.plan, found.terms, last=TODAY + 20 * DAY, by=HR, at=NOW)
    given = granted(change, WANTED, by=HR, at=NOW)
    (wanted,) = given.plan.record.wanted_changes
    assert (wanted.state, wanted.answered_by) == (WantedState.ACCEPTED, HR.id)
    assert made(given.plan, wanted)
    line = next(event for event in given.events if event.kind is EventKind.CHANGE_ACCEPTED)
    assert asks_about(line) == WANTED
    assert kept_apart(line, known={WANTED})
    assert granted(given, WANTED, by=HR, at=NOW) == given
