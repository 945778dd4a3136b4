"""SQLite's connection with one trip to its thread for each statement.

The usual driver takes four: for the cursor, the statement, its rows and the cursor's end. Each trip wakes two threads
and costs more than a small statement does. What it does and in which order is the driver's own.

A statement that gives many rows pays once more for the thread: Python lets go of its lock for each row, and has to
wait for it again for as long as the event loop is busy. What a change gives back is complete once the change is made,
so where that is known (``rows_here``) the rows are taken where they are asked for.

While the event loop is busy a trip takes as long as two rounds of it, far longer than most statements. So a transaction
begins with its first statement and not before, and a statement that gives nothing back may travel with the next one
(``later``).
"""

import sqlite3
from collections import deque
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
Action = Callable[[sqlite3.Connection], None]


class NotBegunError(sqlite3.OperationalError):
    """The transaction could not begin, so nothing of it was done."""


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
        if self._connection.puts_off:
            self._connection.put_off(partial(_run_unseen, statement, parameters))
            return self
        await self._connection.trip(partial(self._run, statement, parameters))
        if self._left is not None:
            cursor, self._left = self._left, None
            self._take(cursor)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[object]]) -> Self:
        if self._connection.puts_off:
            self._connection.put_off(partial(_run_many_unseen, statement, parameters))
            return self
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


def _run_unseen(statement: str, parameters: Sequence[object], on: sqlite3.Connection) -> None:
    on.execute(statement, parameters).close()


def _run_many_unseen(statement: str, parameters: Iterable[Sequence[object]], on: sqlite3.Connection) -> None:
    on.executemany(statement, parameters).close()


class OneHopConnection(aiosqlite.Connection):
    """The driver's connection, thread and all, with cursors of our own. Whoever uses it has it to themselves."""

    takes_rows_here = False
    puts_off = False

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=_CHUNK)
        self._begins = False
        self._put_off = deque[Action]()

    @contextmanager
    def rows_here(self) -> Iterator[None]:
        """Inside the block rows are taken in the caller's thread. For statements that have them all once they ran."""
        self.takes_rows_here = True
        try:
            yield
        finally:
            self.takes_rows_here = False

    @contextmanager
    def later(self) -> Iterator[None]:
        """Inside the block statements wait for the next trip, or for the commit; what they raise is raised there.

        For statements whose outcome nobody asks for: of how many rows they change nothing is learnt.
        """
        self.puts_off = True
        try:
            yield
        finally:
            self.puts_off = False

    def begin_later(self) -> None:
        """Begin a transaction with the next trip."""
        self._begins = True

    def put_off(self, action: Action) -> None:
        """Do this before the next trip's own errand."""
        self._put_off.append(action)

    def cursor(self) -> Any:  # noqa: ANN401 - the driver wraps its cursors in a type of its own
        return OneHopCursor(self)

    async def trip(self, action: Action) -> None:
        """Run this in the connection's thread, after what was put off. What either raises comes back.

        Raises:
            NotBegunError: the transaction could not begin; the next trip tries again.

        """
        await self._execute(self._run, action, self._conn)  # type: ignore[no-untyped-call]

    def _run(self, action: Action, on: sqlite3.Connection) -> None:
        if self._begins:
            _begin(on)
            self._begins = False
        while self._put_off:
            # One that fails stays, so that nobody who goes on all the same can commit the rest without it.
            self._put_off[0](on)
            self._put_off.popleft()
        action(on)

    async def commit(self) -> None:
        if self._put_off or self.in_transaction:
            try:
                await self.trip(sqlite3.Connection.commit)
            except sqlite3.Error:
                # SQLAlchemy takes a commit that failed for the end of the transaction; SQLite keeps it open.
                await self.rollback()
                raise
        self._begins = False

    async def rollback(self) -> None:
        """SQLAlchemy asks for it whenever a connection goes back, mostly after a commit."""
        self._begins = False
        self._put_off.clear()
        if self.in_transaction:
            await super().rollback()


def _begin(on: sqlite3.Connection) -> None:
    try:
        on.execute("BEGIN IMMEDIATE").close()
    except sqlite3.OperationalError as error:
        failed = NotBegunError(*error.args)
        failed.sqlite_errorname = error.sqlite_errorname
        raise failed from error


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
    )
    # Nobody waits for the thread of a process that ends.
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does for connections it makes
    await connection
    return connection
