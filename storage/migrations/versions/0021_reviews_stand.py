"""How a plan stands by a review, and the reasons that were picked from the form's lists."""

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("review", sa.Column("standing", sa.String(), nullable=True))
    op.add_column("review", sa.Column("picked", sa.Text(), server_default="[]", nullable=False))
