"""Numbers that show a goal, and what reviews and check-ins found of them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    for name in ("metric", "unit", "baseline", "aim"):
        op.add_column("goal", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("goal", sa.Column("direction", sa.String(), nullable=True))
    for table in ("review_progress", "check_in_progress"):
        op.add_column(table, sa.Column("number", sa.Text(), nullable=True))
