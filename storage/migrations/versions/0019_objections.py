"""That the employee did not receive support, and what was said to it: both stay on record."""

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan", "support"],
            ["support.plan", "support.id"],
            name=op.f("fk_objection_plan_support"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_objection_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position", "support", name=op.f("pk_objection")),
    )
