"""Where in a pack's text a fault stands, and what stands at such a place in the packs that ship.

Reads text that is valid TOML already; ``tomllib`` tells no lines.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

# Strings first, so that a bracket or a hash within one opens nothing.
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]|\n|[^"\'#\[\]{}\n]+',
    re.DOTALL,
)
_STEP: Final = {"[": 1, "{": 1, "]": -1, "}": -1}
_NAMED: Final = frozenset({"id", "key", "letter", "classification"})
_COUNTED: Final = re.compile(r"\[\d+\]")
_LAST_PART: Final = re.compile(r"(?:\[\d+\]|\.?[^.\[\]]*)$")
_LONGEST_EXAMPLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of the file, counted from 1, and what is written there: a header, or a key with its value."""

    line: int
    written: str


@dataclass(slots=True)
class _Reader:
    """``at`` is the table that the keys belong to now; ``counts`` how many of each list of tables there were."""

    at: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    alias: str = ""
    found: dict[str, Place] = field(default_factory=dict)

    def read(self, line: int, written: str) -> None:
        place = Place(line=line, written=written)
        if written.startswith("[["):
            self._list(_parts(written[2 : written.rindex("]]")]), place)
        elif written.startswith("["):
            self.at = self._within(_parts(written[1 : written.rindex("]")]))
            self._note(self.at, place)
        else:
            key, _, value = written.partition("=")
            self._note(_joined(self.at, ".".join(_parts(key))), place)
            if key.strip() in _NAMED and self.at.endswith("]"):
                self._name(value)

    def _list(self, parts: list[str], place: Place) -> None:
        base = _joined(self._within(parts[:-1]), parts[-1])
        self.counts[base] = self.counts.get(base, 0) + 1
        self.at, self.alias = f"{base}[{self.counts[base]}]", ""
        self._note(base, place)
        self._note(self.at, place)

    def _within(self, parts: list[str]) -> str:
        path = ""
        for part in parts:
            path = _joined(path, part)
            if path in self.counts:
                path = f"{path}[{self.counts[path]}]"
        return path

    def _name(self, value: str) -> None:
        """From here on the table can be looked up by its id as well, as some faults name it."""
        found = re.match(r"\s*[\"']([^\"']+)[\"']", value)
        if found and not self.alias:
            self.alias = f"{_COUNTED.sub('', self.at)}.{found[1]}"
            for path in [path for path in self.found if path.startswith(self.at)]:
                self.found.setdefault(self.alias + path[len(self.at) :], self.found[path])

    def _note(self, path: str, place: Place) -> None:
        self.found.setdefault(path, place)
        current = max((base for base in self.counts if path.startswith(f"{base}[")), default=None)
        if self.alias and current is not None:
            own = f"{current}[{self.counts[current]}]"
            self.found.setdefault(path.replace(own, self.alias, 1), place)


def places_of(text: str) -> Mapping[str, Place]:
    """Every table and key by its path: ``periods[2].reviews``, and the same by id, ``periods.60-days.reviews``."""
    reader = _Reader()
    for line, written in _statements(text):
        reader.read(line, written)
    return reader.found


def nearest(path: str, places: Mapping[str, Place]) -> Place:
    """The place itself, or that of the table it is missing from; at last the first line."""
    while path:
        if path in places:
            return places[path]
        path = _LAST_PART.sub("", path)
    return Place(line=1, written="")


def example_for(path: str, places: Mapping[str, Place]) -> str:
    """What stands at the first such place in a pack that is in order; empty if there is none."""
    wanted = _COUNTED.sub("", path)
    for known, place in places.items():
        if _COUNTED.sub("", known) == wanted:
            flat = " ".join(place.written.split())
            return flat if len(flat) <= _LONGEST_EXAMPLE else f"{flat[:_LONGEST_EXAMPLE]}…"
    return ""


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Headers and keys, each with the line it begins on, whatever is written over several lines."""
    written, depth, line, begun = "", 0, 1, 1
    for found in [*_TOKEN.findall(text), "\n"]:
        if found == "\n" and depth == 0:
            if written.strip():
                yield begun, written.strip()
            written = ""
        elif not found.startswith("#"):
            begun = begun if written.strip() else line
            written += found
            depth += _STEP.get(found, 0)
        line += found.count("\n")


def _parts(key: str) -> list[str]:
    """The parts of a dotted key, quoted or not."""
    found: object = tomllib.loads(f"{key.strip()} = 0")
    parts: list[str] = []
    while isinstance(found, dict):
        part, found = next(iter(found.items()))
        parts.append(part)
    return parts


def _joined(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
