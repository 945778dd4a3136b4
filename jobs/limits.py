"""How much is done at once, and how long each part of it may take."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times are in real time, but for ``pause``, which is on the injected clock as all tries are.

    ``at_once`` notices are claimed together, the ``first`` ones fewer so that saying them begins soon; more as soon as
    only ``refill`` wait to be said, and ``senders`` of them are said at one time. A call is cut off after
    ``call_timeout``, and nothing is begun that could outlast its ``lease``. A ``pause`` lies between a try whose
    outcome is unknown and the next; it is longer than a call, so that a late answer has had its time. As soon as
    outcomes are ``settled_together``, or after ``settle_within``, all there are get written, ``settled_at_most`` in one
    go. A ``turn`` is how long one workspace is worked for.
    """

    first: int = 200
    at_once: int = 800
    refill: int = 800
    senders: int = 50
    call_timeout: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=30)
    pause: timedelta = timedelta(seconds=30)
    settled_together: int = 200
    settled_at_most: int = 1_000
    settle_within: timedelta = timedelta(milliseconds=50)
    turn: timedelta = timedelta(seconds=20)

    @property
    def say_within(self) -> timedelta:
        """A call together with what leads up to it: looking the person up, and looking whether it was said before."""
        return self.call_timeout * 1.5


USUAL_LIMITS: Final = Limits()
