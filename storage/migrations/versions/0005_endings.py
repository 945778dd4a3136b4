"""What an outcome rests on besides its reasons, and HR's reply to what the employee said."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("outcome", sa.Column("picked", sa.Text(), server_default="[]", nullable=False))
    op.add_column("outcome", sa.Column("next_step", sa.String(), nullable=True))
    op.add_column("outcome", sa.Column("second_approver", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("outcome", sa.Column("owed", sa.Text(), server_default="[]", nullable=False))
    op.add_column("outcome", sa.Column("owed_accepted", sa.Text(), nullable=True))
    op.add_column("outcome", sa.Column("continued_as", sa.String(), nullable=True))
    op.add_column("rebuttal", sa.Column("reply", sa.Text(), nullable=True))
    op.add_column("rebuttal", sa.Column("replied_by", sa.String(), nullable=True))
    op.add_column("rebuttal", sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
