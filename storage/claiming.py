"""Claiming notices, and what the last look at them needs.

A claim is one statement, for leases that ran out and for what is due. It takes rows nobody else holds, so no notice
goes to two workers. What is due is walked in the order in which it is to be tried, along an index, so that a claim
costs the same whatever waits behind it.
"""

from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    RowMapping,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from plans.ids import NoticeId
from plans.notice_ports import LAPSED
from plans.notices import UNFINISHED, Notice, NoticeState, Owed
from storage.narrowing import is_in
from storage.reading_claimed import read_claimed
from storage.session import Session
from storage.tables import NoticeRow, table_of

NOTICE: Final = table_of(NoticeRow)
_OWED: Final = tuple(found.name for found in fields(Owed))
_OWN: Final = tuple(found.name for found in fields(Notice) if found.name != "owed")
TOKEN_BYTES: Final = 16


async def claim(
    session: Session, *, now: datetime, real_now: datetime, lease: timedelta, limit: int
) -> tuple[Notice, ...]:
    """``notice_ports.Notices.claim``. What the last look needs is read with it, and kept for ``facts``."""
    asked = {
        "mine": session.workspace,
        "lapsed_by": real_now,
        "leased_until": real_now + lease,
        "due_by": now,
        "at_most": limit,
    }
    rows = await session.rows(_claiming(on_sqlite=session.on_sqlite), asked)
    if not rows:
        return ()
    claimed, facts = await read_claimed(session, [NoticeId(row["id"]) for row in rows])
    session.facts |= facts
    return claimed


@cache
def _claiming(*, on_sqlite: bool) -> Executable:
    lapsed, due = _LAPSED, _DUE
    if not on_sqlite:
        lapsed, due = (found.with_for_update(skip_locked=True) for found in (lapsed, due))
    # What was being said comes first. A common table expression, so that PostgreSQL cannot choose to run the locking
    # query twice.
    both = union_all(select(lapsed.subquery("lapsed")), select(due.subquery("due"))).subquery("both")
    wanted = select(both.c.id).order_by(both.c.place, both.c.since).limit(_AT_MOST).cte("wanted")
    return (
        update(NOTICE)
        .where(NOTICE.c.id.in_(select(wanted.c.id)))
        .values(
            state=NoticeState.CLAIMED,
            attempts=NOTICE.c.attempts + 1,
            lease_until=bindparam("leased_until"),
            lease_token=_random(on_sqlite=on_sqlite),
            send_key=func.coalesce(NOTICE.c.send_key, _random(on_sqlite=on_sqlite)),
            # Whoever had it claimed never said what became of it.
            last_outcome=case((NOTICE.c.state == NoticeState.CLAIMED, LAPSED), else_=NOTICE.c.last_outcome),
        )
        .returning(NOTICE.c.id)
    )


def _random(*, on_sqlite: bool) -> ColumnElement[str]:
    """32 random hexadecimal characters, other ones for each row."""
    if on_sqlite:
        return func.lower(func.hex(func.randomblob(TOKEN_BYTES)))
    return func.replace(func.gen_random_uuid().cast(Text), "-", "")


def behind(other: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether something unfinished of the same person, of which this holds, comes first."""
    same = and_(_OTHER.c.workspace == NOTICE.c.workspace, _OTHER.c.person == NOTICE.c.person)
    return exists().where(same, is_in(_OTHER, *UNFINISHED), other)


_OTHER: Final = NOTICE.alias("other")
EARLIER: Final = tuple_(_OTHER.c.due_at, _OTHER.c.id) < tuple_(NOTICE.c.due_at, NOTICE.c.id)
_BEING_SAID: Final = and_(
    is_in(_OTHER, NoticeState.CLAIMED),
    _OTHER.c.lease_until > bindparam("lapsed_by"),
    _OTHER.c.id != NOTICE.c.id,
)
_MINE: Final = NOTICE.c.workspace == bindparam("mine")
_AT_MOST: Final = bindparam("at_most", type_=Integer)


def _claimable(place: int, since: ColumnElement[datetime], *when: ColumnElement[bool]) -> Select[Any]:
    """Notices of which this holds and which nothing holds back, those that are longest in it first."""
    found = select(NOTICE.c.id, literal_column(str(place)).label("place"), since.label("since"))
    return found.where(_MINE, *when, ~behind(or_(EARLIER, _BEING_SAID))).order_by(since).limit(_AT_MOST)


# A lease that ran out holds nothing back, or two notices of one person could wait for each other for ever.
_LAPSED: Final = _claimable(
    0, NOTICE.c.lease_until, is_in(NOTICE, NoticeState.CLAIMED), NOTICE.c.lease_until <= bindparam("lapsed_by")
)
_DUE: Final = _claimable(1, NOTICE.c.run_at, is_in(NOTICE, NoticeState.WAITING), NOTICE.c.run_at <= bindparam("due_by"))


def notice_of(row: RowMapping) -> Notice:
    """The notice a row of its table holds."""
    owed = Owed(**{name: row[name] for name in _OWED})
    return Notice(owed=owed, **{name: row[name] for name in _OWN})
