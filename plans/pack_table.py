"""Reading a TOML table with patience: every fault is written down, and reading goes on with a stand-in.

Whoever reads must look at ``Faults`` before using what came out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar, overload

from plans.dates import DateOutOfRangeError, checked

KEY: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_STAND_IN_DAY: Final = date(2000, 1, 1)
LONGEST_LIST: Final = 200
LONGEST_TEXT: Final = 3_000  # what one block of a message holds
# A figure nobody means: a century of working days.
LARGEST: Final = 36_500

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, order=True)
class PackFault:
    """What is wrong in a pack, and where: the file, then the table and key. Written for the person who edits it.

    ``line`` is counted from 1; None where no text could be read. ``instead`` says what to write.
    """

    where: str
    what: str
    instead: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """``ours.hr_gate, line 12: This must be true or false. Write for example: hr_gate = true``."""
        place = self.where if self.line is None else f"{self.where}, line {self.line}"
        return f"{place}: {self.what} {self.instead}".rstrip()


@dataclass(slots=True)
class Faults:
    """``at`` holds, by the fault's own place, where to look instead: at the second of two, say."""

    found: list[PackFault] = field(default_factory=list)
    at: dict[PackFault, str] = field(default_factory=dict)

    def add(self, where: str, what: str, *, instead: str = "", at: str = "") -> None:
        fault = PackFault(where, what, instead)
        self.found.append(fault)
        if at:
            self.at[fault] = at


@dataclass(slots=True)
class Table:
    """One TOML table. Each reader notes the key as known; ``close`` reports the rest."""

    where: str
    values: Mapping[str, object]
    faults: Faults
    known: set[str] = field(default_factory=set)

    def fault(self, key: str, what: str, *, instead: str = "") -> None:
        self.faults.add(f"{self.where}.{key}" if key else self.where, what, instead=instead)

    def has(self, key: str) -> bool:
        self.known.add(key)
        return key in self.values

    def close(self) -> None:
        for key in self.values:
            if key not in self.known:
                near = get_close_matches(key, sorted(self.known), n=1)
                said = f"There is no such key here.{f' Did you mean “{near[0]}”?' if near else ''}"
                there = f"Keys that may stand here: {', '.join(sorted(self.known))}."
                self.fault(key, said, instead=f"Write “{near[0]}”, or take it out." if near else there)

    def text(self, key: str, *, longest: int = LONGEST_TEXT, empty: bool = False) -> str:
        """Text without outer blanks; a missing or wrong one reads as empty."""
        if not self._present(key):
            return ""
        value = self.values[key]
        if not isinstance(value, str):
            self.fault(key, "This must be text in quotation marks.")
            return ""
        tidy = value.strip()
        if not tidy and not empty:
            self.fault(key, "This must not be empty.")
        if len(tidy) > longest:
            self.fault(key, f"This has {len(tidy)} characters; {longest} are allowed.")
        return tidy

    def optional_text(self, key: str, *, longest: int = LONGEST_TEXT) -> str | None:
        return self.text(key, longest=longest) if self.has(key) else None

    def key(self, key: str) -> str:
        """A name for machines: small letters, digits and single dashes or underscores."""
        value = self.text(key, longest=60)
        if value and not KEY.fullmatch(value):
            self.fault(key, f"“{value}” must be made of small letters, digits and single dashes.")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        if default is not None and not self.has(key):
            return default
        value = self.values.get(key) if self._present(key) else False
        if not isinstance(value, bool):
            self.fault(key, "This must be true or false.")
            return False
        return value

    @overload
    def number(self, key: str, *, default: int, least: int = 0) -> int: ...
    @overload
    def number(self, key: str, *, default: None, least: int = 0) -> int | None: ...
    def number(self, key: str, *, default: int | None, least: int = 0) -> int | None:
        if not self.has(key):
            return default
        return self._figure(key, self.values[key], least=least)

    def numbers(self, key: str, *, default: tuple[int, ...]) -> tuple[int, ...]:
        """A list of whole numbers, each once."""
        if not self.has(key):
            return default
        read = tuple(self._figure(key, value, least=0) for value in self._items(key))
        if len(set(read)) != len(read):
            self.fault(key, "A number stands here twice.")
        return read

    def day(self, key: str) -> date:
        return self._day(key) if self._present(key) else _STAND_IN_DAY

    def optional_day(self, key: str) -> date | None:
        return self._day(key) if self.has(key) else None

    def choice(self, key: str, kind: type[Choice], *, default: Choice | None = None) -> Choice:
        if default is not None and not self.has(key):
            return default
        if not self._present(key):
            return next(iter(kind))
        return self._chosen(key, self.values[key], kind)

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """A list of names from the closed set, each once."""
        if not self._present(key):
            return ()
        read = tuple(self._chosen(key, value, kind) for value in self._items(key))
        if len(set(read)) != len(read):
            self.fault(key, "A name stands here twice.")
        return read

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        if not (self._present(key) if required else self.has(key)):
            return ()
        read = self._items(key)
        good = tuple(value.strip() for value in read if isinstance(value, str) and value.strip())
        if len(good) != len(read):
            self.fault(key, "Each entry must be text in quotation marks, and not empty.")
        if any(len(value) > LONGEST_TEXT for value in good):
            self.fault(key, "An entry is too long.")
        return good

    def table(self, key: str) -> "Table":
        """The table below this one; an empty one if it is missing, which is then no fault of its own."""
        value = self.values[key] if self.has(key) else {}
        if not isinstance(value, dict):
            self.fault(key, f"This must be a table: [{key}].")
            value = {}
        return Table(f"{self.where}.{key}", value, self.faults)

    def tables(self, key: str, *, required: bool = False) -> tuple["Table", ...]:
        """The tables written ``[[key]]``, counted from 1 as people count."""
        if not (self._present(key) if required else self.has(key)):
            return ()
        read = self._items(key)
        if any(not isinstance(value, dict) for value in read):
            self.fault(key, f"Each entry must be a table: [[{key}]].")
        good = (value for value in read if isinstance(value, dict))
        return tuple(Table(f"{self.where}.{key}[{n}]", value, self.faults) for n, value in enumerate(good, start=1))

    def _present(self, key: str) -> bool:
        if self.has(key):
            return True
        self.fault(key, "This is missing.")
        return False

    def _items(self, key: str) -> list[object]:
        value = self.values[key]
        if not isinstance(value, list):
            self.fault(key, "This must be a list.")
            return []
        if len(value) > LONGEST_LIST:
            self.fault(key, f"This has {len(value)} entries; {LONGEST_LIST} are allowed.")
        return value[:LONGEST_LIST]

    def _figure(self, key: str, value: object, *, least: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, "This must be a whole number.")
            return least
        if not least <= value <= LARGEST:
            self.fault(key, f"{value} is not between {least} and {LARGEST}.")
            return least
        return value

    def _day(self, key: str) -> date:
        value = self.values[key]
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(key, "This must be a date such as 2026-06-19, without quotation marks.")
            return _STAND_IN_DAY
        try:
            return checked(value)
        except DateOutOfRangeError:
            self.fault(key, f"The year {value.year} is not between 1970 and 2200.")
            return _STAND_IN_DAY

    def _chosen(self, key: str, value: object, kind: type[Choice]) -> Choice:
        for member in kind:
            if value == member.value:
                return member
        names = ", ".join(member.value for member in kind)
        self.fault(key, f"“{value}” is not one of: {names}.")
        return next(iter(kind))
