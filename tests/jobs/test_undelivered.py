"""Word to HR that something could not be delivered."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jobs.digest_times import WORKING_WEEK
from jobs.undelivered import undelivered_to
from plans.notices import NoticeKind
from plans.people import Standing
from tests.jobs.mail_room import TUESDAY, note_to
from tests.plans import owing as the

HR = (the.LEAD, the.SECOND_HR)


def _told(*, to: str, kind: NoticeKind = NoticeKind.NOTE_ADDED) -> set[str]:
    person = {person.id: person for person in the.PEOPLE}[the.EMPLOYEE.id if to == "employee" else the.LEAD.id]
    notice = the.row(replace(note_to(person), kind=kind))
    return {owed.person for owed in undelivered_to((*HR, the.REVIEWER), notice, now=TUESDAY, calendar=WORKING_WEEK)}


def test_every_hr_member_hears_of_it_and_nobody_else() -> None:
    assert _told(to="employee") == {the.LEAD.id, the.SECOND_HR.id}


def test_the_one_it_was_meant_for_is_not_told_that_it_failed() -> None:
    assert _told(to="lead") == {the.SECOND_HR.id}


@pytest.mark.parametrize("kind", [NoticeKind.DIGEST, NoticeKind.UNDELIVERED])
def test_what_is_itself_about_failures_is_no_reason(kind: NoticeKind) -> None:
    assert _told(to="employee", kind=kind) == set()


def test_hr_members_who_have_left_are_not_told() -> None:
    gone = replace(the.LEAD, standing=Standing.DEACTIVATED)
    assert undelivered_to((gone,), the.row(note_to(the.EMPLOYEE)), now=TUESDAY, calendar=WORKING_WEEK) == ()


def test_it_is_one_line_a_day_in_the_members_own_hours() -> None:
    row = the.row(note_to(the.EMPLOYEE))
    (first,) = undelivered_to((the.LEAD,), row, now=TUESDAY, calendar=WORKING_WEEK)
    (again,) = undelivered_to((the.LEAD,), row, now=TUESDAY.replace(hour=19), calendar=WORKING_WEEK)
    (later,) = undelivered_to((the.LEAD,), row, now=TUESDAY.replace(hour=22), calendar=WORKING_WEEK)
    assert first.due_at == TUESDAY
    assert first.key == again.key != later.key
    # Six in the evening in New York: it waits for nine the next morning.
    assert later.due_at == datetime(2026, 8, 12, 13, 0, tzinfo=UTC)
