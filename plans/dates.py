"""Dates, and the instants they become: working days, holidays, rolling, and one person's hours.

A milestone is a date. It becomes an instant only here, in the zone of the person concerned, and is made again whenever
zone, holidays or absences change. Nothing here reads a clock. Instants that leave this module are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, assert_never
from zoneinfo import ZoneInfo, available_timezones

from dateutil.relativedelta import relativedelta
from dateutil.tz import datetime_exists

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2200
WEEKEND: Final = "weekend"
# Ten years without one working day is a mistake in somebody's settings, not a long leave.
_FARTHEST: Final = 3660
_DAY: Final = timedelta(days=1)
# Names that stand in the zone data but say nothing about where a person is.
_NOT_A_PLACE: Final = frozenset({"Factory", "localtime", "posixrules"})


class DateOutOfRangeError(ValueError):
    """A date before 1970 or after 2200: a slip of the keyboard, refused where it enters."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class UnknownZoneError(ValueError):
    """A zone name the IANA data does not hold; ``safe_zone`` is the way in for names from outside."""

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


class NaiveInstantError(ValueError):
    """An instant came without its zone, so it names no moment."""


class NoWorkingDayError(ValueError):
    """No working day within ten years of ``near``."""

    def __init__(self, near: date) -> None:
        super().__init__(near)
        self.near = near


class WorkingHoursError(ValueError):
    """Work that does not end after it starts on the same day, or a week without a working day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days an organisation works. ``holidays`` names each day off; days of the week count from Monday, 0."""

    name: str
    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)
    workdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})

    def __post_init__(self) -> None:
        if not self.workdays or not self.workdays <= frozenset(range(7)):
            raise WorkingHoursError
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))

    def working(self, day: date) -> bool:
        return day.weekday() in self.workdays and day not in self.holidays

    def reason(self, day: date) -> str | None:
        """Why nobody works that day: the holiday's name, else ``weekend``; ``None`` on a working day."""
        if day in self.holidays:
            return self.holidays[day]
        return None if day.weekday() in self.workdays else WEEKEND


@dataclass(frozen=True, slots=True)
class Absence:
    """Days a person is away, both ends included. It has no reason, and never gets one (P-14)."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When one person works. Raises ``UnknownZoneError`` or ``WorkingHoursError`` rather than exist wrongly.

    Hours are wall time in ``zone``, from ``start`` up to but without ``end``. Shifts over midnight are not supported.
    """

    zone: str
    calendar: Calendar
    start: time = time(9)
    end: time = time(17)
    absences: tuple[Absence, ...] = ()

    def __post_init__(self) -> None:
        _zone(self.zone)
        if self.start >= self.end:
            raise WorkingHoursError

    def working(self, day: date) -> bool:
        return self.calendar.working(day) and not any(absence.covers(day) for absence in self.absences)

    def reason(self, day: date) -> str | None:
        """The calendar's reason. A person's absence is never given as one (P-14)."""
        return self.calendar.reason(day)


class Rolling(StrEnum):
    """Where a date goes that falls on a day nobody works."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"
    MODIFIED_FOLLOWING = "modified_following"  # next, unless that leaves the month: then previous


@dataclass(frozen=True, slots=True)
class Rolled:
    """The day it came to, and why the day asked for is no working day; a reason stands even if nothing moved."""

    day: date
    reason: str | None


def checked(day: date) -> date:
    """The day itself. Raises ``DateOutOfRangeError`` outside 1970 to 2200."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateOutOfRangeError(day.year)
    return day


def roll(day: date, working: WorkingTime | Calendar, *, rule: Rolling) -> Rolled:
    reason = working.reason(checked(day))
    return Rolled(_rolled(day, working, rule=rule), reason)


def _rolled(day: date, working: WorkingTime | Calendar, *, rule: Rolling) -> date:
    match rule:
        case Rolling.NONE:
            return day
        case Rolling.NEXT:
            return _nearest(day, working, step=1)
        case Rolling.PREVIOUS:
            return _nearest(day, working, step=-1)
        case Rolling.MODIFIED_FOLLOWING:
            following = _nearest(day, working, step=1)
            same_month = (following.year, following.month) == (day.year, day.month)
            return following if same_month else _nearest(day, working, step=-1)
        case _:
            assert_never(rule)


def _nearest(day: date, working: WorkingTime | Calendar, *, step: int) -> date:
    """The day itself if it is worked, else the next one in the direction of ``step``."""
    for away in range(_FARTHEST):
        candidate = days_after(day, step * away)
        if working.working(candidate):
            return candidate
    raise NoWorkingDayError(day)


def add_working_days(day: date, n: int, working: WorkingTime | Calendar) -> date:
    """The n-th working day strictly after ``day``, or strictly before it if ``n`` is negative; 0 rolls forward."""
    if n == 0:
        return _nearest(checked(day), working, step=1)
    step = 1 if n > 0 else -1
    reached = checked(day)
    for _ in range(abs(n)):
        reached = _nearest(reached + step * _DAY, working, step=step)
    return reached


def working_days_between(first: date, last: date, working: WorkingTime | Calendar) -> int:
    """How many working days lie in the period, both ends included; 0 if it runs backwards."""
    days = (checked(last) - checked(first)).days + 1
    return sum(working.working(first + timedelta(days=away)) for away in range(days))


def working_days_apart(one: date, other: date, working: WorkingTime | Calendar) -> int:
    """How many working days it takes to get from one day to the other; negative if ``other`` is earlier."""
    if other >= one:
        return working_days_between(one + _DAY, other, working)
    return -working_days_between(other, one - _DAY, working)


def months_after(anchor: date, months: int) -> date:
    """Always counted from the anchor and never chained: a month after 31 January is the last day of February."""
    try:
        reached = checked(anchor) + relativedelta(months=months)
    except DateOutOfRangeError:
        raise
    except (ValueError, OverflowError) as error:
        raise DateOutOfRangeError(anchor.year + months // 12) from error
    return checked(reached)


def days_after(anchor: date, days: int) -> date:
    """Calendar days; negative counts back."""
    try:
        reached = checked(anchor) + timedelta(days=days)
    except OverflowError as error:
        raise DateOutOfRangeError(anchor.year + days // 365) from error
    return checked(reached)


@cache
def _zone(name: str) -> ZoneInfo:
    # The list is asked first, so that a name from outside never becomes a file name.
    if name not in _zone_names():
        raise UnknownZoneError(name)
    return ZoneInfo(name)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_A_PLACE


def safe_zone(name: str | None, fallback: str) -> str:
    """The name if it is a known IANA zone, else the fallback, else UTC."""
    for candidate in (name, fallback):
        if candidate is not None and candidate in _zone_names():
            return candidate
    return "UTC"


@lru_cache(maxsize=4_096)
def instant(day: date, at: time, zone: str) -> datetime:
    """The one instant, in UTC, at which clocks in the zone show this time on this day.

    In a gap it is the first moment that exists after it, in an overlap the first of the two.
    """
    place = _zone(zone)
    wall = datetime.combine(checked(day), at.replace(fold=0, tzinfo=None))
    local = wall.replace(tzinfo=place)
    # Before and after a change of the clocks the two readings differ; on every other day they are the same.
    if local.utcoffset() != local.replace(fold=1).utcoffset() and not datetime_exists(wall, place):
        return _end_of_gap(local)
    return local.astimezone(UTC)


def _end_of_gap(local: datetime) -> datetime:
    """The second at which clocks jump over this local time; halving finds it, as zone data does not tell."""
    offset_before, offset_after = local.utcoffset(), local.replace(fold=1).utcoffset()
    wall = local.replace(tzinfo=UTC)
    too_early = wall - (offset_after or timedelta())
    late_enough = wall - (offset_before or timedelta())
    too_early, late_enough = too_early.replace(microsecond=0) - timedelta(seconds=1), late_enough.replace(microsecond=0)
    while late_enough - too_early > timedelta(seconds=1):
        middle = too_early + timedelta(seconds=(late_enough - too_early) // timedelta(seconds=2))
        if middle.astimezone(local.tzinfo).utcoffset() == offset_before:
            too_early = middle
        else:
            late_enough = middle
    return late_enough


def local_time(at: datetime, zone: str) -> datetime:
    """What clocks in the zone show at this instant."""
    if at.tzinfo is None:
        raise NaiveInstantError
    checked(at.date())
    return at.astimezone(_zone(zone))


def local_date(at: datetime, zone: str) -> date:
    return local_time(at, zone).date()


def due_at(day: date, working: WorkingTime) -> datetime:
    """When something dated ``day`` is due: the end of work that day, or on the working day it rolls to."""
    return instant(roll(day, working, rule=Rolling.NEXT).day, working.end, working.zone)


def morning_of(day: date, working: WorkingTime) -> datetime:
    """The start of work on the day, or on the working day it rolls to."""
    return instant(roll(day, working, rule=Rolling.NEXT).day, working.start, working.zone)


def earliest_moment(at: datetime, working: WorkingTime) -> datetime:
    """``at`` itself if the person is at work then, else the next start of work (P-22)."""
    today = local_date(at, working.zone)
    for away in range(_FARTHEST):
        day = days_after(today, away)
        if not working.working(day):
            continue
        opens, closes = (instant(day, wall, working.zone) for wall in (working.start, working.end))
        # A change of the clocks can swallow a whole working day; then the two are one.
        if at < closes and opens < closes:
            return max(at.astimezone(UTC), opens)
    raise NoWorkingDayError(today)


def before(day: date, n: int, working: WorkingTime, *, at: time | None = None) -> datetime:
    """A reminder's moment: the n-th working day strictly before ``day``, at the start of work or at ``at``.

    With 0 it is the day itself, or the last working day before it: a reminder never comes after what it is about.
    An ``at`` outside the person's hours counts as the start of work.
    """
    if n < 0:
        raise ValueError(n)
    on = add_working_days(day, -n, working) if n else roll(day, working, rule=Rolling.PREVIOUS).day
    within = at is not None and working.start <= at < working.end
    return instant(on, at if within and at is not None else working.start, working.zone)
