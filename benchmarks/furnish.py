"""Databases with very many waiting reminders.

One real plan of each shape is kept by the program's own rules; its rows are then copied with ids of their own. A copy
has all that delivery looks at: plan, people, handles and reminders. It has no goals and reviews, which it never reads.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from plans import examples
from plans.change import Change
from plans.dates import Calendar
from plans.ids import CASE_ALPHABET, PersonId, WorkspaceId
from plans.keeping import keep
from plans.people import Offices
from plans.policy import Pack, PackId, read_packs
from plans.states import PlanState
from storage.database import Database

# Nine in the morning in Denver, where the example employee works.
MORNING: Final = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)
OTHER: Final = WorkspaceId("T0OTHER")
PLANS_OF_A_SUPERVISOR: Final = 8
REMINDERS_OF_A_PLAN: Final = 10
_MOST_LATER: Final = 30
_TABLES: Final = ("person", "handle", "plan", "notice")
_CALENDAR: Final = Calendar("example")
# Started so many days before that morning, a plan of this pack has a first reminder for the employee then.
_SHAPES: Final = ((examples.ILLINOIS, 59), (examples.GENERIC, 24))

Row = dict[str, Any]


@cache
def _packs() -> Mapping[PackId, Pack]:
    return read_packs()


def _no_holidays(_pack: Pack) -> Calendar:
    return _CALENDAR


def opened(address: str, *, workspace: WorkspaceId = examples.WORKSPACE) -> Database:
    """The database as the program opens it. Nobody is HR: a digest of ten thousand plans is another matter."""
    return Database.open(address, workspace=workspace, packs=_packs(), calendar=_no_holidays, offices=Offices())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The rows of one real plan: ``due`` falls due in the morning, ``later`` after it, earliest first."""

    plan: Row
    people: dict[str, tuple[Row, Row]]
    due: Row
    later: tuple[Row, ...]


async def furnish(address: str, *, due: int, waiting: int, others: int = 0) -> None:
    """Migrate an empty database and fill it. ``due`` of the ``waiting`` fall due in the morning, to one person each.

    A second workspace, ``OTHER``, gets ``others`` that are due then.
    """
    database = opened(address)
    await database.migrate()
    await database.installation_key()
    shapes = []
    for name, days in _SHAPES:
        plan = await _kept(database, name, MORNING - timedelta(days=days))
        shapes.append(_shape(address, plan))
    _forget(address)
    await database.checkpoint()
    await database.close()
    _store(address, _copies(shapes, due=due, waiting=waiting))
    if others:
        _store(address, ((table, _elsewhere(row)) for table, row in _copies(shapes, due=others, waiting=others)))


def _elsewhere(row: Row) -> Row:
    """The same row in the other workspace, and a person with another account."""
    moved = {
        column: value.replace(examples.WORKSPACE, OTHER) if isinstance(value, str) else value
        for column, value in row.items()
    }
    return moved | ({"native_id": f"{row['native_id']}X"} if "native_id" in row else {})


async def _kept(database: Database, name: PackId, start: datetime) -> str:
    case = examples.case(PlanState.ACTIVE, start, name=name)
    async with database.begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(replace(person, checked_at=MORNING, offices=frozenset()))
        plan = await keep(work, Change(plan=case.plan, events=()))
        await work.commit()
    return plan.id


def _shape(address: str, plan: str) -> Shape:
    (kept,) = read(address, "SELECT * FROM plan WHERE id = ?", plan)
    people = {}
    for party in (kept["employee"], kept["supervisor"]):
        (person,) = read(address, "SELECT * FROM person WHERE id = ?", party)
        (handle,) = read(address, "SELECT * FROM handle WHERE person = ?", party)
        people[party] = (person, handle)
    notices = read(address, "SELECT * FROM notice WHERE plan = ? ORDER BY due_at, id", plan)
    due = [row for row in notices if row["person"] == kept["employee"] and _instant(row["due_at"]) == MORNING]
    later = [row for row in notices if row["person"] in people and _instant(row["due_at"]) > MORNING]
    return Shape(plan=kept, people=people, due=due[0], later=tuple(later[:_MOST_LATER]))


def _instant(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def _copies(shapes: Sequence[Shape], *, due: int, waiting: int) -> Iterator[tuple[str, Row]]:
    """Rows with the names of their tables. The plans with something due stand scattered among the others."""
    plans = max(due, waiting // REMINDERS_OF_A_PLAN)
    later, odd = divmod(waiting - due, plans)
    lead = _Person("")
    for place in range(plans):
        # A step that is prime to nearly any number of plans: every plan once, neighbours far apart.
        number = place * 7_919 % plans
        shape = shapes[number % len(shapes)]
        if place % PLANS_OF_A_SUPERVISOR == 0:
            lead = _Person(f"U0LEAD{place:07d}")
            yield from lead.rows(*shape.people[shape.plan["supervisor"]])
        employee = _Person(f"U0EMPL{number:07d}")
        yield from employee.rows(*shape.people[shape.plan["employee"]])
        rows = ((shape.due,) if number < due else ()) + shape.later[: later + (number >= plans - odd)]
        yield from _plan(shape, rows, employee=employee.id, lead=lead.id, number=number)


class _Person:
    def __init__(self, native_id: str) -> None:
        self.id = PersonId(uuid.uuid4().hex)
        self.native_id = native_id

    def rows(self, person: Row, handle: Row) -> Iterator[tuple[str, Row]]:
        yield "person", {**person, "id": self.id}
        yield "handle", {**handle, "person": self.id, "native_id": self.native_id}


def _plan(shape: Shape, notices: Sequence[Row], *, employee: str, lead: str, number: int) -> Iterator[tuple[str, Row]]:
    own = uuid.uuid4().hex
    old = shape.plan
    named = {old["id"]: own, old["employee"]: employee, old["supervisor"]: lead}
    gist = old["gist"]
    for before, after in named.items():
        gist = gist.replace(before, after)
    parties = {"employee": employee, "supervisor": lead, "started_by": named.get(old["started_by"], old["started_by"])}
    yield "plan", {**old, "id": own, "case_number": _case_number(number), "gist": gist, **parties}
    for row in notices:
        person = named[row["person"]]
        key = row["key"].replace(old["id"], own).replace(row["person"], person)
        names = {name: uuid.uuid4().hex for name in ("id", "send_key")}
        yield "notice", {**row, **names, "key": key, "plan": own, "person": person}


def _case_number(number: int) -> str:
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, len(CASE_ALPHABET))
        letters += CASE_ALPHABET[letter]
    return f"M-{letters}"


# What differs between the two databases


def on_sqlite(address: str) -> bool:
    return address.startswith("sqlite")


def file_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def read(address: str, statement: str, *values: object) -> list[Row]:
    """Rows as the driver gives them. A ``?`` stands for each value."""
    if on_sqlite(address):
        with closing(sqlite3.connect(file_of(address))) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement, values)]
    with psycopg.connect(address, row_factory=psycopg.rows.dict_row) as server:
        return server.execute(statement.replace("?", "%s").encode(), values).fetchall()


def write(address: str, statement: str, *values: object) -> None:
    """Change rows from outside. A ``?`` stands for each value."""
    if on_sqlite(address):
        with closing(sqlite3.connect(file_of(address))) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(statement, values)
        return
    with psycopg.connect(address) as server:
        server.execute(statement.replace("?", "%s").encode(), values)


def _forget(address: str) -> None:
    """Out with the plan whose rows were read: everything else that is kept stands for it."""
    for table in ("notice", "plan", "handle", "person"):
        write(address, f"DELETE FROM {table}")  # noqa: S608 - our own tables


def _store(address: str, rows: Iterable[tuple[str, Row]]) -> None:
    found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
    columns: dict[str, tuple[str, ...]] = {}
    for table, row in rows:
        columns.setdefault(table, tuple(row))
        # Millions of dictionaries would need more memory than small machines have.
        found[table].append(tuple(row.values()))
    for table in _TABLES:
        if found[table] and on_sqlite(address):
            _store_in_file(file_of(address), table, columns[table], found[table])
        elif found[table]:
            _store_on_server(address, table, columns[table], found[table])


def _store_in_file(file: Path, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    named = ", ".join(f'"{column}"' for column in columns)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("BEGIN")
        connection.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)  # noqa: S608 - our own tables
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _store_on_server(address: str, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    put = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named)
    with psycopg.connect(address, autocommit=True) as server:
        with server.cursor() as cursor, cursor.copy(put) as copy:
            for row in rows:
                copy.write_row(row)
        # As the server's own housekeeping leaves a table that nobody changed for a while.
        server.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
