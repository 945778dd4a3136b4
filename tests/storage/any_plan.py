"""Any plan at all, made from the fields of its dataclasses, so that a field added tomorrow is tried tomorrow."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from plans.ids import CaseNumber, PlanId, fresh
from plans.plan import Plan
from plans.words import Words

# PostgreSQL keeps no NUL, and no database half of a character; ``Words`` takes both out, codes never hold them.
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _instants() -> st.SearchStrategy[datetime]:
    """Aware ones, in any zone a person may live in."""
    naive = st.datetimes(_FIRST.replace(tzinfo=None), _LAST.replace(tzinfo=None))
    zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.builds(lambda moment, zone: moment.replace(tzinfo=zone), naive, zones)


_SIMPLE: dict[object, st.SearchStrategy[object]] = {
    str: st.text(_CHARACTERS, max_size=20),
    int: st.integers(0, 10_000),
    bool: st.booleans(),
    date: st.dates(_FIRST.date(), _LAST.date()),
    datetime: _instants(),
    time: st.times(),
    Decimal: st.decimals(-1_000_000, 1_000_000, allow_nan=False, allow_infinity=False, places=3),
    Words: st.text(max_size=40).map(Words),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type annotation has no narrower type
    """Anything of this type; ids are fresh, so that no two parts meet by chance."""
    if isinstance(kind, NewType):
        return st.builds(fresh)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return any_record(kind) if is_dataclass(kind) else _any_of_several(get_origin(kind), get_args(kind))


def _any_of_several(origin: object, args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin in {Union, types.UnionType}:
        return st.one_of(*(st.none() if one is type(None) else any_of(one) for one in args))
    if origin is frozenset:
        return st.frozensets(any_of(args[0]), max_size=2)
    if origin is not tuple:
        raise TypeError(origin)
    return st.lists(any_of(args[0]), max_size=2).map(tuple) if args[-1] is Ellipsis else st.tuples(*map(any_of, args))


def any_record(kind: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:  # noqa: ANN401 - the same
    """A dataclass with anything in each field that is not given."""
    hints = get_type_hints(kind)
    names = [found.name for found in fields(kind)]
    return st.builds(kind, **{name: given[name] if name in given else any_of(hints[name]) for name in names})


def any_plan(**given: st.SearchStrategy[Any]) -> st.SearchStrategy[Plan]:
    """Any plan at revision 0; ``given`` are strategies for some of its fields."""
    own = {
        "id": st.builds(lambda: PlanId(fresh())),
        "case_number": st.builds(lambda: CaseNumber(f"M-{fresh()}")),
        "revision": st.just(0),
    }
    return any_record(Plan, **own, **given)
