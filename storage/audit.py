"""The audit trail: lines are added, and nothing else. Triggers hold everyone to it (P-24)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select

from plans.acts import Act
from plans.events import Event
from plans.ids import PlanId
from plans.ports import Reader
from storage.session import Session
from storage.tables import AuditRow, table_of

_AUDIT: Final = table_of(AuditRow)
_COLUMNS: Final = tuple(found.name for found in fields(Event))


# Raises for a reader who may not do this to the plan.
Allowed = Callable[[PlanId, Reader, Act, datetime], Awaitable[None]]


class SqlAudit:
    """``ports.Audit``. ``allowed`` raises for a reader who may not see a plan's lines."""

    def __init__(
        self, session: Session, *, allowed: Callable[[PlanId, Reader, Act, datetime], Awaitable[None]]
    ) -> None:
        self._session = session
        self._allowed = allowed

    async def append(self, events: Sequence[Event]) -> None:
        if not events:
            return
        last = await self._last()
        lines = [
            {"workspace": self._session.workspace, "seq": seq, **{name: getattr(event, name) for name in _COLUMNS}}
            for seq, event in enumerate(events, start=last + 1)
        ]
        await self._session.conn.execute(insert(_AUDIT), lines)

    async def _last(self) -> int:
        """The number of the last line. Where others may write at the same time, they now wait for our commit."""
        if not self._session.on_sqlite:
            lock = func.pg_advisory_xact_lock(func.hashtext("audit"), func.hashtext(self._session.workspace))
            await self._session.conn.execute(select(lock))
        mine = _AUDIT.c.workspace == self._session.workspace
        row = await self._session.row(select(func.max(_AUDIT.c.seq).label("seq")).where(mine))
        return int(row["seq"]) if row and row["seq"] is not None else 0

    async def of(self, plan: PlanId, *, reader: Reader, now: datetime) -> tuple[Event, ...]:
        await self._allowed(plan, reader, Act.READ_AUDIT, now)
        mine = (_AUDIT.c.workspace == self._session.workspace, _AUDIT.c.plan == plan)
        rows = await self._session.rows(select(_AUDIT).where(*mine).order_by(_AUDIT.c.seq))
        return tuple(Event(**{name: row[name] for name in _COLUMNS}) for row in rows)
