"""Development activities, and where to see that they are done."""

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("goal", sa.Column("activity", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("milestone", sa.Column("evidence", sa.Text(), nullable=True))
