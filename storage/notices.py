"""Notices as rows: put, move, claim, settle. The claim is one statement, so no notice goes to two workers."""

import secrets
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    RowMapping,
    Select,
    String,
    Text,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from plans.ids import NoticeId, PersonId, PlanId, fresh
from plans.notices import UNFINISHED, Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.ports import LONG_OVER, NoticeStanding, Settled
from plans.prompts import TELLS
from storage.session import Session
from storage.tables import NoticeAttemptRow, NoticeRow, PlanRow, table_of
from storage.upsert import add_if_new

_NOTICE: Final = table_of(NoticeRow)
_PLAN: Final = table_of(PlanRow)
_ATTEMPT: Final = table_of(NoticeAttemptRow)
_OWED: Final = tuple(found.name for found in fields(Owed))
_OWN: Final = tuple(found.name for found in fields(Notice) if found.name != "owed")
_TOKEN_BYTES: Final = 16
# The longest wait between two tries.
_TRIED_WITHIN: Final = timedelta(hours=1)
# Asked of the supervisor about a review they are to hold; writing their own check-in note does not answer these.
_ANSWERED_OTHERWISE: Final = frozenset({NoticeKind.REVIEW_NOTES_DUE, NoticeKind.FINAL_AHEAD})


class SqlNotices:
    """``ports.Notices``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def waiting_for(self, plan: PlanId) -> tuple[Notice, ...]:
        return await self._notices(_NOTICE.c.plan == plan)

    async def put(self, owed: Sequence[Owed]) -> int:
        new = {"state": NoticeState.WAITING, "attempts": 0, "late_by_us": 0}
        rows = [{"id": fresh(), **new, **_values(one)} for one in owed]
        return await add_if_new(self._session, _NOTICE, rows)

    async def adjust(self, change: Adjustment) -> None:
        await self.put(change.add)
        waiting = _NOTICE.c.state == NoticeState.WAITING
        for notice, owed in change.move:
            moved = update(_NOTICE).where(*self._mine(_NOTICE.c.id == notice, waiting)).values(**_values(owed))
            await self._session.count(moved)
        if change.withdraw:
            gone = self._mine(_NOTICE.c.id.in_(change.withdraw), waiting)
            await self._session.count(update(_NOTICE).where(*gone).values(state=NoticeState.WITHDRAWN))

    async def claim(self, *, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> tuple[Notice, ...]:
        times = {"due_by": now, "lapsed_by": real_now, "leased_until": real_now + lease}
        asked = {"mine": self._session.workspace, "at_most": limit, **times}
        rows = await self._session.rows(_claiming(on_sqlite=self._session.on_sqlite), asked)
        return tuple(_notice(row) for row in sorted(rows, key=lambda row: (row["due_at"], row["id"])))

    async def settle(self, settled: Settled) -> bool:
        held = self._mine(
            _NOTICE.c.id == settled.notice,
            _NOTICE.c.lease_token == settled.lease_token,
            _NOTICE.c.state == NoticeState.CLAIMED,
        )
        values: dict[str, object] = {
            "state": settled.state,
            "last_outcome": settled.outcome,
            "lease_until": None,
            "lease_token": None,
            "late_by_us": settled.late_by_us,
        }
        if settled.run_at is not None:
            values["run_at"] = settled.run_at
        if settled.message_ref is not None:
            values["message_ref"] = settled.message_ref
        if settled.state is NoticeState.SENT:
            values["sent_at"] = settled.at
        if not settled.count_attempt:
            values["attempts"] = _NOTICE.c.attempts - 1
        if not await self._session.count(update(_NOTICE).where(*held).values(**values)):
            return False
        await self._attempted(settled)
        return True

    async def _attempted(self, settled: Settled) -> None:
        line = {
            "workspace": self._session.workspace,
            "id": secrets.token_hex(_TOKEN_BYTES),
            "notice": settled.notice,
            "state": settled.state,
            "outcome": settled.outcome,
            "counted": settled.count_attempt,
            "at": settled.at,
        }
        await self._session.conn.execute(_ATTEMPTED, line)

    async def get(self, notice: NoticeId) -> Notice | None:
        return next(iter(await self._notices(_NOTICE.c.id == notice)), None)

    async def mark_answered(self, *, plan: PlanId, person: PersonId, subject: str, at: datetime) -> tuple[Notice, ...]:  # noqa: ARG002 - when it was answered stands in the audit trail
        if not self._session.on_sqlite:
            # Whoever keeps a change has the plan before its notices; the other way round two would wait for each other.
            await self._session.row(select(_PLAN.c.id).where(_PLAN.c.id == plan).with_for_update())
        about = self._mine(
            _NOTICE.c.plan == plan,
            _NOTICE.c.person == person,
            _NOTICE.c.subject == subject,
            _NOTICE.c.kind.not_in(_ANSWERED_OTHERWISE | TELLS),
        )
        waiting = _NOTICE.c.state == NoticeState.WAITING
        await self._session.count(update(_NOTICE).where(*about, waiting).values(state=NoticeState.WITHDRAWN))
        sent = update(_NOTICE).where(*about, _NOTICE.c.state == NoticeState.SENT).values(state=NoticeState.ANSWERED)
        rows = await self._session.rows(sent.returning(*_NOTICE.c))
        return tuple(_notice(row) for row in sorted(rows, key=lambda row: (row["due_at"], row["id"])))

    async def next_run_at(self) -> datetime | None:
        row = await self._session.row(_NEXT, {"mine": self._session.workspace})
        found: datetime | None = row["run_at"] if row else None
        return found

    async def undelivered(self, *, since: datetime) -> tuple[Notice, ...]:
        given_up = exists().where(
            _ATTEMPT.c.notice == _NOTICE.c.id,
            _ATTEMPT.c.state == NoticeState.UNDELIVERABLE,
            _ATTEMPT.c.at >= since,
        )
        return await self._notices(_NOTICE.c.state == NoticeState.UNDELIVERABLE, given_up)

    async def standing(
        self, standing: NoticeStanding, *, now: datetime, real_now: datetime, limit: int
    ) -> tuple[Notice, ...]:
        waiting, until = _is(_NOTICE, NoticeState.WAITING), _NOTICE.c.lease_until
        where, order = {
            NoticeStanding.WAITING: ((waiting, _NOTICE.c.run_at > now), _NOTICE.c.run_at),
            NoticeStanding.DUE: ((waiting, _NOTICE.c.run_at <= now), _NOTICE.c.run_at),
            NoticeStanding.STUCK: ((_is(_NOTICE, NoticeState.CLAIMED), until <= real_now - LONG_OVER), until),
            NoticeStanding.UNDELIVERABLE: ((_is(_NOTICE, NoticeState.UNDELIVERABLE),), _NOTICE.c.due_at),
        }[standing]
        wanted = select(_NOTICE).where(*self._mine(*where)).order_by(order, _NOTICE.c.id).limit(limit)
        return tuple(_notice(row) for row in await self._session.rows(wanted))

    async def oldest_due(self, *, now: datetime) -> datetime | None:
        # By when it is tried, which is indexed: there may be a million others that are not due for months.
        soon = (_is(_NOTICE, NoticeState.WAITING), _NOTICE.c.run_at <= now + _TRIED_WITHIN)
        # Asked apart, since SQLite takes neither index for the two together.
        found = [await self._oldest(now, *soon), await self._oldest(now, _is(_NOTICE, NoticeState.CLAIMED))]
        return min((at for at in found if at is not None), default=None)

    async def _oldest(self, now: datetime, *where: ColumnElement[bool]) -> datetime | None:
        mine = self._mine(*where, _NOTICE.c.due_at <= now)
        row = await self._session.row(select(func.min(_NOTICE.c.due_at).label("due_at")).where(*mine))
        found: datetime | None = row["due_at"] if row else None
        return found

    async def try_again(self, notice: NoticeId, *, at: datetime) -> Notice | None:
        failed = self._mine(_NOTICE.c.id == notice, _NOTICE.c.state == NoticeState.UNDELIVERABLE)
        fresh_start = {"state": NoticeState.WAITING, "attempts": 0, "run_at": at, "last_outcome": None}
        rows = await self._session.rows(update(_NOTICE).where(*failed).values(**fresh_start).returning(*_NOTICE.c))
        return _notice(rows[0]) if rows else None

    async def _notices(self, *where: ColumnElement[bool]) -> tuple[Notice, ...]:
        wanted = select(_NOTICE).where(*self._mine(*where)).order_by(_NOTICE.c.due_at, _NOTICE.c.id)
        return tuple(_notice(row) for row in await self._session.rows(wanted))

    def _mine(self, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        return (_NOTICE.c.workspace == self._session.workspace, *where)


@cache
def _claiming(*, on_sqlite: bool) -> Executable:
    wanted = _claimable().limit(bindparam("at_most"))
    if not on_sqlite:
        wanted = wanted.with_for_update(skip_locked=True)
    # A common table expression, so that PostgreSQL cannot choose to run the locking query twice.
    return (
        update(_NOTICE)
        .where(_NOTICE.c.id.in_(select(wanted.cte("wanted").c.id)))
        .values(
            state=NoticeState.CLAIMED,
            attempts=_NOTICE.c.attempts + 1,
            lease_until=bindparam("leased_until"),
            lease_token=_random(on_sqlite=on_sqlite),
            send_key=_random(on_sqlite=on_sqlite),
        )
        .returning(*_NOTICE.c)
    )


def _random(*, on_sqlite: bool) -> ColumnElement[str]:
    """32 random hexadecimal characters, other ones for each row."""
    if on_sqlite:
        return func.lower(func.hex(func.randomblob(_TOKEN_BYTES)))
    return func.replace(func.gen_random_uuid().cast(Text), "-", "")


def _claimable() -> Select[tuple[str]]:
    """What may be said now: due, and nothing owed to the same person before it still unfinished or being said.

    A lease that ran out holds nothing back, or two notices of one person could wait for each other for ever.
    """
    due = and_(_is(_NOTICE, NoticeState.WAITING), _NOTICE.c.run_at <= bindparam("due_by"))
    lapsed = and_(_is(_NOTICE, NoticeState.CLAIMED), _NOTICE.c.lease_until <= bindparam("lapsed_by"))
    being_said = and_(
        _is(_OTHER, NoticeState.CLAIMED),
        _OTHER.c.lease_until > bindparam("lapsed_by"),
        _OTHER.c.id != _NOTICE.c.id,
    )
    found = select(_NOTICE.c.id).where(_MINE, or_(due, lapsed), ~_behind(or_(_EARLIER, being_said)))
    return found.order_by(_NOTICE.c.due_at, _NOTICE.c.id)


def _behind(other: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether something unfinished of the same person, of which this holds, comes first."""
    same = and_(_OTHER.c.workspace == _NOTICE.c.workspace, _OTHER.c.person == _NOTICE.c.person)
    return exists().where(same, _is(_OTHER, *UNFINISHED), other)


def _is(notices: FromClause, *states: NoticeState) -> ColumnElement[bool]:
    """In one of these states, written out in the statement: only so can the indexes of what is unfinished be used."""
    state = type_coerce(notices.c.state, String)
    written: list[ColumnElement[str]] = [literal_column(f"'{code}'") for code in sorted(states, reverse=True)]
    return state == written[0] if len(written) == 1 else state.in_(written)


_OTHER: Final = _NOTICE.alias("other")
_EARLIER: Final = tuple_(_OTHER.c.due_at, _OTHER.c.id) < tuple_(_NOTICE.c.due_at, _NOTICE.c.id)
_MINE: Final = _NOTICE.c.workspace == bindparam("mine")
_ATTEMPTED: Final = insert(_ATTEMPT)
# By order and not by minimum: it ends at the first row of the index that waits behind nothing.
_NEXT: Final = (
    select(_NOTICE.c.run_at)
    .where(_MINE, _is(_NOTICE, NoticeState.WAITING), ~_behind(_EARLIER))
    .order_by(_NOTICE.c.run_at)
    .limit(1)
)


def _values(owed: Owed) -> dict[str, object]:
    return {name: getattr(owed, name) for name in _OWED} | {"run_at": owed.due_at}


def _notice(row: RowMapping) -> Notice:
    owed = Owed(**{name: row[name] for name in _OWED})
    return Notice(owed=owed, **{name: row[name] for name in _OWN})
