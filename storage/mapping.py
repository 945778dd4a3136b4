"""Frozen parts of a plan to rows and back, by name: a column is called what the field is called.

``Part`` declares one tuple of parts and its table. Flattened, a plan is ``Rows``: for each table the rows by key.
Two of those compared say what to insert, change and delete.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

from sqlalchemy import Table

from storage.tables import Row, table_of

Key = tuple[object, ...]
Values = Mapping[str, object]
Rows = Mapping[str, Mapping[Key, Values]]

# Columns that say where a part stands, not what it says.
_PLACE: Final = frozenset({"workspace", "plan", "position"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """One tuple of parts, the table it is kept in, and the parts of those parts.

    ``make`` builds a part from its columns; None stands for bare values, kept in the column ``value``. ``inside``
    names the column that holds the id of the part it belongs to. ``may_change`` lists the columns that may differ
    once a row is written, and rules out deleting it; None allows everything.
    """

    field: str
    row: type[Row]
    make: Callable[..., object] | None = None
    value: str | None = None
    inside: str | None = None
    parts: tuple["Part", ...] = ()
    may_change: Collection[str] | None = None

    @cached_property
    def table(self) -> Table:
        return table_of(self.row)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that are fields of the part itself."""
        apart = _PLACE | {self.inside}
        return tuple(column.name for column in self.table.columns if column.name not in apart)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What tells the rows of one plan apart."""
        return tuple(column.name for column in self.table.primary_key if column.name != "plan")

    def with_inner(self) -> tuple["Part", ...]:
        """This part and all inside it, outermost first."""
        return (self, *(found for part in self.parts for found in part.with_inner()))

    def own(self, item: object) -> dict[str, object]:
        if self.value is not None:
            return {self.value: item}
        return {name: getattr(item, name) for name in self.columns}


def flatten(owner: object, parts: Iterable[Part], *, place: Values) -> dict[str, dict[Key, Values]]:
    """The rows of these parts. ``place`` holds the columns that all of them share."""
    rows: dict[str, dict[Key, Values]] = {}
    for part in parts:
        _flatten(part, owner, place=place, rows=rows)
    return rows


def _flatten(part: Part, owner: object, *, place: Values, rows: dict[str, dict[Key, Values]]) -> None:
    found = rows.setdefault(part.table.name, {})
    items = getattr(owner, part.field)
    for inner in part.parts:
        rows.setdefault(inner.table.name, {})
    for position, item in enumerate(sorted(items) if isinstance(items, frozenset) else items):
        values = {**place, "position": position, **part.own(item)}
        found[tuple(values[name] for name in part.key)] = values
        for inner in part.parts:
            _flatten(inner, item, place={**place, str(inner.inside): values["id"]}, rows=rows)


def build(parts: Iterable[Part], rows: Mapping[str, Sequence[Values]], *, inside: object = None) -> dict[str, object]:
    """The fields that these parts fill, from the rows of one plan in order of position."""
    return {part.field: tuple(_build(part, rows, inside=inside)) for part in parts}


def _build(part: Part, rows: Mapping[str, Sequence[Values]], *, inside: object) -> Iterable[object]:
    for values in rows.get(part.table.name, ()):
        if part.inside is not None and values[part.inside] != inside:
            continue
        if part.make is None:
            yield values[str(part.value)]
        else:
            own = {name: values[name] for name in part.columns}
            inner = build(part.parts, rows, inside=values["id"]) if part.parts else {}
            yield part.make(**own, **inner)


def unmapped(kind: type, part: Part) -> frozenset[str]:
    """Fields without a column and columns without a field. A test wants it empty for every part."""
    inner = {found.field for found in part.parts}
    named = {found.name for found in fields(kind)}
    return frozenset(named - inner) ^ frozenset(part.columns)
