"""Messages whose question was answered lose their buttons (architecture, "A reminder", 4).

It comes after everything that is owed, a few at a time, and stops at the first sign of trouble.
"""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from jobs.traffic import Traffic
from plans.ids import WorkspaceId
from plans.notice_ports import Redraw
from plans.notices import Notice
from plans.people import Person
from plans.ports import Begin

AT_ONCE: Final = 10
CALL_TIMEOUT: Final = timedelta(seconds=5)
# Surfaces let fewer messages be edited than posted; this stays well below, for other edits share the allowance.
A_MINUTE: Final = 30
_MINUTE: Final = timedelta(minutes=1)
_PAUSE: Final = timedelta(minutes=1)
log: Final = logging.getLogger(__name__)


class Drawn(StrEnum):
    """What came of drawing a message again."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    """Nothing is wrong with this message: the surface wants quiet, or is away."""


class Draw(Protocol):
    """Draws a sent message again, without buttons. What it raises is the caller's."""

    async def __call__(self, notice: Notice, person: Person, *, answered_at: datetime) -> Drawn: ...


@dataclass(slots=True)
class Redrawing:
    """One for the process. Times are on the injected clock, but for the timeout of a call."""

    call_timeout: timedelta = CALL_TIMEOUT
    _drawn: deque[datetime] = field(default_factory=deque)
    _quiet_until: datetime | None = None

    async def some(self, begin: Begin, draw: Draw, *, traffic: Traffic, workspace: WorkspaceId, now: datetime) -> int:
        """Draw what may be drawn now; how many were."""
        if self._must_wait(traffic, workspace, now=now):
            return 0
        async with begin() as work:
            owed = await work.redraws.owed(limit=min(AT_ONCE, A_MINUTE - len(self._drawn)))
            people = [await work.people.get(redraw.notice.owed.person) for redraw in owed]
        done = 0
        for redraw, person in zip(owed, people, strict=True):
            came = await self._draw(draw, redraw, person, now=now)
            if came is Drawn.LATER:
                self._quiet_until = now + _PAUSE
                break
            await self._settle(begin, redraw, came)
            if came is Drawn.NO:
                break
            done += 1
        return done

    def _must_wait(self, traffic: Traffic, workspace: WorkspaceId, *, now: datetime) -> bool:
        while self._drawn and not now - _MINUTE < self._drawn[0] <= now:
            self._drawn.popleft()
        asked = self._quiet_until is not None and now < self._quiet_until <= now + _PAUSE
        full = len(self._drawn) >= A_MINUTE
        return asked or full or traffic.down is not None or traffic.quiet_until(workspace, now=now) is not None

    async def _draw(self, draw: Draw, redraw: Redraw, person: Person, *, now: datetime) -> Drawn:
        self._drawn.append(now)
        try:
            async with asyncio.timeout(self.call_timeout.total_seconds()):
                return await draw(redraw.notice, person, answered_at=redraw.answered_at)
        except TimeoutError:
            return Drawn.NO

    async def _settle(self, begin: Begin, redraw: Redraw, came: Drawn) -> None:
        async with begin() as work:
            if came is Drawn.YES:
                await work.redraws.drawn(redraw.notice.id)
            else:
                log.warning("not redrawn: notice=%s", redraw.notice.id)
                await work.redraws.failed(redraw.notice.id)
            await work.commit()
