"""SQLite's connection with one trip to its thread for each statement, or with none.

The usual driver takes four: for the cursor, the statement, its rows and the cursor's end. Each trip wakes two threads
and costs more than a small statement does. What it does and in which order is the driver's own.

A statement that gives many rows pays once more for the thread: Python lets go of its lock for each row, and has to
wait for it again for as long as the event loop is busy. What is known to be short and to give many rows is therefore
run where it is asked for (``here``). Beginning and committing wait for other processes and for the disk, and are not.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import aiosqlite

# How the driver cuts up rows that are read one by one; ours are always read at once.
_CHUNK: Final = 64

Description = Sequence[Sequence[object]]


class OneHopCursor:
    """As much of a cursor as SQLAlchemy uses. The rows are fetched together with the statement."""

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[object] = []
        self.description: Description | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self.close()

    async def execute(self, statement: str, parameters: Sequence[object] = ()) -> Self:
        await self._connection.trip(partial(self._run, statement, parameters))
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[object]]) -> Self:
        await self._connection.trip(partial(self._run_many, statement, parameters))
        return self

    async def fetchall(self) -> list[object]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    # In the connection's own thread

    def _run(self, statement: str, parameters: Sequence[object], on: sqlite3.Connection) -> None:
        self._took(on.execute(statement, parameters))

    def _run_many(self, statement: str, parameters: Iterable[Sequence[object]], on: sqlite3.Connection) -> None:
        self._took(on.executemany(statement, parameters))

    def _took(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        # Of a statement that gives rows back it is known only once they are read.
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """The driver's connection, thread and all, with cursors of our own. Whoever uses it has it to themselves."""

    _here = False

    @contextmanager
    def here(self) -> Iterator[None]:
        """Statements inside the block make no trip: they run in the caller's thread, which waits for them."""
        self._here = True
        try:
            yield
        finally:
            self._here = False

    def cursor(self) -> Any:  # noqa: ANN401 - the driver wraps its cursors in a type of its own
        return OneHopCursor(self)

    async def trip(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Run this in the connection's thread, unless it is to be run here. What it raises comes back."""
        if self._here:
            action(self._conn)
            return
        await self._execute(action, self._conn)  # type: ignore[no-untyped-call]

    async def commit(self) -> None:
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """SQLAlchemy asks for it whenever a connection goes back, mostly after a commit."""
        if self.in_transaction:
            await super().rollback()


async def one_hop(file: Path, *, cached_statements: int, timeout: float) -> OneHopConnection:  # noqa: ASYNC109 - it is SQLite's, for another process's lock
    """A connection to this file that leaves every ``BEGIN`` to us. ``timeout`` is in seconds."""
    connection = OneHopConnection(
        partial(
            sqlite3.connect,
            file,
            cached_statements=cached_statements,
            timeout=timeout,
            # Python's own would be a deferred one, which fails at once after another writer.
            isolation_level=None,
            # One thread at a time is our own affair: see ``here``.
            check_same_thread=False,
        ),
        iter_chunk_size=_CHUNK,
    )
    # Nobody waits for the thread of a process that ends.
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does for connections it makes
    await connection
    return connection
