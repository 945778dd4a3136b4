"""The only place that reads the clock on the wall. Everything else is handed ``now``."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The present, as an aware instant in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock. Leases and deadlines always keep to it."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the one place


class FollowedClock:
    """A clock somebody else moves: due times follow it, leases and deadlines do not (delivery §1, two clocks)."""

    def __init__(self, at: datetime, *, running: bool = False) -> None:
        self._at = at
        self._since = time.monotonic() if running else None

    def now(self) -> datetime:
        if self._since is None:
            return self._at
        return self._at + timedelta(seconds=time.monotonic() - self._since)

    def set(self, at: datetime, *, running: bool) -> None:
        """Take over an instant; a running clock goes on from it."""
        self._at = at
        self._since = time.monotonic() if running else None


def wall_seconds() -> float:
    """Real seconds since 1970, for signatures."""
    return time.time()
