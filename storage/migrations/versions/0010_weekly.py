"""The weekly line: what was answered, for which week, and whether the employee had it stopped."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("note", sa.Column("week", sa.Date(), nullable=True))
    op.add_column("note", sa.Column("weekly", sa.String(), nullable=True))
    op.add_column("plan", sa.Column("prompt_muted_at", sa.DateTime(timezone=True), nullable=True))
