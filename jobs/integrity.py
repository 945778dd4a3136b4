"""Once a day, bit by bit: look through the whole trail, and say whether it still is what was written (P-24)."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from plans.chain import Anchor
from plans.integrity import Look, Looked, Walk
from plans.ports import Begin

JOB: Final = "integrity"
# Lines in one transaction, in which nobody else can write on SQLite: some twenty milliseconds. And how often in one
# call, so that nothing that is due waits for longer than a few seconds; the next call goes on from there.
AT_ONCE: Final = 500
MOST_TIMES: Final = 100
log: Final = logging.getLogger(__name__)


class Watching:
    """One process's look through the trail; a process that ends in between leaves it to the next one's first call.

    ``noted`` gives the anchors that lie outside the database.
    """

    def __init__(
        self, noted: Callable[[], Iterable[Anchor]], *, at_once: int = AT_ONCE, times: int = MOST_TIMES
    ) -> None:
        self._noted, self._at_once, self._times = noted, at_once, times
        self._look: Look | None = None

    async def some(self, begin: Begin, *, now: datetime) -> tuple[Looked, Anchor] | None:
        """Once for each day in UTC: what was found, and the chain's end; None while that is not known."""
        day = now.date().isoformat()
        look = self._look
        if look is None:
            async with begin() as work:
                if not await work.first_beat(JOB, day, at=now):
                    return None
                look = Look(Walk(work.workspace, [*await work.integrity.anchors(), *self._noted()]))
        self._look = look
        for _ in range(self._times):
            async with begin() as work:
                over, mismatch = await look.some(work.integrity, limit=self._at_once)
            if over:
                end, code = look.walk.end, "" if mismatch is None else mismatch.code
                lines = end.count if mismatch is None or not mismatch.of_words else max(0, mismatch.line - 1)
                return await self._over(begin, Looked(at=now, lines=lines, code=code), end, day=day)
        return None

    async def _over(self, begin: Begin, look: Looked, end: Anchor, *, day: str) -> tuple[Looked, Anchor]:
        self._look = None
        async with begin() as work:
            await work.first_beat(JOB, day, at=look.at)
            await work.integrity.note_look(look)
            if look.good:
                await work.integrity.note_anchor(end, at=look.at)
            await work.commit()
        if not look.good:
            log.error("the audit trail does not match: code=%s after=%d", look.code, look.lines)
        return look, end
