"""All human text. Fluent files hold it, so that HR and counsel can read and replace any line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Resource

from bot.wording.own import resource_of

FOLDER: Final = Path(__file__).parent
_MOST_DATED: Final = 4_000
# More editions of packs than anybody has in use at once.
_MOST_PACKS: Final = 50

OwnLines = tuple[tuple[str, str], ...]


class WordingFaultError(Exception):
    """A line is missing, or lacks a variable it needs. ``line`` is its id."""

    def __init__(self, line: str, why: str) -> None:
        super().__init__(f"{line}: {why}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's lines. A missing line or variable raises: nothing is ever shown half-said.

    A line without variables, or with nothing but a day, comes out the same each time, and a morning's messages are
    made of them: these are remembered. Nothing else is.
    """

    bundle: FluentBundle
    locale: str
    resources: tuple[Resource, ...] = field(default=(), repr=False, compare=False)
    _own: dict[OwnLines, "Wording"] = field(default_factory=dict, repr=False, compare=False)
    _said: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _dated: dict[tuple[str, date], str] = field(default_factory=dict, repr=False, compare=False)

    def say(self, line: str, **values: str | float) -> str:
        """The line with its variables filled in.

        Raises:
            WordingFaultError: no such line, or a variable is missing.

        """
        if values:
            return self._formatted(line, values)
        found = self._said.get(line)
        if found is None:
            found = self._said[line] = self._formatted(line, values)
        return found

    def say_on(self, line: str, day: date) -> str:
        """A line whose one variable is ``day``. Raises as ``say``."""
        found = self._dated.get((line, day))
        if found is None:
            if len(self._dated) >= _MOST_DATED:
                self._dated.clear()
            found = self._dated[line, day] = self._formatted(line, {"day": self.day(day)})
        return found

    def with_own(self, lines: OwnLines) -> "Wording":
        """This wording with a pack's own lines in place of ours; itself where the pack has none."""
        if not lines:
            return self
        found = self._own.get(lines)
        if found is None:
            if len(self._own) >= _MOST_PACKS:
                self._own.clear()
            found = self._own[lines] = _wording(self.locale, (*self.resources, resource_of(lines)))
        return found

    def _formatted(self, line: str, values: dict[str, str | float]) -> str:
        if not self.bundle.has_message(line):
            raise WordingFaultError(line, "no such line")
        pattern = self.bundle.get_message(line).value
        if pattern is None:
            raise WordingFaultError(line, "no text")
        text, errors = self.bundle.format_pattern(pattern, values)
        if errors:
            raise WordingFaultError(line, type(errors[0]).__name__)
        return str(text)

    def has(self, line: str) -> bool:
        return bool(self.bundle.has_message(line))

    def day(self, day: date) -> str:
        """With weekday and year: nobody should have to count."""
        return format_date(day, format="full", locale=self.locale)

    def short_day(self, day: date) -> str:
        return format_date(day, format="medium", locale=self.locale)

    def moment(self, at: datetime, *, zone: str) -> str:
        """A day and a time in the reader's own zone."""
        local = at.astimezone(ZoneInfo(zone))
        return f"{format_date(local, format='medium', locale=self.locale)}, {self.clock(local.time())}"

    def clock(self, at: time) -> str:
        return format_time(at, format="short", locale=self.locale)


def load(locale: str = "en", *, folders: Iterable[Path] = ()) -> Wording:
    """Our lines, then every ``.ftl`` file of ``folders``, whose lines replace ours by id (``WORDING_DIR``)."""
    files = (file for folder in (FOLDER / locale, *folders) for file in sorted(folder.glob("*.ftl")))
    return _wording(locale, tuple(FluentResource(file.read_text(encoding="utf-8")) for file in files))


def _wording(locale: str, resources: tuple[Resource, ...]) -> Wording:
    """A line that stands in several of them is that of the last."""
    bundle = FluentBundle([locale], use_isolating=False)
    for resource in resources:
        bundle.add_resource(resource, allow_overrides=True)
    return Wording(bundle, locale, resources)
