"""What is claimed is stored as waiting, with a lease: a claim changes nothing that an index goes by."""

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | None = None
depends_on: str | None = None
_UNFINISHED = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_notice_claimed", "notice")
    op.drop_index("ix_notice_unfinished", "notice")
    # Whoever had claimed these has stopped: their leases run out, and then they are tried again, as before.
    op.execute("UPDATE notice SET state = 'waiting' WHERE state = 'claimed'")
    op.create_index(
        "ix_notice_unfinished",
        "notice",
        ["person", "due_at", "id"],
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    )
