"""The review dates a pack proposes: on working days, in order, within the period."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plans.dates import Absence, Calendar, WorkingTime, working_days_between
from plans.policy import (
    PROPOSED_REVIEWS,
    Pack,
    PackId,
    PeriodOption,
    PeriodTooShortError,
    UnknownPeriodError,
    propose_reviews,
    read_packs,
)

PACKS = read_packs()
GENERIC, ILLINOIS = PACKS[PackId("generic")], PACKS[PackId("illinois-library")]
EVERY_DAY = Calendar("every day", {}, frozenset(range(7)))
WEEKDAYS = Calendar("weekdays", {})
START = date(2026, 6, 1)  # a Monday


def dates_of(*, pack: str, option: str, start: date, end: date, calendar: Calendar | WorkingTime) -> list[date]:
    proposed = propose_reviews(PACKS[PackId(pack)], start=start, end=end, option=option, calendar=calendar)
    assert [kind for kind, _ in proposed] == list(PROPOSED_REVIEWS)
    return [day for _, day in proposed]


@pytest.mark.parametrize(
    ("option", "days"), [("30-days", (10, 20, 30)), ("60-days", (20, 40, 60)), ("90-days", (30, 60, 90))]
)
def test_the_generic_reviews_split_the_period_in_three(option: str, days: tuple[int, ...]) -> None:
    end = START + timedelta(days=days[-1])
    proposed = dates_of(pack="generic", option=option, start=START, end=end, calendar=EVERY_DAY)
    assert proposed == [START + timedelta(days=away) for away in days]


def test_the_illinois_reviews_come_after_four_eight_and_twelve_months() -> None:
    start, end = date(2026, 6, 30), date(2027, 6, 30)
    proposed = dates_of(pack="illinois-library", option="12-months", start=start, end=end, calendar=EVERY_DAY)
    assert proposed == [date(2026, 10, 30), date(2027, 2, 28), date(2027, 6, 30)]


def test_a_review_on_a_day_off_moves_on_and_the_final_one_moves_back() -> None:
    """10 October 2026 is a Saturday before a holiday; the last day, 9 December, is a day off."""
    calendar = Calendar("x", {date(2026, 10, 12): "Columbus Day", date(2026, 12, 9): "A day off"})
    start = date(2026, 9, 10)
    proposed = dates_of(
        pack="generic", option="90-days", start=start, end=start + timedelta(days=90), calendar=calendar
    )
    assert proposed == [date(2026, 10, 13), date(2026, 11, 9), date(2026, 12, 8)]


def test_an_end_that_is_not_the_options_own_stretches_the_dates() -> None:
    end = START + timedelta(days=45)
    proposed = dates_of(pack="generic", option="90-days", start=START, end=end, calendar=EVERY_DAY)
    assert proposed == [START + timedelta(days=away) for away in (15, 30, 45)]


def test_a_custom_period_is_split_in_thirds() -> None:
    proposed = dates_of(
        pack="generic", option="custom", start=START, end=START + timedelta(days=120), calendar=EVERY_DAY
    )
    assert proposed == [START + timedelta(days=away) for away in (40, 80, 120)]


def test_reviews_crowd_together_in_the_shortest_period_that_holds_them() -> None:
    proposed = dates_of(pack="generic", option="custom", start=START, end=date(2026, 6, 4), calendar=WEEKDAYS)
    assert proposed == [date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 4)]


def test_a_period_with_fewer_working_days_than_reviews_is_refused_with_the_figures() -> None:
    friday = date(2026, 6, 5)
    with pytest.raises(PeriodTooShortError) as caught:
        propose_reviews(GENERIC, start=friday, end=date(2026, 6, 9), option="custom", calendar=WEEKDAYS)
    error = caught.value
    assert (error.start, error.end) == (friday, date(2026, 6, 9))
    assert (error.working_days, error.reviews) == (2, 3)


def test_a_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(PeriodTooShortError):
        propose_reviews(GENERIC, start=START, end=START - timedelta(days=30), option="30-days", calendar=WEEKDAYS)


def test_an_option_the_pack_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownPeriodError):
        propose_reviews(ILLINOIS, start=START, end=date(2026, 9, 1), option="90-days", calendar=WEEKDAYS)


def test_reviews_keep_clear_of_a_known_absence() -> None:
    away = WorkingTime("UTC", WEEKDAYS, absences=(Absence(date(2026, 6, 29), date(2026, 7, 10)),))
    end = START + timedelta(days=90)
    proposed = dates_of(pack="generic", option="90-days", start=START, end=end, calendar=away)
    assert proposed[0] == date(2026, 7, 13)


def test_reviews_wait_for_the_end_of_an_absence_that_covers_most_of_the_period() -> None:
    back = date(2026, 8, 17)
    away = WorkingTime("UTC", WEEKDAYS, absences=(Absence(START, back - timedelta(days=1)),))
    end = START + timedelta(days=90)
    proposed = dates_of(pack="generic", option="90-days", start=START, end=end, calendar=away)
    assert proposed == [back, back + timedelta(days=1), date(2026, 8, 28)]


options = st.sampled_from([(pack, period) for pack in PACKS.values() for period in pack.periods])
calendars = st.builds(
    Calendar,
    st.just("any"),
    st.dictionaries(st.dates(date(2024, 1, 1), date(2033, 12, 31)), st.just("a holiday"), max_size=60),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@given(options, st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.none() | st.integers(1, 500), calendars)
@settings(deadline=None, max_examples=300)
def test_reviews_are_on_working_days_in_order_after_the_start_and_by_the_end(
    option: tuple[Pack, PeriodOption], start: date, length: int | None, calendar: Calendar
) -> None:
    pack, period = option
    end = period.end(start) if length is None else start + timedelta(days=length)
    assume(end is not None)
    assert end is not None
    worked = working_days_between(start + timedelta(days=1), end, calendar)
    if worked < len(period.reviews):
        with pytest.raises(PeriodTooShortError) as caught:
            propose_reviews(pack, start=start, end=end, option=period.id, calendar=calendar)
        assert caught.value.working_days == worked
        return
    proposed = propose_reviews(pack, start=start, end=end, option=period.id, calendar=calendar)
    days = [day for _, day in proposed]
    assert [kind for kind, _ in proposed] == [slot.kind for slot in period.reviews]
    assert all(map(calendar.working, days))
    assert all(earlier < later for earlier, later in pairwise((start, *days)))
    last = next(day for away in range(999) if calendar.working(day := end - timedelta(days=away)))
    assert days[-1] == last
