"""Claiming notices, and what the last look at them needs.

A claim is one statement for leases that ran out and one for what is due. Each takes rows nobody else holds, so no
notice goes to two workers. What is due is walked in the order in which it is to be tried, along an index, so that a
claim costs the same whatever waits behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache, lru_cache
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
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from plans.dates import Absence, Calendar, WorkingTime
from plans.gist import Gist
from plans.ids import NoticeId, PersonId
from plans.notices import UNFINISHED, Notice, NoticeState, Owed
from plans.people import Handle, Person
from plans.ports import LAPSED, Facts
from storage.absences import absences_of
from storage.gists import gist_from
from storage.session import Session
from storage.tables import HandleRow, NoticeRow, PersonRow, PlanRow, table_of

NOTICE: Final = table_of(NoticeRow)
_PLAN: Final = table_of(PlanRow)
_PERSON: Final = table_of(PersonRow)
_HANDLE: Final = table_of(HandleRow)
_OWED: Final = tuple(found.name for found in fields(Owed))
_OWN: Final = tuple(found.name for found in fields(Notice) if found.name != "owed")
TOKEN_BYTES: Final = 16


async def claim(
    session: Session, *, now: datetime, real_now: datetime, lease: timedelta, limit: int
) -> tuple[Notice, ...]:
    """``ports.Notices.claim``."""
    asked = {"mine": session.workspace, "lapsed_by": real_now, "leased_until": real_now + lease}
    lapsed = await session.rows(_taking_over(on_sqlite=session.on_sqlite), asked | {"at_most": limit})
    rows = list(lapsed)
    if len(rows) < limit:
        left = {"at_most": limit - len(rows), "due_by": now}
        rows += await session.rows(_taking(on_sqlite=session.on_sqlite), asked | left)
    return tuple(sorted((notice_of(row) for row in rows), key=lambda notice: (notice.owed.due_at, notice.id)))


@cache
def _taking(*, on_sqlite: bool) -> Executable:
    due = (is_in(NOTICE, NoticeState.WAITING), NOTICE.c.run_at <= bindparam("due_by"))
    found = select(NOTICE.c.id).where(_MINE, *due, ~behind(or_(EARLIER, _BEING_SAID))).order_by(NOTICE.c.run_at)
    return _claiming(found, on_sqlite=on_sqlite)


@cache
def _taking_over(*, on_sqlite: bool) -> Executable:
    """A lease that ran out holds nothing back, or two notices of one person could wait for each other for ever."""
    lapsed = (is_in(NOTICE, NoticeState.CLAIMED), NOTICE.c.lease_until <= bindparam("lapsed_by"))
    found = select(NOTICE.c.id).where(_MINE, *lapsed, ~behind(or_(EARLIER, _BEING_SAID)))
    return _claiming(found.order_by(NOTICE.c.lease_until), on_sqlite=on_sqlite, last_outcome=LAPSED)


def _claiming(found: Select[tuple[str]], *, on_sqlite: bool, **more: object) -> Executable:
    found = found.limit(bindparam("at_most"))
    if not on_sqlite:
        found = found.with_for_update(skip_locked=True)
    # A common table expression, so that PostgreSQL cannot choose to run the locking query twice.
    return (
        update(NOTICE)
        .where(NOTICE.c.id.in_(select(found.cte("wanted").c.id)))
        .values(
            state=NoticeState.CLAIMED,
            attempts=NOTICE.c.attempts + 1,
            lease_until=bindparam("leased_until"),
            lease_token=_random(on_sqlite=on_sqlite),
            send_key=func.coalesce(NOTICE.c.send_key, _random(on_sqlite=on_sqlite)),
            **more,
        )
        .returning(*NOTICE.c)
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


def is_in(notices: FromClause, *states: NoticeState) -> ColumnElement[bool]:
    """In one of these states, written out in the statement: only so can the indexes of what is unfinished be used."""
    state = type_coerce(notices.c.state, String)
    written: list[ColumnElement[str]] = [literal_column(f"'{code}'") for code in sorted(states, reverse=True)]
    return state == written[0] if len(written) == 1 else state.in_(written)


_OTHER: Final = NOTICE.alias("other")
EARLIER: Final = tuple_(_OTHER.c.due_at, _OTHER.c.id) < tuple_(NOTICE.c.due_at, NOTICE.c.id)
_BEING_SAID: Final = and_(
    is_in(_OTHER, NoticeState.CLAIMED),
    _OTHER.c.lease_until > bindparam("lapsed_by"),
    _OTHER.c.id != NOTICE.c.id,
)
_MINE: Final = NOTICE.c.workspace == bindparam("mine")


def notice_of(row: RowMapping) -> Notice:
    """The notice a row of its table holds."""
    owed = Owed(**{name: row[name] for name in _OWED})
    return Notice(owed=owed, **{name: row[name] for name in _OWN})


async def facts(session: Session, claimed: Sequence[Notice]) -> Mapping[NoticeId, Facts]:
    """``ports.Notices.facts``."""
    asked = {"mine": session.workspace, "ids": [notice.id for notice in claimed]}
    found: dict[NoticeId, Facts] = {}
    rows = await session.rows(_FACTS, asked)
    away = await absences_of(session, {PersonId(row["person"]) for row in rows})
    for row in rows:
        person = _person(session, row)
        gist = gist_from(row["gist"]) if row["gist"] else None
        found[row["notice"]] = Facts(
            person=person,
            gist=gist,
            working=None
            if person is None or gist is None
            else _working(session, person, gist, away.get(person.id, ())),
            in_step=gist is not None and row["of_revision"] == row["revision"] == gist.revision,
        )
    return found


def _person(session: Session, row: RowMapping) -> Person | None:
    if row["native_id"] is None:
        return None
    person = PersonId(row["person"])
    return Person(
        id=person,
        workspace=session.workspace,
        handle=Handle(surface=row["surface"], tenant=row["tenant"], native_id=row["native_id"]),
        name=row["name"],
        email=row["email"],
        zone=row["zone"],
        locale=row["locale"],
        standing=row["standing"],
        checked_at=row["checked_at"],
        offices=session.known.offices.of(person),
    )


def _working(session: Session, person: Person, gist: Gist, away: tuple[Absence, ...]) -> WorkingTime | None:
    pack = session.known.packs.get(gist.pack)
    return None if pack is None else _at_work(person.zone, session.known.calendar(pack), away)


@lru_cache(maxsize=1_000)
def _at_work(zone: str, calendar: Calendar, away: tuple[Absence, ...]) -> WorkingTime:
    """Checking that a zone exists takes longer than all the rest of a look."""
    return WorkingTime(zone, calendar, absences=away)


_FACTS: Final = (
    select(
        NOTICE.c.id.label("notice"),
        NOTICE.c.of_revision,
        _PLAN.c.revision,
        _PLAN.c.gist,
        NOTICE.c.person,
        *(column for column in _PERSON.c if column.name not in {"id", "workspace"}),
        *(column for column in _HANDLE.c if column.name not in {"person", "workspace"}),
    )
    .select_from(
        NOTICE.outerjoin(_PLAN, and_(_PLAN.c.id == NOTICE.c.plan, _PLAN.c.workspace == NOTICE.c.workspace))
        .outerjoin(_PERSON, and_(_PERSON.c.id == NOTICE.c.person, _PERSON.c.workspace == NOTICE.c.workspace))
        .outerjoin(_HANDLE, _HANDLE.c.person == _PERSON.c.id),
    )
    .where(_MINE, NOTICE.c.id.in_(bindparam("ids", expanding=True)))
)
