"""What delivery looks at instead of whole plans, what a time away gathers, and absences."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

_OUT_OF_STEP = sa.text("state = 'waiting' AND of_revision IS NULL")
_GATHERED = sa.text("gathered_into IS NOT NULL")


def upgrade() -> None:
    op.add_column("plan", sa.Column("gist", sa.String(), nullable=True))
    op.add_column("notice", sa.Column("of_revision", sa.Integer(), nullable=True))
    op.add_column("notice", sa.Column("gathered_into", sa.String(), nullable=True))
    op.create_index(
        "ix_notice_out_of_step",
        "notice",
        ["plan"],
        unique=False,
        sqlite_where=_OUT_OF_STEP,
        postgresql_where=_OUT_OF_STEP,
    )
    op.create_index(
        "ix_notice_gathered",
        "notice",
        ["gathered_into"],
        unique=False,
        sqlite_where=_GATHERED,
        postgresql_where=_GATHERED,
    )
    op.create_table(
        "absence",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person", "absence", ["workspace", "person"], unique=False)
