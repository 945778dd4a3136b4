"""The audit trail: lines are added, and nothing else (P-24). Triggers hold everyone to it; hashes show who got past."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, bindparam, insert, select

from plans.acts import Act
from plans.chain import BEGINNING, Anchor, Line, Trail, asks_about, digest_of, head_after, kept_apart
from plans.events import Event
from plans.holding import Words, content_with, line_with, read, written
from plans.ids import PlanId
from plans.ports import Reader
from storage.audit_adding import ADDING
from storage.holding import Holding
from storage.narrowing import whose
from storage.session import Session
from storage.tables import AuditRow, table_of

_AUDIT: Final = table_of(AuditRow)
_COLUMNS: Final = tuple(found.name for found in fields(Event))
_MINE: Final = _AUDIT.c.workspace == bindparam("workspace")
_ONE_OF_MINE: Final = whose(_AUDIT) == bindparam("workspace")
_LAST: Final = select(_AUDIT.c.seq, _AUDIT.c.head).where(_MINE).order_by(_AUDIT.c.seq.desc()).limit(1)
_LAST_IN_CHAIN: Final = (
    select(_AUDIT.c.hash)
    .where(_ONE_OF_MINE, _AUDIT.c.plan == bindparam("plan"), _AUDIT.c.apart == bindparam("apart"))
    .order_by(_AUDIT.c.seq.desc())
    .limit(1)
)
_LAST_OF_NO_PLAN: Final = (
    select(_AUDIT.c.hash)
    .where(_ONE_OF_MINE, _AUDIT.c.plan.is_(None), _AUDIT.c.apart == bindparam("apart"))
    .order_by(_AUDIT.c.seq.desc())
    .limit(1)
)
# Both in one question: nearly always one chain is added to.
_ENDS: Final = (
    select(_AUDIT.c.seq, _AUDIT.c.head, _LAST_IN_CHAIN.scalar_subquery().correlate(None).label("end"))
    .where(_MINE)
    .order_by(_AUDIT.c.seq.desc())
    .limit(1)
)
_APART: Final = select(_AUDIT.c.subject).where(
    _ONE_OF_MINE, _AUDIT.c.apart, _AUDIT.c.subject.in_(bindparam("ids", expanding=True))
)
_BETWEEN: Final = (
    select(_AUDIT.c.seq, _AUDIT.c.hash)
    .where(_MINE, _AUDIT.c.seq.between(bindparam("first"), bindparam("last")))
    .order_by(_AUDIT.c.seq)
)


# A plan, or none, and whether it is the chain of what is kept apart.
_Chain = tuple[PlanId | None, bool]
_NOTHING: Final = Anchor(count=0, head=BEGINNING)
# Raises for a reader who may not do this to the plan.
Allowed = Callable[[PlanId, Reader, Act, datetime], Awaitable[None]]


class SqlAudit:
    """``ports.Audit``. ``allowed`` raises for a reader who may not see a plan's lines."""

    def __init__(
        self, session: Session, *, allowed: Callable[[PlanId, Reader, Act, datetime], Awaitable[None]]
    ) -> None:
        self._session = session
        self._allowed = allowed

    async def append(self, events: Sequence[Event]) -> None:
        if not events:
            return
        apart = await self._apart(events)
        await self._hang(events, apart, await Holding(self._session).words_for(events, apart))

    async def hold_loose(self) -> None:
        """Before a commit: words that changed and belong to none of the lines that were written get one."""
        if not any(self._session.worded.values()):
            return
        for event, words in await Holding(self._session).loose():
            await self._hang([event], await self._apart([event]), {event.id: words})

    async def _hang(self, events: Sequence[Event], apart: frozenset[str], words: Mapping[str, Words]) -> None:
        if self._session.on_sqlite:
            await self._hang_alone(events, apart, words)
            return
        given = [self._given(event, words.get(event.id, ()), apart=event.id in apart) for event in events]
        await self._session.conn.execute(ADDING, given if len(given) > 1 else given[0])

    def _given(self, event: Event, held: Words, *, apart: bool) -> dict[str, object]:
        digest = digest_of(content_with(event, held, workspace=self._session.workspace, apart=apart))
        return {**self._row(event, held, apart=apart), "digest": digest}

    async def _hang_alone(self, events: Sequence[Event], apart: frozenset[str], words: Mapping[str, Words]) -> None:
        """On SQLite nobody writes beside us: where the chains end is read, and all lines are added together."""
        last, ends = await self._ends(events[0].plan, apart=events[0].id in apart)
        rows = []
        for event in events:
            chain = (event.plan, event.id in apart)
            if chain not in ends:
                ends[chain] = await self._end(event.plan, apart=chain[1])
            held, before = words.get(event.id, ()), ends[chain]
            line = line_with(event, held, workspace=self._session.workspace, apart=chain[1], before=before)
            ends[chain] = line.hash
            last = Anchor(count=last.count + 1, head=head_after(last.head, line.hash))
            hung = {"seq": last.count, "before": before, "hash": line.hash, "head": last.head}
            rows.append({**self._row(event, held, apart=chain[1]), **hung})
        await self._session.conn.execute(insert(_AUDIT), rows)

    def _row(self, event: Event, held: Words, *, apart: bool) -> dict[str, object]:
        """The line without its place in the chains."""
        own = {name: getattr(event, name) for name in _COLUMNS}
        return {"workspace": self._session.workspace, **own, "apart": apart, "words": written(held)}

    async def anchor(self) -> Anchor:
        row = await self._session.row(_LAST, {"workspace": self._session.workspace})
        return _NOTHING if row is None else Anchor(count=int(row["seq"]), head=row["head"])

    async def _ends(self, plan: PlanId | None, *, apart: bool) -> tuple[Anchor, dict[_Chain, str]]:
        """The end of the workspace's chain, and of the one that is added to first."""
        if plan is None:
            return await self.anchor(), {}
        values = {"workspace": self._session.workspace, "plan": plan, "apart": apart}
        row = await self._session.row(_ENDS, values)
        if row is None:
            return _NOTHING, {(plan, apart): BEGINNING}
        return Anchor(count=int(row["seq"]), head=row["head"]), {(plan, apart): row["end"] or BEGINNING}

    async def _apart(self, events: Sequence[Event]) -> frozenset[str]:
        """The ids of those events that hang in a chain of what is between HR and its author."""
        asked = [entry for event in events if (entry := asks_about(event)) is not None]
        known = set[str]()
        if asked:
            values = {"workspace": self._session.workspace, "ids": asked}
            known.update(row["subject"] for row in await self._session.rows(_APART, values))
        found = set[str]()
        for event in events:
            if kept_apart(event, known=known):
                found.add(event.id)
                known.update(() if event.subject is None else (event.subject,))
        return frozenset(found)

    async def _end(self, plan: PlanId | None, *, apart: bool) -> str:
        """The hash of the last line of a chain."""
        values = {"workspace": self._session.workspace, "apart": apart}
        if plan is None:
            row = await self._session.row(_LAST_OF_NO_PLAN, values)
        else:
            row = await self._session.row(_LAST_IN_CHAIN, {**values, "plan": plan})
        return BEGINNING if row is None else str(row["hash"])

    async def of(self, plan: PlanId, *, reader: Reader, now: datetime) -> tuple[Event, ...]:
        await self._allowed(plan, reader, Act.READ_AUDIT, now)
        mine = (whose(_AUDIT) == self._session.workspace, _AUDIT.c.plan == plan)
        wanted = select(_AUDIT).where(*mine).order_by(_AUDIT.c.seq)
        return tuple(_event(row) for row in await self._session.rows(wanted))

    async def trail(self, plan: PlanId, *, reader: Reader, now: datetime) -> Trail:
        await self._allowed(plan, reader, Act.READ_AUDIT, now)
        workspace = self._session.workspace
        mine = (whose(_AUDIT) == workspace, _AUDIT.c.plan == plan, _AUDIT.c.apart.is_(False))
        wanted = select(_AUDIT).where(*mine).order_by(_AUDIT.c.seq)
        rows = await self._session.rows(wanted)
        if not rows:
            return Trail(lines=(), start=_NOTHING, links=())
        first, last = int(rows[0]["seq"]), int(rows[-1]["seq"])
        values = {"workspace": workspace, "first": first, "last": last}
        every = await self._session.rows(_BETWEEN, values)
        own = {row["seq"] for row in rows}
        return Trail(
            lines=tuple(self._line(row) for row in rows),
            start=Anchor(count=first - 1, head=await self._head(first - 1)),
            links=tuple(None if row["seq"] in own else row["hash"] for row in every),
        )

    def _line(self, row: RowMapping) -> Line:
        """What is stored as the hash, and what the line says now: whether they fit shows who compares them."""
        words = read(row["words"])
        content = content_with(_event(row), words, workspace=self._session.workspace, apart=False)
        return Line(before=row["before"], digest=digest_of(content), hash=row["hash"], content=content)

    async def _head(self, seq: int) -> str:
        mine = (_AUDIT.c.workspace == self._session.workspace, _AUDIT.c.seq == seq)
        row = await self._session.row(select(_AUDIT.c.head).where(*mine))
        return BEGINNING if row is None else str(row["head"])


def _event(row: RowMapping) -> Event:
    return Event(**{name: row[name] for name in _COLUMNS})
