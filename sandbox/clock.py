"""The one place of this package that reads a clock.

Two clocks: the workspace's own, which people freeze and move, and the real one, which triggers,
acknowledgement deadlines and signatures keep to.
"""

import time
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time plus an offset, or frozen at an instant."""

    def __init__(self, *, offset: timedelta = timedelta(0), frozen_at: datetime | None = None) -> None:
        self._offset = offset
        self._frozen_at = None if frozen_at is None else frozen_at.astimezone(UTC)

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    @property
    def offset(self) -> timedelta:
        """How far the workspace is ahead of real time at this moment."""
        return self.now() - self._real_now()

    def now(self) -> datetime:
        return self._real_now() + self._offset if self._frozen_at is None else self._frozen_at

    def freeze(self, at: datetime | None = None) -> None:
        """Stop at an instant, or at the present one."""
        self._frozen_at = self.now() if at is None else at.astimezone(UTC)

    def run(self) -> None:
        """Go on from the present instant."""
        if self._frozen_at is not None:
            self._offset = self._frozen_at - self._real_now()
            self._frozen_at = None

    def set(self, at: datetime) -> None:
        """Jump to an instant; a frozen clock stays frozen there, a running one goes on from it."""
        if self._frozen_at is None:
            self._offset = at.astimezone(UTC) - self._real_now()
        else:
            self._frozen_at = at.astimezone(UTC)

    @staticmethod
    def real() -> float:
        """Real seconds since 1970, for signatures."""
        return time.time()

    @staticmethod
    def monotonic() -> float:
        """Real seconds from an arbitrary start, for deadlines."""
        return time.monotonic()

    @staticmethod
    def _real_now() -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the sandbox's single clock file
