"""A pack's holidays as a calendar."""

from dataclasses import replace
from datetime import date

import pytest

from app.calendars import UnknownHolidaysError, calendar_for
from plans.dates import DateOutOfRangeError
from plans.policy import HolidaySource, Pack, PackId, read_packs

PACKS = read_packs()
GENERIC, ILLINOIS = PACKS[PackId("generic")], PACKS[PackId("illinois-library")]


def with_source(source: HolidaySource) -> Pack:
    return replace(GENERIC, holidays=source)


def test_illinois_keeps_the_holidays_of_country_and_state() -> None:
    calendar = calendar_for(ILLINOIS, years=[2026, 2027])
    assert calendar.name == "US-IL"
    assert calendar.reason(date(2026, 11, 26)) == "Thanksgiving Day"
    assert calendar.reason(date(2026, 2, 12)) == "Lincoln's Birthday"
    assert calendar.working(date(2026, 11, 27))


def test_a_holiday_on_a_weekend_is_kept_on_the_day_it_is_observed() -> None:
    calendar = calendar_for(ILLINOIS, years=[2026, 2027])
    assert not calendar.working(date(2026, 7, 3))
    assert not calendar.working(date(2027, 12, 31))


def test_without_a_country_only_hrs_own_days_are_holidays() -> None:
    christmas, shutdown = date(2026, 12, 25), date(2026, 12, 28)
    assert calendar_for(GENERIC, years=[2026]).working(christmas)
    calendar = calendar_for(GENERIC, years=[2026], extra={shutdown: "Winter break"})
    assert calendar.name == "hr"
    assert calendar.reason(shutdown) == "Winter break"


def test_hrs_own_days_come_from_the_pack_too_and_rename_a_public_holiday() -> None:
    own = ((date(2026, 12, 25), "Our winter day"), (date(2026, 12, 28), "Winter break"))
    pack = with_source(HolidaySource(country="US", subdivision="IL", days=own))
    calendar = calendar_for(pack, years=[2026])
    assert calendar.reason(date(2026, 12, 25)) == "Our winter day"
    assert calendar.reason(date(2026, 12, 28)) == "Winter break"


def test_the_same_question_is_worked_out_once() -> None:
    assert calendar_for(ILLINOIS, years=range(2026, 2028)) is calendar_for(ILLINOIS, years=[2027, 2026, 2027])


def test_asking_about_a_year_left_out_does_not_change_a_calendar() -> None:
    calendar = calendar_for(ILLINOIS, years=[2026])
    before = dict(calendar.holidays)
    assert calendar.working(date(2030, 12, 25))
    assert dict(calendar.holidays) == before


def test_no_years_are_no_public_holidays() -> None:
    assert not calendar_for(ILLINOIS, years=[]).holidays


@pytest.mark.parametrize(("country", "subdivision"), [("ZZ", None), ("US", "Atlantis")])
def test_a_place_nobody_knows_the_holidays_of_is_refused(country: str, subdivision: str | None) -> None:
    with pytest.raises(UnknownHolidaysError) as caught:
        calendar_for(with_source(HolidaySource(country=country, subdivision=subdivision)), years=[2026])
    assert (caught.value.country, caught.value.subdivision) == (country, subdivision)


@pytest.mark.parametrize("year", [1969, 2201, 9999])
def test_a_year_out_of_range_is_refused(year: int) -> None:
    with pytest.raises(DateOutOfRangeError):
        calendar_for(ILLINOIS, years=[2026, year])
