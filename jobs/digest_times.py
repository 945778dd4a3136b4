"""When an HR member's digest is due: weekly, and on the other working days, in the member's own zone (B-06).

Nobody is told anything on a day off (P-22): a week's digest that would fall on one comes on the next working day.
Local times are worked out here and never given to a scheduler, which gets them wrong twice a year.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from plans.dates import Calendar, instant, local_date, safe_zone

WORKING_WEEK: Final = Calendar("week")
# On either side of today: two weeks' digests and more, whatever row of days off lies between.
_DAYS: Final = 31
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTimes:
    """The settings: the day of the week counts from Monday, 0; the time is the member's own.

    ``calendar`` says on which days HR works; no plan does, for a digest is about all of them.
    """

    weekday: int = 0
    at: time = time(9)
    calendar: Calendar = WORKING_WEEK


USUAL_TIMES: Final = DigestTimes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One digest that may be owed. ``period`` is unique for a member; ``until`` is when the next takes its place.

    ``after`` is the moment of the issue before it, weekly or daily.
    """

    period: str
    after: datetime
    at: datetime
    until: datetime
    weekly: bool


def issues_at(zone: str, times: DigestTimes, *, now: datetime) -> tuple[Issue, ...]:
    """The latest weekly issue that has come by ``now``, then the latest daily one if that is later."""
    days = _days_around(zone, times, now=now)
    daily, weekly = days.latest(now), days.latest(now, weekly=True)
    found = (weekly,) if daily == weekly else (weekly, daily)
    return tuple(days.issue(at) for at in found)


def next_issue(zone: str, times: DigestTimes, *, now: datetime) -> datetime:
    """The first moment after ``now`` at which a digest may be owed."""
    days = _days_around(zone, times, now=now)
    return days.moment(days.latest(now) + 1)


def _days_around(zone: str, times: DigestTimes, *, now: datetime) -> "_Days":
    place = safe_zone(zone, "UTC")
    return _remembered(place, times, local_date(now, place))


@lru_cache(maxsize=64)
def _remembered(place: str, times: DigestTimes, today: date) -> "_Days":
    """Every sweep of a day asks for the same ones."""
    return _Days(place, times, today=today)


class _Days:
    """The working days around today, by their place in order; those with the week's digest are known."""

    def __init__(self, place: str, times: DigestTimes, *, today: date) -> None:
        self._place = place
        self._times = times
        self._today = today
        first = today - _DAYS * _DAY
        around = (first + away * _DAY for away in range(2 * _DAYS))
        self._days = [day for day in around if times.calendar.working(day)]
        # The day each week's digest was meant for, by the place of the day on which it comes.
        self._weeks: dict[int, date] = {}
        for at, (before, day) in enumerate(pairwise(self._days), start=1):
            meant = day - (day.weekday() - times.weekday) % 7 * _DAY
            if meant > before:
                self._weeks[at] = meant

    def moment(self, at: int) -> datetime:
        return instant(self._days[at], self._times.at, self._place)

    def latest(self, now: datetime, *, weekly: bool = False) -> int:
        """The place of the last issue that has come; there always is one, for the days reach back a month."""
        places = self._weeks if weekly else range(len(self._days))
        come = [at for at in places if self._days[at] <= self._today]
        return come[-1] if self.moment(come[-1]) <= now else come[-2]

    def issue(self, at: int) -> Issue:
        meant = self._weeks.get(at)
        following = at + 1 if meant is None else next(later for later in self._weeks if later > at)
        return Issue(
            period=f"day-{self._days[at].isoformat()}" if meant is None else f"week-{meant.isoformat()}",
            after=self.moment(at - 1),
            at=self.moment(at),
            until=self.moment(following),
            weekly=meant is not None,
        )
