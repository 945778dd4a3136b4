"""What every table has: a workspace on each row, names for its constraints, and a ``repr`` that tells nothing.

Columns are named after the fields they keep; ``storage.mapping`` copies by name.
"""

from typing import ClassVar, Final

from sqlalchemy import ForeignKeyConstraint, MetaData, Table
from sqlmodel import Field, SQLModel

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)


class Row(SQLModel):
    """One row of one workspace. It never prints what it holds."""

    metadata: ClassVar[MetaData] = METADATA

    workspace: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __str__(self) -> str:
        return repr(self)


class KeyedPart(Row):
    """A part of a plan with an id of its own. ``position`` keeps the order."""

    plan: str = Field(primary_key=True, foreign_key="plan.id", ondelete="CASCADE")
    id: str = Field(primary_key=True)
    position: int


class PlacedPart(Row):
    """A part of a plan that is known by its place."""

    plan: str = Field(primary_key=True, foreign_key="plan.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)


def table_of(row: type[Row]) -> Table:
    return METADATA.tables[str(row.__tablename__)]


def part_of(parent: str) -> ForeignKeyConstraint:
    """Goes when the part it belongs to goes. The column is named after the parent's table."""
    return ForeignKeyConstraint(["plan", parent], [f"{parent}.plan", f"{parent}.id"], ondelete="CASCADE")
