"""Settling notices: the outcomes of a group in one statement, and the tries they came of in another.

SQLite takes the rows one after the other through one prepared statement; over the wire to PostgreSQL they travel
together, as one JSON text. Handed over the usual way, each value by its column's type, they cost more than it takes to
write them.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import text

from plans.ids import NoticeId
from plans.notices import NoticeState
from plans.ports import Settled
from storage.session import Session

_TOKEN_BYTES: Final = 16


async def settle_all(session: Session, settled: Sequence[Settled]) -> frozenset[NoticeId]:
    """``ports.Notices.settle_all``."""
    if session.on_sqlite:
        return await _on_sqlite(session, settled)
    return await _on_postgresql(session, settled)


async def _on_sqlite(session: Session, settled: Sequence[Settled]) -> frozenset[NoticeId]:
    tokens = json.dumps([one.notice for one in settled])
    held = await session.rows(_HELD, {"ids": tokens})
    token_of = {row["id"]: row["lease_token"] for row in held if row["workspace"] == session.workspace}
    ours = [one for one in settled if token_of.get(one.notice) == one.lease_token]
    if ours:
        await session.conn.exec_driver_sql(_UPDATE, [_updated(one) for one in ours])
        await session.conn.exec_driver_sql(_INSERT, [_tried(one, session.workspace) for one in ours])
    return frozenset(one.notice for one in ours)


# Whoever settles has the database to themselves from the first statement on, so what is held stays held.
_HELD: Final = text(
    "SELECT workspace, id, lease_token FROM notice"
    " WHERE id IN (SELECT value FROM json_each(:ids)) AND +state = 'claimed'"
)
_UPDATE: Final = (
    "UPDATE notice SET state = ?, last_outcome = ?, lease_until = NULL, lease_token = NULL, late_by_us = ?,"
    " run_at = coalesce(?, run_at), message_ref = coalesce(?, message_ref), sent_at = coalesce(?, sent_at),"
    " attempts = attempts - ? WHERE id = ?"
)
_INSERT: Final = (
    "INSERT INTO notice_attempt (workspace, id, notice, state, outcome, counted, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def _updated(one: Settled) -> tuple[object, ...]:
    sent = _bare(one.at) if one.state is NoticeState.SENT else None
    again = None if one.run_at is None else _bare(one.run_at)
    uncounted = 0 if one.count_attempt else 1
    return (one.state.value, one.outcome, one.late_by_us, again, one.message_ref, sent, uncounted, one.notice)


def _tried(one: Settled, workspace: str) -> tuple[object, ...]:
    new = secrets.token_hex(_TOKEN_BYTES)
    return (workspace, new, one.notice, one.state.value, one.outcome, one.count_attempt, _bare(one.at))


def _bare(at: datetime) -> str:
    """As ``columns.Instant`` keeps it there: in UTC, without a zone, so that it sorts."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


async def _on_postgresql(session: Session, settled: Sequence[Settled]) -> frozenset[NoticeId]:
    rows = {one.notice: _row(one) for one in settled}
    asked = {"mine": session.workspace, "rows": json.dumps(list(rows.values()))}
    ours = frozenset(NoticeId(row["id"]) for row in await session.rows(_UPDATE_ALL, asked))
    if ours:
        kept = [row for notice, row in rows.items() if notice in ours]
        await session.conn.execute(_INSERT_ALL, {"mine": session.workspace, "rows": json.dumps(kept)})
    return ours


def _row(settled: Settled) -> dict[str, object]:
    at = settled.at.isoformat()
    return {
        "id": settled.notice,
        "token": settled.lease_token,
        "state": settled.state,
        "outcome": settled.outcome,
        "late": settled.late_by_us,
        "again": None if settled.run_at is None else settled.run_at.isoformat(),
        "reference": settled.message_ref,
        "said": at if settled.state is NoticeState.SENT else None,
        "counted": settled.count_attempt,
        "at": at,
    }


_GIVEN: Final = (
    "jsonb_to_recordset(CAST(:rows AS jsonb)) AS given(id text, token text, state text, outcome text, late integer,"
    " again timestamptz, reference text, said timestamptz, counted boolean, at timestamptz)"
)
_UPDATE_ALL: Final = text(
    "UPDATE notice SET state = given.state, last_outcome = given.outcome, lease_until = NULL, lease_token = NULL,"  # noqa: S608 - our own names
    " late_by_us = given.late, run_at = coalesce(given.again, notice.run_at),"
    " message_ref = coalesce(given.reference, notice.message_ref), sent_at = coalesce(given.said, notice.sent_at),"
    f" attempts = notice.attempts - (CASE WHEN given.counted THEN 0 ELSE 1 END) FROM {_GIVEN}"
    " WHERE notice.id = given.id AND notice.lease_token = given.token AND notice.workspace = :mine"
    " AND notice.state = 'claimed' RETURNING notice.id AS id"
)
_INSERT_ALL: Final = text(
    "INSERT INTO notice_attempt (workspace, id, notice, state, outcome, counted, at)"  # noqa: S608 - our own names
    " SELECT :mine, replace(CAST(gen_random_uuid() AS text), '-', ''), given.id, given.state, given.outcome,"
    f" given.counted, given.at FROM {_GIVEN}"
)
