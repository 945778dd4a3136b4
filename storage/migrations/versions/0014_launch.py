"""What was seen to before the launch, when the meeting is, and the supervisor's opening line."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plan", sa.Column("opening_line", sa.Text(), nullable=True))
    op.create_table(
        "launch_tick",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.id"], name=op.f("fk_launch_tick_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan", "position", name=op.f("pk_launch_tick")),
    )
