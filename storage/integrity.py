"""The trail as a whole, for whoever looks through it. What was found, and anchors, stand in the ledger of beats."""

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, bindparam, delete, select

from plans.chain import Anchor
from plans.events import Event
from plans.holding import Held, read
from plans.ids import PlanId
from plans.integrity import Looked, Stored, UnreadableLineError
from storage.holding import Holding
from storage.session import Session
from storage.tables import AuditRow, BeatRow, PlanRow, table_of
from storage.upsert import add_if_new

ANCHOR: Final = "anchor"
LOOKED: Final = "looked-through"
_GOOD: Final = "good"
_AUDIT: Final = table_of(AuditRow)
_BEAT: Final = table_of(BeatRow)
_EVENT: Final = tuple(found.name for found in fields(Event))
_NEXT: Final = (
    select(_AUDIT)
    .where(_AUDIT.c.workspace == bindparam("workspace"), _AUDIT.c.seq > bindparam("after"))
    .order_by(_AUDIT.c.seq)
    .limit(bindparam("at_most"))
)
_PLAN: Final = table_of(PlanRow)
_PLANS: Final = (
    select(_PLAN.c.id)
    .where(_PLAN.c.workspace == bindparam("workspace"), _PLAN.c.id > bindparam("after"))
    .order_by(_PLAN.c.id)
    .limit(bindparam("at_most"))
)
_ANCHOR: Final = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
# What reading a row raises that somebody else has written.
_UNREADABLE: Final = (TypeError, ValueError, KeyError, AttributeError)


class SqlIntegrity:
    """``integrity.Integrity``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def lines(self, *, after: int, limit: int) -> Sequence[Stored]:
        try:
            return await self._lines(after, limit)
        except _UNREADABLE:
            return await self._one_by_one(after, limit)

    async def _lines(self, after: int, limit: int) -> list[Stored]:
        values = {"workspace": self._session.workspace, "after": after, "at_most": limit}
        return [_stored(row) for row in await self._session.rows(_NEXT, values)]

    async def _one_by_one(self, after: int, limit: int) -> list[Stored]:
        """Those before the one that cannot be read."""
        found: list[Stored] = []
        for _ in range(limit):
            try:
                found += await self._lines(found[-1].number if found else after, 1)
            except _UNREADABLE:
                break
        if not found:
            raise UnreadableLineError(after + 1)
        return found

    async def plans(self, *, after: PlanId | None, limit: int) -> tuple[PlanId, ...]:
        values = {"workspace": self._session.workspace, "after": after or "", "at_most": limit}
        return tuple(PlanId(row["id"]) for row in await self._session.rows(_PLANS, values))

    async def held(self, plan: PlanId) -> Held:
        return await Holding(self._session).held(plan)

    async def anchors(self) -> tuple[Anchor, ...]:
        mine = (_BEAT.c.workspace == self._session.workspace, _BEAT.c.job == ANCHOR)
        rows = await self._session.rows(select(_BEAT.c.period).where(*mine))
        found = (_ANCHOR.fullmatch(row["period"]) for row in rows)
        return tuple(Anchor(count=int(one[1]), head=one[2]) for one in found if one is not None)

    async def note_anchor(self, anchor: Anchor, *, at: datetime) -> bool:
        return await self._add(ANCHOR, f"{anchor.count}:{anchor.head}", at=at)

    async def looked(self) -> Looked | None:
        mine = (_BEAT.c.workspace == self._session.workspace, _BEAT.c.job == LOOKED)
        row = await self._session.row(select(_BEAT.c.period, _BEAT.c.at).where(*mine).order_by(_BEAT.c.at.desc()))
        if row is None:
            return None
        code, _, lines = str(row["period"]).partition(":")
        return Looked(at=row["at"], lines=int(lines), code="" if code == _GOOD else code)

    async def note_look(self, look: Looked) -> None:
        before = await self.looked()
        if before is not None and not look.good and (before.code, before.lines) == (look.code, look.lines):
            return
        mine = (_BEAT.c.workspace == self._session.workspace, _BEAT.c.job == LOOKED)
        await self._session.count(delete(_BEAT).where(*mine))
        await self._add(LOOKED, f"{look.code or _GOOD}:{look.lines}", at=look.at)

    async def _add(self, job: str, period: str, *, at: datetime) -> bool:
        row = {"workspace": self._session.workspace, "job": job, "period": period, "at": at}
        return bool(await add_if_new(self._session, _BEAT, [row]))


def _stored(row: RowMapping) -> Stored:
    event = Event(**{name: row[name] for name in _EVENT})
    return Stored(
        int(row["seq"]), event, bool(row["apart"]), row["before"], row["hash"], row["head"], read(row["words"])
    )
