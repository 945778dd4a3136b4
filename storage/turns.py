"""Whose turn it is to deliver for a workspace, when several workers share one PostgreSQL database.

It keeps limits and order local to one worker at a time. Nothing is right or wrong by it: claims are, and they hold
without it.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from sqlalchemy import URL, NullPool, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from plans.ids import WorkspaceId
from storage.engines import DatabaseUnreachableError, connect_args
from storage.pools import read_pool

# Ours among the advisory locks of one database: the four letters MILE.
CLASS_ID: Final = 0x4D494C45
_ASKING_SECONDS: Final = 5.0
_RELEASE_SECONDS: Final = 2.0
# A worker's look at nothing takes a few milliseconds, and the server needs as long to miss one that was killed.
_PATIENCE_SECONDS: Final = 0.3
_BREATH_SECONDS: Final = 0.02
# A machine that vanished says no goodbye; the server finds out in 25 seconds instead of in two hours.
_ALIVE: Final = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")
_TRY: Final = text("SELECT pg_try_advisory_lock(:class, :key)")
# Nothing else is locked on this connection, and what an interrupted turn left behind goes too.
_LEAVE: Final = text("SELECT pg_advisory_unlock_all()")


class Turns:
    """One for a process and workspace. It keeps a connection of its own, which the lock lives and dies with."""

    def __init__(self, url: URL, workspace: WorkspaceId) -> None:
        self._asked = {"class": CLASS_ID, "key": key_of(workspace)}
        # Not from the pool of the transactions: a connection that goes back to it would take the lock along.
        self._engine = create_async_engine(
            read_pool(url)[0],
            hide_parameters=True,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=connect_args(),
        )
        self._conn: AsyncConnection | None = None
        self._door = asyncio.Lock()
        self._takers = 0

    @asynccontextmanager
    async def take(self) -> AsyncIterator[bool]:
        """True when it is this process's until the block ends; False when another process keeps it.

        Who has it for a moment is waited for. Within one process it can be taken several times over, as on SQLite. A
        connection that breaks meanwhile ends the turn unnoticed: two may then deliver at once, and no claim is lost.

        Raises:
            DatabaseUnreachableError: there is no way to ask.

        """
        async with self._door:
            ours = bool(self._takers) or await self._patiently_tried()
            self._takers += ours
        try:
            yield ours
        finally:
            self._takers -= ours
            async with self._door:
                if ours and not self._takers:
                    await self._leave()

    async def close(self) -> None:
        await self._drop()
        await self._engine.dispose()

    async def _patiently_tried(self) -> bool:
        for _ in range(int(_PATIENCE_SECONDS / _BREATH_SECONDS)):
            if await self._tried():
                return True
            await asyncio.sleep(_BREATH_SECONDS)
        return False

    async def _tried(self) -> bool:
        """A connection kept from before may have been ended by the server, which a second one then shows."""
        kept = self._conn is not None
        try:
            return await self._try()
        except (SQLAlchemyError, TimeoutError) as error:
            if not kept:
                raise DatabaseUnreachableError from error
        try:
            return await self._try()
        except (SQLAlchemyError, TimeoutError) as error:
            raise DatabaseUnreachableError from error

    async def _try(self) -> bool:
        try:
            async with asyncio.timeout(_ASKING_SECONDS):
                conn = await self._connected()
                return bool((await conn.execute(_TRY, self._asked)).scalar_one())
        except BaseException:
            # Nobody knows whether the lock was given; the server takes it back with the connection.
            await self._drop()
            raise

    async def _connected(self) -> AsyncConnection:
        if self._conn is None:
            self._conn = await self._engine.connect()
            for setting in _ALIVE:
                await self._conn.exec_driver_sql(f"SET {setting}")
        return self._conn

    async def _leave(self) -> None:
        try:
            async with asyncio.timeout(_RELEASE_SECONDS):
                if self._conn is not None:
                    await self._conn.execute(_LEAVE)
        except (SQLAlchemyError, TimeoutError):
            await self._drop()
        except BaseException:
            await self._drop()
            raise

    async def _drop(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            with suppress(DBAPIError):
                await conn.invalidate()
            with suppress(DBAPIError):
                await conn.close()


def key_of(workspace: WorkspaceId) -> int:
    """32 bits with a sign, the same in every process. Two workspaces that share one take their turns one by one."""
    unsigned = zlib.crc32(workspace.encode())
    return unsigned - (1 << 32) if unsigned >= 1 << 31 else unsigned
