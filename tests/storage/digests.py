"""Everything a database holds, as one number: two that agree hold the same rows."""

import hashlib

from sqlalchemy import select

from storage.database import Database
from storage.tables import METADATA


async def digest_of(database: Database, *, but: frozenset[str] = frozenset()) -> str:
    """Over every row of every table but those named."""
    found = hashlib.sha256()
    async with database._session([]) as session:
        for table in METADATA.sorted_tables:
            if table.name not in but:
                rows = sorted(repr(dict(row)) for row in await session.rows(select(table)))
                found.update(f"{table.name}:{len(rows)}:{rows}".encode())
    return found.hexdigest()
