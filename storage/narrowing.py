"""Keeping SQLite from walking everything of a workspace in search of a few rows."""

from sqlalchemy import ColumnElement, FromClause, String, and_, literal_column, type_coerce

from plans.notices import UNFINISHED, NoticeState


def whose(rows: FromClause) -> ColumnElement[str]:
    """The workspace, in no shape that an index has.

    Where a condition of the same statement names few rows, SQLite must not be offered the workspace: it does not know
    that everything has the same one, and would walk all that waits in search of those few.
    """
    return rows.c.workspace + literal_column("''", String)


def is_in(notices: FromClause, *states: NoticeState) -> ColumnElement[bool]:
    """In one of these states, written out in the statement: only so can the indexes of what is unfinished be used.

    What is claimed is stored as waiting, with a lease (``claiming``).
    """
    stored = {NoticeState.WAITING if state is NoticeState.CLAIMED else state for state in states}
    state = type_coerce(notices.c.state, String)
    written: list[ColumnElement[str]] = [literal_column(f"'{code}'") for code in sorted(stored, reverse=True)]
    found = state == written[0] if len(written) == 1 else state.in_(written)
    asked = UNFINISHED.intersection(states)
    if len(asked) != 1:
        return found
    leased = notices.c.lease_until
    return and_(found, leased.is_(None) if asked == {NoticeState.WAITING} else leased.is_not(None))
