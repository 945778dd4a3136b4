"""Add what is not there yet, in words both databases understand."""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.session import Session


async def add_if_new(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> int:
    """How many were added; a row that meets another by any unique key is left out, and what is there stays."""
    if not rows:
        return 0
    # Counted by what comes back: the number of rows is not known to psycopg after an insert of many.
    put = _putting(table, on_sqlite=session.on_sqlite)
    added = await session.conn.execute(put, dict(rows[0]) if len(rows) == 1 else [dict(row) for row in rows])
    return len(added.all())


@cache
def _putting(table: Table, *, on_sqlite: bool) -> Executable:
    key = next(iter(table.primary_key))
    if on_sqlite:
        return sqlite.insert(table).on_conflict_do_nothing().returning(key)
    return postgresql.insert(table).on_conflict_do_nothing().returning(key)
