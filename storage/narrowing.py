"""Keeping SQLite from walking everything of a workspace in search of a few rows."""

from sqlalchemy import ColumnElement, FromClause, String, literal_column


def whose(rows: FromClause) -> ColumnElement[str]:
    """The workspace, in no shape that an index has.

    Where a condition of the same statement names few rows, SQLite must not be offered the workspace: it does not know
    that everything has the same one, and would walk all that waits in search of those few.
    """
    return rows.c.workspace + literal_column("''", String)
