"""SQLite's connection with one trip to its thread for each statement.

The usual driver takes four: for the cursor, the statement, its rows and the cursor's end. Each trip wakes two threads
and costs more than a small statement does. What it does and in which order is the driver's own.

A statement that gives many rows pays once more for the thread: Python lets go of its lock for each row, and has to
wait for it again for as long as the event loop is busy. What a change gives back is complete once the change is made,
so where that is known (``rows_here``) the rows are taken where they are asked for.
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
        self._left: sqlite3.Cursor | None = None
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
        if self._left is not None:
            cursor, self._left = self._left, None
            self._take(cursor)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[object]]) -> Self:
        await self._connection.trip(partial(self._run_many, statement, parameters))
        return self

    async def fetchall(self) -> list[object]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    # In the connection's own thread, or for the rows perhaps in the caller's

    def _run(self, statement: str, parameters: Sequence[object], on: sqlite3.Connection) -> None:
        cursor = on.execute(statement, parameters)
        if self._connection.takes_rows_here:
            self._left = cursor
        else:
            self._take(cursor)

    def _run_many(self, statement: str, parameters: Iterable[Sequence[object]], on: sqlite3.Connection) -> None:
        self._take(on.executemany(statement, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        # Of a statement that gives rows back it is known only once they are read.
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()


class OneHopConnection(aiosqlite.Connection):
    """The driver's connection, thread and all, with cursors of our own. Whoever uses it has it to themselves."""

    takes_rows_here = False

    @contextmanager
    def rows_here(self) -> Iterator[None]:
        """Inside the block rows are taken in the caller's thread. For statements that have them all once they ran."""
        self.takes_rows_here = True
        try:
            yield
        finally:
            self.takes_rows_here = False

    def cursor(self) -> Any:  # noqa: ANN401 - the driver wraps its cursors in a type of its own
        return OneHopCursor(self)

    async def trip(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Run this in the connection's thread. What it raises comes back."""
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
            # One thread at a time is our own affair: see ``rows_here``.
            check_same_thread=False,
        ),
        iter_chunk_size=_CHUNK,
    )
    # Nobody waits for the thread of a process that ends.
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does for connections it makes
    await connection
    return connection
