"""The trail as it lies in the database, and whether its hashes hold, worked out from the rows alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from plans.chain import BEGINNING, digest_of, hash_after, head_after
from plans.events import Event
from plans.holding import content_with, read
from plans.ids import WorkspaceId
from storage.database import Database
from storage.tables import AuditRow, table_of

AUDIT: Final = table_of(AuditRow)
EVENT: Final = ("id", "kind", "plan", "by", "at", "subject", "facts")


async def rows_of(database: Database) -> Sequence[Mapping[str, Any]]:
    """Every line in order."""
    async with database._session([]) as session:
        found = await session.rows(AUDIT.select().order_by(AUDIT.c.workspace, AUDIT.c.seq))
    return [dict(row) for row in found]


async def said(database: Database, statement: str) -> None:
    """Do this past everything that guards the trail."""
    async with database._session([]) as session:
        await session.conn.execute(text(statement))
        await session.conn.commit()


def faults(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every line whose hashes do not follow from it and from what stands before it."""
    ends: dict[object, str] = {}
    heads: dict[str, str] = {}
    for row in rows:
        workspace = str(row["workspace"])
        event = Event(**{name: row[name] for name in EVENT})
        chain = (workspace, row["plan"], row["apart"])
        words = read(row["words"])
        digest = digest_of(content_with(event, words, workspace=WorkspaceId(workspace), apart=row["apart"]))
        if row["before"] != ends.get(chain, BEGINNING):
            yield f"{row['seq']}: before"
        if row["hash"] != hash_after(row["before"], digest):
            yield f"{row['seq']}: hash"
        if row["head"] != head_after(heads.get(workspace, BEGINNING), row["hash"]):
            yield f"{row['seq']}: head"
        ends[chain], heads[workspace] = row["hash"], row["head"]
