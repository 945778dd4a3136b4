"""The database as a whole: opened once, migrated, checked, and asked for transactions."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from sqlalchemy import Connection, delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from plans.dates import Calendar
from plans.events import Event, EventKind
from plans.ids import EntryId, WorkspaceId, fresh
from plans.people import Offices
from plans.policy import Pack, PackId, Retention
from plans.ports import Work
from storage.audit_adding import may_add
from storage.engines import (
    BUSY_SECONDS,
    MIGRATION_SECONDS,
    DatabaseBusyError,
    DatabaseNotWritableError,
    DatabaseUnreachableError,
    connect,
    connected,
    file_of,
    make_file,
    parse,
)
from storage.forgetting import forget_people
from storage.house import installation_key
from storage.housekeeping import prune_beats, prune_removals, prune_seen
from storage.locking import AlreadyRunningError, alone_on
from storage.migrating import check_revision, upgrade
from storage.session import Known, Refusal, Session
from storage.tables import SeenKeyRow, table_of
from storage.triggers import check_triggers
from storage.turns import Turns
from storage.work import SqlWork

__all__ = [
    "AlreadyRunningError",
    "Checked",
    "Database",
    "DatabaseBusyError",
    "DatabaseNotWritableError",
    "DatabaseUnreachableError",
    "WorkInsideWorkError",
]

_log = logging.getLogger(__name__)
_PROBE: Final = "probe"


class WorkInsideWorkError(RuntimeError):
    """A task began work while it was still inside other work; on SQLite it would wait for itself."""


class _StillReadError(RuntimeError):
    """Somebody else reads what stands in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What ``check`` found. ``kind`` is sqlite or postgresql."""

    kind: str
    revision: str


class Database:
    """Open one per process and workspace, ``migrate`` or ``check`` it, pass ``begin`` on, and ``close`` it."""

    def __init__(self, address: str, known: Known) -> None:
        self._url = parse(address)
        self._known = known
        self._file = file_of(self._url)
        if self._file is not None:
            make_file(self._file)
        self._engine = connect(self._url, guarded=True)
        self._turn = asyncio.Lock()
        self._turns = Turns(self._url, known.workspace) if self._file is None else None
        self._inside = set[asyncio.Task[object]]()

    @classmethod
    def open(
        cls,
        address: str,
        *,
        workspace: WorkspaceId,
        packs: Mapping[PackId, Pack],
        calendar: Callable[[Pack], Calendar],
        offices: Offices | None = None,
        retention: Retention | None = None,
    ) -> Self:
        """Reads and writes nothing yet, but for making SQLite's file.

        ``packs`` are those a new plan may begin with. ``calendar`` is asked for often: let it remember. ``retention``
        is for plans whose pack leaves it open.

        Raises:
            UnsupportedDatabaseError: when the address is not one of ours.

        """
        by_digest = {pack.digest: pack for pack in packs.values()}
        known = Known(
            workspace=workspace,
            offices=offices or Offices(),
            packs=by_digest,
            calendar=calendar,
            retention=retention,
        )
        return cls(address, known)

    @property
    def workspace(self) -> WorkspaceId:
        return self._known.workspace

    def set_offices(self, offices: Offices) -> None:
        """Who holds which office from now on; work under way keeps what it has read."""
        self._known.offices = offices

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        """``ports.Begin``. On SQLite one task is inside at a time and the others queue.

        Raises:
            WorkInsideWorkError: when the task is inside already.
            DatabaseBusyError: when another process kept the database for longer than its timeout.
            DatabaseUnreachableError: when there is no way to the database.

        """
        refusals: list[Refusal] = []
        try:
            async with self._session(refusals) as session:
                yield SqlWork(session)
        finally:
            for refusal in refusals:
                await self._write(refusal)

    async def migrate(self) -> None:
        """To the newest revision; an empty database gets everything. Raises ``DatabaseFromTheFutureError``."""
        await self._unguarded(upgrade, patience=MIGRATION_SECONDS)

    async def check(self) -> Checked:
        """Raises ``DatabaseOutOfDateError`` and its kin, ``TriggersMissingError``, ``DatabaseNotWritableError``."""
        try:
            async with self._session([]) as session:
                revision = await session.conn.run_sync(check_revision)
                await session.conn.run_sync(check_triggers)
                await self._probe(session.conn)
        except SQLAlchemyError as error:
            raise DatabaseUnreachableError from error
        return Checked(kind=self._engine.dialect.name, revision=revision)

    async def _probe(self, conn: AsyncConnection) -> None:
        """Whether we have the right to write. It touches no row, and the transaction is never committed."""
        seen = table_of(SeenKeyRow)
        try:
            await conn.execute(delete(seen).where(seen.c.workspace == _PROBE))
        except SQLAlchemyError as error:
            raise DatabaseNotWritableError from error
        if not await conn.run_sync(may_add):
            raise DatabaseNotWritableError

    async def installation_key(self) -> bytes:
        """32 random bytes, made once and kept in the database, for signing what goes out and comes back."""
        async with self._session([]) as session:
            key = await installation_key(session)
            await session.conn.commit()
        return key

    async def prune(self, *, seen_before: datetime, beats_before: datetime, limit: int) -> int:
        """Forget requests and beats that are older, at most ``limit`` of each; how many rows are gone."""
        async with self._session([]) as session:
            gone = await prune_seen(session, before=seen_before, limit=limit)
            gone += await prune_removals(session, before=seen_before, limit=limit)
            gone += await prune_beats(session, before=beats_before, limit=limit)
            await session.conn.commit()
        return gone

    async def forget_people(self, *, seen_before: datetime, limit: int) -> int:
        """Forget people whom no plan names and the surface has told nothing of since then; how many."""
        async with self._session([]) as session:
            gone = await forget_people(session, before=seen_before, limit=limit)
            await session.conn.commit()
        return gone

    @property
    def erased(self) -> bool:
        """Whether something was erased since ``wipe`` was last done."""
        return self._known.erased

    async def wipe(self, *, anyway: bool = False) -> bool:
        """On SQLite, carry the log into the file and cut it off, so that what was erased is gone from both.

        It is done when something was erased since the last time, or ``anyway``. False when somebody was still reading:
        then it is still to be done. PostgreSQL has its own ways (``docs/reference/retention.md``).
        """
        if self._file is None or not (self._known.erased or anyway):
            return True
        async with self._turn:
            self._known.erased = False
            try:
                # Everybody waits meanwhile, so whoever still reads is not waited for longer than usual.
                await self._unguarded(_checkpoint)
            except _StillReadError:
                self._known.erased = True
        return not self._known.erased

    async def checkpoint(self) -> None:
        """``wipe``, whether or not anything was erased."""
        await self.wipe(anyway=True)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Whether it is this process's turn to deliver for the workspace; it is until the block ends.

        On PostgreSQL another worker may have it, and keeps it until it is done or dies. On SQLite it is always ours.

        Raises:
            DatabaseUnreachableError: when there is no way to the database.

        """
        if self._turns is None:
            yield True
            return
        async with self._turns.take() as ours:
            yield ours

    async def close(self) -> None:
        if self._turns is not None:
            await self._turns.close()
        await self._engine.dispose()

    @contextmanager
    def hold_alone(self) -> Iterator[None]:
        """Keep other processes from running on the same SQLite file; PostgreSQL is made for several.

        Raises:
            AlreadyRunningError: when another process holds it.

        """
        if self._file is None:
            yield
            return
        with alone_on(self._file):
            yield

    @asynccontextmanager
    async def _session(self, refusals: list[Refusal]) -> AsyncIterator[Session]:
        task = asyncio.current_task()
        if task in self._inside:
            raise WorkInsideWorkError
        async with self._queue(), connected(self._engine) as conn:
            if task is not None:
                self._inside.add(task)
            try:
                yield Session(conn=conn, known=self._known, refusals=refusals)
            finally:
                self._inside.discard(task)

    @asynccontextmanager
    async def _queue(self) -> AsyncIterator[None]:
        if self._file is None:
            yield
        else:
            async with self._turn:
                yield

    async def _write(self, refusal: Refusal) -> None:
        """An audit line of its own, because the caller's transaction is undone.

        For a plan that does not exist the same is done and taken back, so that nobody can tell by the time it takes.
        """
        event = Event(
            id=EntryId(fresh()),
            kind=EventKind.ACCESS_REFUSED,
            plan=refusal.plan,
            by=refusal.by,
            at=refusal.at,
            facts=(("act", refusal.act), ("code", refusal.code)),
        )
        try:
            async with self._session([]) as session:
                await SqlWork(session).audit.append([event])
                if refusal.real:
                    await session.conn.commit()
        except (SQLAlchemyError, RuntimeError) as error:
            _log.warning("a refused access could not be written down: %s", type(error).__name__)

    async def _unguarded(self, action: Callable[[Connection], None], *, patience: float = BUSY_SECONDS) -> None:
        engine = connect(self._url, guarded=False, patience=patience)
        try:
            async with engine.connect() as conn:
                await conn.run_sync(action)
                await conn.commit()
        finally:
            await engine.dispose()


def _checkpoint(connection: Connection) -> None:
    # Not inside a transaction: there it would carry nothing over.
    connection.exec_driver_sql("COMMIT")
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
    connection.exec_driver_sql("BEGIN")
    if busy:
        raise _StillReadError
