"""Values and performance apart, and the main cause."""

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    for name in ("values_level", "performance_level", "main_cause"):
        op.add_column("plan", sa.Column(name, sa.String(), nullable=True))
