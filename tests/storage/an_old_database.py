"""A database as the first revision's program left it, with plans in every state and notices, and what is in it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, replace
from typing import Any, Final

from alembic import command
from sqlalchemy import Connection, MetaData, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from plans import examples
from plans.change import Change
from plans.events import Event, EventKind
from plans.ids import CaseNumber, EntryId, PlanId, fresh
from plans.keeping import keep
from plans.plan import Plan
from plans.ports import System
from plans.states import PlanState
from storage.database import Database
from storage.engines import connect, parse
from storage.mapping import Part
from storage.migrating import settings
from storage.plan_rows import PLAN_PARTS, RECORD_PARTS
from storage.triggers import make_triggers
from tests.conftest import open_database
from tests.plans.everything import PEOPLE, plan_with_everything

FIRST: Final = "0001"
# Read by Alembic alone.
_NOT_OURS: Final = frozenset({"alembic_version"})
Row = Mapping[str, Any]
Columns = Mapping[str, frozenset[str]]


async def at_first_revision(address: str, rows: Mapping[str, list[Row]]) -> None:
    """Build the first revision in an empty database and put in what it has room for."""

    def build(connection: Connection) -> None:
        command.upgrade(settings(connection), FIRST)
        make_triggers(connection)
        tables = _tables(connection)
        for table in tables.sorted_tables:
            names = {column.name for column in table.columns}
            found = [{name: row[name] for name in names} for row in rows.get(table.name, [])]
            if found:
                connection.execute(insert(table), found)

    await _run(address, build)


async def read_everything(address: str) -> dict[str, list[Row]]:
    """Every row of every table, in an order of its own that is the same each time."""

    def read(connection: Connection) -> dict[str, list[Row]]:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in _tables(connection).sorted_tables
        }

    found: dict[str, list[Row]] = await _run(address, read)
    return found


def digest(rows: Mapping[str, list[Row]], columns: Mapping[str, frozenset[str]]) -> str:
    """Of everything in these columns: tables and columns that are new do not count."""
    text_of = repr(
        [
            (table, [sorted((name, repr(row[name])) for name in names) for row in rows[table]])
            for table, names in sorted(columns.items())
        ]
    )
    return hashlib.sha256(text_of.encode()).hexdigest()


def columns_of(rows: Mapping[str, list[Row]]) -> dict[str, frozenset[str]]:
    """The columns of those tables that hold anything."""
    return {table: frozenset(found[0]) for table, found in rows.items() if found}


async def revision_of(address: str) -> str | None:
    def read(connection: Connection) -> str | None:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    found: str | None = await _run(address, read)
    return found


async def change(address: str, statement: str, **values: object) -> int:
    """Change rows behind the program's back; how many."""
    found: int = await _run(address, lambda connection: connection.execute(text(statement), values).rowcount)
    return found


async def furnish(address: str) -> list[Plan]:
    """By the present program: a plan in every state with its reminders and a line in the trail, and one with it all."""
    database = open_database(address)
    plans = [await _kept(database, state, number) for number, state in enumerate(PlanState)]
    async with database.begin() as work:
        for person in PEOPLE:
            await work.people.put(replace(person, workspace=examples.WORKSPACE))
        full = plan_with_everything(workspace=examples.WORKSPACE, revision=0, pack=plans[0].pack)
        await work.plans.add(full, next_at=None)
        await work.once("a request", at=examples.NOW)
        await work.first_beat("reconcile", "2026-09-01", at=examples.NOW)
        await work.commit()
    await database.installation_key()
    await database.close()
    return [*plans, full]


def as_it_was_known(plan: Plan, columns: Columns) -> Plan:
    """The plan with everything at its default that had no column then: what later revisions brought."""
    known = _known(plan, columns["plan"], PLAN_PARTS, columns=columns)
    found: Plan = replace(known, record=_known(known.record, frozenset(), RECORD_PARTS, columns=columns))
    return found


def _known(item: Any, names: frozenset[str], parts: Iterable[Part], *, columns: Columns) -> Any:  # noqa: ANN401 - a plan and any part of one
    kept = {part.field: _parts_known(item, part, columns) for part in parts if part.table.name in columns}
    new = {
        one.name: _default(one) for one in fields(item) if one.name not in {*names, *kept, "record"} and _optional(one)
    }
    return replace(item, **new, **kept)


def _optional(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _parts_known(item: Any, part: Part, columns: Columns) -> Any:  # noqa: ANN401 - the same
    found = getattr(item, part.field)
    if part.make is None:
        return found
    return tuple(_known(one, columns[part.table.name], part.parts, columns=columns) for one in found)


async def _kept(database: Database, state: PlanState, number: int) -> Plan:
    name = (examples.ILLINOIS, examples.GENERIC)[number % 2]
    plan = examples.case(state, name=name).plan
    own = replace(plan, id=PlanId(fresh()), case_number=CaseNumber(f"M-TEST{number:02}"), revision=0)
    event = Event(id=EntryId(fresh()), kind=EventKind.PLAN_OPENED, plan=own.id, by=None, at=examples.NOW)
    async with database.begin() as work:
        await work.packs.keep(examples.pack(name))
        kept = await keep(work, Change(plan=own, events=(event,)))
        await work.commit()
    return kept


async def read_plans(address: str, plans: list[Plan]) -> list[Plan]:
    """The same plans, read anew."""
    database = open_database(address)
    async with database.begin() as work:
        found = [await work.plans.read(plan.id, reader=System.OPERATOR, now=examples.NOW) for plan in plans]
    await database.close()
    return found


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    for name in _NOT_OURS:
        found.remove(found.tables[name])
    return found


async def _run(address: str, action: Any) -> Any:  # noqa: ANN401 - whatever the action gives
    engine: AsyncEngine = connect(parse(address), guarded=False)
    try:
        async with engine.connect() as conn:
            found = await conn.run_sync(action)
            await conn.commit()
    finally:
        await engine.dispose()
    return found
