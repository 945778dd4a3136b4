"""What rested already when a pause began."""

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("pause", sa.Column("held", sa.Text(), server_default="[]", nullable=False))
