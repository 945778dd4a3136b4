"""When to try again, and when to stop."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.outcomes import InstallationDown, Later, Refused, SendOutcome, Sent, Unknown
from jobs.retry import FIRST_WAIT, LONGEST_WAIT, MOST_ATTEMPTS, backoff, next_try, outcome_name

NOW = datetime(2026, 8, 11, 17, 0, tzinfo=UTC)


def _next(outcome: SendOutcome, *, attempts: int = 1, last: str | None = None) -> datetime | None:
    return next_try(outcome, attempts=attempts, last_outcome=last, now=NOW, jitter=0.5)


@pytest.mark.parametrize("outcome", [Sent("ref"), Refused("user_disabled")])
def test_what_is_settled_is_not_tried_again(outcome: SendOutcome) -> None:
    assert _next(outcome) is None


@given(attempts=st.integers(1, MOST_ATTEMPTS), jitter=st.floats(0, 1))
def test_every_wait_is_between_two_seconds_and_an_hour(attempts: int, jitter: float) -> None:
    assert FIRST_WAIT <= backoff(attempts, jitter=jitter) <= LONGEST_WAIT + timedelta(milliseconds=1)


def test_the_limit_of_the_waits_grows_from_two_seconds_to_an_hour() -> None:
    limits = [backoff(attempts, jitter=1) for attempts in range(1, MOST_ATTEMPTS)]
    assert limits == sorted(limits)
    assert limits[0] == FIRST_WAIT
    assert abs(limits[-1] - LONGEST_WAIT) < timedelta(seconds=1)
    assert sum(limits, timedelta()) < timedelta(hours=24)


def test_the_eighth_attempt_is_the_last() -> None:
    assert _next(Later(None, "connect"), attempts=MOST_ATTEMPTS - 1) is not None
    assert _next(Later(None, "connect"), attempts=MOST_ATTEMPTS) is None
    assert _next(Later(NOW, "connect"), attempts=MOST_ATTEMPTS) is None
    assert _next(Unknown("reset"), attempts=MOST_ATTEMPTS) is None


def test_a_rate_limit_never_runs_out_and_keeps_the_surfaces_time() -> None:
    until = NOW + timedelta(seconds=9)
    assert _next(Later(until, "rate-limited", counted=False), attempts=99) == until
    assert _next(Later(None, "rate-limited", counted=False)) == NOW + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("last", "again"), [(None, True), ("later:connect", True), ("unknown:reset", False), ("unknown:paced", False)]
)
def test_an_unknown_outcome_is_repeated_once(last: str | None, *, again: bool) -> None:
    found = _next(Unknown("reset"), attempts=2, last=last)
    assert (found is not None) is again
    assert found is None or found >= NOW + timedelta(seconds=30)


def test_a_refused_installation_is_asked_again_in_ten_minutes_for_ever() -> None:
    assert _next(InstallationDown("token_revoked"), attempts=99) == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        (Sent("ref"), "sent"),
        (Later(None, "busy"), "later:busy"),
        (Refused("user_disabled"), "refused:user_disabled"),
        (Unknown("reset"), "unknown:reset"),
        (InstallationDown("token_revoked"), "installation:token_revoked"),
    ],
)
def test_what_is_kept_of_an_outcome_is_its_class_and_its_code(outcome: SendOutcome, name: str) -> None:
    assert outcome_name(outcome) == name
