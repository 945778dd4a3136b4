"""When an HR member's digest is due: weekly, and on the other working days, in the member's own zone (B-06).

Local times are worked out here and never given to a scheduler, which gets them wrong twice a year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from plans.dates import instant, local_date, safe_zone

_WEEKEND: Final = frozenset({5, 6})
_DAYS_BACK: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTimes:
    """The settings: the day of the week counts from Monday, 0; the time is the member's own."""

    weekday: int = 0
    at: time = time(9)


USUAL_TIMES: Final = DigestTimes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One digest that may be owed. ``period`` is unique for a member; ``until`` is when the next takes its place."""

    period: str
    at: datetime
    until: datetime
    weekly: bool


def issues_at(zone: str, times: DigestTimes, *, now: datetime) -> tuple[Issue, ...]:
    """The latest weekly issue that has come by ``now``, and the latest daily one if that is later."""
    past = [issue for issue in _issues(zone, times, now=now) if issue.at <= now]
    weekly = [issue for issue in past if issue.weekly][-1:]
    return (*weekly, *(issue for issue in past[-1:] if not issue.weekly))


def next_issue(zone: str, times: DigestTimes, *, now: datetime) -> datetime:
    """The first moment after ``now`` at which a digest may be owed."""
    return next(issue.at for issue in _issues(zone, times, now=now) if issue.at > now)


def _issues(zone: str, times: DigestTimes, *, now: datetime) -> Iterator[Issue]:
    """Every issue from a week before ``now`` to a week after it, in order."""
    place = safe_zone(zone, "UTC")
    today = local_date(now, place)
    for away in range(-_DAYS_BACK, _DAYS_BACK + 1):
        day = today + timedelta(days=away)
        weekly = day.weekday() == times.weekday
        if not weekly and day.weekday() in _WEEKEND:
            continue
        until = day + timedelta(days=7 if weekly else 1)
        yield Issue(
            period=f"{'week' if weekly else 'day'}-{day.isoformat()}",
            at=instant(day, times.at, place),
            until=instant(until, times.at, place),
            weekly=weekly,
        )
