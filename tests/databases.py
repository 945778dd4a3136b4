"""On which database the assembled program is tested: a SQLite file, or PostgreSQL where the environment says so.

Tests name a database by the path at which SQLite's file would lie. On PostgreSQL the path stands for a database of the
test server's; ``tests/conftest.py`` starts that server, and drops a test's databases with the test.
"""

import asyncio
import hashlib
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from psycopg import sql

CHOICES: Final = ("sqlite", "postgresql")
CHOSEN: Final = os.environ.get("MILEPOST_TEST_DATABASE") or "sqlite"
if CHOSEN not in CHOICES:
    raise ValueError(f"MILEPOST_TEST_DATABASE must be one of {', '.join(CHOICES)}")
ON_POSTGRESQL: Final = CHOSEN == "postgresql"
about_the_file: Final = pytest.mark.skipif(ON_POSTGRESQL, reason="it is about SQLite's own file")
Row = tuple[Any, ...]


class Server:
    """The PostgreSQL server of this test run, once there is one, and which databases were made on it for which path."""

    def __init__(self) -> None:
        self.address = ""
        self._made: dict[Path, str] = {}

    def named(self, file: Path) -> str:
        """The database that stands for this path; an empty one is made if there is none."""
        return self._made.get(file) or self.make(file)

    def make(self, file: Path, *, template: Path | None = None) -> str:
        """A new one, empty or a copy; nobody may be connected to what is copied."""
        assert self.address, "the server has not been started"
        assert file not in self._made, "there is a database already"
        name = "file_" + hashlib.sha256(str(file).encode()).hexdigest()[:32]
        create_database(self.address, name, template="template0" if template is None else self._made[template])
        self._made[file] = name
        return name

    def drop_below(self, folder: Path) -> None:
        for file in [file for file in self._made if folder in file.parents]:
            drop_database(self.address, self._made.pop(file))


SERVER: Final = Server()


def create_database(server: str, name: str, *, template: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def database_at(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return server.replace("/postgres?", f"/{name}?")


def address_of(file: Path) -> str:
    """``DATABASE_URL`` of the database at this path."""
    return database_at(SERVER.address, SERVER.named(file)) if ON_POSTGRESQL else f"sqlite:///{file}"


def copy_database(template: Path, to: Path) -> None:
    if ON_POSTGRESQL:
        SERVER.make(to, template=template)
    else:
        shutil.copyfile(template, to)


def rows(file: Path, statement: str, *values: object) -> list[Row]:
    """What a statement finds, asked from outside. A ``?`` stands for each value."""
    if ON_POSTGRESQL:
        with psycopg.connect(address_of(file)) as connection:
            return connection.execute(_postgresql(statement), values).fetchall()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as found:
        return list(found.execute(statement, values))


def change(file: Path, statement: str, *values: object) -> int:
    """Change rows from outside; how many."""
    if ON_POSTGRESQL:
        with psycopg.connect(address_of(file)) as connection:
            return connection.execute(_postgresql(statement), values).rowcount
    with closing(sqlite3.connect(file, timeout=5)) as found, found:
        return found.execute(statement, values).rowcount


def tables(file: Path) -> list[str]:
    """The names of all tables there are."""
    on_postgresql = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    on_sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
    return [str(found[0]) for found in rows(file, on_postgresql if ON_POSTGRESQL else on_sqlite)]


def stored(at: datetime) -> object:
    """An instant as the database keeps it, to be handed to ``rows`` and ``change``."""
    return at if ON_POSTGRESQL else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def read(value: object) -> datetime:
    """An instant that ``rows`` found."""
    return (
        value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    )


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[None]:
    """Another program keeps the database to itself, in this very process; so nothing here may wait inside a driver."""
    with _to_lock(file) as (attempt, refused):
        for _ in range(200):
            await asyncio.sleep(0.01)
            with suppress(refused):
                attempt()
                break
        else:
            raise TimeoutError
        yield


@contextmanager
def _to_lock(file: Path) -> Iterator[Any]:
    if ON_POSTGRESQL:
        all_of_them = ", ".join(f'"{name}"' for name in tables(file) if name != "alembic_version")
        with psycopg.connect(address_of(file), autocommit=True) as connection:
            held = f"BEGIN; LOCK TABLE {all_of_them} IN ACCESS EXCLUSIVE MODE NOWAIT"

            def attempt() -> None:
                connection.rollback()
                connection.execute(held.encode())

            try:
                yield attempt, psycopg.errors.LockNotAvailable
            finally:
                connection.rollback()
        return
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as found:
        try:
            yield (lambda: found.execute("BEGIN IMMEDIATE")), sqlite3.OperationalError
        finally:
            found.rollback()


def _postgresql(statement: str) -> bytes:
    return statement.replace("%", "%%").replace("?", "%s").encode()
