"""Where the chains of the trail end is asked of a function on PostgreSQL; it is made with the triggers."""

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Nothing of the schema: whoever comes to a new revision makes the triggers anew, and this with them."""
