"""Settling notices: the outcomes of a group in one statement, and the tries they came of in another.

The rows travel together as one JSON text. Handed over the usual way, each value by its column's type, they would cost
more than it takes to write them.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Final

from sqlalchemy import Executable, text

from plans.ids import NoticeId
from plans.notice_ports import Settled
from plans.notices import NoticeState
from storage.session import Session

_CHANCE: Final = 8
_BARE: Final = len("2026-01-01 00:00:00.000000")


async def settle_all(session: Session, settled: Sequence[Settled]) -> frozenset[NoticeId]:
    """``notice_ports.Notices.settle_all``."""
    new = _ids(settled)
    rows = [_row(one, next(new)) for one in settled]
    asked = {"mine": session.workspace, "rows": json.dumps(rows)}
    if not session.on_sqlite:
        found = (await session.conn.execute(_updating_and_inserting(), asked)).scalar_one()
        return frozenset(map(NoticeId, (found or "").split()))
    ours = frozenset((await session.conn.execute(_updating(), asked)).scalars())
    if ours:
        if len(ours) < len(rows):
            asked["rows"] = json.dumps([row for row in rows if row[0] in ours])
        await session.later(_inserting(), asked)
    return ours


def _ids(settled: Sequence[Settled]) -> Iterator[str]:
    """Ids for a group's tries, in order and beside those of the last group: scattered, each would be a page to write.

    They begin with the time, in microseconds, and end in chance, as other groups may be settled at the same time.
    """
    began = int(settled[0].at.timestamp() * 1e6) if settled else 0
    chance = secrets.token_hex(_CHANCE)
    return (f"{began + place:016x}{chance}" for place in count())


def _row(one: Settled, attempt: str) -> tuple[object, ...]:
    at = _bare(one.at)
    said = at if one.state is NoticeState.SENT else None
    again = None if one.run_at is None else _bare(one.run_at)
    counted = 1 if one.count_attempt else 0
    return (
        one.notice,
        one.lease_token,
        one.state,
        one.outcome,
        one.late_by_us,
        again,
        one.message_ref,
        said,
        counted,
        at,
        attempt,
    )


def _bare(at: datetime) -> str:
    """As ``columns.Instant`` keeps it on SQLite: in UTC, without a zone, so that it sorts."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(" ", "microseconds")[:_BARE]


# The places of a row's values, with the type each is read as on a server.
_VALUES = {
    "id": "text",
    "token": "text",
    "state": "text",
    "outcome": "text",
    "late": "integer",
    "again": "timestamptz",
    "reference": "text",
    "said": "timestamptz",
    "counted": "integer",
    "at": "timestamptz",
    "attempt": "text",
}


_ON_SQLITE: Final = (
    "(SELECT "  # noqa: S608 - our own names
    + ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(_VALUES))
    + " FROM json_each(:rows)) AS given"
)


def _on_server() -> str:
    """The rows of the parameter as a table. The texts are in UTC, whatever zone the server thinks in."""
    columns = [
        f"CAST(one ->> {place} AS timestamp) AT TIME ZONE 'UTC' AS {name}"
        if kind == "timestamptz"
        else f"CAST(one ->> {place} AS {kind}) AS {name}"
        for place, (name, kind) in enumerate(_VALUES.items())
    ]
    return f"(SELECT {', '.join(columns)} FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS one) AS given"  # noqa: S608 - our own names


def _update(given: str, *, bare: str = "") -> str:
    return (
        "UPDATE notice SET state = given.state, last_outcome = given.outcome, lease_until = NULL, lease_token = NULL,"  # noqa: S608 - our own names
        " late_by_us = given.late, run_at = coalesce(given.again, notice.run_at),"
        " message_ref = coalesce(given.reference, notice.message_ref), sent_at = coalesce(given.said, notice.sent_at),"
        f" attempts = notice.attempts - (1 - given.counted) FROM {given}"
        f" WHERE notice.id = given.id AND notice.lease_token = given.token AND {bare}notice.workspace = :mine"
        f" AND {bare}notice.state = 'waiting' RETURNING notice.id"
    )


def _insert(settled: str) -> str:
    return (
        "INSERT INTO notice_attempt (workspace, id, notice, state, outcome, counted, at)"  # noqa: S608 - our own names
        " SELECT :mine, given.attempt, given.id, given.state, given.outcome, given.counted = 1, given.at"
        f" FROM {settled}"
    )


@cache
def _updating() -> Executable:
    # A sign before a column keeps SQLite from walking all that is claimed, or the whole workspace.
    return text(_update(_ON_SQLITE, bare="+"))


@cache
def _inserting() -> Executable:
    return text(_insert(_ON_SQLITE))


@cache
def _updating_and_inserting() -> Executable:
    """Both in one, with the rows read once: what was not updated has no try either. SQLite knows no such statement.

    It answers with one text, the ids: a row for each would cost both sides more than it says.
    """
    tried = ", ".join(f"given.{name}" for name in ("attempt", "state", "outcome", "counted", "at"))
    done = f"done AS ({_update(_on_server())}, {tried})"
    written = f"written AS ({_insert('done AS given')} RETURNING notice)"
    return text(f"WITH {done}, {written} SELECT string_agg(notice, ' ') FROM written")  # noqa: S608 - our own names
