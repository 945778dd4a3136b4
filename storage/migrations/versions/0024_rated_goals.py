"""How a goal was rated, where the form asks."""

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("goal", sa.Column("rating", sa.Integer(), nullable=True))
