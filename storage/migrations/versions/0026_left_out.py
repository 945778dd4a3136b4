"""Entries that are left out of the employee's own copy, each with its reason."""

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("copy_request", sa.Column("left_out", sa.Text(), server_default="[]", nullable=False))
