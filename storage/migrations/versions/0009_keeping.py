"""Legal holds, the last day of employment, and when and why a plan was erased."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_legal_hold_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position", name=op.f("pk_legal_hold")),
    )
    op.add_column("plan", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("plan", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plan", sa.Column("erased_for", sa.String(), nullable=True))
