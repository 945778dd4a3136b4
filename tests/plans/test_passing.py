"""What the clock changes: in order, once, and not while the plan is delivered or paused (requirements §3)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plans import milestones, pausing
from plans.events import EventKind
from plans.passing import next_passing, pass_time
from plans.plan import Plan
from plans.states import MilestoneState, PlanState, ReviewState
from tests.plans import running as the

DUE = the.due(the.DRAFT_ON)
LONG_AFTER = datetime(2026, 12, 1, tzinfo=UTC)


def stepped(plan: Plan, until: datetime) -> tuple[Plan, list[tuple[datetime, EventKind, str | None]]]:
    """Time passes from one instant at which something changes to the next."""
    said: list[tuple[datetime, EventKind, str | None]] = []
    for _ in range(100):
        at = next_passing(plan, the.TERMS)
        if at is None or at > until:
            return plan, said
        change = pass_time(plan, the.TERMS, at)
        assert change is not None
        said += [(event.at, event.kind, event.subject) for event in change.events]
        plan = change.plan
    raise AssertionError


def test_the_first_thing_to_pass_is_the_first_date() -> None:
    assert next_passing(the.plan(), the.TERMS) == DUE


def test_before_that_nothing_passes() -> None:
    assert pass_time(the.plan(), the.TERMS, DUE - timedelta(microseconds=1)) is None


def test_a_silent_plan_passes_in_the_order_of_its_dates() -> None:
    plan, said = stepped(the.plan(), LONG_AFTER)
    first_closes = the.due(date(2026, 7, 7), the.SUPERVISOR)
    midpoint_closes = the.due(date(2026, 8, 5), the.SUPERVISOR)
    final_closes = the.due(date(2026, 9, 2), the.SUPERVISOR)
    assert said == [
        (DUE, EventKind.MILESTONE_MISSED, the.DRAFT),
        (the.denver(6, 30, 8), EventKind.CHECK_IN_ASKED, the.FIRST),
        (first_closes, EventKind.REVIEW_UNDOCUMENTED, the.FIRST),
        (first_closes, EventKind.CHECK_IN_ENDED, the.FIRST),
        (the.due(the.GUIDES_ON), EventKind.MILESTONE_MISSED, the.GUIDES_DONE),
        (the.denver(7, 30, 8), EventKind.CHECK_IN_ASKED, the.MIDPOINT),
        (midpoint_closes, EventKind.REVIEW_UNDOCUMENTED, the.MIDPOINT),
        (midpoint_closes, EventKind.CHECK_IN_ENDED, the.MIDPOINT),
        (the.due(the.DESK_ON), EventKind.MILESTONE_MISSED, the.DESK_DONE),
        (the.denver(8, 27, 8), EventKind.CHECK_IN_ASKED, the.FINAL),
        (the.due(the.END), EventKind.PLAN_DECISION_DUE, None),
        (final_closes, EventKind.REVIEW_UNDOCUMENTED, the.FINAL),
        (final_closes, EventKind.CHECK_IN_ENDED, the.FINAL),
    ]
    assert plan.state is PlanState.DECISION_DUE
    assert next_passing(plan, the.TERMS) is None


def test_passing_twice_adds_nothing() -> None:
    change = pass_time(the.plan(), the.TERMS, DUE)
    assert change is not None
    assert pass_time(change.plan, the.TERMS, DUE) is None


def test_a_pause_runs_out_the_midnight_after_its_last_day_and_dates_move_by_the_days_paused() -> None:
    paused = pausing.paused(the.plan(), the.TERMS, last=date(2026, 6, 12), by=the.HR, at=the.denver(6, 8)).plan
    over = the.denver(6, 13, 0)
    assert next_passing(paused, the.TERMS) == over
    assert pass_time(paused, the.TERMS, over - timedelta(seconds=1)) is None
    change = pass_time(paused, the.TERMS, over)
    assert change is not None
    assert (change.plan.state, change.plan.milestone(the.DRAFT).on) == (PlanState.ACTIVE, date(2026, 6, 22))
    assert next_passing(change.plan, the.TERMS) == the.due(date(2026, 6, 22))


_SOMETHING_PASSES = {PlanState.ACTIVE, PlanState.DECISION_DUE, PlanState.CLOSED, PlanState.ARCHIVED}


@pytest.mark.parametrize("state", sorted(set(PlanState) - _SOMETHING_PASSES))
def test_nothing_passes_in_any_other_state(state: PlanState) -> None:
    plan = the.plan(state=state)
    assert next_passing(plan, the.TERMS) is None
    assert pass_time(plan, the.TERMS, LONG_AFTER) is None


def test_a_milestone_still_passes_once_the_decision_is_due() -> None:
    plan = the.plan(state=PlanState.DECISION_DUE)
    change = pass_time(plan, the.TERMS, DUE)
    assert change is not None
    assert change.plan.milestone(the.DRAFT).state is MilestoneState.MISSED


def test_a_hold_keeps_the_clock_from_a_milestone() -> None:
    held = milestones.held(the.plan(), the.plan().milestone(the.DRAFT), at=the.STARTED).plan
    assert next_passing(held, the.TERMS) == the.denver(6, 30, 8)


def test_on_one_instant_the_miss_comes_before_the_end_of_the_plan() -> None:
    last = the.plan(
        milestones=(replace(the.plan().milestone(the.DESK_DONE), on=the.END),),
        reviews=(),
    )
    change = pass_time(last, the.TERMS, the.due(the.END))
    assert change is not None
    assert [event.kind for event in change.events] == [EventKind.MILESTONE_MISSED, EventKind.PLAN_DECISION_DUE]


def test_every_event_of_the_clock_is_written_now_and_says_which_instant_it_rests_on() -> None:
    now = DUE + timedelta(minutes=20)
    change = pass_time(the.plan(), the.TERMS, now)
    assert change is not None
    assert [(event.at, event.by, event.fact("due")) for event in change.events] == [(now, None, DUE.isoformat())]


def test_after_a_week_without_us_nobody_is_classed_before_they_had_a_working_day() -> None:
    back = DUE + timedelta(days=7)
    change = pass_time(the.plan(), the.TERMS, back)
    assert change is not None
    assert [event.kind for event in change.events] == [EventKind.MILESTONE_GIVEN_GRACE]
    assert next_passing(change.plan, the.TERMS) == the.due(date(2026, 6, 23))


def test_after_a_month_without_us_a_review_is_asked_about_late_and_not_undocumented_yet() -> None:
    back = the.denver(7, 8)
    change = pass_time(the.plan(), the.TERMS, back)
    assert change is not None
    found = change.plan.review(the.FIRST)
    assert (found.asked_at, found.state) == (back, ReviewState.PLANNED)
    assert found.answers_until == the.due(date(2026, 7, 13), the.SUPERVISOR)


def test_a_person_who_moves_takes_future_dates_along_and_leaves_past_ones() -> None:
    change = pass_time(the.plan(), the.TERMS, DUE)
    assert change is not None
    in_tokyo = the.terms(replace(the.EMPLOYEE, zone="Asia/Tokyo"))
    plan = change.plan
    assert milestones.due_of(plan, plan.milestone(the.DRAFT), terms=in_tokyo) == DUE
    assert milestones.due_of(plan, plan.milestone(the.DESK_DONE), terms=in_tokyo) == datetime(
        2026, 8, 10, 8, tzinfo=UTC
    )
