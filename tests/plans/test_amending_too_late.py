"""A version whose new meeting has gone by before its receipt: nobody missed it, and another day is set (S3-18)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from plans import check_ins, reviews
from plans.collecting import ReviewsStep, ReviewTyped
from plans.duties import DutyKind, DutyState, duties
from plans.examples import EMPLOYEE, SUPERVISOR, Case, then
from plans.ids import ReviewId
from plans.meetings import Attendance, Review
from plans.notices import NoticeKind
from plans.passing import pass_time
from plans.reminders import reminders_for
from plans.states import ReviewState
from plans.words import Words
from tests.plans import amending_dc
from tests.plans.test_amending import active, answer, collect, give

NEW = ReviewId("9" * 32)
DAY = timedelta(days=1)


def brought(*, days: int = 10) -> tuple[Case, date]:
    """A further review in a version that waits, and its day."""
    found = active()
    on = found.at.date() + days * DAY
    while on.weekday() > 4:
        on += DAY
    return give(collect(found, ReviewsStep(reviews=(ReviewTyped(id=NEW, on=on),)))), on


def too_late() -> tuple[Case, datetime]:
    """The employee answers a week after the meeting's day."""
    found, on = brought()
    at = found.at + (on - found.at.date()) + 7 * DAY
    return answer(found, at=at), at


def passed(found: Case, at: datetime) -> Case:
    change = pass_time(found.plan, found.terms, at)
    return found if change is None else then(found, change, at=at)


def new(found: Case) -> Review:
    return found.plan.review(NEW)


def test_nobody_is_asked_for_notes_on_a_meeting_that_had_gone_by_and_nobody_is_silent() -> None:
    found, at = too_late()
    for later in (at, at + DAY, at + 30 * DAY):
        after = passed(found, later)
        assert new(after).asked_at is None
        assert check_ins.silent(new(after), after.plan.record) == () or new(after).ended_at is None
        owed = {one.kind for one in duties(after.plan, after.terms, later) if one.subject == NEW}
        assert DutyKind.WRITE_CHECK_IN not in owed


def test_no_reminder_of_the_past_day_goes_out_but_the_supervisor_is_asked_to_deal_with_it() -> None:
    found, at = too_late()
    about = [one for one in reminders_for(found.plan, found.terms) if one.subject == NEW]
    assert {one.kind for one in about} == {NoticeKind.REVIEW_NOTES_DUE}
    assert {one.person for one in about} == {SUPERVISOR.id}
    assert all(one.due_at > at for one in about)
    assert len(about) == 2


def test_the_supervisor_is_late_only_after_some_working_days_to_deal_with_it() -> None:
    found, at = too_late()
    until = new(found).answers_until
    assert until is not None
    assert until > at + 2 * DAY
    hold = [one for one in duties(found.plan, found.terms, at) if one.subject == NEW]
    assert {one.due for one in hold} == {until}
    assert {one.state for one in hold} == {DutyState.OPEN}
    assert new(passed(found, until - timedelta(hours=1))).state is ReviewState.PLANNED
    assert new(passed(found, until)).state is ReviewState.UNDOCUMENTED


def test_a_new_day_makes_it_a_meeting_like_any_other() -> None:
    found, at = too_late()
    on = at.date() + 10 * DAY
    for by in (SUPERVISOR, EMPLOYEE):
        moved = reviews.moved(
            found.plan, NEW, on=on, at_time=None, reason=None, by=by, at=at + DAY, terms=found.terms
        ).plan
        assert (moved.review(NEW).on, moved.review(NEW).answers_until) == (on, None)
        kinds = {one.kind for one in reminders_for(moved, found.terms) if one.subject == NEW}
        assert {NoticeKind.REVIEW_AHEAD, NoticeKind.CHECK_IN} <= kinds


def test_that_it_took_place_all_the_same_is_recorded_and_both_sides_are_asked_then() -> None:
    found, at = too_late()
    meeting = reviews.Meeting(
        held_on=new(found).on, employee_attended=Attendance.ATTENDED, supervisor_attended=Attendance.ATTENDED
    )
    change = reviews.held(found.plan, NEW, meeting=meeting, by=SUPERVISOR, at=at + DAY, terms=found.terms)
    held = then(found, change, at=at + DAY)
    after = passed(held, at + DAY)
    assert new(after).asked_at == at + DAY
    assert (new(after).answers_until or at) > at + 2 * DAY


def test_a_meeting_that_is_still_to_come_is_asked_about_as_ever() -> None:
    found, _ = brought()
    after = answer(found)
    assert new(after).answers_until is None
    kinds = {one.kind for one in reminders_for(after.plan, after.terms) if one.subject == NEW}
    assert {NoticeKind.REVIEW_AHEAD, NoticeKind.CHECK_IN} <= kinds


@pytest.mark.parametrize("earlier", [True, False], ids=["a day moved to an earlier one", "a new day"])
def test_a_day_of_a_block_that_had_gone_by_is_nobodys_either(*, earlier: bool) -> None:
    found = amending_dc.alone()
    old = amending_dc.days(found.plan)[1]
    on = found.at.date() + 2 * DAY
    typed = [(day.on, day.expected) for day in amending_dc.block(found.plan).days]
    typed = [(on, said) if earlier and day == old else (day, said) for day, said in typed]
    typed += [] if earlier else [(on, Words("The list is on the wall."))]
    step = amending_dc.step_of(found.plan, days=tuple(sorted(typed)))
    found = amending_dc.give(amending_dc.collect(found, step))
    at = found.at + 9 * DAY
    after = passed(amending_dc.answer(replace(found, at=at)), at)
    meeting = after.plan.review(amending_dc.meetings(after.plan)[on])
    assert meeting.asked_at is None
    assert check_ins.wants_a_day(meeting)
    about = [one for one in reminders_for(after.plan, after.terms) if one.subject == meeting.id]
    assert {one.person for one in about} == {SUPERVISOR.id}
    others = [one for one in after.plan.reviews if one.id != meeting.id]
    assert not any(check_ins.came_late(one) for one in others)
