"""What the repositories of one ``Work`` share: its connection, its workspace, and what it has met on the way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import CursorResult, Executable, RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from plans.absences import RecordedAbsence
from plans.dates import Absence, Calendar
from plans.ids import NoticeId, PersonId, PlanId, WorkspaceId
from plans.notice_ports import Facts
from plans.people import Offices, Person
from plans.plan import Plan
from plans.policy import Pack, Retention
from plans.terms import Terms
from storage.one_hop import OneHopConnection
from storage.shelf import Shelf

# For the parameters of a statement, by name. A statement that is asked often is built once: building it and finding it
# again among those that were compiled takes longer than a small one takes to run.
Values = Mapping[str, object]


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
    """What a database keeps in memory between transactions. ``erased`` asks for the log to be carried over."""

    workspace: WorkspaceId
    offices: Offices
    packs: dict[str, Pack]
    calendar: Callable[[Pack], Calendar]
    retention: Retention | None = None
    shelf: Shelf = field(default_factory=Shelf)
    erased: bool = False
    salts: dict[PlanId, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Session:
    """One transaction's view. ``loaded`` holds plans as they were read, so that saving writes only what changed.

    ``written`` are the plans it has added or saved. ``absences`` are all that stand, where they are few.
    ``terms`` are the last ones that were put together for each plan. ``worded`` are words that changed and stand in no
    line of the trail yet, by plan and place; ``salts`` are those of plans that were read or written.
    """

    conn: AsyncConnection
    known: Known
    refusals: list[Refusal]
    loaded: dict[PlanId, Plan] = field(default_factory=dict)
    written: set[PlanId] = field(default_factory=set)
    people: dict[PersonId, Person] = field(default_factory=dict)
    facts: dict[NoticeId, Facts] = field(default_factory=dict)
    absences: list[RecordedAbsence] | None = None
    away: Mapping[PersonId, tuple[Absence, ...]] | None = None
    terms: dict[PlanId, Terms] = field(default_factory=dict)
    worded: dict[PlanId, dict[str, str | None]] = field(default_factory=dict)
    salts: dict[PlanId, str] = field(default_factory=dict)

    @property
    def workspace(self) -> WorkspaceId:
        return self.known.workspace

    def writes(self, plan: PlanId) -> None:
        """To be called before the first row of a plan is changed; until the end of the work it is not remembered."""
        self.written.add(plan)
        self.known.shelf.forget(plan)

    def keep_written(self) -> None:
        """To be called once it is committed: what was written is what a reading would give."""
        for plan in self.written & self.loaded.keys():
            self.known.shelf.put(self.loaded[plan])
        self.written.clear()
        self.known.salts |= self.salts

    def forget_absences(self) -> None:
        """To be called when they may be others than those that were read."""
        self.absences = self.away = None

    @property
    def on_sqlite(self) -> bool:
        return self.conn.dialect.name == "sqlite"

    @property
    def _one_hop(self) -> OneHopConnection | None:
        """SQLite's connection; None on PostgreSQL."""
        held = self.conn.sync_connection
        driver = None if held is None else held.connection.driver_connection
        return driver if isinstance(driver, OneHopConnection) else None

    @contextmanager
    def rows_here(self) -> Iterator[None]:
        """For a change that gives back many rows: on SQLite they are then taken in this thread (``one_hop``)."""
        with nullcontext() if (driver := self._one_hop) is None else driver.rows_here():
            yield

    async def later(self, statement: Executable, values: Values | Sequence[Values]) -> None:
        """Run it before the next statement, or before the commit; what it raises may be raised only there.

        For a statement of whose outcome nothing is asked: on SQLite it spares a trip to the connection's thread.
        """
        with nullcontext() if (driver := self._one_hop) is None else driver.later():
            await self.conn.execute(statement, values)

    async def rows(self, statement: Executable, values: Values | None = None) -> Sequence[RowMapping]:
        return (await self.conn.execute(statement, values)).mappings().all()

    async def row(self, statement: Executable, values: Values | None = None) -> RowMapping | None:
        return (await self.conn.execute(statement, values)).mappings().first()

    async def count(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        """How many rows the statement changed; with several sets of values it runs once for each."""
        result: CursorResult[object] = await self.conn.execute(statement, values)
        return result.rowcount
