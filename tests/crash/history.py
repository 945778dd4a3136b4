"""What a siege leaves behind for the checker: what was seen from outside, and the database as it stands."""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import psycopg

Line = Mapping[str, Any]
Row = dict[str, Any]
POST: Final = "chat.postMessage"
LOOK_UP: Final = "conversations.history"
# What is claimed is stored as waiting, with a lease.
NOTICES: Final = (
    "SELECT id, plan, person, kind, subject, due_at, run_at, attempts, send_key, gathered_into, last_outcome,"
    " lease_until, of_revision, CASE WHEN lease_until IS NULL THEN state ELSE 'claimed' END AS state FROM notice"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message the workspace took: where in its log, for whom, and the send key in its metadata."""

    log: int
    channel: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Words nobody else wrote, on a plan, and for each time they were sent whether the person was told of success.

    ``repeats`` says of each time the very same came in once more after that, whether it was acknowledged.
    """

    words: str
    plan: str
    author: str
    tries: list[bool] = field(default_factory=list)
    repeats: list[bool] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return any(self.tries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """A process died. ``log`` is the workspace's last line then.

    ``claimed`` is what was in somebody's hands, and until when; ``glanced`` is which of that was in step with its plan,
    so that a glance was enough. ``alive`` is for how many seconds the process had been listening; None if it never did.
    ``notices`` are the states of all of them then, ``plans`` the states and revisions.
    """

    point: str
    log: int
    at: datetime
    claimed: Mapping[str, datetime]
    glanced: frozenset[str] = frozenset()
    alive: float | None = None
    notices: Mapping[str, str] = field(default_factory=dict)
    plans: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Seconds until all that a dead one had in hand was taken over: since it died, and since the next one listened.

    ``start`` is what that one's start took before: it tells how busy the machine was.
    """

    since_death: float
    since_back: float
    start: float = 0.0


@dataclass(slots=True, kw_only=True)
class History:
    """Everything seen from outside. ``members`` says whose direct message a channel is, ``hr`` are HR's accounts.

    ``changes`` counts for each plan what was changed beside what people wrote.
    """

    posts: list[Post] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)
    hr: frozenset[str] = frozenset()
    submissions: list[Submission] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)
    recoveries: list[Recovery] = field(default_factory=list)
    until: datetime | None = None
    look_ups: int = 0
    changes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The rows that matter, as the database holds them in the end. ``seen`` are the keys of what came in."""

    plans: list[Row]
    notices: list[Row]
    attempts: list[Row]
    notes: list[Row]
    audit: list[Row]
    natives: Mapping[str, str]
    seen: frozenset[str]

    @classmethod
    def read(cls, book: "Book") -> "Record":
        return cls(
            plans=book.rows("SELECT id, employee, supervisor, reviewer, state, revision FROM plan"),
            notices=book.rows(NOTICES),
            attempts=book.rows("SELECT notice, state, outcome, counted, at FROM notice_attempt ORDER BY at"),
            notes=book.rows("SELECT id, plan, author, text FROM note"),
            audit=book.rows("SELECT seq, kind, subject FROM audit"),
            natives={str(row["person"]): str(row["native_id"]) for row in book.rows("SELECT * FROM handle")},
            seen=frozenset(str(row["key"]) for row in book.rows("SELECT key FROM seen_key")),
        )


def posts_in(log: Sequence[Line]) -> list[Post]:
    """The posts that were taken, whether or not anybody heard the answer."""
    return [
        Post(log=int(line["id"]), channel=str(line["args"]["channel"]), key=_key(line["args"].get("metadata")))
        for line in log
        if line["kind"] == "call" and line["method"] == POST and line["ok"]
    ]


def _key(metadata: object) -> str:
    """The notice's send key; what follows the dash is the number of the try."""
    found = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(found["event_payload"]["key"]).partition("-")[0] if isinstance(found, Mapping) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Where everything stands at a moment. ``in_step`` are reminders of plans that have not changed since."""

    states: Mapping[str, str]
    claimed: Mapping[str, datetime]
    in_step: frozenset[str]
    plans: Mapping[str, tuple[str, int]]


class Book:
    """A database, read from outside and with nothing of the program's."""

    def __init__(self, address: str) -> None:
        self._address = address

    def rows(self, statement: str) -> list[Row]:
        """What a statement finds, by name; instants as such."""
        if self._address.startswith("sqlite"):
            file = self._address.removeprefix("sqlite:///")
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as connection:
                connection.row_factory = sqlite3.Row
                return [_read(dict(row)) for row in connection.execute(statement)]
        with psycopg.connect(self._address) as connection:
            cursor = connection.execute(statement.encode())
            names = [column.name for column in cursor.description or ()]
            return [_read(dict(zip(names, row, strict=True))) for row in cursor]

    def held(self) -> Held:
        notices = self.rows(NOTICES)
        plans = {
            str(row["id"]): (str(row["state"]), int(row["revision"]))
            for row in self.rows("SELECT id, state, revision FROM plan")
        }
        called_for = {str(row["id"]): row["called_for"] for row in self.rows("SELECT id, called_for FROM plan")}
        return Held(
            states={str(row["id"]): str(row["state"]) for row in notices},
            claimed={str(row["id"]): row["lease_until"] for row in notices if row["state"] == "claimed"},
            # Announcements carry no plan's revision.
            in_step=frozenset(
                str(row["id"]) for row in notices if row["plan"] and row["of_revision"] == called_for[str(row["plan"])]
            ),
            plans=plans,
        )


def _read(row: Row) -> Row:
    for name in ("due_at", "run_at", "lease_until", "at", "sent_at"):
        value = row.get(name)
        if isinstance(value, str):
            row[name] = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return row
