"""After a time away: the heartbeat, what is late, and the one message a person that late notices are gathered into."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, or_, select, update

from plans.catching_up import NEVER_GATHERED
from plans.ids import NoticeId, fresh
from plans.notices import UNFINISHED, Notice, NoticeKind, NoticeState, Owed
from storage.claiming import NOTICE, new_row, notice_of, token_of
from storage.narrowing import is_in
from storage.session import Session
from storage.tables import BeatRow, NoticeAttemptRow, table_of
from storage.upsert import add_if_new

HEARTBEAT: Final = "swept"
# There is one heartbeat for a workspace, whoever sweeps it.
HEARTBEAT_PERIOD: Final = "-"
_BEAT: Final = table_of(BeatRow)
_ATTEMPT: Final = table_of(NoticeAttemptRow)


class SqlGathering:
    """``ports.Gathering``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def heartbeat(self) -> datetime | None:
        row = await self._session.row(select(_BEAT.c.at).where(*self._heartbeat()))
        return None if row is None else row["at"]

    async def beat(self, at: datetime) -> None:
        row = {"workspace": self._session.workspace, "job": HEARTBEAT, "period": HEARTBEAT_PERIOD, "at": at}
        if not await add_if_new(self._session, _BEAT, [row]):
            await self._session.count(update(_BEAT).where(*self._heartbeat()).values(at=at))

    def _heartbeat(self) -> tuple[ColumnElement[bool], ...]:
        mine = _BEAT.c.workspace == self._session.workspace
        return (mine, _BEAT.c.job == HEARTBEAT, _BEAT.c.period == HEARTBEAT_PERIOD)

    async def late(
        self, *, now: datetime, real_now: datetime, limit: int, after: Notice | None = None
    ) -> tuple[Notice, ...]:
        due = and_(is_in(NOTICE, *UNFINISHED), NOTICE.c.run_at <= now)
        free = or_(NOTICE.c.lease_until.is_(None), NOTICE.c.lease_until <= real_now)
        wanted = select(NOTICE).where(*self._mine(due, free, NOTICE.c.kind.not_in(NEVER_GATHERED)))
        if after is not None:
            further = and_(NOTICE.c.run_at == after.run_at, NOTICE.c.id > after.id)
            wanted = wanted.where(or_(NOTICE.c.run_at > after.run_at, further))
        rows = await self._session.rows(wanted.order_by(NOTICE.c.run_at, NOTICE.c.id).limit(limit))
        return tuple(map(notice_of, rows))

    async def message_for(self, owed: Owed) -> Notice:
        mine = self._mine(NOTICE.c.person == owed.person, NOTICE.c.kind == NoticeKind.CATCH_UP)
        waiting = select(NOTICE).where(*mine, is_in(NOTICE, NoticeState.WAITING)).order_by(NOTICE.c.due_at).limit(1)
        found = await self._session.row(waiting)
        if found is None:
            await add_if_new(self._session, NOTICE, [new_row(owed)])
            found = (await self._session.rows(select(NOTICE).where(*self._mine(NOTICE.c.key == owed.key))))[0]
        return notice_of(found)

    async def gather(self, notices: Sequence[Notice], into: Notice, *, now: datetime) -> int:
        done = await self._settle(notices, NoticeState.GATHERED, "gathered", now=now, into=into.id)
        await recount(self._session, into.id)
        return done

    async def put_by(self, notices: Sequence[Notice], state: NoticeState, *, reason: str, now: datetime) -> int:
        return await self._settle(notices, state, reason, now=now)

    async def _settle(
        self,
        notices: Sequence[Notice],
        state: NoticeState,
        outcome: str,
        *,
        now: datetime,
        into: NoticeId | None = None,
    ) -> int:
        ours = await self._still(notices)
        if ours:
            await self._session.count(_SETTLING, [self._settling(one, state, outcome, now, into) for one in ours])
            await self._session.conn.execute(_ATTEMPTED, [self._attempted(one, state, outcome, now) for one in ours])
        return len(ours)

    async def _still(self, notices: Sequence[Notice]) -> list[Notice]:
        """Those that nobody has taken since they were read."""
        tokens = {one.id: one.lease_token for one in notices}
        found = select(NOTICE.c.id, NOTICE.c.lease_until, NOTICE.c.lease_token).where(
            *self._mine(NOTICE.c.id.in_(list(tokens)), is_in(NOTICE, *UNFINISHED)),
        )
        if not self._session.on_sqlite:
            found = found.with_for_update()
        held = {row["id"] for row in await self._session.rows(found) if token_of(row) == tokens[row["id"]]}
        return [one for one in notices if one.id in held]

    def _settling(
        self, notice: Notice, state: NoticeState, outcome: str, now: datetime, into: NoticeId | None
    ) -> dict[str, object]:
        late = max(int((now - notice.run_at).total_seconds()), 0)
        return {
            "mine": self._session.workspace,
            "settled": notice.id,
            "new_state": state,
            "outcome": outcome,
            "late": notice.late_by_us + late,
            "into": into,
        }

    def _attempted(self, notice: Notice, state: NoticeState, outcome: str, now: datetime) -> dict[str, object]:
        return {
            "workspace": self._session.workspace,
            "id": fresh(),
            "notice": notice.id,
            "state": state,
            "outcome": outcome,
            "counted": False,
            "at": now,
        }

    async def inside(self, message: NoticeId) -> tuple[Notice, ...]:
        rows = await self._session.rows(
            select(NOTICE)
            .where(*self._mine(NOTICE.c.gathered_into == message, is_in(NOTICE, NoticeState.GATHERED)))
            .order_by(NOTICE.c.due_at, NOTICE.c.id)
        )
        return tuple(map(notice_of, rows))

    def _mine(self, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        return (NOTICE.c.workspace == self._session.workspace, *where)


async def recount(session: Session, message: NoticeId) -> int:
    """Write how many it stands for into a message that was not sent yet; how many those are."""
    mine = (NOTICE.c.workspace == session.workspace, NOTICE.c.gathered_into == message)
    inside = select(func.count().label("count")).where(*mine, is_in(NOTICE, NoticeState.GATHERED))
    row = await session.row(inside)
    count = int(row["count"]) if row else 0
    waiting = (NOTICE.c.workspace == session.workspace, NOTICE.c.id == message, is_in(NOTICE, NoticeState.WAITING))
    await session.count(update(NOTICE).where(*waiting).values(subject=str(count)))
    return count


async def answered_inside(session: Session, *about: ColumnElement[bool]) -> tuple[Notice, ...]:
    """What was gathered and is of this becomes ``answered``.

    A message with nothing left in it is withdrawn, or, if it was sent, ``answered``: these come back to be redrawn.
    """
    gathered = (NOTICE.c.workspace == session.workspace, is_in(NOTICE, NoticeState.GATHERED), *about)
    marked = update(NOTICE).where(*gathered).values(state=NoticeState.ANSWERED).returning(NOTICE.c.gathered_into)
    emptied = [
        message
        for message in sorted({row["gathered_into"] for row in await session.rows(marked)})
        if not await recount(session, NoticeId(message))
    ]
    mine = (NOTICE.c.workspace == session.workspace, NOTICE.c.id.in_(emptied))
    if not emptied:
        return ()
    unsaid = (*mine, is_in(NOTICE, NoticeState.WAITING))
    await session.count(update(NOTICE).where(*unsaid).values(state=NoticeState.WITHDRAWN))
    said = update(NOTICE).where(*mine, is_in(NOTICE, NoticeState.SENT)).values(state=NoticeState.ANSWERED)
    return tuple(notice_of(row) for row in await session.rows(said.returning(*NOTICE.c)))


_ATTEMPTED: Final = insert(_ATTEMPT)
_SETTLING: Final = (
    update(NOTICE)
    .where(NOTICE.c.workspace == bindparam("mine"), NOTICE.c.id == bindparam("settled"))
    .values(
        state=bindparam("new_state"),
        last_outcome=bindparam("outcome"),
        late_by_us=bindparam("late"),
        gathered_into=bindparam("into"),
        lease_until=None,
        lease_token=None,
    )
)
