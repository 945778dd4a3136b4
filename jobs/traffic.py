"""What one process remembers: what it said to whom and when, who asked for quiet, when it looked for digests.

All of it is on the injected clock and none of it needs to survive a restart.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from jobs.digest_times import WORKING_WEEK
from plans.dates import Calendar, WorkingTime, earliest_moment
from plans.ids import PersonId, WorkspaceId

PACE: Final = timedelta(seconds=1.1)
# No surface may silence us for longer by one answer.
LONGEST_QUIET: Final = timedelta(hours=24)
_REMEMBERED: Final = 5_000
# What a surface surely takes from us in a minute, for the whole workspace; Slack does not say how much more it would.
POSTS_A_MINUTE: Final = 60
# Our minute is a little longer than the surface's, since calls take longer on one day than on another.
_MINUTE: Final = timedelta(seconds=60.5)
# Whoever asks for room looked at the clock a moment before, and meanwhile others have begun to speak.
_SINCE_LOOKED: Final = timedelta(seconds=5)


@dataclass(slots=True)
class Window:
    """At most so many messages in any minute; ``None`` for as many as there are.

    A window and not a bucket: after a quiet night sixty may leave at once, and never sixty and then sixty more.
    """

    a_minute: int | None = POSTS_A_MINUTE
    _spoke: deque[datetime] = field(default_factory=deque)

    def room(self, now: datetime, *, at_most: int) -> int:
        """How many may be said now."""
        if self.a_minute is None:
            return at_most
        self._forget(now)
        return min(at_most, max(0, self.a_minute - len(self._spoke)))

    def opens_at(self, now: datetime) -> datetime | None:
        """When one more may be said; None if at once."""
        return None if self.room(now, at_most=1) else self._spoke[0] + _MINUTE

    def spoke(self, at: datetime) -> None:
        if self.a_minute is not None:
            self._spoke.append(at)

    def reached(self, *, begun: datetime, at: datetime) -> None:
        """What was begun then reached the surface by now: the surface counts from there."""
        if begun in self._spoke:
            self._spoke.remove(begun)
            self._spoke.append(at)

    def _forget(self, now: datetime) -> None:
        # A clock that was set back must not close it for good; what has begun since somebody looked at it counts.
        while self._spoke and not now - _MINUTE < self._spoke[0] <= now + _SINCE_LOOKED:
            self._spoke.popleft()


@dataclass(slots=True)
class DigestWatch:
    """When digests were last looked for, and from when on it is worth while again; it spares a query each sweep.

    An HR member who is new, or has moved, is noticed at the next moment known.
    """

    seen: frozenset[tuple[PersonId, str]] = frozenset()
    _looked: datetime | None = None
    _again: datetime | None = None

    def idle(self, now: datetime) -> bool:
        """Whether nothing can be owed at ``now``."""
        return self._looked is not None and self._again is not None and self._looked <= now < self._again

    def again_after(self, now: datetime) -> datetime | None:
        """When looking is worth while again; None if that has to be worked out."""
        return self._again if self.idle(now) else None

    def looked(self, now: datetime, *, again: datetime | None, seen: frozenset[tuple[PersonId, str]]) -> None:
        """To be called once the look is committed. ``seen`` are the issues that need not be looked at again."""
        self._looked, self._again, self.seen = now, again, seen


@dataclass(slots=True)
class Traffic:
    """One for each workspace a process serves. ``down`` is why the installation is refused, if it is.

    ``calendar`` holds for what is owed by the clock alone, where no plan names one. Once ``closing`` is set nothing
    more is claimed.
    """

    pace: timedelta = PACE
    calendar: Calendar = WORKING_WEEK
    down: str | None = None
    closing: bool = False
    window: Window = field(default_factory=Window)
    digests: DigestWatch = field(default_factory=DigestWatch)
    _spoke: dict[PersonId, datetime] = field(default_factory=dict)
    _quiet: dict[WorkspaceId, datetime] = field(default_factory=dict)
    _opens: dict[int, tuple[WorkingTime, datetime]] = field(default_factory=dict)
    _opens_for: datetime | None = None

    def opens(self, working: WorkingTime, *, now: datetime) -> datetime:
        """``earliest_moment``. A batch is looked at at one moment, and most of it works by one calendar."""
        if now != self._opens_for:
            self._opens, self._opens_for = {}, now
        # By identity, as comparing two costs more than working it out. Each is kept, so that no other gets its number.
        found = self._opens.get(id(working))
        if found is None:
            found = self._opens[id(working)] = working, earliest_moment(now, working)
        return found[1]

    def quiet_until(self, workspace: WorkspaceId, *, now: datetime) -> datetime | None:
        """Until when nothing may be said in this workspace; None if it may."""
        until = self._quiet.get(workspace)
        return until if until is not None and until > now else None

    def hush(self, workspace: WorkspaceId, *, until: datetime, now: datetime) -> None:
        """The workspace asked for quiet; the later of two wishes stands."""
        known = self._quiet.get(workspace, now)
        self._quiet[workspace] = min(max(until, known), now + LONGEST_QUIET)

    def free_at(self, person: PersonId, *, now: datetime) -> datetime | None:
        """When this person may be spoken to again; None if at once."""
        last = self._spoke.get(person)
        if last is None or not last <= now < last + self.pace:
            return None
        return last + self.pace

    def reached(self, person: PersonId, *, begun: datetime, at: datetime) -> None:
        """What was begun then reached the person by ``at``; looking them up may have come before it."""
        self.window.reached(begun=begun, at=at)
        self._spoke[person] = at

    def spoke(self, person: PersonId, *, at: datetime) -> None:
        """Something to this person has begun; it counts from now on, and again from when it has ended."""
        self.window.spoke(at)
        self._spoke[person] = at
        if len(self._spoke) > _REMEMBERED:
            self._spoke = {who: when for who, when in self._spoke.items() if when + self.pace > at}
