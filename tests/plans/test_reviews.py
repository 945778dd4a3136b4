"""A review is confirmed, moved, held or not, documented and corrected (requirements §3.3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from plans import check_ins, reviews
from plans.events import EventKind
from plans.ids import EntryId, ReviewId
from plans.meetings import Attendance, Documented, NotHeldReason, Review
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import ReviewKind
from plans.states import PlanState, ReviewState
from plans.visible import review_time
from tests.plans import running as the

TIME = review_time(the.plan(), the.plan().review(the.FIRST), terms=the.TERMS)
BEFORE = the.denver(6, 24)


def first(plan: Plan) -> Review:
    return plan.review(the.FIRST)


def moved(
    plan: Plan, on: date, *, review: ReviewId = the.FIRST, by: Person = the.EMPLOYEE, at: datetime = BEFORE
) -> Plan:
    return reviews.moved(
        plan, review, on=on, at_time=None, reason=the.words("away"), by=by, at=at, terms=the.TERMS
    ).plan


def not_held(
    plan: Plan, on: date, *, at: datetime = TIME, reason: NotHeldReason = NotHeldReason.EMPLOYEE_ABSENT
) -> Plan:
    return reviews.not_held(
        plan,
        the.FIRST,
        reason=reason,
        words=None,
        replacement=ReviewId("again"),
        on=on,
        at_time=None,
        by=the.SUPERVISOR,
        at=at,
        terms=the.TERMS,
    ).plan


def documented(plan: Plan, *, review: ReviewId = the.FIRST, by: Person = the.SUPERVISOR, at: datetime = TIME) -> Plan:
    return reviews.held_and_documented(
        plan,
        review,
        meeting=the.meeting(plan.review(review).on),
        notes=the.notes(),
        by=by,
        at=at,
        terms=the.TERMS,
    ).plan


def test_without_a_time_a_review_is_due_at_the_end_of_the_supervisors_day() -> None:
    assert the.due(the.FIRST_ON, the.SUPERVISOR) == TIME


def test_the_employee_confirms_the_date_the_supervisor_proposed() -> None:
    change = reviews.confirmed(the.plan(), the.FIRST, by=the.EMPLOYEE, at=BEFORE)
    assert first(change.plan).state is ReviewState.CONFIRMED
    with pytest.raises(PlanError, match="own-proposal"):
        reviews.confirmed(the.plan(), the.FIRST, by=the.SUPERVISOR, at=BEFORE)


def test_after_the_employee_moved_it_the_supervisor_confirms() -> None:
    plan = moved(the.plan(), date(2026, 7, 2))
    with pytest.raises(PlanError, match="own-proposal"):
        reviews.confirmed(plan, the.FIRST, by=the.EMPLOYEE, at=BEFORE)
    assert first(reviews.confirmed(plan, the.FIRST, by=the.SUPERVISOR, at=BEFORE).plan).state is ReviewState.CONFIRMED


def test_a_move_is_logged_with_old_date_reason_and_who_and_is_unconfirmed_again() -> None:
    confirmed = reviews.confirmed(the.plan(), the.FIRST, by=the.EMPLOYEE, at=BEFORE).plan
    found = first(moved(confirmed, date(2026, 7, 6)))
    assert (found.state, found.on) == (ReviewState.PLANNED, date(2026, 7, 6))
    assert found.moves[0].old == the.FIRST_ON
    assert (found.moves[0].by, found.moves[0].reason) == (the.EMPLOYEE.id, the.words("away"))


def test_a_move_lets_the_check_in_be_asked_anew() -> None:
    asked = check_ins.asked(the.plan(), the.FIRST, at=the.denver(6, 30, 9), terms=the.TERMS).plan
    assert first(moved(asked, date(2026, 7, 9), at=the.denver(6, 30))).asked_at is None


def test_after_its_time_a_review_is_no_longer_moved() -> None:
    with pytest.raises(PlanError) as caught:
        moved(the.plan(), date(2026, 7, 6), at=TIME)
    assert (caught.value.code, caught.value.facts) == ("review-time-passed", {"at": TIME.isoformat()})


def test_reviews_stay_in_order_and_the_error_names_both_dates() -> None:
    with pytest.raises(PlanError) as caught:
        moved(the.plan(), the.MIDPOINT_ON)
    assert (caught.value.code, caught.value.field) == ("reviews-out-of-order", "on")
    assert caught.value.facts == {"earlier": "2026-07-31", "later": "2026-07-31"}


def test_the_final_review_cannot_move_before_the_midpoint_or_past_the_end() -> None:
    with pytest.raises(PlanError, match="reviews-out-of-order"):
        moved(the.plan(), date(2026, 7, 30), review=the.FINAL)
    with pytest.raises(PlanError) as caught:
        moved(the.plan(), date(2026, 9, 1), review=the.FINAL)
    assert (caught.value.code, caught.value.facts) == ("date-after-end", {"date": "2026-09-01", "end": "2026-08-31"})


def test_a_further_review_moves_freely_before_the_final_one_but_onto_no_other() -> None:
    plan = the.plan()
    further = ReviewId("further")
    plan = plan.with_(reviews=(*plan.reviews, Review(id=further, kind=ReviewKind.ADDED, on=date(2026, 7, 15))))
    for on in (the.FIRST_ON - timedelta(1), the.MIDPOINT_ON + timedelta(3)):
        assert moved(plan, on, review=further).review(further).on == on
    with pytest.raises(PlanError) as caught:
        moved(plan, the.MIDPOINT_ON, review=further)
    assert (caught.value.code, caught.value.field) == ("review-same-day", "on")
    with pytest.raises(PlanError, match="reviews-out-of-order"):
        moved(plan, the.FINAL_ON + timedelta(1), review=further)
    late = moved(plan, the.FINAL_ON - timedelta(1), review=further)
    with pytest.raises(PlanError, match="reviews-out-of-order"):
        moved(late, the.FINAL_ON - timedelta(3), review=the.FINAL)


def test_closing_a_further_review_leaves_the_plan_running() -> None:
    plan = the.plan()
    plan = plan.with_(reviews=(replace(plan.review(the.FIRST), kind=ReviewKind.ADDED), *plan.reviews[1:]))
    assert documented(plan).state is PlanState.ACTIVE


def test_a_review_is_not_moved_into_the_past_or_to_where_it_stands() -> None:
    with pytest.raises(PlanError, match="date-past"):
        moved(the.plan(), date(2026, 6, 23))
    with pytest.raises(PlanError, match="nothing-changed"):
        moved(the.plan(), the.FIRST_ON)


def test_hr_sees_a_review_that_moved_a_third_time_or_more_than_five_working_days() -> None:
    often = the.plan()
    for day in (2, 6, 7):
        assert not reviews.moved_far(first(often), the.TERMS)
        often = moved(often, date(2026, 7, day))
    assert reviews.moved_far(first(often), the.TERMS)
    # 3 July is a holiday, so 9 July is the fifth working day after 1 July.
    assert not reviews.moved_far(first(moved(the.plan(), date(2026, 7, 9))), the.TERMS)
    assert reviews.moved_far(first(moved(the.plan(), date(2026, 7, 10))), the.TERMS)


def test_held_keeps_the_actual_date_and_who_was_there() -> None:
    meeting = the.meeting(date(2026, 6, 30), employee=Attendance.EXCUSED)
    found = first(
        reviews.held(the.plan(), the.FIRST, meeting=meeting, by=the.SUPERVISOR, at=TIME, terms=the.TERMS).plan
    )
    assert (found.state, found.held_on) == (ReviewState.HELD, date(2026, 6, 30))
    assert (found.employee_attended, found.supervisor_attended) == (Attendance.EXCUSED, Attendance.ATTENDED)


def test_a_review_was_not_held_tomorrow_nor_without_anybody() -> None:
    with pytest.raises(PlanError) as caught:
        reviews.held(
            the.plan(), the.FIRST, meeting=the.meeting(date(2026, 7, 2)), by=the.SUPERVISOR, at=TIME, terms=the.TERMS
        )
    assert (caught.value.code, caught.value.field) == ("date-future", "held_on")
    nobody = reviews.Meeting(
        held_on=the.FIRST_ON, employee_attended=Attendance.ABSENT, supervisor_attended=Attendance.EXCUSED
    )
    with pytest.raises(PlanError, match="nobody-attended"):
        reviews.held(the.plan(), the.FIRST, meeting=nobody, by=the.SUPERVISOR, at=TIME, terms=the.TERMS)


def test_a_review_is_not_held_weeks_before_its_date_but_moved_first() -> None:
    def held(on: date) -> Plan:
        return reviews.held(
            the.plan(), the.FIRST, meeting=the.meeting(on), by=the.SUPERVISOR, at=TIME, terms=the.TERMS
        ).plan

    with pytest.raises(PlanError) as caught:
        held(date(2026, 6, 23))
    assert (caught.value.code, caught.value.field) == ("review-too-early", "held_on")
    assert caught.value.facts == {"opens": "2026-06-24", "on": "2026-07-01"}
    assert first(held(date(2026, 6, 24))).held_on == date(2026, 6, 24)


def test_not_held_says_whose_absence_and_makes_a_linked_review_with_the_new_date() -> None:
    plan = not_held(the.plan(), date(2026, 7, 8))
    assert (first(plan).state, first(plan).not_held) == (ReviewState.NOT_HELD, NotHeldReason.EMPLOYEE_ABSENT)
    assert (first(plan).employee_attended, first(plan).supervisor_attended) == (
        Attendance.ABSENT,
        Attendance.ATTENDED,
    )
    again = plan.review(ReviewId("again"))
    assert (again.kind, again.on, again.follows, again.state) == (
        first(plan).kind,
        date(2026, 7, 8),
        the.FIRST,
        ReviewState.PLANNED,
    )


def test_not_held_for_another_reason_needs_words() -> None:
    with pytest.raises(PlanError) as caught:
        not_held(the.plan(), date(2026, 7, 8), reason=NotHeldReason.OTHER)
    assert (caught.value.code, caught.value.field) == ("required", "words")


def test_before_its_day_a_review_is_moved_and_not_said_to_be_missed() -> None:
    with pytest.raises(PlanError, match="review-not-due"):
        not_held(the.plan(), date(2026, 7, 8), at=the.denver(6, 30))


def test_the_new_date_comes_before_the_next_review() -> None:
    with pytest.raises(PlanError, match="reviews-out-of-order"):
        not_held(the.plan(), date(2026, 8, 3))


def test_not_held_is_recorded_once() -> None:
    with pytest.raises(PlanError) as caught:
        not_held(not_held(the.plan(), date(2026, 7, 8)), date(2026, 7, 9))
    assert (caught.value.code, caught.value.facts["state"]) == ("not-now", "not_held")


def test_a_final_review_that_was_not_held_may_follow_after_the_end() -> None:
    late = reviews.not_held(
        the.plan(),
        the.FINAL,
        reason=NotHeldReason.WORK_PRESSURE,
        words=None,
        replacement=ReviewId("again"),
        on=date(2026, 9, 2),
        at_time=the.NINE,
        by=the.SUPERVISOR,
        at=the.denver(8, 28, 17),
        terms=the.TERMS,
    ).plan
    assert late.review(ReviewId("again")).at_time == the.NINE
    later = moved(late, date(2026, 9, 4), review=ReviewId("again"), at=the.denver(8, 31))
    assert later.review(ReviewId("again")).on == date(2026, 9, 4)


def test_the_check_in_of_a_review_that_was_not_held_ends_at_its_time() -> None:
    asked = check_ins.asked(the.plan(), the.FIRST, at=the.denver(6, 30, 9), terms=the.TERMS).plan
    before_its_time = not_held(asked, date(2026, 7, 8), at=TIME - timedelta(hours=1))
    assert first(before_its_time).ended_at is None
    assert check_ins.ends_at(before_its_time, first(before_its_time), terms=the.TERMS) == TIME
    assert first(not_held(asked, date(2026, 7, 8))).ended_at == TIME


def test_documenting_ends_the_check_in_and_keeps_everything() -> None:
    change = reviews.held_and_documented(
        the.plan(),
        the.FIRST,
        meeting=the.meeting(the.FIRST_ON),
        notes=the.notes(),
        by=the.SUPERVISOR,
        at=TIME,
        terms=the.TERMS,
    )
    found = first(change.plan)
    assert (found.state, found.documented, found.late) == (ReviewState.DOCUMENTED, Documented.SUPERVISOR_ONLY, False)
    assert [each.goal for each in found.progress] == [the.GUIDES, the.DESK]
    assert found.ended_at == TIME
    assert [event.kind for event in change.events] == [
        EventKind.REVIEW_HELD,
        EventKind.REVIEW_DOCUMENTED,
        EventKind.CHECK_IN_ENDED,
    ]


@pytest.mark.parametrize("missing", ["discussion", "adjustments", f"progress-{the.DESK}"])
def test_a_review_closes_only_when_complete_and_the_error_stands_at_the_field(missing: str) -> None:
    whole = the.notes()
    notes = reviews.ReviewNotes(
        discussion=None if missing == "discussion" else whole.discussion,
        progress={the.GUIDES: the.words()} if missing.startswith("progress") else whole.progress,
        adjustments=None if missing == "adjustments" else whole.adjustments,
    )
    with pytest.raises(PlanError) as caught:
        reviews.held_and_documented(
            the.plan(),
            the.FIRST,
            meeting=the.meeting(the.FIRST_ON),
            notes=notes,
            by=the.SUPERVISOR,
            at=TIME,
            terms=the.TERMS,
        )
    assert (caught.value.code, caught.value.field) == ("required", missing)


def test_notes_alone_do_not_close_a_review_nobody_says_was_held() -> None:
    plan = reviews.undocumented(the.plan(), the.FIRST, at=TIME + timedelta(days=6), terms=the.TERMS).plan
    with pytest.raises(PlanError, match="held-first"):
        reviews.documented(
            plan, the.FIRST, notes=the.notes(), by=the.SUPERVISOR, at=TIME + timedelta(days=6), terms=the.TERMS
        )


def test_an_undocumented_review_is_still_open_and_documented_late() -> None:
    # Wednesday 1 July, then Thursday, Monday and Tuesday, since Friday is a holiday.
    late = the.due(date(2026, 7, 7), the.SUPERVISOR)
    assert reviews.notes_due(the.plan(), first(the.plan()), terms=the.TERMS) == late
    plan = reviews.undocumented(the.plan(), the.FIRST, at=late, terms=the.TERMS).plan
    assert first(plan).pending
    assert first(documented(plan, at=late)).late
    assert not first(documented(the.plan(), at=late - timedelta(seconds=1))).late


def test_it_rests_on_both_when_the_employee_wrote_and_on_the_employee_alone_when_hr_documents() -> None:
    wrote = check_ins.answered(
        the.plan(),
        the.FIRST,
        entry=EntryId("note"),
        progress={},
        challenges=the.words(),
        support_needed=the.words(""),
        feedback=the.words(""),
        by=the.EMPLOYEE,
        at=TIME - timedelta(hours=2),
        terms=the.TERMS,
    ).plan
    assert first(documented(wrote)).documented is Documented.BOTH
    assert first(documented(wrote, by=the.HR)).documented is Documented.EMPLOYEE_ONLY


def test_a_documented_review_is_not_documented_again() -> None:
    with pytest.raises(PlanError) as caught:
        documented(documented(the.plan()))
    assert (caught.value.code, caught.value.facts) == ("already-recorded", {"at": TIME.isoformat()})


def test_the_employee_does_not_close_a_review() -> None:
    with pytest.raises(PlanError, match="not-now"):
        documented(the.plan(), by=the.EMPLOYEE)


def test_closing_the_final_review_brings_the_plan_to_its_decision() -> None:
    at = the.denver(8, 28, 16)
    plan = documented(the.plan(), review=the.FINAL, at=at)
    assert (plan.state, plan.decision_due_at) == (PlanState.DECISION_DUE, at)
    assert documented(the.plan()).state is PlanState.ACTIVE


def test_a_correction_is_appended_within_five_working_days_and_not_after() -> None:
    plan = documented(the.plan())

    def corrected(plan: Plan, at: datetime, entry: str = "fix") -> Plan:
        return reviews.corrected(
            plan,
            the.FIRST,
            entry=EntryId(entry),
            text=the.words("it was two guides"),
            by=the.EMPLOYEE,
            at=at,
            terms=the.TERMS,
        ).plan

    until = the.due(date(2026, 7, 9))
    kept = corrected(plan, until - timedelta(seconds=1))
    assert first(kept).corrections[0].by == the.EMPLOYEE.id
    assert first(kept).discussion == first(plan).discussion
    with pytest.raises(PlanError, match="already-recorded"):
        corrected(kept, until - timedelta(seconds=1))
    with pytest.raises(PlanError) as caught:
        corrected(plan, until)
    assert (caught.value.code, caught.value.facts) == ("correction-closed", {"until": until.isoformat()})
    with pytest.raises(PlanError, match="not-now"):
        corrected(the.plan(), TIME)
