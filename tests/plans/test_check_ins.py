"""A check-in: each side writes once, sealed until both have or the time has come, and nobody "misses" it (S0-13)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from plans import check_ins, reviews
from plans.events import EventKind
from plans.ids import EntryId, GoalId
from plans.meetings import Review
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.states import CheckInState, ReviewState
from plans.visible import review_time
from plans.words import Words
from tests.plans import running as the

TIME = review_time(the.plan(), the.plan().review(the.FIRST), terms=the.TERMS)
# The first review is on Wednesday 1 July; Chicago's morning comes before Denver's.
ASKED = the.denver(6, 30, 8)
EARLY = the.denver(6, 29)
ENDS = the.due(date(2026, 7, 7), the.SUPERVISOR)
NOTHING = Words("")


def first(plan: Plan) -> Review:
    return plan.review(the.FIRST)


def wrote(
    plan: Plan,
    by: Person,
    *,
    at: datetime = EARLY,
    entry: str | None = None,
    progress: dict[GoalId, Words] | None = None,
    challenges: Words | None = None,
) -> Plan:
    return check_ins.answered(
        plan,
        the.FIRST,
        entry=EntryId(entry or by.id),
        progress=progress or {},
        challenges=the.words() if challenges is None else challenges,
        support_needed=NOTHING,
        feedback=NOTHING,
        by=by,
        at=at,
        terms=the.TERMS,
    ).plan


def asked(plan: Plan | None = None, at: datetime = ASKED) -> Plan:
    return check_ins.asked(plan or the.plan(), the.FIRST, at=at, terms=the.TERMS).plan


def ended(plan: Plan) -> Plan:
    return check_ins.run_out(plan, the.FIRST, at=ENDS, terms=the.TERMS).plan


def readers(plan: Plan, reader: Role, now: datetime) -> set[str]:
    return {note.id for note in check_ins.readable(plan, first(plan), reader, now=now, terms=the.TERMS)}


def state(plan: Plan) -> CheckInState:
    return check_ins.check_in_state(first(plan), plan.record)


def test_the_form_goes_out_a_working_day_before_when_the_first_of_the_two_begins_work() -> None:
    assert check_ins.ask_at(the.plan(), first(the.plan()), terms=the.TERMS) == ASKED


def test_a_review_on_a_holiday_is_asked_about_before_the_day_it_rolls_to() -> None:
    on_holiday = Review(id=the.FIRST, kind=first(the.plan()).kind, on=date(2026, 7, 3))
    assert check_ins.ask_at(the.plan(), on_holiday, terms=the.TERMS) == the.denver(7, 2, 8)


def test_it_ends_three_working_days_after_its_review() -> None:
    assert check_ins.ends_at(the.plan(), first(the.plan()), terms=the.TERMS) == ENDS


def test_notes_are_taken_from_the_heads_up_on_and_not_before() -> None:
    opens = the.denver(6, 24, 8)
    assert len(wrote(the.plan(), the.EMPLOYEE, at=opens).record.check_ins) == 1
    with pytest.raises(PlanError) as caught:
        wrote(the.plan(), the.EMPLOYEE, at=opens - timedelta(seconds=1))
    assert (caught.value.code, caught.value.facts) == ("check-in-not-open", {"opens": opens.isoformat()})


def test_each_reads_only_their_own_until_both_have_written() -> None:
    plan = wrote(the.plan(), the.EMPLOYEE)
    assert readers(plan, Role.EMPLOYEE, EARLY) == {"employee"}
    assert readers(plan, Role.SUPERVISOR, EARLY) == set()
    assert readers(plan, Role.HR, EARLY) == set()
    both = wrote(plan, the.SUPERVISOR)
    assert {frozenset(readers(both, role, EARLY)) for role in Role} == {frozenset({"employee", "supervisor"})}


def test_all_is_read_once_the_time_of_the_review_has_passed() -> None:
    plan = wrote(the.plan(), the.EMPLOYEE)
    assert readers(plan, Role.SUPERVISOR, TIME - timedelta(seconds=1)) == set()
    assert readers(plan, Role.SUPERVISOR, TIME) == {"employee"}


def test_one_note_a_side_and_the_second_meets_the_first() -> None:
    plan = wrote(the.plan(), the.EMPLOYEE)
    for entry in ("employee", "another"):
        with pytest.raises(PlanError) as caught:
            wrote(plan, the.EMPLOYEE, at=TIME, entry=entry)
        assert (caught.value.code, caught.value.facts) == ("already-recorded", {"at": EARLY.isoformat()})


def test_the_reviewer_standing_in_writes_for_the_supervisor() -> None:
    away = the.plan(reviewer=the.REVIEWER.id, supervisor_away=True)
    plan = wrote(wrote(away, the.REVIEWER), the.EMPLOYEE)
    assert readers(plan, Role.EMPLOYEE, EARLY) == {"employee", "reviewer"}
    with pytest.raises(PlanError, match="already-recorded"):
        wrote(plan.with_(supervisor_away=False), the.SUPERVISOR)


def test_hr_does_not_write_in_a_check_in() -> None:
    with pytest.raises(PlanError, match="not-yours"):
        wrote(the.plan(), the.HR)


def test_an_empty_form_says_nothing() -> None:
    with pytest.raises(PlanError) as caught:
        wrote(the.plan(), the.EMPLOYEE, challenges=NOTHING)
    assert caught.value.code == "required"


def test_progress_is_kept_in_the_order_of_goals_without_what_was_left_empty() -> None:
    plan = wrote(the.plan(), the.EMPLOYEE, progress={the.DESK: the.words("begun"), the.GUIDES: NOTHING})
    assert [each.goal for each in plan.record.check_ins[0].progress] == [the.DESK]


def test_a_text_over_the_limit_is_refused_at_its_field() -> None:
    with pytest.raises(PlanError) as caught:
        wrote(the.plan(), the.EMPLOYEE, progress={the.DESK: the.words("x" * 3001)})
    assert (caught.value.code, caught.value.field) == ("too-long", f"progress-{the.DESK}")


def test_a_goal_that_is_not_on_the_plan_is_gone() -> None:
    with pytest.raises(PlanError, match="part-gone"):
        wrote(the.plan(), the.EMPLOYEE, progress={GoalId("other"): the.words()})


def test_the_exchange_is_planned_then_asked_then_answered_by_how_many() -> None:
    assert state(the.plan()) is CheckInState.PLANNED
    assert state(asked()) is CheckInState.ASKED
    one, both = wrote(asked(), the.EMPLOYEE), wrote(wrote(asked(), the.EMPLOYEE), the.SUPERVISOR)
    assert state(one) is CheckInState.ASKED
    assert [state(ended(plan)) for plan in (asked(), one, both)] == [
        CheckInState.ANSWERED_BY_NONE,
        CheckInState.ANSWERED_BY_ONE,
        CheckInState.ANSWERED_BY_BOTH,
    ]
    assert check_ins.silent(first(one), one.record) == (Role.SUPERVISOR,)


def test_a_note_after_the_end_is_taken_marked_late_and_changes_nothing_about_who_was_silent() -> None:
    plan = wrote(ended(wrote(asked(), the.EMPLOYEE)), the.SUPERVISOR, at=ENDS + timedelta(hours=1))
    assert [note.late for note in plan.record.check_ins] == [False, True]
    assert state(plan) is CheckInState.ANSWERED_BY_ONE


def test_a_note_at_the_end_that_the_sweep_has_not_seen_yet_is_late_too() -> None:
    assert wrote(asked(), the.EMPLOYEE, at=ENDS).record.check_ins[0].late


def test_the_summary_is_owed_when_the_exchange_ends_with_how_it_came_out() -> None:
    change = check_ins.run_out(wrote(asked(), the.EMPLOYEE), the.FIRST, at=ENDS, terms=the.TERMS)
    event = change.events[0]
    assert (event.kind, event.subject, event.by) == (EventKind.CHECK_IN_ENDED, the.FIRST, None)
    assert (event.fact("state"), event.fact("due")) == ("answered_by_one", ENDS.isoformat())


def test_a_documented_review_ends_it_earlier_and_still_takes_a_late_note() -> None:
    plan = reviews.held_and_documented(
        asked(),
        the.FIRST,
        meeting=the.meeting(the.FIRST_ON),
        notes=the.notes(),
        by=the.SUPERVISOR,
        at=TIME,
        terms=the.TERMS,
    ).plan
    assert first(plan).ended_at == TIME
    assert wrote(plan, the.EMPLOYEE, at=TIME + timedelta(minutes=1)).record.check_ins[0].late


def test_a_review_that_was_not_held_takes_no_notes() -> None:
    skipped = replace(first(the.plan()), state=ReviewState.NOT_HELD)
    gone = the.plan(reviews=(skipped,))
    with pytest.raises(PlanError, match="review-not-held"):
        wrote(gone, the.EMPLOYEE, at=TIME)


class TestWhenWeAreLate:
    """Milepost's own lateness counts against nobody (requirements §5)."""

    def test_an_hour_late_changes_nothing(self) -> None:
        assert first(asked(at=ASKED + timedelta(hours=1))).answers_until is None

    def test_asked_late_it_stays_open_three_working_days_from_then(self) -> None:
        plan = asked(at=the.denver(7, 8))
        until = the.due(date(2026, 7, 13), the.SUPERVISOR)
        assert check_ins.ends_at(plan, first(plan), terms=the.TERMS) == until
        assert reviews.notes_due(plan, first(plan), terms=the.TERMS) == until
        assert not wrote(plan, the.EMPLOYEE, at=until - timedelta(seconds=1)).record.check_ins[0].late

    def test_asked_late_but_before_the_review_it_ends_no_earlier_than_it_would_have(self) -> None:
        plan = asked(at=ASKED + timedelta(hours=5))
        assert check_ins.ends_at(plan, first(plan), terms=the.TERMS) == ENDS

    def test_down_at_its_end_both_get_until_the_end_of_the_next_working_day_once(self) -> None:
        late = ENDS + timedelta(hours=2)
        change = check_ins.run_out(asked(), the.FIRST, at=late, terms=the.TERMS)
        assert [event.kind for event in change.events] == [EventKind.CHECK_IN_GIVEN_GRACE]
        until = the.due(date(2026, 7, 8), the.SUPERVISOR)
        assert first(change.plan).answers_until == until
        again = check_ins.run_out(change.plan, the.FIRST, at=until + timedelta(days=1), terms=the.TERMS).plan
        assert first(again).ended_at == until + timedelta(days=1)
