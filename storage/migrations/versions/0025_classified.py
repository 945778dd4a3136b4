"""Which group of employees a plan's employee belongs to, where the form tells groups apart."""

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("classification", sa.String(), nullable=True))
