"""Reading plans, each with all its parts, in one query.

The rows of the parts come back as JSON beside the plan's own row. Thirty tables asked one by one cost thirty round
trips for each plan, and made a refused plan dearer than one that does not exist (threats §3.5).

Plans that were read before are remembered (``shelf.py``) for readers from whom nothing is to be hidden by how long it
takes: our own, and those who ask for no particular plan.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Final

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    Label,
    RowMapping,
    Select,
    Table,
    Text,
    Time,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from plans.plan import Plan
from storage.columns import Coded, Codes, Instant, OwedItems, ReviewDates, Shifts
from storage.mapping import Part, Values
from storage.plan_rows import ALL_PARTS, plan_from
from storage.sealing import Sealed, SealedNumber, SealedPerson
from storage.session import Session
from storage.tables import PlanRow, table_of

_PLAN: Final = table_of(PlanRow)
# Before the name of a part's table, so that it meets no column of the plan.
_MARK: Final = "rows_of_"

Decode = Callable[[object], object]


class Which(StrEnum):
    """The plans that are asked for: all of the workspace, one by its id, or those of a party."""

    ALL = "all"
    ONE = "one"
    PARTY = "party"


# A plan is read alone up to this many; for more the query for all of them is the shorter way.
_READ_ALONE: Final = 3


async def load(session: Session, which: Which, whose: str = "") -> tuple[Plan, ...]:
    """The plans of this workspace, newest first. ``whose`` is the id of the plan or of the party."""
    asked = {"mine": session.workspace, "whose": whose}
    plans = []
    for row in await session.rows(_everything(which, on_sqlite=session.on_sqlite), asked):
        plan = _plan(row, session.conn.dialect)
        plans.append(plan)
        session.loaded[plan.id] = plan
        if row["salt"] is not None:
            session.salts[plan.id] = row["salt"]
        if plan.id not in session.written:
            # What this transaction has written may yet be undone.
            session.known.shelf.put(plan)
    return tuple(plans)


async def recall(session: Session, which: Which, whose: str = "") -> tuple[Plan, ...]:
    """The same plans, but those whose revision is remembered are not read again."""
    there = await session.rows(_REVISIONS[which], {"mine": session.workspace, "whose": whose})
    shelf = session.known.shelf
    plans = {row["id"]: shelf.get(row["id"], revision=row["revision"]) for row in there}
    unknown = [plan for plan, found in plans.items() if found is None]
    if len(unknown) > _READ_ALONE:
        return await load(session, which, whose)
    for plan in unknown:
        plans[plan] = next(iter(await load(session, Which.ONE, plan)), None)
    found = {plan.id: plan for plan in plans.values() if plan is not None}
    session.loaded |= found
    return tuple(found.values())


@cache
def _everything(which: Which, *, on_sqlite: bool) -> Select[tuple[object, ...]]:
    parts = (_rows_of(part, on_sqlite=on_sqlite) for part in ALL_PARTS)
    return _of(which, select(*_PLAN.c, *parts))


def _of(which: Which, wanted: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    whose: BindParameter[str] = bindparam("whose")
    mine = _PLAN.c.workspace == bindparam("mine")
    parties = (_PLAN.c.employee, _PLAN.c.supervisor, _PLAN.c.reviewer)
    if which is Which.ONE:
        wanted = wanted.where(_PLAN.c.id == whose)
    elif which is Which.PARTY:
        # The workspace with each of them: only so is each looked up in an index of its own.
        return _newest_first(wanted.where(or_(*(and_(mine, column == whose) for column in parties))))
    return _newest_first(wanted.where(mine))


def _newest_first(wanted: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return wanted.order_by(_PLAN.c.started_at.desc(), _PLAN.c.id)


_REVISIONS: Final = {which: _of(which, select(_PLAN.c.id, _PLAN.c.revision)) for which in Which}


def _rows_of(part: Part, *, on_sqlite: bool) -> Label[str]:
    columns = part.table.c
    if on_sqlite:
        rows: ColumnElement[str] = func.json_group_array(func.json_array(*columns), type_=Text)
    else:
        rows = func.json_agg(func.json_build_array(*columns)).cast(Text)
    mine = select(rows).where(columns.plan == _PLAN.c.id).correlate(_PLAN)
    return mine.scalar_subquery().label(_MARK + part.table.name)


def _plan(row: RowMapping, dialect: Dialect) -> Plan:
    parts = {part.table.name: _decoded(part, row[_MARK + part.table.name], dialect) for part in ALL_PARTS}
    return plan_from({**row}, parts)


def _decoded(part: Part, rows: str | None, dialect: Dialect) -> Sequence[Values]:
    found = json.loads(rows or "[]")
    if not found:
        return ()
    ways = _decoders(part.table, dialect)
    named = [
        {name: None if value is None else decode(value) for (name, decode), value in zip(ways, values, strict=True)}
        for values in found
    ]
    return sorted(named, key=lambda values: int(str(values["position"])))


@cache
def _decoders(table: Table, dialect: Dialect) -> tuple[tuple[str, Decode], ...]:
    return tuple((column.name, _decoder(column, dialect)) for column in table.c)


def _decoder(column: Column[object], dialect: Dialect) -> Decode:
    """From what JSON makes of a stored value to what the column's own type gives back."""
    kind = column.type
    if isinstance(kind, Instant):
        return lambda value: kind.process_result_value(datetime.fromisoformat(str(value)), dialect)
    if isinstance(kind, Sealed | SealedNumber | SealedPerson | Coded | Codes | OwedItems | ReviewDates | Shifts):
        return lambda value: kind.process_result_value(str(value), dialect)
    if isinstance(kind, Date):
        return lambda value: date.fromisoformat(str(value))
    if isinstance(kind, Time):
        return lambda value: time.fromisoformat(str(value))
    return bool if isinstance(kind, Boolean) else _as_is


def _as_is(value: object) -> object:
    return value
