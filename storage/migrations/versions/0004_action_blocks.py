"""What a form asks beyond areas and goals: lines of its head, ratings, citations, and action blocks with their days."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("leads_others", sa.Boolean(), nullable=True))
    op.add_column("concern", sa.Column("rating", sa.Integer(), nullable=True))
    op.add_column("goal", sa.Column("cites", sa.Text(), nullable=True))
    op.add_column("goal", sa.Column("cites_id", sa.Text(), nullable=True))
    op.add_column("goal", sa.Column("cites_on", sa.Date(), nullable=True))
    _make_head_line()
    _make_action_block()


def _make_head_line() -> None:
    op.create_table(
        "head_line",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_head_line_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position", name=op.f("pk_head_line")),
    )


def _make_action_block() -> None:
    op.create_table(
        "action_block",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("deficiency", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_action_block_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "id", name=op.f("pk_action_block")),
    )
    op.create_table(
        "block_day",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action_block", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan", "action_block"],
            ["action_block.plan", "action_block.id"],
            name=op.f("fk_block_day_plan_action_block"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_block_day_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position", "action_block", name=op.f("pk_block_day")),
    )
