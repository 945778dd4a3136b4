"""When an HR member's digest is due: weekly, and on the other working days, in the member's own zone (B-06).

Local times are worked out here and never given to a scheduler, which gets them wrong twice a year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from plans.dates import instant, local_date, safe_zone

_WEEKEND: Final = frozenset({5, 6})
_DAYS: Final = 16


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
    """The latest weekly issue that has come by ``now``, then the latest daily one if that is later."""
    place = safe_zone(zone, "UTC")
    latest: Issue | None = None
    for day in _days(place, times, now=now, step=-1):
        weekly = day.weekday() == times.weekday
        if latest is not None and not weekly:
            continue
        issue = _issue(day, place, times)
        if issue.at > now:
            continue
        if weekly:
            return (issue,) if latest is None else (issue, latest)
        latest = issue
    return ()


def next_issue(zone: str, times: DigestTimes, *, now: datetime) -> datetime:
    """The first moment after ``now`` at which a digest may be owed."""
    place = safe_zone(zone, "UTC")
    moments = (instant(day, times.at, place) for day in _days(place, times, now=now, step=1))
    return next(at for at in moments if at > now)


def _days(place: str, times: DigestTimes, *, now: datetime, step: int) -> Iterator[date]:
    """The days with an issue, from today on or back, for more than a week."""
    today = local_date(now, place)
    for away in range(_DAYS):
        day = today + step * timedelta(days=away)
        if day.weekday() == times.weekday or day.weekday() not in _WEEKEND:
            yield day


def _issue(day: date, place: str, times: DigestTimes) -> Issue:
    weekly = day.weekday() == times.weekday
    return Issue(
        period=f"{'week' if weekly else 'day'}-{day.isoformat()}",
        at=instant(day, times.at, place),
        until=instant(day + timedelta(days=7 if weekly else 1), times.at, place),
        weekly=weekly,
    )
