"""What the repositories of one ``Work`` share: its connection, its workspace, and what it has met on the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import CursorResult, Executable, RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from plans.dates import Calendar
from plans.ids import PersonId, PlanId, WorkspaceId
from plans.people import Offices, Person
from plans.plan import Plan
from plans.policy import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A plan was asked for by someone who may not know of it. ``real`` is false when there is no such plan."""

    plan: PlanId
    by: PersonId
    at: datetime
    act: str
    code: str
    real: bool


@dataclass(slots=True, kw_only=True)
class Known:
    """What a database keeps in memory between transactions; none of it is about a plan."""

    workspace: WorkspaceId
    offices: Offices
    packs: dict[str, Pack]
    calendar: Callable[[Pack], Calendar]


@dataclass(slots=True, kw_only=True)
class Session:
    """One transaction's view. ``loaded`` holds plans as they were read, so that saving writes only what changed."""

    conn: AsyncConnection
    known: Known
    refusals: list[Refusal]
    loaded: dict[PlanId, Plan] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)

    @property
    def workspace(self) -> WorkspaceId:
        return self.known.workspace

    @property
    def on_sqlite(self) -> bool:
        return self.conn.dialect.name == "sqlite"

    async def rows(self, statement: Executable) -> Sequence[RowMapping]:
        return (await self.conn.execute(statement)).mappings().all()

    async def row(self, statement: Executable) -> RowMapping | None:
        return (await self.conn.execute(statement)).mappings().first()

    async def count(self, statement: Executable, many: Sequence[Mapping[str, object]] | None = None) -> int:
        """How many rows the statement changed; with ``many`` it runs once for each."""
        result: CursorResult[object] = await self.conn.execute(statement, many)
        return result.rowcount
