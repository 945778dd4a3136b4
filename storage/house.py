"""What is neither a plan nor a notice: ordered case files, editions of packs, keys seen, beats, the installation."""

import asyncio
import secrets
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from plans.ids import OrderId, PlanId, WorkspaceId
from plans.policy import Pack, load_pack
from plans.ports import Order, OrderState, System
from storage.engines import connect, connected, file_of, parse
from storage.session import Session
from storage.tables import (
    BeatRow,
    CaseFileOrderRow,
    InstallationRow,
    PackEditionRow,
    SeenKeyRow,
    table_of,
)
from storage.upsert import add_if_new

_ORDER: Final = table_of(CaseFileOrderRow)
_EDITION: Final = table_of(PackEditionRow)
_SEEN: Final = table_of(SeenKeyRow)
_BEAT: Final = table_of(BeatRow)
_INSTALLATION: Final = table_of(InstallationRow)
_ORDER_COLUMNS: Final = tuple(found.name for found in fields(Order))
_KEY_BYTES: Final = 32


class UnknownPackEditionError(LookupError):
    """A plan names an edition of a pack that was never kept, and whose file is no longer there."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


class SqlOrders:
    """``ports.Orders``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, order: Order) -> None:
        values = {name: getattr(order, name) for name in _ORDER_COLUMNS}
        await add_if_new(self._session, _ORDER, [{"workspace": self._session.workspace, **values}])

    async def open_for(self, plan: PlanId, *, by: System) -> Order | None:  # noqa: ARG002 - says who may ask
        mine = (_ORDER.c.workspace == self._session.workspace, _ORDER.c.plan == plan, _ORDER.c.state == OrderState.OPEN)
        row = await self._session.row(select(_ORDER).where(*mine).order_by(_ORDER.c.at, _ORDER.c.id).limit(1))
        return None if row is None else Order(**{name: row[name] for name in _ORDER_COLUMNS})

    async def written(self, order: OrderId, *, at: datetime) -> None:
        mine = (_ORDER.c.workspace == self._session.workspace, _ORDER.c.id == order)
        await self._session.count(update(_ORDER).where(*mine).values(state=OrderState.WRITTEN, written_at=at))


class SqlPacks:
    """``ports.Packs``, and the way back from a digest to its pack."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def keep(self, pack: Pack) -> None:
        row = {"digest": pack.digest, "id": pack.id, "version": pack.version, "source": pack.source}
        await add_if_new(self._session, _EDITION, [{"workspace": self._session.workspace, **row}])
        self._session.known.packs.setdefault(pack.digest, pack)

    async def edition(self, digest: str) -> Pack:
        """Raises ``UnknownPackEditionError``."""
        known = self._session.known.packs.get(digest)
        if known is not None:
            return known
        mine = (_EDITION.c.workspace == self._session.workspace, _EDITION.c.digest == digest)
        row = await self._session.row(select(_EDITION).where(*mine))
        if row is None:
            raise UnknownPackEditionError(digest)
        return self._session.known.packs.setdefault(digest, load_pack(row["source"], name=row["id"]))


async def first_time(session: Session, key: str, *, at: datetime) -> bool:
    """True the first time this key is seen."""
    return bool(await add_if_new(session, _SEEN, [{"workspace": session.workspace, "key": key, "at": at}]))


async def first_beat(session: Session, job: str, period: str, *, at: datetime) -> bool:
    """True the first time this job runs for this period."""
    row = {"workspace": session.workspace, "job": job, "period": period, "at": at}
    return bool(await add_if_new(session, _BEAT, [row]))


async def installation_key(session: Session) -> bytes:
    """32 random bytes, made the first time somebody asks; whoever comes second gets the first one's."""
    row = {"workspace": session.workspace, "key": secrets.token_bytes(_KEY_BYTES)}
    await add_if_new(session, _INSTALLATION, [row])
    found = await session.row(select(_INSTALLATION.c.key).where(_INSTALLATION.c.workspace == session.workspace))
    return bytes(found["key"]) if found else b""


class WorkspaceUnclearError(LookupError):
    """The database holds plans of no workspace, or of more than one; ``count`` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


async def only_workspace(address: str) -> WorkspaceId:
    """The workspace whose data this database holds, for commands that run without the surface.

    Raises:
        WorkspaceUnclearError: there is not exactly one, or no database yet.
        DatabaseUnreachableError: there is no way to the database.

    """
    url = parse(address)
    file = file_of(url)
    if file is not None and not await asyncio.to_thread(file.exists):
        raise WorkspaceUnclearError(0)
    engine = connect(url, guarded=True)
    try:
        async with connected(engine) as conn:
            found = (await conn.execute(select(_INSTALLATION.c.workspace))).scalars().all()
    except DBAPIError as error:
        # Nobody has migrated it yet.
        raise WorkspaceUnclearError(0) from error
    finally:
        await engine.dispose()
    if len(found) != 1:
        raise WorkspaceUnclearError(len(found))
    return WorkspaceId(found[0])
