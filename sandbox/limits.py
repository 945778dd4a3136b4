"""Rate limits, in sandbox time (rule 7)."""

import math
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """A refused call: seconds to wait, and whether it came inside a wait it had been told of."""

    retry_after: int
    inside_wait: bool


@dataclass(slots=True)
class _Bucket:
    taken: deque[datetime] = field(default_factory=deque)
    closed: tuple[datetime, datetime] | None = None

    def left_to_wait(self, now: datetime) -> timedelta | None:
        """What is left of a wait somebody was told of; a clock moved before its beginning ends it."""
        if self.closed is None or not self.closed[0] <= now < self.closed[1]:
            return None
        return self.closed[1] - now


class Limits:
    """One rolling window per bucket name."""

    def __init__(self) -> None:
        self._buckets: defaultdict[str, _Bucket] = defaultdict(_Bucket)

    def take(self, now: datetime, wanted: list[tuple[str, int, timedelta]]) -> Over | None:
        """Take one from every bucket (name, size, window), or from none and say how long to wait."""
        over = [
            found
            for name, size, window in wanted
            if (found := self._full(self._buckets[name], now, size=size, window=window)) is not None
        ]
        if over:
            return max(over, key=lambda found: (found.inside_wait, found.retry_after))
        for name, _, _ in wanted:
            self._buckets[name].taken.append(now)
        return None

    def close(self, name: str, now: datetime, *, seconds: int) -> None:
        """Let nothing through a bucket for so long, as whoever was refused has been told."""
        self._buckets[name].closed = (now, now + timedelta(seconds=seconds))

    def waits(self, now: datetime, names: Iterable[str]) -> bool:
        """Whether somebody was told to wait with one of these buckets, and the wait is not over."""
        return any(self._buckets[name].left_to_wait(now) is not None for name in names if name in self._buckets)

    def _full(self, bucket: _Bucket, now: datetime, *, size: int, window: timedelta) -> Over | None:
        # A clock moved backwards must not lock a bucket for good.
        while bucket.taken and (now - bucket.taken[0] >= window or bucket.taken[0] > now):
            bucket.taken.popleft()
        waiting = bucket.left_to_wait(now)
        if waiting is not None:
            return Over(retry_after=_seconds(waiting), inside_wait=True)
        if len(bucket.taken) < size:
            bucket.closed = None
            return None
        wait = _seconds(bucket.taken[0] + window - now)
        bucket.closed = (now, now + timedelta(seconds=wait))
        return Over(retry_after=wait, inside_wait=False)


def _seconds(left: timedelta) -> int:
    return max(1, math.ceil(left.total_seconds()))
