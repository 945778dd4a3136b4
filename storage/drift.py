"""Marking reminders that may be out of step with their plan: ``of_revision`` is emptied, nothing else changes."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update

from plans.ids import PersonId, PlanId
from plans.notices import UNFINISHED, NoticeState
from plans.plan import Plan
from plans.reminders import REMINDERS
from plans.states import OPEN_STATES
from storage.narrowing import is_in, whose
from storage.session import Session
from storage.tables import BeatRow, NoticeRow, PlanRow, table_of
from storage.upsert import add_if_new

_NOTICE: Final = table_of(NoticeRow)
_PLAN: Final = table_of(PlanRow)
_BEAT: Final = table_of(BeatRow)
# Rows of the ledger that are no beats: how far marking everything has come, and what it was last derived from.
_MARKING: Final = "marking"
_TERMS: Final = "terms"
STANDING_JOBS: Final = (_MARKING, _TERMS)
_SOME_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_IS_UNFINISHED: Final = is_in(_NOTICE, *UNFINISHED)
_WAITING: Final = (whose(_NOTICE) == bindparam("mine"), is_in(_NOTICE, NoticeState.WAITING))
_MARKED: Final = (
    select(_NOTICE.c.plan)
    .where(*_WAITING, _NOTICE.c.of_revision.is_(None), _NOTICE.c.plan.is_not(None))
    .distinct()
    .order_by(_NOTICE.c.plan)
    .limit(bindparam("at_most"))
)
_OLDER: Final = _NOTICE.c.kind.in_(REMINDERS) & _NOTICE.c.of_revision.is_distinct_from(_PLAN.c.called_for)
_WRONG: Final = (
    select(_NOTICE.c.id)
    .where(*_WAITING, _NOTICE.c.plan == bindparam("plan"), or_(_NOTICE.c.of_revision.is_(None), _OLDER))
    .correlate(_PLAN)
    .limit(1)
)
_STANDS: Final = select(_PLAN.c.next_at, _PLAN.c.revision, _WRONG.exists().label("wrong")).where(
    _PLAN.c.workspace == bindparam("mine"), _PLAN.c.id == bindparam("plan")
)
_OPEN_AFTER: Final = (
    select(_PLAN.c.id)
    .where(
        whose(_PLAN) == bindparam("mine"),
        _PLAN.c.id > bindparam("after"),
        _PLAN.c.state.in_(OPEN_STATES),
    )
    .order_by(_PLAN.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(key_share=True)
)


async def mark(session: Session, person: PersonId, *, at: datetime) -> None:
    """What waits for the plans of a party is out of step; their next moment is looked at anew at ``at``.

    Of others who are told of a plan, their own notices are.
    """
    parties = (_PLAN.c.employee, _PLAN.c.supervisor, _PLAN.c.reviewer)
    theirs = (_PLAN.c.workspace == session.workspace, or_(*(party == person for party in parties)))
    # In order, and before any of their notices: whoever stamps a plan holds it, and marks must come after that.
    held = select(_PLAN.c.id).where(*theirs).order_by(_PLAN.c.id).with_for_update(key_share=True)
    plans = [row["id"] for row in await session.rows(held)]
    if plans:
        later = (_PLAN.c.state.in_(OPEN_STATES), or_(_PLAN.c.next_at.is_(None), _PLAN.c.next_at > at))
        await session.count(update(_PLAN).where(_PLAN.c.id.in_(plans), *later).values(next_at=at))
        await _empty(session, _NOTICE.c.plan.in_(plans))
    await _empty(session, _IS_UNFINISHED, _NOTICE.c.person == person)


async def _empty(session: Session, *where: ColumnElement[bool]) -> None:
    # What is being said may come back to waiting, and would then seem to be in step.
    mine = (whose(_NOTICE) == session.workspace, _IS_UNFINISHED, _NOTICE.c.of_revision.is_not(None))
    await session.count(update(_NOTICE).where(*mine, *where).values(of_revision=None))


class SqlDrift:
    """``notice_ports.Drift``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def plans(self, *, limit: int) -> tuple[PlanId, ...]:
        rows = await self._session.rows(_MARKED, {"mine": self._session.workspace, "at_most": limit})
        return tuple(PlanId(row["plan"]) for row in rows)

    async def mark_all(self) -> None:
        await self._write(_MARKING, "", at=_SOME_TIME)

    async def marking(self) -> bool:
        return await self._read(_MARKING) is not None

    async def mark_some(self, *, limit: int) -> None:
        after = await self._read(_MARKING) or ""
        asked = {"mine": self._session.workspace, "after": after, "at_most": limit}
        plans = [row["id"] for row in await self._session.rows(_OPEN_AFTER, asked)]
        if plans:
            await _empty(self._session, _NOTICE.c.plan.in_(plans))
        if len(plans) < limit:
            await self._forget(_MARKING)
        else:
            await self._write(_MARKING, plans[-1], at=_SOME_TIME)

    async def in_step(self, plan: Plan, *, next_at: datetime | None) -> bool:
        stands = await self._session.row(_STANDS, {"mine": self._session.workspace, "plan": plan.id})
        if stands is None or stands["wrong"]:
            return False
        return (stands["revision"], stands["next_at"]) == (plan.revision, next_at)

    async def terms_changed(self, version: str, *, at: datetime) -> bool:
        before = await self._read(_TERMS)
        if before == version:
            return False
        await self._write(_TERMS, version, at=at)
        return before is not None

    async def _read(self, job: str) -> str | None:
        row = await self._session.row(select(_BEAT.c.period).where(*self._rows(job)).order_by(_BEAT.c.at.desc()))
        return None if row is None else str(row["period"])

    async def _write(self, job: str, period: str, *, at: datetime) -> None:
        """One row a job. Two who write at once leave two, and the next one to write leaves one."""
        await self._forget(job)
        row = {"workspace": self._session.workspace, "job": job, "period": period, "at": at}
        await add_if_new(self._session, _BEAT, [row])

    async def _forget(self, job: str) -> None:
        await self._session.count(delete(_BEAT).where(*self._rows(job)))

    def _rows(self, job: str) -> tuple[ColumnElement[bool], ...]:
        return (_BEAT.c.workspace == self._session.workspace, _BEAT.c.job == job)
