"""Reading plans, each with all its parts, in one query.

The rows of the parts come back as JSON beside the plan's own row. Thirty tables asked one by one cost thirty round
trips for each plan, and made a refused plan dearer than one that does not exist (threats §3.5).
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    Label,
    RowMapping,
    Select,
    Text,
    Time,
    func,
    select,
)

from plans.plan import Plan
from storage.columns import Coded, Instant
from storage.mapping import Part, Values
from storage.plan_rows import ALL_PARTS, plan_from
from storage.sealing import Sealed, SealedPerson
from storage.session import Session
from storage.tables import PlanRow, table_of

_PLAN: Final = table_of(PlanRow)
# Before the name of a part's table, so that it meets no column of the plan.
_MARK: Final = "rows_of_"

Decode = Callable[[object], object]


async def load(session: Session, *where: ColumnElement[bool]) -> tuple[Plan, ...]:
    """The plans of this workspace for which this holds; newest first."""
    wanted = _everything(on_sqlite=session.on_sqlite).where(_PLAN.c.workspace == session.workspace, *where)
    found = await session.rows(wanted.order_by(_PLAN.c.started_at.desc(), _PLAN.c.id))
    plans = tuple(_plan(row, session.conn.dialect) for row in found)
    session.loaded |= {plan.id: plan for plan in plans}
    return plans


@cache
def _everything(*, on_sqlite: bool) -> Select[tuple[object, ...]]:
    return select(*_PLAN.c, *(_rows_of(part, on_sqlite=on_sqlite) for part in ALL_PARTS))


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
    ways = [(column.name, _decoder(column, dialect)) for column in part.table.c]
    named = [
        {name: None if value is None else decode(value) for (name, decode), value in zip(ways, values, strict=True)}
        for values in found
    ]
    return sorted(named, key=lambda values: int(str(values["position"])))


def _decoder(column: Column[object], dialect: Dialect) -> Decode:
    """From what JSON makes of a stored value to what the column's own type gives back."""
    kind = column.type
    if isinstance(kind, Instant):
        return lambda value: kind.process_result_value(datetime.fromisoformat(str(value)), dialect)
    if isinstance(kind, Sealed | SealedPerson | Coded):
        return lambda value: kind.process_result_value(str(value), dialect)
    if isinstance(kind, Date):
        return lambda value: date.fromisoformat(str(value))
    if isinstance(kind, Time):
        return lambda value: time.fromisoformat(str(value))
    return bool if isinstance(kind, Boolean) else _as_is


def _as_is(value: object) -> object:
    return value
