"""When to try again, and when to stop. Pure: the time and the jitter are arguments."""

from datetime import datetime, timedelta
from typing import Final

from jobs.limits import USUAL_LIMITS
from jobs.outcomes import InstallationDown, Later, Refused, SendOutcome, Sent, Unknown

MOST_ATTEMPTS: Final = 8
FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(hours=1)
# Seven waits lead from the first to the longest.
_GROWTH: Final[float] = (LONGEST_WAIT / FIRST_WAIT) ** (1.0 / (MOST_ATTEMPTS - 2))
# Added to the pause after an unknown outcome, as a share of it.
_SPREAD_WHEN_UNKNOWN: Final = 1 / 6
WAIT_FOR_OPERATOR: Final = timedelta(minutes=10)
_WAIT_WHEN_LIMITED: Final = timedelta(seconds=60)

UNKNOWN: Final = "unknown"


def outcome_name(outcome: SendOutcome) -> str:
    """What is kept of an outcome: its class, and its code or reason."""
    match outcome:
        case Sent():
            return "sent"
        case Later(reason=reason):
            return f"later:{reason}"
        case Refused(code=code):
            return f"refused:{code}"
        case Unknown(reason=reason):
            return f"{UNKNOWN}:{reason}"
        case InstallationDown(code=code):
            return f"installation:{code}"


def remembered(name: str, *, before: str | None, waits: bool) -> str:
    """An outcome as it is kept: that an earlier send may have been heard is not forgotten over a wait.

    So there is one more send, not two, however often that one is put off.
    """
    unsettled = waits and (before or "").startswith(UNKNOWN) and not name.startswith(UNKNOWN)
    return f"{UNKNOWN}:{name}" if unsettled else name


def next_try(
    outcome: SendOutcome,
    *,
    attempts: int,
    last_outcome: str | None,
    now: datetime,
    jitter: float,
    pause: timedelta = USUAL_LIMITS.pause,
) -> datetime | None:
    """When to say it again, or None to stop. ``attempts`` counts this one; ``jitter`` is from 0 to 1.

    ``last_outcome`` is what was kept of the try before, or None if the surface has since told what became of that.
    """
    match outcome:
        case Sent() | Refused():
            return None
        case Later(at=at, counted=False):
            return at or now + _WAIT_WHEN_LIMITED
        case Later(at=at):
            return None if attempts >= MOST_ATTEMPTS else at or now + backoff(attempts, jitter=jitter)
        case Unknown():
            again = last_outcome is None or not last_outcome.startswith(UNKNOWN)
            may_be_repeated = again and attempts < MOST_ATTEMPTS
            return now + pause * (1 + jitter * _SPREAD_WHEN_UNKNOWN) if may_be_repeated else None
        case InstallationDown():
            return now + WAIT_FOR_OPERATOR


def backoff(attempts: int, *, jitter: float) -> timedelta:
    """Full jitter under a limit that grows from 2 s to 1 h over the attempts there are, and never below 2 s."""
    limit = min(LONGEST_WAIT, FIRST_WAIT * _GROWTH ** max(attempts - 1, 0))
    return FIRST_WAIT + jitter * (limit - FIRST_WAIT)
