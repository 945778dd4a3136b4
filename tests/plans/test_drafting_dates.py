"""The period and the reviews: proposed by the pack, checked at the field, never in the past or out of order."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.dates import Calendar
from plans.events import EventKind
from plans.examples import GENERIC, HR, ILLINOIS, NOW, SUPERVISOR, generic_plan, illinois_plan, terms
from plans.plan import Plan, PlanError
from plans.policy import PROPOSED_REVIEWS, ReviewKind
from plans.scheduling import MOST_ADDED, dates_set, proposed_dates
from plans.steps import DatesStep
from tests.plans.opening import DAY, TODAY, kinds, refusal

FIRST, MIDPOINT, FINAL = PROPOSED_REVIEWS
ADDED = ReviewKind.ADDED
START = date(2026, 9, 2)


def undated() -> Plan:
    return generic_plan().with_(start=None, end=None, reviews=(), period=None, goals=(), milestones=(), supports=())


def dates(plan: Plan) -> list[date]:
    return [review.on for review in plan.reviews]


def test_ninety_days_end_ninety_days_later_with_reviews_after_thirty_sixty_and_ninety() -> None:
    change = dates_set(undated(), terms(GENERIC), DatesStep(period="90-days", start=START), by=SUPERVISOR, at=NOW)
    assert (change.plan.start, change.plan.end) == (START, date(2026, 12, 1))
    assert dates(change.plan) == [date(2026, 10, 2), date(2026, 11, 2), date(2026, 12, 1)]
    assert kinds(change) == [EventKind.PLAN_EDITED]


def test_twelve_months_are_reviewed_after_four_eight_and_twelve() -> None:
    plan = illinois_plan().with_(goals=(), milestones=(), supports=())
    after = dates_set(plan, terms(ILLINOIS), DatesStep(period="12-months", start=START), by=SUPERVISOR, at=NOW).plan
    assert after.end == date(2027, 9, 2)
    assert dates(after) == [date(2027, 1, 4), date(2027, 5, 3), date(2027, 9, 2)]


def test_a_proposed_review_avoids_holidays_and_a_typed_one_may_stand_where_people_put_it() -> None:
    closed = replace(terms(GENERIC), calendar=Calendar("closed", {date(2026, 10, 2): "Founders' day"}))
    step = DatesStep(period="90-days", start=START)
    assert dates(dates_set(undated(), closed, step, by=SUPERVISOR, at=NOW).plan)[0] == date(2026, 10, 5)
    typed = replace(step, reviews={FIRST: date(2026, 10, 2)})
    assert dates(dates_set(undated(), closed, typed, by=SUPERVISOR, at=NOW).plan)[0] == date(2026, 10, 2)


def test_a_custom_period_takes_its_end_from_the_form_and_others_do_not() -> None:
    step = DatesStep(period="custom", start=START, end=START + 45 * DAY)
    assert dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW).plan.end == START + 45 * DAY
    fixed = replace(step, period="30-days")
    assert dates_set(undated(), terms(GENERIC), fixed, by=SUPERVISOR, at=NOW).plan.end == START + 30 * DAY


@pytest.mark.parametrize(
    ("typed", "field", "earlier", "later"),
    [
        ({MIDPOINT: date(2026, 10, 2)}, "midpoint", date(2026, 10, 2), date(2026, 10, 2)),
        ({FIRST: date(2026, 11, 20)}, "midpoint", date(2026, 11, 20), date(2026, 11, 2)),
        ({FINAL: date(2026, 10, 30)}, "final", date(2026, 11, 2), date(2026, 10, 30)),
    ],
)
def test_reviews_out_of_order_are_refused_at_the_later_one_with_both_dates(
    typed: dict[ReviewKind, date], field: str, earlier: date, later: date
) -> None:
    step = DatesStep(period="90-days", start=START, reviews=dict(typed))
    with refusal("reviews-out-of-order", field, earlier=earlier, later=later):
        dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW)


def test_a_final_review_after_the_end_is_refused_with_its_date_and_the_end() -> None:
    step = DatesStep(period="90-days", start=START, reviews={FINAL: date(2026, 12, 2)})
    with refusal("review-outside-period", "final", on=date(2026, 12, 2), start=START, end=date(2026, 12, 1)):
        dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW)


@pytest.mark.parametrize(
    ("step", "code", "field"),
    [
        (DatesStep(period="90-days", start=None), "required", "start"),
        (DatesStep(period="custom", start=START), "required", "end"),
        (DatesStep(period="custom", start=START, end=START), "end-before-start", "end"),
        (DatesStep(period="custom", start=START, end=START - DAY), "end-before-start", "end"),
        (DatesStep(period="custom", start=START, end=START + 2 * DAY), "period-too-short", "end"),
        (DatesStep(period="custom", start=START, end=date(2926, 1, 1)), "date-out-of-range", "end"),
        (DatesStep(period="90-days", start=date(2200, 12, 1)), "date-out-of-range", "start"),
        (DatesStep(period="12-parsecs", start=START), "unknown-period", "period"),
        (DatesStep(period="90-days", start=TODAY - DAY), "date-past", "start"),
    ],
)
def test_dates_that_make_no_sense_are_refused_at_their_field(step: DatesStep, code: str, field: str) -> None:
    with refusal(code, field):
        dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW)


def test_only_hr_begins_a_plan_in_the_past_and_not_even_hr_sets_a_review_there() -> None:
    step = DatesStep(period="90-days", start=TODAY - 40 * DAY, reviews={FIRST: TODAY})
    assert dates_set(undated(), terms(GENERIC), step, by=HR, at=NOW).plan.start == TODAY - 40 * DAY
    with refusal("date-past", "first"):
        dates_set(undated(), terms(GENERIC), replace(step, reviews={FIRST: TODAY - DAY}), by=HR, at=NOW)


def test_a_start_that_has_passed_while_the_draft_waited_may_stay() -> None:
    step = DatesStep(period="90-days", start=START)
    plan = dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW).plan
    longer = replace(step, reviews={MIDPOINT: date(2026, 11, 3)})
    after = dates_set(plan, terms(GENERIC), longer, by=SUPERVISOR, at=NOW + 5 * DAY).plan
    assert dates(after)[1] == date(2026, 11, 3)


def test_a_period_that_leaves_a_goal_out_is_refused_with_the_goals_date() -> None:
    plan = generic_plan()
    last = max(milestone.on for milestone in plan.milestones)
    with refusal("goal-outside-period", "end", on=last, start=START, end=START + 60 * DAY):
        dates_set(plan, terms(GENERIC), DatesStep(period="60-days", start=START), by=SUPERVISOR, at=NOW)
    first = min(milestone.on for milestone in plan.milestones)
    late = first + DAY
    with refusal("goal-outside-period", "start", on=first):
        dates_set(plan, terms(GENERIC), DatesStep(period="90-days", start=late), by=SUPERVISOR, at=NOW)


def test_a_review_that_moves_keeps_its_id() -> None:
    plan = generic_plan()
    step = DatesStep(period="90-days", start=plan.start, reviews={MIDPOINT: date(2026, 11, 4)})
    after = dates_set(plan, terms(GENERIC), step, by=SUPERVISOR, at=NOW).plan
    assert [review.id for review in after.reviews] == [review.id for review in plan.reviews]
    assert after.reviews[1].on == date(2026, 11, 4)


def test_further_reviews_stand_among_the_others_by_their_date_and_keep_their_ids() -> None:
    plan = undated()
    step = DatesStep(period="90-days", start=START, added=(date(2026, 10, 19), None, date(2026, 9, 16)))
    after = dates_set(plan, terms(GENERIC), step, by=SUPERVISOR, at=NOW).plan
    assert [review.kind for review in after.reviews] == [ADDED, FIRST, ADDED, MIDPOINT, FINAL]
    again = replace(step, added=(date(2026, 10, 19), date(2026, 9, 17)))
    moved = dates_set(after, terms(GENERIC), again, by=SUPERVISOR, at=NOW).plan
    assert [review.id for review in moved.reviews][1:] == [review.id for review in after.reviews][1:]
    without = dates_set(moved, terms(GENERIC), replace(step, added=(None, None)), by=SUPERVISOR, at=NOW).plan
    assert [review.kind for review in without.reviews] == list(PROPOSED_REVIEWS)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 10, 2), "review-same-day"),
        (date(2026, 9, 16), "review-same-day"),
        (date(2026, 12, 2), "review-outside-period"),
        (START - DAY, "review-outside-period"),
        (TODAY - DAY, "date-past"),
    ],
)
def test_a_further_review_that_does_not_fit_is_refused_at_its_own_field(on: date, code: str) -> None:
    step = DatesStep(period="90-days", start=START, added=(date(2026, 9, 16), on))
    with refusal(code, "added_2"):
        dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW)


def test_a_further_review_comes_before_the_final_one() -> None:
    final, late = date(2026, 11, 27), date(2026, 11, 30)
    step = DatesStep(period="90-days", start=START, reviews={FINAL: final}, added=(late,))
    with refusal("reviews-out-of-order", "added", earlier=late, later=final):
        dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW)


def test_there_is_a_bounded_number_of_further_reviews() -> None:
    days = tuple(START + (10 + n) * DAY for n in range(MOST_ADDED + 1))
    with refusal("too-many", limit=MOST_ADDED):
        dates_set(
            undated(), terms(GENERIC), DatesStep(period="90-days", start=START, added=days), by=SUPERVISOR, at=NOW
        )


def test_an_unfinished_step_keeps_the_choice_of_a_period() -> None:
    step = DatesStep(period="60-days", start=None)
    after = dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW, partial=True).plan
    assert (after.period, after.start) == ("60-days", None)


def test_a_form_can_ask_what_the_pack_proposes() -> None:
    end, proposed = proposed_dates(terms(GENERIC), period="30-days", start=START)
    assert end == date(2026, 10, 2)
    assert [kind for kind, _on in proposed] == [FIRST, MIDPOINT, FINAL]


@settings(deadline=None)
@given(
    start=st.integers(-5, 30),
    length=st.integers(-3, 400),
    typed=st.dictionaries(st.sampled_from(PROPOSED_REVIEWS), st.integers(-10, 420)),
    added=st.lists(st.integers(-10, 420), max_size=3),
)
def test_dates_that_are_taken_ascend_inside_the_period_and_none_is_past(
    start: int, length: int, typed: dict[ReviewKind, int], added: list[int]
) -> None:
    first = TODAY + timedelta(start)
    step = DatesStep(
        period="custom",
        start=first,
        end=first + timedelta(length),
        reviews={kind: first + timedelta(days) for kind, days in typed.items()},
        added=tuple(first + timedelta(days) for days in added),
    )
    try:
        plan = dates_set(undated(), terms(GENERIC), step, by=SUPERVISOR, at=NOW).plan
    except PlanError as error:
        assert error.field in {"start", "end", "first", "midpoint", "final", "added", "added_2", "added_3"}  # noqa: PT017 - either way is a result
        return
    found = dates(plan)
    assert plan.end is not None
    assert first <= found[0]
    assert found[-1] <= plan.end
    assert all(earlier < later for earlier, later in pairwise(found))
    assert [review.kind for review in plan.reviews if review.kind is not ADDED] == list(PROPOSED_REVIEWS)
    assert plan.reviews[-1].kind is FINAL
    assert len(found) == len(PROPOSED_REVIEWS) + len(added)
    assert found[0] >= TODAY
    assert first >= TODAY
