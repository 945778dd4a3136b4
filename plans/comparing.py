"""Two versions of a plan's text beside each other: what is new, what is gone, and what reads otherwise (S3-18)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from plans.edition import Item, Line, Section

# The day on the head of the form is that of the version itself.
_OF_THE_VERSION: Final = frozenset({("header", "date")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line of one item: ``old`` is None for what is new, ``new`` for what is gone.

    ``place`` is the item's place in the newer text, or in the older one if it is gone, counted from 1. ``whole`` says
    that the item itself is new or gone.
    """

    section: str
    subject: str | None
    place: int
    old: Line | None
    new: Line | None
    whole: bool = False

    @property
    def name(self) -> str:
        """The line's code."""
        line = self.new or self.old
        return "" if line is None else line.name


def compared(old: Sequence[Section], new: Sequence[Section]) -> tuple[Difference, ...]:
    """In the order of the newer text; what is gone comes after what is there. Nothing for two that say the same."""
    before = {section.name: section for section in old}
    names = dict.fromkeys([*(section.name for section in new), *before])
    after = {section.name: section for section in new}
    return tuple(
        difference
        for name in names
        for difference in _section(name, _items(before.get(name)), _items(after.get(name)))
        if (difference.section, difference.subject) not in _OF_THE_VERSION
    )


def _items(section: Section | None) -> tuple[Item, ...]:
    return () if section is None else section.items


def _section(name: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Difference]:
    was, now = _keyed(old), _keyed(new)
    for key, (place, item) in now.items():
        known = was.get(key)
        lines = () if known is None else known[1].lines
        yield from _lines(name, item.subject, place, lines, item.lines, whole=known is None)
    for key, (place, item) in was.items():
        if key not in now:
            yield from _lines(name, item.subject, place, item.lines, (), whole=True)


def _keyed(items: Sequence[Item]) -> dict[object, tuple[int, Item]]:
    """By what an item is about; one about nothing in particular by its place."""
    return {item.subject or place: (place, item) for place, item in enumerate(items, start=1)}


def _lines(
    section: str, subject: str | None, place: int, old: Sequence[Line], new: Sequence[Line], *, whole: bool
) -> Iterator[Difference]:
    was, now = _counted(old), _counted(new)
    for key in dict.fromkeys([*now, *was]):
        before, after = was.get(key), now.get(key)
        if before != after:
            yield Difference(section=section, subject=subject, place=place, old=before, new=after, whole=whole)


def _counted(lines: Sequence[Line]) -> dict[tuple[str, int], Line]:
    """Lines by name and by which of that name it is: a goal has several steps and several pieces of support."""
    seen = Counter[str]()
    found = dict[tuple[str, int], Line]()
    for line in lines:
        seen[line.name] += 1
        found[line.name, seen[line.name]] = line
    return found
