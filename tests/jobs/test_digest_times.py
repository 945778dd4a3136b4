"""When a digest is due: in the member's own zone, whatever clocks do there."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.digest_times import USUAL_TIMES, DigestTimes, issues_at, next_issue

NEW_YORK = "America/New_York"
INSTANTS = st.datetimes(
    datetime(2026, 1, 10),  # noqa: DTZ001 - the zone is given beside it
    datetime(2026, 12, 20),  # noqa: DTZ001 - the zone is given beside it
    timezones=st.just(UTC),
)
ZONES = st.sampled_from([NEW_YORK, "Asia/Kolkata", "Pacific/Chatham", "Africa/Cairo", "Pacific/Kiritimati", "Nowhere"])


def _periods(now: datetime, times: DigestTimes = USUAL_TIMES) -> list[str]:
    return [issue.period for issue in issues_at(NEW_YORK, times, now=now)]


def test_on_monday_from_nine_it_is_the_weekly_one_alone() -> None:
    nine = datetime(2026, 8, 10, 13, 0, tzinfo=UTC)
    assert _periods(nine) == ["week-2026-08-10"]
    # A second before nine it is still Friday's, after the Monday before.
    assert _periods(nine - timedelta(seconds=1)) == ["week-2026-08-03", "day-2026-08-07"]


def test_on_other_working_days_it_is_that_days_after_the_weeks() -> None:
    assert _periods(datetime(2026, 8, 12, 13, 0, tzinfo=UTC)) == ["week-2026-08-10", "day-2026-08-12"]


def test_the_day_and_the_hour_come_from_the_settings() -> None:
    times = DigestTimes(weekday=3, at=time(15, 30))
    assert _periods(datetime(2026, 8, 13, 19, 30, tzinfo=UTC), times) == ["week-2026-08-13"]
    assert _periods(datetime(2026, 8, 13, 19, 29, tzinfo=UTC), times) == ["week-2026-08-06", "day-2026-08-12"]


def test_an_unknown_zone_is_read_as_utc() -> None:
    assert next_issue("Nowhere", USUAL_TIMES, now=datetime(2026, 8, 10, 8, 0, tzinfo=UTC)).hour == 9


@settings(deadline=None)
@given(now=INSTANTS, zone=ZONES)
def test_a_digest_never_comes_early_nor_on_a_weekend_and_always_at_the_hour(now: datetime, zone: str) -> None:
    local = next_issue(zone, USUAL_TIMES, now=now).astimezone(ZoneInfo("UTC" if zone == "Nowhere" else zone))
    assert local > now
    assert local.weekday() < 5
    assert local.time() == time(9)
    assert all(issue.at <= now < issue.until or issue.at <= now for issue in issues_at(zone, USUAL_TIMES, now=now))


@settings(deadline=None)
@given(now=INSTANTS, zone=ZONES)
def test_between_two_issues_nothing_else_is_due(now: datetime, zone: str) -> None:
    coming = next_issue(zone, USUAL_TIMES, now=now)
    before = issues_at(zone, USUAL_TIMES, now=now)
    assert issues_at(zone, USUAL_TIMES, now=coming - timedelta(microseconds=1)) == before
    assert issues_at(zone, USUAL_TIMES, now=coming)[-1].at == coming


@pytest.mark.parametrize("zone", [NEW_YORK, "Africa/Cairo"])
def test_over_a_year_every_working_day_has_exactly_one_issue(zone: str) -> None:
    now, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    days = []
    while (now := next_issue(zone, USUAL_TIMES, now=now)) < end:
        days.append(now.astimezone(ZoneInfo(zone)).date())
    assert len(days) == len(set(days))
    assert {(after - before).days for before, after in pairwise(days)} == {1, 3}
