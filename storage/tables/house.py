"""People, what they are owed to be told, the audit trail, and what the installation remembers about itself."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlmodel import Field

from plans.events import EventKind
from plans.ids import PersonId
from plans.notices import NoticeKind, NoticeState
from plans.people import Standing
from plans.ports import OrderState
from plans.words import Words
from storage.columns import Coded, Facts, Instant
from storage.sealing import Sealed, SealedPerson
from storage.tables.base import Row

_WAITING = text("state = 'waiting'")
_OUT_OF_STEP = text("state = 'waiting' AND of_revision IS NULL")
_GATHERED = text("gathered_into IS NOT NULL")
_UNDELIVERABLE = text("state = 'undeliverable'")
# Whoever slips a line in without its hashes gets none.
_NO_HASH = {"server_default": ""}


class PersonRow(Row, table=True):
    """Someone Milepost has met."""

    __tablename__ = "person"

    id: PersonId = Field(primary_key=True, sa_type=SealedPerson)
    name: Words = Field(sa_type=Sealed)
    email: Words | None = Field(default=None, sa_type=Sealed)
    zone: str
    locale: str
    standing: Standing = Field(sa_type=Coded(Standing))
    checked_at: datetime = Field(sa_type=Instant)


class HandleRow(Row, table=True):
    """Where a person is found on one chat surface."""

    __tablename__ = "handle"
    __table_args__ = (UniqueConstraint("workspace", "surface", "tenant", "native_id"),)

    person: PersonId = Field(primary_key=True, sa_type=SealedPerson, foreign_key="person.id", ondelete="CASCADE")
    surface: str = Field(primary_key=True)
    tenant: str
    native_id: str = Field(sa_type=SealedPerson)


class NoticeRow(Row, table=True):
    """Something a person is owed to be told. It holds no words, ever.

    While it is claimed its ``state`` stays "waiting" and it has a lease: no index may go by what a claim changes.
    ``of_revision`` is the plan's revision it was derived from; empty when that has to be done anew. It is in step while
    the plan's ``called_for`` is the same.
    ``gathered_into`` is the one message after a time away that stands for it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("workspace", "key"),
        Index("ix_notice_waiting", "workspace", "run_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_notice_unfinished", "person", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_notice_plan", "plan"),
        Index("ix_notice_out_of_step", "plan", sqlite_where=_OUT_OF_STEP, postgresql_where=_OUT_OF_STEP),
        Index("ix_notice_gathered", "gathered_into", sqlite_where=_GATHERED, postgresql_where=_GATHERED),
        Index(
            "ix_notice_undeliverable",
            "workspace",
            "due_at",
            sqlite_where=_UNDELIVERABLE,
            postgresql_where=_UNDELIVERABLE,
        ),
        # Claims rewrite rows in place: room on the page, and dead rows swept early, keep the wake short.
        {"postgresql_with": {"fillfactor": "70", "autovacuum_vacuum_scale_factor": "0.02"}},
    )

    id: str = Field(primary_key=True)
    key: str = Field(sa_type=SealedPerson)
    plan: str | None = None
    person: PersonId = Field(sa_type=SealedPerson)
    kind: NoticeKind = Field(sa_type=Coded(NoticeKind))
    subject: str | None = None
    due_at: datetime = Field(sa_type=Instant)
    zone: str
    nominal: date | None = None
    rolled: str | None = None
    not_after: datetime | None = Field(default=None, sa_type=Instant)
    direct: bool
    state: NoticeState = Field(sa_type=Coded(NoticeState))
    run_at: datetime = Field(sa_type=Instant)
    attempts: int
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_token: str | None = None
    send_key: str | None = None
    message_ref: str | None = None
    last_outcome: str | None = None
    late_by_us: int
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    of_revision: int | None = None
    gathered_into: str | None = None


class AbsenceRow(Row, table=True):
    """Days a person is away, as HR recorded them. It has no reason, and never gets one (P-14)."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person", "workspace", "person"),)

    id: str = Field(primary_key=True)
    person: PersonId = Field(sa_type=SealedPerson)
    first: date
    last: date
    recorded_by: PersonId = Field(sa_type=SealedPerson)
    recorded_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class RedrawRow(Row, table=True):
    """A sent message whose question was answered, and which still shows its buttons."""

    __tablename__ = "redraw"

    notice: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    tries: int


class NoticeAttemptRow(Row, table=True):
    """One try at saying it; append-only."""

    __tablename__ = "notice_attempt"
    __table_args__ = (Index("ix_notice_attempt_notice", "notice"), {"sqlite_with_rowid": False})

    id: str = Field(primary_key=True)
    notice: str
    state: NoticeState = Field(sa_type=Coded(NoticeState))
    outcome: str
    counted: bool
    at: datetime = Field(sa_type=Instant)


class AuditRow(Row, table=True):
    """One line of the trail; append-only. Without a rowid, because that would be a second key to replace a line by.

    The hashes are ``plans.chain``'s: of the line before it in its chain, its own, and the workspace's chain with it.
    ``apart`` lines hang in a chain of their own. ``words`` are commitments to words of the plan (``plans.holding``).
    """

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("id"),
        Index("ix_audit_plan", "plan", "seq"),
        Index("ix_audit_apart", "subject", sqlite_where=text("apart = 1"), postgresql_where=text("apart")),
        {"sqlite_with_rowid": False},
    )

    workspace: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: str
    kind: EventKind = Field(sa_type=Coded(EventKind))
    plan: str | None = None
    by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    subject: str | None = None
    facts: str = Field(sa_type=Facts)
    apart: bool = Field(sa_column_kwargs={"server_default": false()})
    before: str = Field(sa_column_kwargs=_NO_HASH)
    hash: str = Field(sa_column_kwargs=_NO_HASH)
    head: str = Field(sa_column_kwargs=_NO_HASH)
    words: str | None = None


class CaseFileOrderRow(Row, table=True):
    """A case file that HR ordered (P-12)."""

    __tablename__ = "case_file_order"
    __table_args__ = (Index("ix_case_file_order_plan", "plan"),)

    id: str = Field(primary_key=True)
    plan: str
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    purpose: Words = Field(sa_type=Sealed)
    recipient: Words = Field(sa_type=Sealed)
    state: OrderState = Field(sa_type=Coded(OrderState))
    written_at: datetime | None = Field(default=None, sa_type=Instant)
    request: str | None = None


class PackEditionRow(Row, table=True):
    """The text of a pack as it was when a plan began with it (S0-01)."""

    __tablename__ = "pack_edition"

    workspace: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    id: str
    version: str
    source: str


class SeenKeyRow(Row, table=True):
    """A request that was taken once."""

    __tablename__ = "seen_key"

    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


class BeatRow(Row, table=True):
    """A job that ran for a period; a digest's names its reader's id."""

    __tablename__ = "beat"

    workspace: str = Field(primary_key=True)
    job: str = Field(primary_key=True, sa_type=SealedPerson)
    period: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


class InstallationRow(Row, table=True):
    """What this installation made for itself, once."""

    __tablename__ = "installation"

    workspace: str = Field(primary_key=True)
    key: bytes
