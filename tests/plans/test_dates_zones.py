"""Every IANA zone from 2024 to 2032: one instant per local time, always the first that shows it or more (T28)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from plans.dates import Calendar, WorkingTime, due_at, earliest_moment, instant, safe_zone

FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
ZONES = sorted(zone for zone in available_timezones() if safe_zone(zone, "UTC") == zone)
EVERY_DAY = Calendar("every day", {}, frozenset(range(7)))
LEAP_DAYS = [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]
YEAR_ENDS = [day for year in range(2024, 2032) for day in (date(year, 12, 31), date(year + 1, 1, 1))]
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]

Change = tuple[date, timedelta]


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """The days on which clocks change, with the new offset; the first entry is the offset at the start."""
    place, found = ZoneInfo(zone), list[Change]()
    for day in DAYS:
        offset = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).astimezone(place).utcoffset() or timedelta()
        if not found or found[-1][1] != offset:
            found.append((day, offset))
    return tuple(found)


@cache
def one_of_each() -> tuple[str, ...]:
    """One zone for each set of rules; the others are the same clocks under another name."""
    return tuple({changes(zone): zone for zone in ZONES}.values())


def around_changes(zone: str) -> Iterator[date]:
    for day, _ in changes(zone)[1:]:
        yield from (day + timedelta(days=away) for away in (-1, 0, 1))


def assert_first_moment(zone: str, day: date, at: time) -> datetime:
    """The instant shows the time asked or, in a gap, more; no earlier instant does."""
    found, place = instant(day, at, zone), ZoneInfo(zone)
    asked = datetime.combine(day, at)

    def shown(earlier: timedelta) -> datetime:
        return (found - earlier).astimezone(place).replace(tzinfo=None)

    assert shown(timedelta()) >= asked, (zone, asked, found)
    for step in (timedelta(seconds=1), timedelta(minutes=30), timedelta(hours=1)):
        assert shown(step) < asked, (zone, asked, found, step)
    return found


def test_the_zone_data_is_all_there() -> None:
    assert len(ZONES) >= 590
    assert len(one_of_each()) >= 40


def test_every_day_has_one_due_time_and_the_next_is_later() -> None:
    for zone in one_of_each():
        previous = datetime(2023, 1, 1, tzinfo=UTC)
        for day in DAYS:
            due = assert_first_moment(zone, day, time(17))
            assert due > previous, (zone, day)
            previous = due


def test_every_half_hour_around_a_change_of_clocks_has_one_instant() -> None:
    for zone in one_of_each():
        for day in around_changes(zone):
            moments = [assert_first_moment(zone, day, at) for at in HALF_HOURS]
            assert moments == sorted(moments), (zone, day)


def test_every_zone_has_one_instant_around_changes_leap_days_and_year_ends() -> None:
    for zone in ZONES:
        for day in (*around_changes(zone), *LEAP_DAYS, *YEAR_ENDS):
            for at in (time(0), time(2, 30), time(9), time(17)):
                assert_first_moment(zone, day, at)


def test_every_zone_is_due_at_five_local_time_on_a_day_clocks_change() -> None:
    for zone in ZONES:
        working, place = WorkingTime(zone, EVERY_DAY), ZoneInfo(zone)
        for day in (*around_changes(zone), *LEAP_DAYS):
            shown = due_at(day, working).astimezone(place)
            assert (shown.date(), shown.time()) == (day, time(17)), (zone, day)


def test_in_every_zone_midnight_waits_for_nine_on_a_day_clocks_change() -> None:
    for zone in ZONES:
        working, place = WorkingTime(zone, EVERY_DAY), ZoneInfo(zone)
        for day in (*around_changes(zone), *LEAP_DAYS, *YEAR_ENDS):
            told = earliest_moment(instant(day, time(0), zone), working).astimezone(place)
            assert (told.date(), told.time()) == (day, time(9)), (zone, day)
