"""On whose clocks the agreed hour of a review is read."""

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("review", sa.Column("zone", sa.String(), nullable=True))
