"""Whether this process has been here all along, or has only just come, or come back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from plans.catching_up import AWAY
from plans.ports import Begin

# The heartbeat is kept in the database; more often would be a commit for nothing.
_KEPT_EVERY: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Presence:
    """One for each workspace a process serves.

    It goes by real time: a clock that others move may jump over months between two sweeps of a process that was here.
    What the database keeps is on the injected clock, as everything is that falls due.
    """

    _swept: datetime | None = None
    _kept: datetime | None = None

    def here(self, real_now: datetime) -> bool:
        """Whether a sweep of this process ended lately."""
        return self._swept is not None and timedelta() <= real_now - self._swept <= AWAY

    def swept(self, real_now: datetime) -> None:
        self._swept = real_now

    def to_be_kept(self, now: datetime) -> bool:
        """Whether the heartbeat is due at ``now``, on the injected clock."""
        return self._kept is None or not self._kept <= now < self._kept + _KEPT_EVERY

    def kept(self, now: datetime) -> None:
        self._kept = now


async def still_here(begin: Begin, presence: Presence, *, now: datetime, real_now: datetime) -> None:
    """To be called whenever a sweep has come to its end and people could be told what was due."""
    presence.swept(real_now)
    if not presence.to_be_kept(now):
        return
    async with begin() as work:
        await work.gathering.beat(now)
        await work.commit()
    presence.kept(now)
