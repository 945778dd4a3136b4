"""Dates by property: whatever the zone, the hours, the holidays and the absences."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import datetime_exists
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plans.dates import (
    Absence,
    Calendar,
    Rolling,
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

# The machine may be busy; how long one example takes is not what is tested here.
BUSY = settings(deadline=None, max_examples=200)
FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
ZONES = sorted(zone for zone in available_timezones() if safe_zone(zone, "UTC") == zone)

days = st.dates(FIRST, LAST)
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis takes bounds without a zone
calendars = st.builds(
    Calendar,
    st.just("any"),
    st.dictionaries(days, st.just("a holiday"), max_size=20),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@st.composite
def working_times(draw: st.DrawFn) -> WorkingTime:
    start, end = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    absences = tuple(
        Absence(first, first + timedelta(days=draw(st.integers(0, 40)))) for first in draw(st.lists(days, max_size=3))
    )
    return WorkingTime(draw(zones), draw(calendars), start, end, absences)


def opens(day: date, working: WorkingTime) -> datetime:
    return instant(day, working.start, working.zone)


def closes(day: date, working: WorkingTime) -> datetime:
    return instant(day, working.end, working.zone)


def at_work(at: datetime, working: WorkingTime) -> bool:
    day = local_date(at, working.zone)
    return working.working(day) and opens(day, working) <= at < closes(day, working)


@given(moments, working_times())
@BUSY
def test_a_message_waits_for_working_hours_and_no_longer(at: datetime, working: WorkingTime) -> None:
    told = earliest_moment(at, working)
    assert told >= at
    assert at_work(told, working)
    assert earliest_moment(told, working) == told
    if told > at:
        assert not at_work(at, working)
        assert told == opens(local_date(told, working.zone), working)
    today, then = local_date(at, working.zone), local_date(told, working.zone)
    between = (today + timedelta(days=n) for n in range((then - today).days))
    for day in between:
        window = opens(day, working) < closes(day, working)
        assert not (window and working.working(day) and at < closes(day, working))


@given(moments, moments, working_times())
@BUSY
def test_what_happens_later_is_never_told_earlier(one: datetime, other: datetime, working: WorkingTime) -> None:
    first, second = sorted((one, other))
    assert earliest_moment(first, working) <= earliest_moment(second, working)


@given(days, working_times())
@BUSY
def test_due_is_after_the_morning_on_a_working_day_not_before_the_date(day: date, working: WorkingTime) -> None:
    due, morning = due_at(day, working), morning_of(day, working)
    assert morning <= due
    rolled = roll(day, working, rule=Rolling.NEXT).day
    assert rolled >= day
    assert working.working(rolled)
    assert due == closes(rolled, working)
    assert local_time(due, working.zone).replace(tzinfo=None) >= datetime.combine(day, working.end)


@given(days, days, working_times())
@BUSY
def test_a_later_date_is_never_due_earlier(one: date, other: date, working: WorkingTime) -> None:
    first, second = sorted((one, other))
    assert due_at(first, working) <= due_at(second, working)


@given(days, st.integers(-60, 60), calendars)
@BUSY
def test_adding_and_taking_away_working_days_comes_back(day: date, n: int, calendar: Calendar) -> None:
    anchor = roll(day, calendar, rule=Rolling.NEXT).day
    there = add_working_days(anchor, n, calendar)
    assert calendar.working(there)
    assert add_working_days(there, -n, calendar) == anchor
    assert working_days_apart(anchor, there, calendar) == n
    assert working_days_between(min(anchor, there), max(anchor, there), calendar) == abs(n) + 1


@given(days, st.integers(-30, 30), st.integers(-30, 30), calendars)
@BUSY
def test_working_days_add_up(day: date, n: int, m: int, calendar: Calendar) -> None:
    anchor = roll(day, calendar, rule=Rolling.NEXT).day
    assert add_working_days(add_working_days(anchor, n, calendar), m, calendar) == add_working_days(
        anchor, n + m, calendar
    )


@given(days, calendars, st.sampled_from(Rolling))
@BUSY
def test_rolling_goes_to_the_nearest_working_day_its_rule_allows(day: date, calendar: Calendar, rule: Rolling) -> None:
    rolled = roll(day, calendar, rule=rule)
    assert (rolled.reason is None) == calendar.working(day)
    if calendar.working(day) or rule is Rolling.NONE:
        assert rolled.day == day
        return
    assert calendar.working(rolled.day)
    first, last = sorted((day, rolled.day))
    skipped = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(map(calendar.working, skipped)) == 1
    if rule is Rolling.MODIFIED_FOLLOWING:
        following = roll(day, calendar, rule=Rolling.NEXT).day
        assert rolled.day == (
            following if following.month == day.month else roll(day, calendar, rule=Rolling.PREVIOUS).day
        )
    else:
        assert (rolled.day > day) == (rule is Rolling.NEXT)


@given(days, st.integers(0, 30), working_times(), st.none() | st.times())
@BUSY
def test_a_reminder_comes_in_working_hours_and_never_past_its_date(
    day: date, n: int, working: WorkingTime, at: time | None
) -> None:
    told = before(day, n, working, at=at)
    on = local_date(told, working.zone)
    assert on <= day
    assert working.working(on)
    assert told <= closes(on, working)
    assert n == 0 or on < day
    skipped = (on + timedelta(days=away) for away in range((day - on).days))
    assert sum(map(working.working, skipped)) == (n or int(on < day))


@given(st.dates(date(1970, 1, 1), date(2180, 12, 31)), st.integers(0, 240))
@example(date(2024, 2, 29), 12)
@BUSY
def test_months_after_keep_the_day_or_take_the_last_of_the_month(anchor: date, months: int) -> None:
    reached = months_after(anchor, months)
    assert (reached.year * 12 + reached.month) - (anchor.year * 12 + anchor.month) == months
    assert reached.day == anchor.day or days_after(reached, 1).day == 1


@given(days, st.times(), zones)
@BUSY
def test_a_wall_time_comes_back_from_its_instant_unless_it_fell_into_a_gap(day: date, at: time, zone: str) -> None:
    asked = datetime.combine(day, at)
    shown = local_time(instant(day, at, zone), zone).replace(tzinfo=None)
    in_gap = not datetime_exists(asked, ZoneInfo(zone))
    assert (shown > asked) if in_gap else (shown == asked)
