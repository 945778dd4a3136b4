"""Writing the parts of a plan: only what changed, and never over what is on record."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Table, and_, delete, insert, update

from plans.plan import Plan
from plans.states import PlanState
from storage.holding import changed_plan, changed_rows
from storage.mapping import Part, Rows, Values
from storage.plan_rows import ALL_PARTS, part_rows
from storage.session import Session

# A plan in one of these is a tombstone: its record may go, whole.
_EMPTIED = frozenset({PlanState.DISCARDED, PlanState.ERASED})


class RecordRewrittenError(RuntimeError):
    """A rule tried to change or remove what is on record. ``columns`` is empty for a removal."""

    def __init__(self, table: str, columns: Iterable[str] = ()) -> None:
        self.table = table
        self.columns = tuple(sorted(columns))
        super().__init__(f"{table}: {', '.join(self.columns) or 'row removed'}")


async def write_parts(session: Session, plan: Plan, *, before: Plan | None) -> None:
    """Bring the rows of a plan from ``before`` to what it is.

    Raises:
        RecordRewrittenError: when that would rewrite the record of a plan that still has one.

    """
    old: Rows = part_rows(before, beside=plan) if before else {}
    new = part_rows(plan, beside=before)
    _note_words(session, plan, before=before, old=old, new=new)
    guarded = plan.state not in _EMPTIED
    for part in reversed(ALL_PARTS):
        await _delete(session, part, _only(old, new, part), guarded=guarded)
    for part in ALL_PARTS:
        added = _only(new, old, part)
        if added:
            await session.conn.execute(insert(part.table), [dict(values) for values in added])
        for key, values in new.get(part.table.name, {}).items():
            was = old.get(part.table.name, {}).get(key)
            if was is not None and was != values:
                await _update(session, part, was=was, values=values, guarded=guarded)


def _note_words(session: Session, plan: Plan, *, before: Plan | None, old: Rows, new: Rows) -> None:
    """Which words changed, for the lines of the trail that stand for them."""
    changed = session.worded.setdefault(plan.id, {})
    changed |= dict(changed_plan(before, plan))
    for part in ALL_PARTS:
        name = part.table.name
        there, here = old.get(name, {}), new.get(name, {})
        for key in there.keys() | here.keys():
            if there.get(key) != here.get(key):
                changed |= dict(changed_rows(part.table, key, was=there.get(key), values=here.get(key)))


def _only(here: Rows, there: Rows, part: Part) -> list[Values]:
    other = there.get(part.table.name, {})
    return [values for key, values in here.get(part.table.name, {}).items() if key not in other]


async def _delete(session: Session, part: Part, gone: list[Values], *, guarded: bool) -> None:
    if not gone:
        return
    if guarded and part.may_change is not None:
        raise RecordRewrittenError(part.table.name)
    for values in gone:
        await session.conn.execute(delete(part.table).where(_at(part.table, values)))


async def _update(session: Session, part: Part, *, was: Values, values: Values, guarded: bool) -> None:
    changed = {name: value for name, value in values.items() if was[name] != value}
    if guarded and part.may_change is not None and not changed.keys() <= set(part.may_change):
        raise RecordRewrittenError(part.table.name, changed.keys() - set(part.may_change))
    await session.conn.execute(update(part.table).where(_at(part.table, values)).values(**changed))


def _at(table: Table, values: Values) -> ColumnElement[bool]:
    return and_(*(column == values[column.name] for column in table.primary_key))
