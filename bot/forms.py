"""Form: what is asked, before any surface draws it; and how raw answers become values.

Validation lives here once: required, limits, dates, options. What a surface checks early is never trusted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import Final, Self

from bot.parts import Field, FieldKind, Part, Stands, Value
from plans.words import Words

_A_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")

Raw = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A question in one or more fields, between parts to read. Without ``submit`` it is only to be read.

    ``stands`` says what it is about; ``entry`` is the id of what submitting it creates, so that a form sent twice
    makes one. ``title`` and ``submit`` have at most 24 characters.
    """

    title: str
    stands: Stands
    parts: tuple[Part | Field, ...]
    submit: str | None = None
    close: str | None = None
    entry: str | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(part for part in self.parts if isinstance(part, Field))

    def with_entry(self, entry: str) -> Self:
        return replace(self, entry=entry)

    def filled(self, values: Mapping[str, Value]) -> Self:
        """The same form with these values standing in its fields."""
        return replace(
            self,
            parts=tuple(
                replace(part, default=values[part.id]) if isinstance(part, Field) and part.id in values else part
                for part in self.parts
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a value cannot be taken: a code for the wording, and facts for its sentence."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """The values of a form by field id; a field left empty is absent."""

    values: Mapping[str, Value]

    def words(self, name: str) -> Words | None:
        value = self.values.get(name)
        return value if isinstance(value, Words) else None

    def needed(self, name: str) -> Words:
        """Words of a required field; an empty ``Words`` if the form did not require it after all."""
        return self.words(name) or Words("")

    def code(self, name: str) -> str | None:
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def codes(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def number(self, name: str) -> Decimal | None:
        """The value of a number field, which is known to be one."""
        value = self.code(name)
        return None if value is None else Decimal(value)

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def hour(self, name: str) -> time | None:
        value = self.values.get(name)
        return value if isinstance(value, time) else None


def read_answers(form: Form, raw: Mapping[str, Raw]) -> tuple[Answers, dict[str, Fault]]:
    """The form's values, and a fault for each field whose value cannot be taken. Unknown names are dropped."""
    values = dict[str, Value]()
    faults = dict[str, Fault]()
    for asked in form.fields:
        given = raw.get(asked.id)
        if given is None or given in {"", ()} or (isinstance(given, str) and not given.strip()):
            if asked.required:
                faults[asked.id] = Fault(code="required")
            continue
        value = _coerce(asked, given)
        if isinstance(value, Fault):
            faults[asked.id] = value
        else:
            values[asked.id] = value
    return Answers(values), faults


def _coerce(asked: Field, given: Raw) -> Value | Fault:
    match asked.kind:
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return _text(asked, given)
        case FieldKind.DATE:
            return _day(given)
        case FieldKind.TIME:
            return _hour(given)
        case FieldKind.CHOICES | FieldKind.CHOICE | FieldKind.RADIO:
            return _chosen(asked, given)
        case FieldKind.NUMBER:
            return _number(given)
        case FieldKind.PERSON:
            return given if isinstance(given, str) else Fault(code="not-a-person")


def _chosen(asked: Field, given: Raw) -> Value | Fault:
    chosen = (given,) if isinstance(given, str) else given or ()
    if not set(chosen) <= {option.value for option in asked.options}:
        return Fault(code="not-an-option")
    if asked.kind is FieldKind.CHOICES:
        return chosen
    return chosen[0] if len(chosen) == 1 else Fault(code="not-an-option")


def _text(asked: Field, given: Raw) -> Value | Fault:
    words = Words(given if isinstance(given, str) else "")
    if not words and asked.required:
        return Fault(code="required")
    if len(words) > asked.max_length:
        return Fault(code="too-long", facts={"limit": asked.max_length, "length": len(words)})
    if len(words) < asked.min_length:
        return Fault(code="too-short", facts={"limit": asked.min_length, "length": len(words)})
    return words


def _number(given: Raw) -> Value | Fault:
    """As plain digits, with a point before any fraction."""
    text = given.strip() if isinstance(given, str) else ""
    return text if _A_NUMBER.fullmatch(text) else Fault(code="not-a-number")


def _day(given: Raw) -> Value | Fault:
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        return Fault(code="not-a-date")


def _hour(given: Raw) -> Value | Fault:
    try:
        return time.fromisoformat(given if isinstance(given, str) else "")
    except ValueError:
        return Fault(code="not-a-time")
