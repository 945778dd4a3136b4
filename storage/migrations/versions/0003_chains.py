"""Chains of hashes over the audit trail. Lines that are there already are hung in them as they stand."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from plans.chain import BEGINNING, head_after, kept_apart, line_of
from plans.events import Event, EventKind
from plans.ids import WorkspaceId
from storage.columns import Coded, Facts, Instant
from storage.sealing import SealedPerson

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

_EVENT = ("id", "kind", "plan", "by", "at", "subject", "facts")
_SOME = 1_000
_audit = sa.table(
    "audit",
    sa.column("workspace", sa.String),
    sa.column("seq", sa.Integer),
    sa.column("id", sa.String),
    sa.column("kind", Coded(EventKind)),
    sa.column("plan", sa.String),
    sa.column("by", SealedPerson),
    sa.column("at", Instant),
    sa.column("subject", sa.String),
    sa.column("facts", Facts),
    sa.column("apart", sa.Boolean),
    sa.column("before", sa.String),
    sa.column("hash", sa.String),
    sa.column("head", sa.String),
)


def upgrade() -> None:
    op.add_column("audit", sa.Column("apart", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ("before", "hash", "head"):
        op.add_column("audit", sa.Column(name, sa.String(), server_default="", nullable=False))
    # They are made anew after every migration.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS audit_no_update")
    else:
        op.execute("DROP TRIGGER IF EXISTS audit_no_rewrite ON audit")
    workspaces = op.get_bind().execute(sa.select(_audit.c.workspace).distinct().order_by(_audit.c.workspace))
    for workspace in workspaces.scalars().all():
        _hang(workspace)


def _hang(workspace: str) -> None:
    ends: dict[tuple[str | None, bool], str] = {}
    known: set[str] = set()
    head = BEGINNING
    change = (
        sa.update(_audit)
        .where(_audit.c.workspace == workspace, _audit.c.seq == sa.bindparam("line"))
        .values({name: sa.bindparam(f"new_{name}") for name in ("apart", "before", "hash", "head")})
    )
    for rows in _lines(workspace):
        hung = []
        for row in rows:
            event = Event(**{name: row[name] for name in _EVENT})
            apart = kept_apart(event, known=known)
            if apart and event.subject is not None:
                known.add(event.subject)
            chain = (event.plan, apart)
            before = ends.get(chain, BEGINNING)
            line = line_of(event, workspace=WorkspaceId(workspace), apart=apart, before=before)
            ends[chain], head = line.hash, head_after(head, line.hash)
            hashes = {"new_before": before, "new_hash": line.hash, "new_head": head}
            hung.append({"line": row["seq"], "new_apart": apart, **hashes})
        op.get_bind().execute(change, hung)


def _lines(workspace: str) -> Iterator[list[sa.RowMapping]]:
    """All lines in their order, some at a time."""
    last = 0
    some = (
        sa.select(_audit)
        .where(_audit.c.workspace == workspace, _audit.c.seq > sa.bindparam("last"))
        .order_by(_audit.c.seq)
        .limit(_SOME)
    )
    while rows := op.get_bind().execute(some, {"last": last}).mappings().all():
        yield list(rows)
        last = rows[-1]["seq"]
