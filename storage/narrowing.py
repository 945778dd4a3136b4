"""Keeping SQLite from walking everything of a workspace in search of a few rows."""

from sqlalchemy import ColumnElement, FromClause, String, literal_column, type_coerce

from plans.notices import NoticeState


def whose(rows: FromClause) -> ColumnElement[str]:
    """The workspace, in no shape that an index has.

    Where a condition of the same statement names few rows, SQLite must not be offered the workspace: it does not know
    that everything has the same one, and would walk all that waits in search of those few.
    """
    return rows.c.workspace + literal_column("''", String)


def is_in(notices: FromClause, *states: NoticeState) -> ColumnElement[bool]:
    """In one of these states, written out in the statement: only so can the indexes of what is unfinished be used."""
    state = type_coerce(notices.c.state, String)
    written: list[ColumnElement[str]] = [literal_column(f"'{code}'") for code in sorted(states, reverse=True)]
    return state == written[0] if len(written) == 1 else state.in_(written)
