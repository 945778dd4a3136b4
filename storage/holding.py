"""Which words of a plan changed in a transaction, and which lines of the trail hold them fast (``plans.holding``).

A place is a row that holds words: its table and its key. It is worked out from the very rows that are written.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from sqlalchemy import Table, bindparam, select, update

from plans.chain import canonical
from plans.events import Event, EventKind
from plans.holding import Held, Words, committed, read
from plans.ids import EntryId, PlanId, fresh
from plans.integrity import NoSuchPlanHeldError
from plans.plan import Plan
from plans.retention import TOMBSTONES
from plans.visible import confidential
from plans.words import Words as Written
from storage.mapping import Key, Rows, Values
from storage.plan_reading import Which, load
from storage.plan_rows import part_rows, plan_values
from storage.sealing import Sealed, SealedNumber
from storage.session import Session
from storage.tables import AuditRow, PlanRow, table_of

_PLAN: Final = table_of(PlanRow)
_AUDIT: Final = table_of(AuditRow)
_SALT_BYTES: Final = 32
# Whatever stands in these is between HR and its author, or HR alone.
_SECRET: Final = frozenset({"hr_request", "legal_hold"})
_OWN: Final = "plan"
_THE_SALT: Final = select(_PLAN.c.salt).where(_PLAN.c.id == bindparam("whose"))
_SALTING: Final = update(_PLAN).where(_PLAN.c.id == bindparam("whose"))
_LAST_AT: Final = (
    select(_AUDIT.c.at).where(_AUDIT.c.workspace == bindparam("mine")).order_by(_AUDIT.c.seq.desc()).limit(1)
)
_NOTED: Final = (
    select(_AUDIT.c.seq, _AUDIT.c.words)
    .where(_AUDIT.c.plan == bindparam("whose"), _AUDIT.c.words.is_not(None))
    .order_by(_AUDIT.c.seq)
)

# By place: what is written there now, and None where nothing is any more.
Changed = dict[str, str | None]


@cache
def _columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c if isinstance(column.type, Sealed | SealedNumber))


def _said(table: Table, values: Values) -> str | None:
    """Everything written in a row; None where nothing is."""
    said = [[name, _plain(values[name])] for name in _columns(table) if values[name] is not None]
    return canonical(said) if said else None


def _plain(value: object) -> str:
    return value.reveal() if isinstance(value, Written) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def place_of(table: str, key: Key) -> str:
    return "/".join((table, *map(str, key)))


def changed_rows(
    table: Table, key: Key, *, was: Values | None, values: Values | None
) -> Iterator[tuple[str, str | None]]:
    """The row's place with what is written there, if that changed."""
    if not _columns(table):
        return
    before = None if was is None else _said(table, was)
    after = None if values is None else _said(table, values)
    if before != after:
        yield place_of(table.name, key), after


def changed_plan(before: Plan | None, after: Plan) -> Iterator[tuple[str, str | None]]:
    """The same for the plan's own row."""
    names = _columns(_PLAN)
    if before is None or any(getattr(before, name) != getattr(after, name) for name in names):
        yield _OWN, _said(_PLAN, plan_values(after, next_at=None))


def everything(plan: Plan) -> dict[str, str]:
    """Every place of a plan with what is written there."""
    rows: Rows = part_rows(plan)
    found = dict(changed_plan(None, plan))
    for name, those in rows.items():
        table = _PLAN.metadata.tables[name]
        for key, values in those.items():
            found |= dict(changed_rows(table, key, was=None, values=values))
    return {place: said for place, said in found.items() if said is not None}


class Holding:
    """What one transaction holds fast. ``session.worded`` is what has changed and stands in no line yet."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def words_for(self, events: Sequence[Event], apart: frozenset[str]) -> Mapping[str, Words]:
        """By event: what its line holds fast. What belongs to none of them waits for ``loose``."""
        found: dict[str, Words] = {}
        for plan in dict.fromkeys(event.plan for event in events):
            if plan is not None and self._session.worded.get(plan):
                own = [event for event in events if event.plan == plan]
                found |= await self._of_plan(plan, own, apart)
        return found

    async def _of_plan(self, plan: PlanId, own: Sequence[Event], apart: frozenset[str]) -> Mapping[str, Words]:
        salt = await self._salt(plan, begin=True)
        loose = self._session.worded.pop(plan)
        if salt is None or plan not in self._session.loaded:
            return {}
        hidden = confidential(self._session.loaded[plan])
        split: dict[str, Changed] = {}
        for place, said in loose.items():
            secret = _secret(place, hidden)
            fitting = [event for event in own if (event.id in apart) is secret]
            if fitting:
                about = next((event for event in fitting if event.subject and event.subject in place), fitting[0])
                split.setdefault(about.id, {})[place] = said
            else:
                self._session.worded.setdefault(plan, {})[place] = said
        return {event: committed(salt, changed.items()) for event, changed in split.items()}

    async def loose(self) -> Sequence[tuple[Event, Words]]:
        """A line for what changed and belongs to no line that was written, once the plan is held at all."""
        found = list[tuple[Event, Words]]()
        for plan in list(self._session.worded):
            changed = self._session.worded.pop(plan)
            salt = await self._salt(plan, begin=False)
            if salt is None or not changed or plan not in self._session.loaded:
                continue
            hidden = confidential(self._session.loaded[plan])
            at = await self._session.row(_LAST_AT, {"mine": self._session.workspace})
            for secret in (False, True):
                part = {place: said for place, said in changed.items() if _secret(place, hidden) is secret}
                if part and at is not None:
                    kind = EventKind.WORDS_HELD_APART if secret else EventKind.WORDS_HELD
                    line = Event(id=EntryId(fresh()), kind=kind, plan=plan, by=None, at=at["at"])
                    found.append((line, committed(salt, part.items())))
        return found

    async def _salt(self, plan: PlanId, *, begin: bool) -> str | None:
        """The plan's salt. With ``begin`` it gets one, and then everything in it is to be held fast."""
        known = self._session.salts.get(plan) or self._session.known.salts.get(plan)
        if known is not None:
            return known
        row = await self._session.row(_THE_SALT, {"whose": plan})
        if row is None or (row["salt"] is None and not begin):
            return None
        salt = row["salt"]
        if salt is None:
            whole = self._session.loaded.get(plan)
            if whole is None or whole.state in TOMBSTONES:
                return None
            salt = secrets.token_hex(_SALT_BYTES)
            await self._session.count(_SALTING.values(salt=bindparam("made")), {"whose": plan, "made": salt})
            self._session.worded[plan] = {**everything(whole)}
        self._session.salts[plan] = salt
        return str(salt)

    def gone(self, plan: PlanId) -> None:
        """The plan was emptied: nothing of it is held fast any more."""
        self._session.worded.pop(plan, None)
        self._session.salts.pop(plan, None)
        self._session.known.salts.pop(plan, None)

    async def held(self, plan: PlanId) -> Held:
        """As its rows and its lines say now.

        Raises:
            NoSuchPlanHeldError: there is no such plan.

        """
        found = next(iter(await load(self._session, Which.ONE, plan)), None)
        row = await self._session.row(_THE_SALT, {"whose": plan})
        if found is None or row is None:
            raise NoSuchPlanHeldError
        noted: dict[str, tuple[int, str]] = {}
        for line in await self._session.rows(_NOTED, {"whose": plan}):
            noted |= {place: (int(line["seq"]), held) for place, held in read(line["words"])}
        gone = found.state in TOMBSTONES
        return Held(salt=row["salt"], present={} if gone else everything(found), noted=noted, gone=gone)


def _secret(place: str, hidden: Iterable[str]) -> bool:
    table, _, key = place.partition("/")
    return table in _SECRET or any(one in key for one in hidden)
