"""Settling notices: many outcomes in one statement, and the tries they came of in another.

All rows of a group travel as one JSON text. Handed over one by one, as parameters, they cost more than the database
takes to write them.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import TextClause, text

from plans.ids import NoticeId
from plans.notices import NoticeState
from plans.ports import Settled
from storage.session import Session

_FIELDS: Final = (
    ("id", "text"),
    ("token", "text"),
    ("state", "text"),
    ("outcome", "text"),
    ("late", "integer"),
    ("again", "timestamptz"),
    ("reference", "text"),
    ("said", "timestamptz"),
    ("uncounted", "integer"),
    ("at", "timestamptz"),
)


async def settle_all(session: Session, settled: Sequence[Settled]) -> frozenset[NoticeId]:
    """``ports.Notices.settle_all``."""
    rows = {one.notice: _row(one, on_sqlite=session.on_sqlite) for one in settled}
    update, insert = _STATEMENTS[session.on_sqlite]
    held = await session.rows(update, {"mine": session.workspace, "rows": _json(list(rows.values()))})
    ours = frozenset(NoticeId(row["id"]) for row in held)
    if ours:
        kept = _json([row for notice, row in rows.items() if notice in ours])
        await session.conn.execute(insert, {"mine": session.workspace, "rows": kept})
    return ours


def _row(settled: Settled, *, on_sqlite: bool) -> dict[str, object]:
    at = _written(settled.at, on_sqlite=on_sqlite)
    return {
        "id": settled.notice,
        "token": settled.lease_token,
        "state": settled.state,
        "outcome": settled.outcome,
        "late": settled.late_by_us,
        "again": None if settled.run_at is None else _written(settled.run_at, on_sqlite=on_sqlite),
        "reference": settled.message_ref,
        "said": at if settled.state is NoticeState.SENT else None,
        "uncounted": 0 if settled.count_attempt else 1,
        "at": at,
    }


def _written(at: datetime, *, on_sqlite: bool) -> str:
    """As ``columns.Instant`` keeps it: SQLite has no zones, so there it stands bare, and sorts."""
    moment = at.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds") if on_sqlite else moment.isoformat()


def _json(rows: Sequence[dict[str, object]]) -> str:
    return json.dumps(rows, separators=(",", ":"))


def _given(*, on_sqlite: bool) -> str:
    """The rows as a table, in each database's own words."""
    if on_sqlite:
        taken = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name, _ in _FIELDS)
        return f"(SELECT {taken} FROM json_each(:rows)) AS given"  # noqa: S608 - our own names
    named = ", ".join(f"{name} {kind}" for name, kind in _FIELDS)
    return f"jsonb_to_recordset(CAST(:rows AS jsonb)) AS given({named})"


def _update(*, on_sqlite: bool) -> TextClause:
    # SQLite is kept from walking all that is claimed: a sign before a column hides it from its choice of an index.
    sign = "+" if on_sqlite else ""
    return text(
        "UPDATE notice SET state = given.state, last_outcome = given.outcome, lease_until = NULL, lease_token = NULL,"  # noqa: S608 - our own names
        " late_by_us = given.late, run_at = coalesce(given.again, notice.run_at),"
        " message_ref = coalesce(given.reference, notice.message_ref), sent_at = coalesce(given.said, notice.sent_at),"
        f" attempts = notice.attempts - given.uncounted FROM {_given(on_sqlite=on_sqlite)}"
        f" WHERE notice.id = given.id AND {sign}notice.lease_token = given.token"
        f" AND {sign}notice.workspace = :mine AND {sign}notice.state = 'claimed' RETURNING notice.id AS id",
    )


def _insert(*, on_sqlite: bool) -> TextClause:
    fresh = "lower(hex(randomblob(16)))" if on_sqlite else "replace(gen_random_uuid()::text, '-', '')"
    return text(
        "INSERT INTO notice_attempt (workspace, id, notice, state, outcome, counted, at)"  # noqa: S608 - our own names
        f" SELECT :mine, {fresh}, given.id, given.state, given.outcome, given.uncounted = 0, given.at"
        f" FROM {_given(on_sqlite=on_sqlite)}",
    )


_STATEMENTS: Final = {on: (_update(on_sqlite=on), _insert(on_sqlite=on)) for on in (True, False)}
