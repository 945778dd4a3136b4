"""Indexes for what is looked for often and is rare: given up, kept apart, standing in; and a plan's own trail.

SQLite went past the trail's old index, which began with the workspace, and walked the whole trail.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_index("ix_audit_plan", "audit", ["plan", "seq"])
    op.drop_index("ix_audit_workspace_plan_seq", "audit")
    _add("ix_notice_undeliverable", "notice", ["workspace", "due_at"], where="state = 'undeliverable'")
    apart = "apart = 1" if op.get_bind().dialect.name == "sqlite" else "apart"
    _add("ix_audit_apart", "audit", ["subject"], where=apart)
    _add("ix_plan_workspace_reviewer", "plan", ["workspace", "reviewer"], where="reviewer IS NOT NULL")


def _add(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
