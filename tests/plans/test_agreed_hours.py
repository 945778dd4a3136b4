"""The hour of a review is agreed once, on the clocks where it was agreed, and stays whoever acts later."""

from dataclasses import replace
from datetime import UTC, date, datetime

from plans import handing_over, reviews
from plans.ids import ReviewId
from plans.meetings import NotHeldReason
from plans.plan import Plan
from plans.visible import review_time, review_zone
from tests.plans import running as the

BERLIN = the.someone("reviewer", "Europe/Berlin")
TERMS = the.terms(BERLIN)
BEFORE = the.denver(6, 24)
ON = date(2026, 7, 2)
# Nine in the morning where the supervisor lives.
NINE_IN_CHICAGO = datetime(2026, 7, 2, 14, 0, tzinfo=UTC)


def agreed() -> Plan:
    return reviews.moved(
        the.plan(reviewer=BERLIN.id),
        the.FIRST,
        on=ON,
        at_time=the.NINE,
        reason=None,
        by=the.SUPERVISOR,
        at=BEFORE,
        terms=TERMS,
    ).plan


def when(plan: Plan, review: ReviewId = the.FIRST) -> datetime:
    return review_time(plan, plan.review(review), terms=TERMS)


def away(plan: Plan) -> Plan:
    return handing_over.stood_in(plan, reviewer=BERLIN, away=True, by=the.SUPERVISOR, at=BEFORE).plan


def test_an_agreed_hour_stays_when_somebody_in_another_zone_stands_in_or_takes_the_plan_over() -> None:
    plan = agreed()
    assert when(plan) == NINE_IN_CHICAGO
    assert when(away(plan)) == NINE_IN_CHICAGO
    handed = handing_over.handed_over(plan, to=BERLIN, by=the.HR, at=BEFORE).plan
    assert when(handed) == NINE_IN_CHICAGO


def test_an_agreed_hour_stays_when_the_supervisor_travels() -> None:
    plan = agreed()
    moved = the.terms(BERLIN, replace(the.SUPERVISOR, zone="Asia/Tokyo"))
    assert review_time(plan, plan.review(the.FIRST), terms=moved) == NINE_IN_CHICAGO


def test_whoever_moves_it_types_on_the_clocks_it_is_on_and_one_without_an_hour_takes_those_of_whoever_acts() -> None:
    standing_in = away(agreed())
    later = reviews.moved(
        standing_in, the.FIRST, on=date(2026, 7, 3), at_time=the.NINE, reason=None, by=BERLIN, at=BEFORE, terms=TERMS
    ).plan
    assert later.review(the.FIRST).zone == the.SUPERVISOR.zone
    first = reviews.moved(
        standing_in,
        the.MIDPOINT,
        on=date(2026, 7, 30),
        at_time=the.NINE,
        reason=None,
        by=BERLIN,
        at=BEFORE,
        terms=TERMS,
    ).plan.review(the.MIDPOINT)
    assert first.zone == BERLIN.zone == review_zone(standing_in, standing_in.review(the.MIDPOINT), terms=TERMS)


def test_without_an_hour_a_review_is_due_at_the_end_of_the_day_of_whoever_acts() -> None:
    gone = reviews.moved(
        agreed(), the.FIRST, on=ON, at_time=None, reason=None, by=the.SUPERVISOR, at=BEFORE, terms=TERMS
    ).plan
    assert gone.review(the.FIRST).zone is None
    assert when(gone) == the.due(ON, the.SUPERVISOR)
    assert when(away(gone)) < when(gone)


def test_a_review_in_the_place_of_one_that_was_not_held_is_agreed_on_the_same_clocks() -> None:
    plan = reviews.not_held(
        away(agreed()),
        the.FIRST,
        reason=NotHeldReason.WORK_PRESSURE,
        words=None,
        replacement=ReviewId("again"),
        on=date(2026, 7, 9),
        at_time=the.NINE,
        by=BERLIN,
        at=NINE_IN_CHICAGO,
        terms=TERMS,
    ).plan
    assert when(plan, ReviewId("again")) == datetime(2026, 7, 9, 14, 0, tzinfo=UTC)


def test_an_hour_from_before_this_is_read_on_the_clock_of_whoever_acts_as_it_was() -> None:
    plan = agreed()
    old = plan.with_(reviews=tuple(replace(review, zone=None) for review in plan.reviews))
    assert when(old) == NINE_IN_CHICAGO
    assert when(away(old)) == datetime(2026, 7, 2, 7, 0, tzinfo=UTC)
