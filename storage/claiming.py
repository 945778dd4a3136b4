"""Claiming notices, and what the last look at them needs.

A claim is one statement, for leases that ran out and for what is due. It takes rows nobody else holds, so no notice
goes to two workers. What is due is walked in the order in which it is to be tried, along an index, so that a claim
costs the same whatever waits behind it.

A row is claimed while it has a lease: its stored state stays "waiting". Nothing that an index goes by changes then, so
that a claim rewrites no index on either database, and PostgreSQL keeps the new row beside the old one. The row does not
grow either (``ROOM``).
"""

import secrets
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    RowMapping,
    Text,
    Update,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from plans.ids import NoticeId, fresh
from plans.notice_ports import LAPSED
from plans.notices import UNFINISHED, Notice, NoticeState, Owed
from storage.narrowing import is_in
from storage.reading_claimed import Claimed, everything_of, read_claimed, understood
from storage.session import Session, Values
from storage.tables import NoticeRow, table_of

NOTICE: Final = table_of(NoticeRow)
# Where a row stands, on PostgreSQL.
_PLACE: Final[ColumnElement[Any]] = literal_column("notice.ctid").label("ctid")
_OWED: Final = tuple(found.name for found in fields(Owed))
_OWN: Final = tuple(found.name for found in fields(Notice) if found.name not in {"owed", "state", "lease_token"})
# Hexadecimal digits of what settles a claim, and of what the message bears.
_TOKEN: Final = 16
_KEY: Final = 32
# What stands in place of the token until the first claim, as long as the token and the lease together. SQLite fills its
# pages to the last row: one that grew would move its neighbours, and four pages would be written instead of one.
ROOM: Final = "-" * (_TOKEN + len("2026-01-01 00:00:00.000000"))


async def claim(
    session: Session, *, now: datetime, real_now: datetime, lease: timedelta, limit: int
) -> tuple[Notice, ...]:
    """``notice_ports.Notices.claim``. What the last look needs is read with it, and kept for ``facts``."""
    asked = {
        "mine": session.workspace,
        # One for all of them: no notice is claimed twice by one claim.
        "token": secrets.token_hex(_TOKEN // 2),
        "lapsed_by": real_now,
        "leased_until": real_now + lease,
        "due_by": now,
        "at_most": limit,
    }
    claimed, facts = await (_in_two if session.on_sqlite else _at_once)(session, asked)
    session.facts |= facts
    return claimed


async def _in_two(session: Session, asked: Values) -> Claimed:
    """SQLite knows no change inside a question."""
    ids = [NoticeId(row["id"]) for row in await session.rows(_claiming_on_sqlite(), asked)]
    return await read_claimed(session, ids) if ids else ((), {})


async def _at_once(session: Session, asked: Values) -> Claimed:
    return await understood(session, (await session.conn.execute(_claiming_on_postgresql(), asked)).one())


@cache
def _claiming_on_sqlite() -> Executable:
    wanted = _CLAIMABLE.add_columns(NOTICE.c.id).cte("wanted")
    return _claiming(NOTICE.c.id.in_(select(wanted.c.id)), on_sqlite=True).returning(NOTICE.c.id)


@cache
def _claiming_on_postgresql() -> Executable:
    # A common table expression, so that PostgreSQL cannot choose to run the locking query twice. And where the rows
    # stand and not their ids: they are locked, so they stay there, and need not be looked up again. One that was
    # changed while it was found is not at its place any more for this statement: it is claimed another time.
    wanted = _CLAIMABLE.add_columns(_PLACE).with_for_update(skip_locked=True).cte("wanted")
    claiming = _claiming(any_(func.array(select(wanted.c.ctid).scalar_subquery())) == _PLACE, on_sqlite=False)
    return everything_of(claiming.returning(*NOTICE.c).cte("claimed"), on_sqlite=False)


def _claiming(wanted: ColumnElement[bool], *, on_sqlite: bool) -> Update:
    return (
        update(NOTICE)
        .where(wanted)
        .values(
            attempts=NOTICE.c.attempts + 1,
            lease_until=bindparam("leased_until"),
            lease_token=bindparam("token"),
            # Older rows have none before their first claim.
            send_key=func.coalesce(NOTICE.c.send_key, _random_key(on_sqlite=on_sqlite)),
            # Whoever had it claimed never said what became of it.
            last_outcome=case((NOTICE.c.lease_until.is_not(None), LAPSED), else_=NOTICE.c.last_outcome),
        )
    )


def _random_key(*, on_sqlite: bool) -> ColumnElement[str]:
    """Random hexadecimal digits, other ones for each row."""
    if on_sqlite:
        return func.lower(func.hex(func.randomblob(_KEY // 2)))
    return func.replace(func.gen_random_uuid().cast(Text), "-", "")


def behind(*other: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether something unfinished of the same person, of which this holds, comes first."""
    same = and_(_OTHER.c.workspace == NOTICE.c.workspace, _OTHER.c.person == NOTICE.c.person)
    return exists().where(same, is_in(_OTHER, *UNFINISHED), *other)


_OTHER: Final = NOTICE.alias("other")
EARLIER: Final = tuple_(_OTHER.c.due_at, _OTHER.c.id) < tuple_(NOTICE.c.due_at, NOTICE.c.id)
_BEING_SAID: Final = and_(_OTHER.c.lease_until > bindparam("lapsed_by"), _OTHER.c.id != NOTICE.c.id)
# What is said, and what is due earlier, is due: the rest of what waits for a person is not looked at.
_DUE_TOO: Final = _OTHER.c.due_at <= bindparam("due_by")
_FREE: Final = or_(NOTICE.c.lease_until.is_(None), NOTICE.c.lease_until <= bindparam("lapsed_by"))
# A lease that ran out holds nothing back, or two notices of one person could wait for each other for ever.
_CLAIMABLE: Final = (
    select()
    .where(
        NOTICE.c.workspace == bindparam("mine"),
        is_in(NOTICE, *UNFINISHED),
        NOTICE.c.run_at <= bindparam("due_by"),
        _FREE,
        ~behind(_DUE_TOO, or_(EARLIER, _BEING_SAID)),
    )
    .order_by(NOTICE.c.run_at)
    .limit(bindparam("at_most", type_=Integer))
)


def new_row(owed: Owed) -> dict[str, object]:
    """The row of what waits from now on, with all that its first claim needs room for."""
    own = {"id": fresh(), "state": NoticeState.WAITING, "attempts": 0, "late_by_us": 0}
    return {**own, "lease_token": ROOM, "send_key": fresh(), **owed_values(owed)}


def owed_values(owed: Owed) -> dict[str, object]:
    """What a row says of what is owed; it is to be tried when that is due."""
    return {name: getattr(owed, name) for name in _OWED} | {"run_at": owed.due_at}


def notice_of(row: RowMapping) -> Notice:
    """The notice a row of its table holds."""
    owed = Owed(**{name: row[name] for name in _OWED})
    return Notice(owed=owed, state=_standing(row), lease_token=token_of(row), **{name: row[name] for name in _OWN})


def token_of(row: RowMapping) -> str | None:
    """What settles it, while it is claimed."""
    token: str | None = None if row["lease_until"] is None else row["lease_token"]
    return token


def _standing(row: RowMapping) -> NoticeState:
    leased = row["state"] is NoticeState.WAITING and row["lease_until"] is not None
    return NoticeState.CLAIMED if leased else NoticeState(row["state"])
