"""Notices as rows: put, move, settle, and find again. How they are claimed stands in ``claiming``."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, select, update

from plans.ids import NoticeId, PersonId, PlanId
from plans.notice_ports import LONG_OVER, Facts, NoticeStanding, Settled
from plans.notices import UNFINISHED, Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.prompts import TELLS
from plans.reminders import REMINDERS
from storage.claiming import EARLIER, NOTICE, behind, claim, new_row, notice_of, owed_values
from storage.forecasting import due_by_hour
from storage.gathering import answered_inside
from storage.narrowing import is_in, whose
from storage.session import Session
from storage.settling import settle_all
from storage.stamping import NO_REVISION, stamp
from storage.tables import NoticeAttemptRow, PlanRow, table_of
from storage.upsert import add_if_new

_PLAN: Final = table_of(PlanRow)
_ATTEMPT: Final = table_of(NoticeAttemptRow)
# The longest wait between two tries.
_TRIED_WITHIN: Final = timedelta(hours=1)
# Asked of the supervisor about a review they are to hold; writing their own check-in note does not answer these.
_ANSWERED_OTHERWISE: Final = frozenset({NoticeKind.REVIEW_NOTES_DUE, NoticeKind.FINAL_AHEAD})


class SqlNotices:
    """``notice_ports.Notices``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def waiting_for(self, plan: PlanId) -> tuple[Notice, ...]:
        return await self._notices(*self._few(NOTICE.c.plan == plan))

    async def put(self, owed: Sequence[Owed]) -> int:
        rows = [new_row(one) | {"of_revision": _unstamped(one)} for one in owed]
        return await add_if_new(self._session, NOTICE, rows)

    async def adjust(self, change: Adjustment) -> None:
        await self.put(change.add)
        waiting = is_in(NOTICE, NoticeState.WAITING)
        for notice, owed in change.move:
            moved = update(NOTICE).where(*self._few(NOTICE.c.id == notice, waiting)).values(**owed_values(owed))
            await self._session.count(moved)
        if change.withdraw:
            gone = self._few(NOTICE.c.id.in_(change.withdraw), waiting)
            await self._session.count(update(NOTICE).where(*gone).values(state=NoticeState.WITHDRAWN))

    async def claim(self, *, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> tuple[Notice, ...]:
        with self._session.rows_here():
            return await claim(self._session, now=now, real_now=real_now, lease=lease, limit=limit)

    async def facts(self, claimed: Sequence[Notice]) -> Mapping[NoticeId, Facts]:
        return {notice.id: self._session.facts[notice.id] for notice in claimed if notice.id in self._session.facts}

    async def settle(self, settled: Settled) -> bool:
        return bool(await self.settle_all([settled]))

    async def settle_all(self, settled: Sequence[Settled]) -> frozenset[NoticeId]:
        with self._session.rows_here():
            return await settle_all(self._session, settled)

    async def stamp(self, plan: PlanId, *, revision: int) -> None:
        await stamp(self._session, plan, revision=revision)

    async def get(self, notice: NoticeId) -> Notice | None:
        return next(iter(await self._notices(*self._few(NOTICE.c.id == notice))), None)

    async def mark_answered(self, *, plan: PlanId, person: PersonId, subject: str, at: datetime) -> tuple[Notice, ...]:  # noqa: ARG002 - when it was answered stands in the audit trail
        if not self._session.on_sqlite:
            # Whoever keeps a change has the plan before its notices; the other way round two would wait for each other.
            await self._session.row(select(_PLAN.c.id).where(_PLAN.c.id == plan).with_for_update())
        about = self._few(
            NOTICE.c.plan == plan,
            NOTICE.c.person == person,
            NOTICE.c.subject == subject,
            NOTICE.c.kind.not_in(_ANSWERED_OTHERWISE | TELLS),
        )
        waiting = is_in(NOTICE, NoticeState.WAITING)
        await self._session.count(update(NOTICE).where(*about, waiting).values(state=NoticeState.WITHDRAWN))
        sent = update(NOTICE).where(*about, NOTICE.c.state == NoticeState.SENT).values(state=NoticeState.ANSWERED)
        rows = await self._session.rows(sent.returning(*NOTICE.c))
        emptied = await answered_inside(self._session, *about)
        return (*(notice_of(row) for row in sorted(rows, key=lambda row: (row["due_at"], row["id"]))), *emptied)

    async def next_run_at(self) -> datetime | None:
        row = await self._session.row(_NEXT, {"mine": self._session.workspace})
        found: datetime | None = row["run_at"] if row else None
        return found

    async def undelivered(self, *, since: datetime) -> tuple[Notice, ...]:
        given_up = exists().where(
            _ATTEMPT.c.notice == NOTICE.c.id,
            _ATTEMPT.c.state == NoticeState.UNDELIVERABLE,
            _ATTEMPT.c.at >= since,
        )
        failed = await self._notices(*self._mine(is_in(NOTICE, NoticeState.UNDELIVERABLE), given_up))
        # In the place of a message after a time away stands what it was about.
        unheard = [notice.id for notice in failed if notice.owed.kind is NoticeKind.CATCH_UP]
        inside = (NOTICE.c.gathered_into.in_(unheard), is_in(NOTICE, NoticeState.GATHERED))
        gathered = await self._notices(*self._few(*inside)) if unheard else ()
        return (*(notice for notice in failed if notice.id not in unheard), *gathered)

    async def standing(
        self, standing: NoticeStanding, *, now: datetime, real_now: datetime, limit: int
    ) -> tuple[Notice, ...]:
        waiting, until = is_in(NOTICE, NoticeState.WAITING), NOTICE.c.lease_until
        # What is being said was due: the rest of what waits is not looked at.
        said = and_(is_in(NOTICE, NoticeState.CLAIMED), NOTICE.c.run_at <= now)
        where, order = {
            NoticeStanding.WAITING: ((waiting, NOTICE.c.run_at > now), NOTICE.c.run_at),
            NoticeStanding.DUE: ((waiting, NOTICE.c.run_at <= now), NOTICE.c.run_at),
            NoticeStanding.STUCK: ((said, until <= real_now - LONG_OVER), until),
            NoticeStanding.UNDELIVERABLE: ((is_in(NOTICE, NoticeState.UNDELIVERABLE),), NOTICE.c.due_at),
        }[standing]
        wanted = select(NOTICE).where(*self._mine(*where)).order_by(order, NOTICE.c.id).limit(limit)
        return tuple(notice_of(row) for row in await self._session.rows(wanted))

    async def newest_sent(self, *, limit: int) -> tuple[Notice, ...]:
        sent = self._mine(NOTICE.c.sent_at.is_not(None), NOTICE.c.message_ref.is_not(None))
        wanted = select(NOTICE).where(*sent).order_by(NOTICE.c.sent_at.desc(), NOTICE.c.id).limit(limit)
        return tuple(notice_of(row) for row in await self._session.rows(wanted))

    async def oldest_due(self, *, now: datetime) -> datetime | None:
        # By when it is tried, which is indexed: there may be a million others that are not due for months.
        soon = self._mine(is_in(NOTICE, *UNFINISHED), NOTICE.c.run_at <= now + _TRIED_WITHIN)
        mine = (*soon, NOTICE.c.due_at <= now)
        row = await self._session.row(select(func.min(NOTICE.c.due_at).label("due_at")).where(*mine))
        found: datetime | None = row["due_at"] if row else None
        return found

    async def due_by_hour(self, *, since: datetime, until: datetime) -> Mapping[datetime, int]:
        return await due_by_hour(self._session, since=since, until=until)

    async def try_again(self, notice: NoticeId, *, at: datetime) -> Notice | None:
        into = select(NOTICE.c.gathered_into).where(*self._mine(NOTICE.c.id == notice)).scalar_subquery()
        failed = self._mine(func.coalesce(into, notice) == NOTICE.c.id, NOTICE.c.state == NoticeState.UNDELIVERABLE)
        # Whether it was said before is not forgotten: where that can be looked up, it is.
        unsettled = case((NOTICE.c.last_outcome.startswith("unknown"), NOTICE.c.last_outcome), else_=None)
        fresh_start = {"state": NoticeState.WAITING, "attempts": 0, "run_at": at, "last_outcome": unsettled}
        rows = await self._session.rows(update(NOTICE).where(*failed).values(**fresh_start).returning(*NOTICE.c))
        return notice_of(rows[0]) if rows else None

    async def _notices(self, *where: ColumnElement[bool]) -> tuple[Notice, ...]:
        wanted = select(NOTICE).where(*where).order_by(NOTICE.c.due_at, NOTICE.c.id)
        return tuple(notice_of(row) for row in await self._session.rows(wanted))

    def _mine(self, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        return (NOTICE.c.workspace == self._session.workspace, *where)

    def _few(self, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        """The same, where the conditions name a notice, a plan or a person (``whose``)."""
        return (whose(NOTICE) == self._session.workspace, *where)


_MINE: Final = NOTICE.c.workspace == bindparam("mine")
# By order and not by minimum: it ends at the first row of the index that waits behind nothing.
_NEXT: Final = (
    select(NOTICE.c.run_at)
    .where(_MINE, is_in(NOTICE, NoticeState.WAITING), ~behind(EARLIER))
    .order_by(NOTICE.c.run_at)
    .limit(1)
)


def _unstamped(owed: Owed) -> int | None:
    return None if owed.kind in REMINDERS else NO_REVISION
