"""A holiday added later: which dates fall on it, and HR's shift of them (F-10)."""

from dataclasses import replace
from datetime import date

import pytest

from plans.dates import Calendar
from plans.days_off import on_days_off, shifted
from plans.events import EventKind
from plans.examples import DESK, EMPLOYEE, GUIDES_DRAFTED, HR, Case, case
from plans.ids import MilestoneId
from plans.states import MilestoneState, PlanState, ReviewState
from tests.plans.opening import DAY, kinds, refusal

FOUND = case(PlanState.ACTIVE)
REVIEW = FOUND.plan.reviews[0]
DRAFT_ON = FOUND.plan.milestone(GUIDES_DRAFTED).on


def with_holidays(*days: date, found: Case = FOUND) -> Case:
    calendar = Calendar("example", dict.fromkeys(days, "Founders' Day"))
    return replace(found, terms=replace(found.terms, calendar=calendar))


def test_the_dates_on_a_new_holiday_are_listed_with_the_next_working_day() -> None:
    found = with_holidays(REVIEW.on, DRAFT_ON)
    first, second = on_days_off(found.plan, found.terms, at=found.at)
    assert (first.subject, first.old, first.reason) == (GUIDES_DRAFTED, DRAFT_ON, "Founders' Day")
    assert found.terms.calendar.working(first.new)
    assert first.new > first.old
    assert (second.subject, second.old) == (REVIEW.id, REVIEW.on)


def test_nothing_moves_by_itself_and_nothing_is_listed_where_no_date_falls_on_a_holiday() -> None:
    assert on_days_off(FOUND.plan, FOUND.terms, at=FOUND.at) == ()
    found = with_holidays(DRAFT_ON + DAY)
    assert on_days_off(found.plan, found.terms, at=found.at) == ()


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PAUSED, PlanState.DECISION_DUE, PlanState.CLOSED])
def test_only_a_plan_that_runs_has_such_dates(state: PlanState) -> None:
    other = case(state)
    found = with_holidays(*(one.on for one in other.plan.reviews), found=other)
    assert on_days_off(found.plan, found.terms, at=found.at) == ()


def test_hr_moves_what_it_chooses_and_the_rest_stays() -> None:
    found = with_holidays(REVIEW.on, DRAFT_ON)
    change = shifted(found.plan, found.terms, [GUIDES_DRAFTED], by=HR, at=found.at)
    assert kinds(change) == [EventKind.MILESTONE_MOVED]
    moved = change.plan.milestone(GUIDES_DRAFTED)
    assert moved.on > DRAFT_ON
    assert moved.state is MilestoneState.PLANNED
    assert change.plan.goals[0].interim[0].on == moved.on
    assert change.plan.review(REVIEW.id) == REVIEW
    both = shifted(found.plan, found.terms, [GUIDES_DRAFTED, REVIEW.id], by=HR, at=found.at)
    assert kinds(both) == [EventKind.MILESTONE_MOVED, EventKind.REVIEW_MOVED]
    assert both.plan.review(REVIEW.id).state is ReviewState.PLANNED
    assert both.plan.review(REVIEW.id).moves[-1].old == REVIEW.on


def test_the_last_day_of_the_plan_is_not_passed() -> None:
    assert FOUND.plan.end is not None
    plan = FOUND.plan.with_(end=FOUND.plan.goal(DESK).target)
    found = with_holidays(FOUND.plan.goal(DESK).target, found=replace(FOUND, plan=plan))
    (only,) = on_days_off(found.plan, found.terms, at=found.at)
    assert only.subject == MilestoneId(DESK)
    assert only.new < only.old


def test_what_is_on_no_holiday_cannot_be_shifted() -> None:
    found = with_holidays(DRAFT_ON)
    with refusal("part-gone"):
        shifted(found.plan, found.terms, [REVIEW.id], by=HR, at=found.at)
    with refusal("nothing-changed"):
        shifted(found.plan, found.terms, [], by=HR, at=found.at)


def test_the_employee_has_no_part_in_the_reason() -> None:
    found = with_holidays(DRAFT_ON)
    change = shifted(found.plan, found.terms, [GUIDES_DRAFTED], by=HR, at=found.at)
    assert change.events[0].by == HR.id != EMPLOYEE.id
    assert dict(change.events[0].facts)["cause"] == "day_off"
