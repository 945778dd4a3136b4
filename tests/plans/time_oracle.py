"""Local times worked out a second time, in another way than the program does: from a table of each zone's offsets.

It knows nothing of ``plans``. A zone is a row of spans, each with one offset from UTC; a local time is looked for in
every span. The program asks the zone for both readings of a local time and halves what lies between them.
"""

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
# Names in the data that are no places.
ZONES = tuple(sorted(available_timezones() - {"Factory", "localtime", "posixrules"}))
_BEGIN = datetime(2023, 11, 1, tzinfo=UTC)
_END = datetime(2033, 3, 1, tzinfo=UTC)
_STEP = timedelta(hours=12)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` on, clocks show UTC plus ``offset``."""

    start: datetime
    offset: timedelta


@cache
def spans(zone: str) -> tuple[Span, ...]:
    """Every span of the years looked at, to the second."""
    place = ZoneInfo(zone)
    found = [Span(_BEGIN, _offset(_BEGIN, place))]
    at = _BEGIN
    while at < _END:
        later = at + _STEP
        if _offset(later, place) != found[-1].offset:
            found.append(_change(at, later, place))
        at = later
    return tuple(found)


@cache
def starts(zone: str) -> tuple[datetime, ...]:
    return tuple(span.start for span in spans(zone))


def _offset(at: datetime, place: ZoneInfo) -> timedelta:
    return at.astimezone(place).utcoffset() or timedelta()


def _change(before: datetime, after: datetime, place: ZoneInfo) -> Span:
    old, new = _offset(before, place), _offset(after, place)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(middle, place) == old:
            before = middle
        else:
            after = middle
    return Span(after, new)


def moments(day: date, at: time, zone: str) -> list[datetime]:
    """Every instant at which clocks there show this: none in a gap, two in an overlap, else one."""
    wall, table = datetime.combine(day, at, tzinfo=UTC), spans(zone)
    found = []
    # No offset is more than a day: the spans that begin long after, or end long before, show it at no instant.
    first = max(bisect_right(starts(zone), wall - _DAY) - 1, 0)
    for number in range(first, bisect_right(starts(zone), wall + _DAY)):
        moment = wall - table[number].offset
        ends = table[number + 1].start if number + 1 < len(table) else _END
        if table[number].start <= moment < ends:
            found.append(moment)
    return sorted(found)


def moment(day: date, at: time, zone: str) -> datetime:
    """The first of them; in a gap, the instant at which the clocks jumped over it."""
    found = moments(day, at, zone)
    if found:
        return found[0]
    wall = datetime.combine(day, at, tzinfo=UTC)
    table = spans(zone)
    for before, after in pairwise(table):
        if after.start + before.offset <= wall < after.start + after.offset:
            return after.start
    raise AssertionError((day, at, zone))


def shown(at: datetime, zone: str) -> datetime:
    """What clocks there show, without a zone."""
    table = spans(zone)
    span = table[bisect_right(starts(zone), at) - 1]
    return (at + span.offset).replace(tzinfo=None)


def changes(zone: str) -> list[date]:
    """The local days on which clocks change there, within the years looked at."""
    days = [shown(span.start - timedelta(seconds=1), zone).date() for span in spans(zone)[1:]]
    days += [shown(span.start, zone).date() for span in spans(zone)[1:]]
    return sorted({day for day in days if FIRST <= day <= LAST})


def around_changes(zone: str) -> list[date]:
    around = {day + timedelta(days=away) for day in changes(zone) for away in (-1, 0, 1)}
    return sorted(day for day in around if FIRST <= day <= LAST)


def plain_days(zone: str, *, count: int) -> list[date]:
    """Days of no particular kind, the same ones in each run."""
    dice = random.Random(f"plain days {zone}")  # noqa: S311 - a sample, not a secret
    return sorted({FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1)) for _ in range(count)})


def some_zones(count: int) -> list[str]:
    """A seeded sample, and the zones that are odd in one way or another."""
    odd = {
        "Africa/Casablanca",  # an hour back for Ramadan, on dates nobody else changes on
        "America/Nuuk",  # changes on a Saturday evening, for those east of it on Sunday
        "Antarctica/Troll",  # two hours
        "Asia/Kathmandu",  # a quarter of an hour
        "Atlantic/Azores",
        "Australia/Lord_Howe",  # half an hour
        "Pacific/Chatham",
        "Pacific/Kiritimati",  # fourteen hours ahead
    }
    dice = random.Random("some zones")  # noqa: S311 - a sample, not a secret
    return sorted({*(odd & set(ZONES)), *dice.sample(ZONES, count)})


def every_day() -> Iterator[date]:
    for away in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=away)
