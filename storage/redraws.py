"""Messages that still show buttons although their question was answered: put, listed, and taken away when drawn."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, select, update

from plans.ids import NoticeId, PlanId
from plans.notice_ports import Redraw
from plans.notices import Notice, NoticeKind, NoticeState
from storage.gathering import answered_inside
from storage.narrowing import whose
from storage.notices import SqlNotices
from storage.session import Session
from storage.tables import NoticeRow, RedrawRow, table_of
from storage.upsert import add_if_new

MOST_TRIES: Final = 3
_NOTICE: Final = table_of(NoticeRow)
_REDRAW: Final = table_of(RedrawRow)


class SqlRedraws:
    """``notice_ports.Redraws``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def answered(self, plan: PlanId, kinds: Iterable[NoticeKind], *, at: datetime) -> None:
        kinds = tuple(kinds)
        if not kinds:
            return
        sent = and_(
            whose(_NOTICE) == self._session.workspace,
            _NOTICE.c.plan == plan,
            _NOTICE.c.kind.in_(kinds),
            _NOTICE.c.state == NoticeState.SENT,
        )
        marked = update(_NOTICE).where(sent).values(state=NoticeState.ANSWERED).returning(_NOTICE.c.id)
        rows = [row["id"] for row in await self._session.rows(marked)]
        emptied = await answered_inside(self._session, _NOTICE.c.plan == plan, _NOTICE.c.kind.in_(kinds))
        await self._put([*rows, *(notice.id for notice in emptied)], at=at)

    async def owe(self, notices: Sequence[Notice], *, at: datetime) -> None:
        await self._put([notice.id for notice in notices], at=at)

    async def _put(self, notices: Sequence[str], *, at: datetime) -> None:
        rows = [{"workspace": self._session.workspace, "notice": notice, "at": at, "tries": 0} for notice in notices]
        await add_if_new(self._session, _REDRAW, rows)

    async def owed(self, *, limit: int) -> tuple[Redraw, ...]:
        mine = _REDRAW.c.workspace == self._session.workspace
        # What failed before waits behind the rest.
        wanted = select(_REDRAW).where(mine).order_by(_REDRAW.c.tries, _REDRAW.c.at, _REDRAW.c.notice).limit(limit)
        notices = SqlNotices(self._session)
        found = [(await notices.get(NoticeId(row["notice"])), row) for row in await self._session.rows(wanted)]
        return tuple(Redraw(notice=notice, answered_at=row["at"]) for notice, row in found if notice is not None)

    async def drawn(self, notice: NoticeId) -> None:
        await self._session.count(delete(_REDRAW).where(self._one(notice)))

    async def failed(self, notice: NoticeId) -> None:
        await self._session.count(update(_REDRAW).where(self._one(notice)).values(tries=_REDRAW.c.tries + 1))
        await self._session.count(delete(_REDRAW).where(self._one(notice), _REDRAW.c.tries >= MOST_TRIES))

    def _one(self, notice: NoticeId) -> ColumnElement[bool]:
        return and_(_REDRAW.c.workspace == self._session.workspace, _REDRAW.c.notice == notice)
