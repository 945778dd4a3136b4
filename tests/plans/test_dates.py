"""Dates by example: what people on a plan would expect to read."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from plans.dates import (
    Absence,
    Calendar,
    DateOutOfRangeError,
    NaiveInstantError,
    NoWorkingDayError,
    Rolled,
    Rolling,
    UnknownZoneError,
    WorkingHoursError,
    WorkingTime,
    add_working_days,
    before,
    days_after,
    due_at,
    earliest_moment,
    instant,
    local_date,
    local_time,
    months_after,
    morning_of,
    roll,
    safe_zone,
    working_days_apart,
    working_days_between,
)

MEMORIAL_DAY = date(2026, 5, 25)  # a Monday
CALENDAR = Calendar("US-IL", {MEMORIAL_DAY: "Memorial Day"})
CHICAGO = WorkingTime("America/Chicago", CALENDAR)
FRIDAY = date(2026, 5, 22)
SATURDAY = date(2026, 5, 23)
TUESDAY = date(2026, 5, 26)


def in_chicago(day: date, hour: int, minute: int = 0) -> datetime:
    return instant(day, time(hour, minute), "America/Chicago")


def test_a_calendar_names_the_holiday_before_the_weekend() -> None:
    on_a_saturday = Calendar("x", {SATURDAY: "Founders' Day"})
    assert CALENDAR.reason(MEMORIAL_DAY) == "Memorial Day"
    assert on_a_saturday.reason(SATURDAY) == "Founders' Day"
    assert CALENDAR.reason(SATURDAY) == "weekend"
    assert CALENDAR.reason(FRIDAY) is None


def test_a_calendar_cannot_be_changed_through_the_mapping_it_was_made_from() -> None:
    days = {MEMORIAL_DAY: "Memorial Day"}
    calendar = Calendar("x", days)
    days.clear()
    assert not calendar.working(MEMORIAL_DAY)


def test_calendars_with_the_same_days_are_equal_and_can_be_keys() -> None:
    again = Calendar("US-IL", {MEMORIAL_DAY: "Memorial Day"})
    assert {CALENDAR: 1}[again] == 1
    assert Calendar("US-IL", {}) != CALENDAR


@pytest.mark.parametrize("workdays", [frozenset[int](), frozenset({7}), frozenset({-1, 0})])
def test_a_week_needs_a_working_day_that_exists(workdays: frozenset[int]) -> None:
    with pytest.raises(WorkingHoursError):
        Calendar("x", {}, workdays)


def test_a_week_may_run_from_sunday_to_thursday() -> None:
    calendar = Calendar("x", {}, frozenset({6, 0, 1, 2, 3}))
    assert not calendar.working(FRIDAY)
    assert calendar.working(date(2026, 5, 24))


@pytest.mark.parametrize(("start", "end"), [(time(17), time(9)), (time(9), time(9))])
def test_working_hours_end_after_they_start(start: time, end: time) -> None:
    with pytest.raises(WorkingHoursError):
        WorkingTime("UTC", CALENDAR, start, end)


def test_working_time_refuses_a_zone_that_does_not_exist() -> None:
    with pytest.raises(UnknownZoneError) as caught:
        WorkingTime("Mars/Olympus", CALENDAR)
    assert caught.value.zone == "Mars/Olympus"


def test_an_absence_counts_from_its_first_day_to_its_last() -> None:
    away = WorkingTime("UTC", CALENDAR, absences=(Absence(date(2026, 6, 2), date(2026, 6, 3)),))
    days = [date(2026, 6, day) for day in (1, 2, 3, 4)]
    assert [away.working(day) for day in days] == [True, False, False, True]


def test_an_absence_is_never_given_as_the_reason_a_date_moved() -> None:
    away = WorkingTime("UTC", CALENDAR, absences=(Absence(FRIDAY, FRIDAY),))
    assert roll(FRIDAY, away, rule=Rolling.NEXT) == Rolled(TUESDAY, None)


@pytest.mark.parametrize(
    ("day", "rule", "expected"),
    [
        (MEMORIAL_DAY, Rolling.NONE, Rolled(MEMORIAL_DAY, "Memorial Day")),
        (MEMORIAL_DAY, Rolling.NEXT, Rolled(TUESDAY, "Memorial Day")),
        (MEMORIAL_DAY, Rolling.PREVIOUS, Rolled(FRIDAY, "Memorial Day")),
        (MEMORIAL_DAY, Rolling.MODIFIED_FOLLOWING, Rolled(TUESDAY, "Memorial Day")),
        (SATURDAY, Rolling.NEXT, Rolled(TUESDAY, "weekend")),
        (date(2026, 5, 31), Rolling.NEXT, Rolled(date(2026, 6, 1), "weekend")),
        (date(2026, 5, 31), Rolling.MODIFIED_FOLLOWING, Rolled(date(2026, 5, 29), "weekend")),
        (FRIDAY, Rolling.NEXT, Rolled(FRIDAY, None)),
    ],
)
def test_a_date_rolls_by_its_rule_and_keeps_the_reason(day: date, rule: Rolling, expected: Rolled) -> None:
    assert roll(day, CALENDAR, rule=rule) == expected


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (FRIDAY, 1, TUESDAY),
        (SATURDAY, 1, TUESDAY),
        (SATURDAY, 0, TUESDAY),
        (FRIDAY, 0, FRIDAY),
        (TUESDAY, -1, FRIDAY),
        (MEMORIAL_DAY, -1, FRIDAY),
        (FRIDAY, 5, date(2026, 6, 1)),
        (date(2026, 6, 1), -5, FRIDAY),
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(day: date, n: int, expected: date) -> None:
    assert add_working_days(day, n, CALENDAR) == expected


def test_working_days_between_counts_both_ends() -> None:
    assert working_days_between(FRIDAY, TUESDAY, CALENDAR) == 2
    assert working_days_between(FRIDAY, FRIDAY, CALENDAR) == 1
    assert working_days_between(SATURDAY, MEMORIAL_DAY, CALENDAR) == 0
    assert working_days_between(TUESDAY, FRIDAY, CALENDAR) == 0


def test_working_days_apart_says_how_far_a_review_moved() -> None:
    assert working_days_apart(FRIDAY, TUESDAY, CALENDAR) == 1
    assert working_days_apart(TUESDAY, FRIDAY, CALENDAR) == -1
    assert working_days_apart(FRIDAY, FRIDAY, CALENDAR) == 0


def test_a_calendar_without_a_working_day_in_sight_is_refused() -> None:
    forever = WorkingTime("UTC", CALENDAR, absences=(Absence(date(2026, 1, 1), date(2100, 1, 1)),))
    with pytest.raises(NoWorkingDayError):
        roll(FRIDAY, forever, rule=Rolling.NEXT)
    with pytest.raises(NoWorkingDayError):
        earliest_moment(in_chicago(FRIDAY, 12), forever)


def test_a_gap_takes_the_next_time_that_exists() -> None:
    assert instant(date(2026, 3, 8), time(2, 30), "America/Chicago") == datetime(2026, 3, 8, 8, tzinfo=UTC)
    assert local_time(datetime(2026, 3, 8, 8, tzinfo=UTC), "America/Chicago").time() == time(3)


def test_the_edges_of_a_gap_are_exact_to_the_second() -> None:
    before_it = instant(date(2026, 3, 8), time(1, 59, 59), "America/Chicago")
    inside = [instant(date(2026, 3, 8), wall, "America/Chicago") for wall in (time(2), time(2, 59, 59), time(3))]
    assert before_it == datetime(2026, 3, 8, 7, 59, 59, tzinfo=UTC)
    assert set(inside) == {datetime(2026, 3, 8, 8, tzinfo=UTC)}


def test_an_overlap_takes_the_first_of_its_two_times() -> None:
    assert instant(date(2026, 11, 1), time(1, 30), "America/Chicago") == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    asked_for_the_second = time(1, 30, fold=1)
    assert instant(date(2026, 11, 1), asked_for_the_second, "America/Chicago").hour == 6


def test_a_day_its_zone_left_out_begins_when_the_next_one_does() -> None:
    """Samoa went from 29 to 31 December 2011 when it crossed the date line."""
    assert instant(date(2011, 12, 30), time(9), "Pacific/Apia") == instant(date(2011, 12, 31), time(0), "Pacific/Apia")


def test_nobody_is_told_anything_on_a_day_their_zone_left_out() -> None:
    apia = WorkingTime("Pacific/Apia", Calendar("x", {}, frozenset(range(7))))
    after_work = instant(date(2011, 12, 29), time(18), "Pacific/Apia")
    assert earliest_moment(after_work, apia) == instant(date(2011, 12, 31), time(9), "Pacific/Apia")


def test_a_date_is_due_at_the_end_of_work_where_the_person_is() -> None:
    assert due_at(FRIDAY, CHICAGO) == datetime(2026, 5, 22, 22, tzinfo=UTC)
    assert due_at(SATURDAY, CHICAGO) == due_at(TUESDAY, CHICAGO) == datetime(2026, 5, 26, 22, tzinfo=UTC)


def test_a_date_on_which_the_person_is_away_is_due_when_they_are_back() -> None:
    away = WorkingTime("America/Chicago", CALENDAR, absences=(Absence(date(2026, 5, 20), date(2026, 5, 27)),))
    assert due_at(FRIDAY, away) == in_chicago(date(2026, 5, 28), 17)


def test_the_morning_of_a_date_is_the_start_of_work() -> None:
    early = WorkingTime("Asia/Kolkata", CALENDAR, time(7, 30), time(15))
    assert morning_of(SATURDAY, early) == datetime(2026, 5, 26, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (in_chicago(FRIDAY, 3), in_chicago(FRIDAY, 9)),
        (in_chicago(FRIDAY, 18), in_chicago(TUESDAY, 9)),
        (in_chicago(FRIDAY, 16, 59), in_chicago(FRIDAY, 16, 59)),
        (in_chicago(FRIDAY, 17), in_chicago(TUESDAY, 9)),
        (in_chicago(FRIDAY, 9), in_chicago(FRIDAY, 9)),
        (in_chicago(SATURDAY, 12), in_chicago(TUESDAY, 9)),
        (in_chicago(MEMORIAL_DAY, 12), in_chicago(TUESDAY, 9)),
    ],
)
def test_quiet_hours_hold_a_message_until_work_starts(at: datetime, expected: datetime) -> None:
    assert earliest_moment(at, CHICAGO) == expected


def test_nobody_is_told_anything_while_they_are_away() -> None:
    away = WorkingTime("America/Chicago", CALENDAR, absences=(Absence(TUESDAY, date(2026, 5, 29)),))
    assert earliest_moment(in_chicago(TUESDAY, 12), away) == in_chicago(date(2026, 6, 1), 9)


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_given_in() -> None:
    elsewhere = in_chicago(FRIDAY, 12).astimezone(timezone(timedelta(hours=9)))
    assert earliest_moment(elsewhere, CHICAGO).tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 5, 22, 12)  # noqa: DTZ001 - the missing zone is what this test is about
    with pytest.raises(NaiveInstantError):
        earliest_moment(naive, CHICAGO)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (TUESDAY, 0, in_chicago(TUESDAY, 9)),
        (TUESDAY, 1, in_chicago(FRIDAY, 9)),
        (TUESDAY, 5, in_chicago(date(2026, 5, 18), 9)),
        (MEMORIAL_DAY, 0, in_chicago(FRIDAY, 9)),
        (MEMORIAL_DAY, 1, in_chicago(FRIDAY, 9)),
    ],
)
def test_a_reminder_before_a_date_never_comes_after_it(day: date, n: int, expected: datetime) -> None:
    assert before(day, n, CHICAGO) == expected


def test_a_reminder_keeps_its_own_time_only_inside_working_hours() -> None:
    assert before(TUESDAY, 0, CHICAGO, at=time(14, 30)) == in_chicago(TUESDAY, 14, 30)
    assert before(TUESDAY, 0, CHICAGO, at=time(7)) == in_chicago(TUESDAY, 9)
    assert before(TUESDAY, 0, CHICAGO, at=time(17)) == in_chicago(TUESDAY, 9)


def test_a_reminder_cannot_be_asked_for_after_its_date() -> None:
    with pytest.raises(ValueError, match="-1"):
        before(TUESDAY, -1, CHICAGO)


def test_months_are_counted_from_the_anchor_and_never_chained() -> None:
    anchor = date(2026, 1, 31)
    assert [months_after(anchor, months) for months in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2024, 2, 29), 48) == date(2028, 2, 29)


def test_days_run_over_the_leap_day_and_the_end_of_the_year() -> None:
    assert days_after(date(2028, 2, 28), 2) == date(2028, 3, 1)
    assert days_after(date(2026, 12, 31), 1) == date(2027, 1, 1)


@pytest.mark.parametrize("day", [date(1969, 12, 31), date(2201, 1, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_a_date_from_a_slip_of_the_keyboard_is_refused_everywhere(day: date) -> None:
    with pytest.raises(DateOutOfRangeError) as caught:
        instant(day, time(9), "UTC")
    assert caught.value.year == day.year
    for refused in (
        lambda: roll(day, CALENDAR, rule=Rolling.NONE),
        lambda: add_working_days(day, 1, CALENDAR),
        lambda: working_days_between(day, day, CALENDAR),
        lambda: due_at(day, CHICAGO),
        lambda: months_after(day, 0),
        lambda: days_after(day, 0),
        lambda: local_date(datetime.combine(day, time(9), tzinfo=UTC), "Pacific/Kiritimati"),
    ):
        with pytest.raises(DateOutOfRangeError):
            refused()


def test_a_sum_that_leaves_the_range_is_refused_with_the_year_it_reached() -> None:
    with pytest.raises(DateOutOfRangeError) as months:
        months_after(date(2026, 1, 1), 12 * 175)
    with pytest.raises(DateOutOfRangeError):
        months_after(date(2026, 1, 1), 12 * 9_000)
    with pytest.raises(DateOutOfRangeError):
        days_after(date(2026, 1, 1), 10**9)
    with pytest.raises(DateOutOfRangeError):
        days_after(date(1970, 1, 1), -1)
    assert months.value.year == 2201


@pytest.mark.parametrize(
    ("name", "fallback", "expected"),
    [
        ("Europe/Berlin", "UTC", "Europe/Berlin"),
        (None, "Europe/Berlin", "Europe/Berlin"),
        ("", "Europe/Berlin", "Europe/Berlin"),
        ("Europe", "Europe/Berlin", "Europe/Berlin"),
        ("../../etc/passwd", "Europe/Berlin", "Europe/Berlin"),
        ("/etc/localtime", "Europe/Berlin", "Europe/Berlin"),
        ("localtime", "Europe/Berlin", "Europe/Berlin"),
        ("Factory", "Europe/Berlin", "Europe/Berlin"),
        ("Europe/Berlin\x00", "Asia/Tokyo", "Asia/Tokyo"),
        ("nonsense", "nonsense too", "UTC"),
    ],
)
def test_an_unknown_zone_falls_back(name: str | None, fallback: str, expected: str) -> None:
    assert safe_zone(name, fallback) == expected
