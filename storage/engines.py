"""Connections to either database, set up so that they keep what threats §3.8 asks of them."""

import asyncio
import math
import os
import re
import select
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.one_hop import NotBegunError, one_hop
from storage.pools import check_sizes, read_pool

_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
# Chosen once, before anything is written, and kept in the file; choosing the journal writes, so this comes first.
_NEW_FILE: Final = ("auto_vacuum = FULL",)
_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "recursive_triggers = ON",
    # Else the pages a statement changes, once they are more than 64 KiB, are first copied into a file in the system's
    # folder for such. That is eight more writes for each notice among a million, and what people wrote would lie where
    # nothing erases it.
    "temp_store = MEMORY",
    # 16 MiB: among a million rows those that are due lie scattered, and are found through five indexes.
    "cache_size = -16384",
    # Pages, 64 MiB: a morning's batches change the same pages again and again, and each is carried into the file once.
    "wal_autocheckpoint = 16000",
)
_CACHED_STATEMENTS: Final = 512
# How long another process is waited for; a person gets an answer within three seconds.
BUSY_SECONDS: Final = 1.0
# Who finds another process migrating waits for it: nobody is answered meanwhile, and all steps may take a while.
MIGRATION_SECONDS: Final = 60.0
_TRIES: Final = 20
# What keeps something until the end of the transaction, though it begins like a question.
_HOLDS: Final = re.compile(r"\bFOR\s+(NO\s+KEY\s+)?(UPDATE|KEY\s+SHARE|SHARE)\b|\bpg_\w*lock", re.IGNORECASE)
RESTED_SECONDS: Final = 1.0
_FORBIDDEN: Final = frozenset(
    {
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_VTABLE,
        sqlite3.SQLITE_REINDEX,
        sqlite3.SQLITE_ANALYZE,
    },
)
_APPEND_ONLY: Final = frozenset({"audit", "notice_attempt"})
# What SQLAlchemy asks of a new connection, and Alembic to find its own table.
_HARMLESS_PRAGMAS: Final = frozenset({"read_uncommitted", "table_info", "table_xinfo"})


class UnsupportedDatabaseError(ValueError):
    """The address is neither SQLite's nor PostgreSQL's. It is not repeated here: it may hold a password."""


class DatabaseBusyError(RuntimeError):
    """The database did not let us begin within its timeout; nothing was read or written."""


class DatabaseNotWritableError(RuntimeError):
    """It can be read, but a row could not be added."""


class DatabaseUnreachableError(RuntimeError):
    """There is no database at the address, or it does not let us in."""


def parse(address: str) -> URL:
    """``sqlite:///path`` or ``postgresql://…`` with the driver we use. The sizes of the pool stay in it.

    Raises:
        UnsupportedDatabaseError: it is neither.
        PoolSizesError: it asks for sizes that make no pool.

    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise UnsupportedDatabaseError from None
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None or (driver.startswith("sqlite") and url.database in {None, "", ":memory:"}):
        raise UnsupportedDatabaseError
    check_sizes(address)
    return url.set(drivername=driver)


def file_of(url: URL) -> Path | None:
    """SQLite's file; None on PostgreSQL."""
    return Path(str(url.database)) if url.drivername.startswith("sqlite") else None


def connect(url: URL, *, guarded: bool, patience: float = BUSY_SECONDS) -> AsyncEngine:
    """An engine that prints no statement and no parameter.

    ``guarded`` is for everyday use: on SQLite such a connection cannot change the schema, attach a file or rewrite
    what is append-only. Migrations and the purge's checkpoint need one that is not.
    ``patience`` is for how many seconds SQLite waits for another process.
    """
    if file_of(url) is None:
        return _postgresql(url, guarded=guarded)
    return _sqlite(url, guarded=guarded, patience=patience)


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection with a transaction begun; what is not committed is undone.

    Raises:
        DatabaseBusyError, DatabaseNotWritableError, DatabaseUnreachableError: when it cannot begin, which on SQLite
            shows at the first statement.

    """
    conn = engine.connect()
    try:
        await conn.start()
    except (OperationalError, PoolTimeoutError) as error:
        raise _why(error) from error
    try:
        try:
            await conn.begin()
        except OperationalError as error:
            raise _why(error) from error
        try:
            yield conn
        except OperationalError as error:
            if isinstance(error.orig, NotBegunError):
                raise _why(error) from error
            raise
    finally:
        await conn.close()


def _why(error: OperationalError | PoolTimeoutError) -> RuntimeError:
    """In our own words, which those who may not know of SQL can tell apart."""
    cause = error.orig if isinstance(error, OperationalError) else None
    code = getattr(cause, "sqlite_errorname", "")
    if isinstance(error, PoolTimeoutError) or code.startswith("SQLITE_BUSY"):
        return DatabaseBusyError()
    return DatabaseNotWritableError() if code.startswith("SQLITE_READONLY") else DatabaseUnreachableError()


def make_file(path: Path) -> None:
    """An empty file that only its owner can read, before SQLite makes one everybody can. Its folder too."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def connect_args() -> dict[str, int]:
    """How long PostgreSQL is waited for, and how soon a server that vanished is noticed, in seconds."""
    return {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


def _postgresql(url: URL, *, guarded: bool) -> AsyncEngine:
    plain, pool = read_pool(url)
    engine = create_async_engine(
        plain,
        hide_parameters=True,
        pool_size=pool.size,
        max_overflow=pool.overflow,
        pool_timeout=5,
        connect_args=connect_args(),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - SQLAlchemy's own adapter has no public type
        cursor = connection.cursor()
        # Well under the three seconds in which a person gets an answer. For the connection as a whole: with each
        # transaction it would be a trip more for every answer.
        cursor.execute("SET lock_timeout = '2s'")
        # We ask for few rows among very many, by index; the usual guess is that of a spinning disk, and by it a batch
        # of reminders has all plans and people read.
        cursor.execute("SET random_page_cost = 1.1")
        cursor.close()
        connection.commit()

    if guarded:
        _begin_before_what_changes(engine)
    _try_the_rested(engine)
    return engine


def _begin_before_what_changes(engine: AsyncEngine) -> None:
    """A transaction begins with its first statement that is not a mere question; one that only asks has none at all.

    Each question sees what is committed when it is asked, in a transaction or not; so nothing is different but that
    beginning and ending one are two trips, and most answers to people only read.
    """

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def _before(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        adapted: Any = connection.connection.dbapi_connection
        driver = adapted.driver_connection
        if driver.pgconn.transaction_status == TransactionStatus.IDLE and driver.autocommit != merely_asks(statement):
            adapted.autocommit = not driver.autocommit


@lru_cache(maxsize=_CACHED_STATEMENTS)
def merely_asks(statement: str) -> bool:
    """Whether it changes nothing and holds nothing: no row, no lock."""
    return statement.startswith("SELECT ") and not _HOLDS.search(statement)


def _try_the_rested(engine: AsyncEngine) -> None:
    """A connection that has lain idle is tried before it is used again, for the server may have gone meanwhile.

    One that worked a moment ago is not, unless something has come on it unasked, as its end does: that trip would be
    made for every transaction.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def _checkin(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _checkout(connection: Any, record: ConnectionPoolEntry, _fairy: object) -> None:  # noqa: ANN401 - as above
        rested = time.monotonic() - record.info.get("rests_since", math.inf)
        if rested < RESTED_SECONDS and _quiet(connection.driver_connection.fileno()):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # The pool opens another in its place, and does so for all that are as old.
            raise InvalidatePoolError from error


def _quiet(socket: int) -> bool:
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return not waiting.poll(0)


def _sqlite(url: URL, *, guarded: bool, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=5,
        async_creator=partial(
            one_hop,
            Path(str(url.database)),
            cached_statements=_CACHED_STATEMENTS,
            timeout=patience,
        ),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - SQLAlchemy's own adapter has no public type
        cursor = connection.cursor()
        for pragma in _PRAGMAS if guarded else (*_NEW_FILE, *_PRAGMAS):
            _set(connection, cursor, pragma)
        cursor.close()
        if guarded:
            connection.run_async(lambda driver: driver.set_authorizer(_authorise))

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.begin_later()

    return engine


def _set(connection: Any, cursor: Any, pragma: str) -> None:  # noqa: ANN401 - SQLAlchemy's own adapters have no public type
    """Set it, waiting for others who do the same to a new file: for this one SQLite does not wait by itself."""
    for _ in range(_TRIES - 1):
        try:
            cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError:
            connection.run_async(lambda _driver: asyncio.sleep(BUSY_SECONDS / _TRIES))
        else:
            return
    cursor.execute(f"PRAGMA {pragma}")


def _authorise(action: int, first: str | None, _second: str | None, _database: str | None, _trigger: str | None) -> int:
    if action in _FORBIDDEN:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and first not in _HARMLESS_PRAGMAS:
        return sqlite3.SQLITE_DENY
    if action in {sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE} and first in _APPEND_ONLY:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
