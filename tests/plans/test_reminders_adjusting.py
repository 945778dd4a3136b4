"""Bringing what waits in step: adding, moving, withdrawing, and when a generation rises."""

from dataclasses import replace
from datetime import date

import pytest

from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.reminders import adjust, reminders_for
from tests.plans import owing as the

WEDNESDAY = date(2026, 8, 12)
TERMS = the.terms()


def _wanted(on: date = WEDNESDAY) -> tuple[Owed, ...]:
    return reminders_for(the.plan(milestones=(the.milestone(on),)), TERMS)


def _rows(state: NoticeState = NoticeState.WAITING) -> list[Notice]:
    return [the.row(owed, state) for owed in _wanted()]


def test_what_has_no_row_is_added_at_generation_zero() -> None:
    added = adjust(_wanted(), []).add
    assert added == _wanted()
    assert {owed.key.rpartition(":")[2] for owed in added} == {"0"}


@pytest.mark.parametrize("state", [state for state in NoticeState if state is not NoticeState.WITHDRAWN])
def test_a_row_in_any_state_but_withdrawn_keeps_its_reminder_from_being_added_again(state: NoticeState) -> None:
    assert adjust(_wanted(), _rows(state)) == Adjustment()


def test_a_waiting_reminder_of_a_date_that_moved_is_moved_under_its_own_key() -> None:
    later = _wanted(date(2026, 9, 2))
    change = adjust(later, _rows())
    assert [owed for _, owed in change.move] == list(later)
    assert (change.add, change.withdraw) == ((), ())


def test_a_waiting_reminder_follows_the_persons_zone() -> None:
    moved = replace(the.EMPLOYEE, zone="Asia/Tokyo")
    wanted = reminders_for(the.plan(milestones=(the.milestone(WEDNESDAY),)), the.terms(moved))
    change = adjust(wanted, _rows())
    assert {owed.zone for _, owed in change.move if owed.person == the.EMPLOYEE.id} == {"Asia/Tokyo"}


@pytest.mark.parametrize(
    "state", [NoticeState.SENT, NoticeState.ANSWERED, NoticeState.EXPIRED, NoticeState.UNDELIVERABLE]
)
def test_a_date_that_moves_after_its_reminder_was_finished_calls_for_the_next_generation(state: NoticeState) -> None:
    change = adjust(_wanted(date(2026, 9, 2)), _rows(state))
    assert {owed.key.rpartition(":")[2] for owed in change.add} == {"1"}
    assert len(change.add) == len(_rows())
    assert (change.move, change.withdraw) == ((), ())


@pytest.mark.parametrize("state", [NoticeState.SENT, NoticeState.ANSWERED])
def test_another_zone_after_sending_calls_for_nothing(state: NoticeState) -> None:
    """Only a date that moved is news; past reminders do not follow the person (requirements §5)."""
    moved = replace(the.EMPLOYEE, zone="Asia/Tokyo")
    wanted = reminders_for(the.plan(milestones=(the.milestone(WEDNESDAY),)), the.terms(moved))
    assert adjust(wanted, _rows(state)) == Adjustment()


def test_a_claimed_reminder_is_left_to_whoever_claimed_it() -> None:
    assert adjust(_wanted(date(2026, 9, 2)), _rows(NoticeState.CLAIMED)) == Adjustment()
    assert adjust((), _rows(NoticeState.CLAIMED)) == Adjustment()


def test_what_waits_and_is_no_longer_wanted_is_withdrawn_and_what_was_sent_stays() -> None:
    waiting = _rows()
    assert adjust((), waiting) == Adjustment(withdraw=tuple(row.id for row in waiting))
    assert adjust((), _rows(NoticeState.SENT)) == Adjustment()


def test_a_withdrawn_reminder_that_is_wanted_again_comes_back_as_the_next_generation() -> None:
    change = adjust(_wanted(), _rows(NoticeState.WITHDRAWN))
    assert {owed.key.rpartition(":")[2] for owed in change.add} == {"1"}
    back = [the.row(owed) for owed in change.add]
    assert adjust(_wanted(), [*_rows(NoticeState.WITHDRAWN), *back]) == Adjustment()


def test_announcements_are_left_alone() -> None:
    announcement = the.row(replace(_wanted()[0], kind=NoticeKind.NOTE_ADDED, key="plan:note_added:event:employee"))
    assert adjust((), [announcement]) == Adjustment()
