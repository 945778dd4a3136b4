"""Lines hold fast the words they stand for; plans have a salt for it. Lines that are there already stay as they are."""

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("words", sa.String(), nullable=True))
    op.add_column("plan", sa.Column("salt", sa.String(), nullable=True))
