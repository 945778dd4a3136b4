"""Column types that give back exactly what went in, on both databases."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from plans.ending import OwedItem, OwedKind, Shift
from plans.policy import ReviewKind


class NaiveInstantError(ValueError):
    """A time without its zone names no moment, so it is not kept."""


class UncodedError(TypeError):
    """A bare text came where a member of ``expected`` is kept."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond. SQLite has no zones, so there it stands bare, and sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveInstantError
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Coded(TypeDecorator[StrEnum]):
    """A member of a closed set, kept as its value."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is not None and not isinstance(value, self.codes):
            raise UncodedError(self.codes.__name__)
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else self.codes(value)


class Facts(TypeDecorator[tuple[tuple[str, str], ...]]):
    """Named codes, dates, counts and ids in their order, as JSON; never anything a person wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[tuple[str, str], ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[tuple[str, str], ...] | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else tuple((str(name), str(fact)) for name, fact in json.loads(value))


class ReviewDates(TypeDecorator[tuple[tuple[ReviewKind, date], ...]]):
    """Reviews that are only proposed yet, by kind and date in their order, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[tuple[ReviewKind, date], ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else json.dumps([(kind.value, on.isoformat()) for kind, on in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[tuple[ReviewKind, date], ...] | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return (
            None
            if value is None
            else tuple((ReviewKind(kind), date.fromisoformat(on)) for kind, on in json.loads(value))
        )


class Shifts(TypeDecorator[tuple[Shift, ...]]):
    """Dates that moved with a pause, as JSON; a pause of an earlier version has none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Shift, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return json.dumps([(one.subject, one.old.isoformat(), one.new.isoformat()) for one in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Shift, ...]:  # noqa: ARG002 - the signature is SQLAlchemy's
        return tuple(
            Shift(subject=str(subject), old=date.fromisoformat(old), new=date.fromisoformat(new))
            for subject, old, new in json.loads(value or "[]")
        )


class Codes(TypeDecorator[tuple[str, ...]]):
    """Keys of a pack in their order, as JSON; never anything a person wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else tuple(str(code) for code in json.loads(value))


class OwedItems(TypeDecorator[tuple[OwedItem, ...]]):
    """What the employee was owed, as codes and ids in JSON; none is not the same as an empty list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[OwedItem, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return None if value is None else json.dumps([(item.kind.value, item.subject) for item in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[OwedItem, ...] | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        return tuple(OwedItem(kind=OwedKind(kind), subject=str(subject)) for kind, subject in json.loads(value))
