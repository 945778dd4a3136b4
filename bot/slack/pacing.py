"""How often Slack lets each method be called (our Slack notes, "Rate limits"), and a count of ours for each.

Asking ourselves first is what keeps Slack from refusing: who runs into a limit and tries again gets far less through.
``chat.postMessage`` is not counted here. Its limits are for a person and for the workspace, and are kept by whoever
decides what is said next.
"""

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

from bot.slack.errors import HELD_BACK, TryLaterError, delivery_error

# Calls a minute that Slack promises for a tier. It may allow more, and says so nowhere.
FLOOR: Final[Mapping[int, int]] = {2: 20, 3: 50, 4: 100}
TIER: Final[Mapping[str, int]] = {
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.open": 3,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
# They answer a person who looks at the screen, and their trigger is gone in three seconds: now or never.
AT_ONCE: Final = frozenset({"views.open", "views.push", "views.update"})
# A little longer than Slack's minute and a little fewer than its floor: calls arrive later than they were made.
WINDOW: Final = timedelta(seconds=61)
SHARE: Final = 0.95
# What is left free for people who wait for an answer, while reminders leave as fast as they may.
KEPT_FOR_PEOPLE: Final[Mapping[str, float]] = {"users.info": 0.1, "views.publish": 0.1}
# Slack says how long to wait; where it did not, half its window is a guess that is seldom refused again.
WAIT_UNSAID: Final = 30.0
SPREAD: Final = 2.0
_OUR_LIMITS: Final = frozenset({"rate_limited", "ratelimited"})


def random_jitter() -> float:
    """A number from 0 to 1; tests hand in their own."""
    return secrets.SystemRandom().random()


def size_of(method: str) -> int:
    """How many calls of a method we make in one window, all told."""
    return int(FLOOR[TIER[method]] * SHARE)


@dataclass(slots=True)
class _Bucket:
    size: int
    made: deque[datetime] = field(default_factory=deque)
    closed: tuple[datetime, datetime] | None = None

    def count(self, now: datetime) -> None:
        """One more call. Those of the last window are remembered, and none from a time a clock was moved back over."""
        self.made.append(now)
        while not now - WINDOW < self.made[0] <= now:
            self.made.popleft()

    def free_at(self, now: datetime, *, size: int) -> datetime:
        """When a call may be made if at most ``size`` may be; not after ``now`` if at once."""
        told = self.told_until(now)
        if len(self.made) < size or not now - WINDOW < self.made[-size] <= now:
            return told
        return max(told, self.made[-size] + WINDOW)

    def told_until(self, now: datetime) -> datetime:
        """Until when Slack itself said to wait."""
        return self.closed[1] if self.closed is not None and self.closed[0] <= now < self.closed[1] else now


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """One for the process: ``with pacing.call("chat.update"):`` around the one call.

    ``clock`` is the injected one. ``jitter`` gives numbers from 0 to 1.
    """

    clock: Callable[[], datetime]
    jitter: Callable[[], float] = random_jitter
    _buckets: dict[str, _Bucket] = field(default_factory=lambda: {name: _Bucket(size_of(name)) for name in TIER})

    @contextmanager
    def call(self, method: str, *, waited_for: bool = False) -> Iterator[None]:
        """Count a call that is made inside the block, and heed what Slack says to it.

        ``waited_for`` is for a call somebody waits for; it may use what is kept free for that. ``AT_ONCE`` methods are
        counted and never held back, but for the time Slack itself told us to wait.

        Raises:
            TryLaterError: its turn is not now; the call was not made.

        """
        now, bucket = self.clock(), self._buckets[method]
        wait = (self._free_at(bucket, method, now, waited_for=waited_for) - now).total_seconds()
        if wait > 0:
            raise TryLaterError(HELD_BACK, retry_after=wait, alone=True)
        bucket.count(now)
        try:
            yield
        except SlackApiError as error:
            self._heed(bucket, error)
            raise

    def _free_at(self, bucket: _Bucket, method: str, now: datetime, *, waited_for: bool) -> datetime:
        if method in AT_ONCE:
            return bucket.told_until(now)
        kept = 0.0 if waited_for else KEPT_FOR_PEOPLE.get(method, 0.0)
        size = int(bucket.size * (1 - kept))
        return bucket.free_at(now, size=size)

    def _heed(self, bucket: _Bucket, error: SlackApiError) -> None:
        found = delivery_error(error)
        if found.code not in _OUR_LIMITS:
            return
        wait = WAIT_UNSAID if found.retry_after is None else found.retry_after
        now = self.clock()
        until = now + timedelta(seconds=wait + SPREAD * self.jitter())
        bucket.closed = (now, max(until, bucket.told_until(now)))
