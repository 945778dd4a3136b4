"""Who asked: the supervisor may ask for a pause too."""

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("wanted_change", sa.Column("role", sa.String(), server_default="employee", nullable=False))
