"""Add what is not there yet, in words both databases understand."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.session import Session

# SQLite takes 32,766 variables a statement, PostgreSQL 65,535; no table of ours has 40 columns.
_AT_ONCE: Final = 500


async def add_if_new(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> int:
    """How many were added; a row that meets another by any unique key is left out, and what is there stays."""
    key = next(iter(table.primary_key))
    added = 0
    for start in range(0, len(rows), _AT_ONCE):
        some = [dict(row) for row in rows[start : start + _AT_ONCE]]
        # Counted by what comes back: the number of rows is not known to psycopg after an insert of many.
        if session.on_sqlite:
            put = sqlite.insert(table).values(some).on_conflict_do_nothing().returning(key)
            added += len(await session.rows(put))
        else:
            add = postgresql.insert(table).values(some).on_conflict_do_nothing().returning(key)
            added += len(await session.rows(add))
    return added
