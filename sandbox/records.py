"""What happened, for tests to read back: the log, and the violations."""

from collections import deque
from typing import Literal

from sandbox.clock import SandboxClock
from sandbox.pulse import Pulse
from sandbox.shapes import Json

KEPT = 20_000
LogKind = Literal["call", "delivery", "ack", "act", "event_lost", "clock", "socket", "fault"]


class Records:
    """Two lists in order of time. Tokens never enter either."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._started = clock.monotonic()
        self._number = 0
        self.log: deque[Json] = deque(maxlen=KEPT)
        self.violations: deque[Json] = deque(maxlen=KEPT)
        self.pulse = Pulse()

    def note(self, kind: LogKind, **facts: object) -> Json:
        """Add a line to the log; the line may be completed by its writer later."""
        line = self._line(kind) | facts
        self.log.append(line)
        self.pulse.beat()
        return line

    def violate(self, kind: str, **facts: object) -> None:
        """Record something that Slack would forgive and this workspace does not."""
        self.violations.append(self._line(kind) | facts)
        self.pulse.beat()

    def forget(self) -> None:
        """Empty the violations, once a test has looked at those it expected."""
        self.violations.clear()

    def _line(self, kind: str) -> Json:
        self._number += 1
        return {
            "id": self._number,
            "kind": kind,
            "at": self._clock.now().isoformat(),
            "real": round(self._clock.monotonic() - self._started, 4),
        }
