"""Which revision of a plan its reminders were derived from; a later one that calls for the same leaves them alone."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("called_for", sa.Integer(), nullable=True))
    op.execute("UPDATE plan SET called_for = revision")
