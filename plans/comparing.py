"""Two versions of a plan's text beside each other: what is new, what is gone, and what reads otherwise (S3-18)."""

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
    for before, after in _paired(old, new):
        yield Difference(section=section, subject=subject, place=place, old=before, new=after, whole=whole)


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """What reads otherwise beside what it was: an item has several days or steps, and one more shifts none of them.

    Lines of one name belong together if they say the same, else if they have the same day, else in their order.
    """
    gone = list(old)
    fresh = [line for line in new if not _taken_out(gone, line)]
    was: dict[int, Line] = {}
    for alike in (_same_text, _same_day, _same_name):
        for place, line in enumerate(fresh):
            known = next((one for one in gone if alike(one, line)), None)
            if place not in was and known is not None:
                was[place] = known
                gone.remove(known)
    yield from ((was.get(place), line) for place, line in enumerate(fresh))
    yield from ((one, None) for one in gone)


def _taken_out(lines: list[Line], line: Line) -> bool:
    """Whether the very same line was among them; it is not any more."""
    there = line in lines
    if there:
        lines.remove(line)
    return there


def _same_name(old: Line, new: Line) -> bool:
    return old.name == new.name


def _same_text(old: Line, new: Line) -> bool:
    return _same_name(old, new) and new.text is not None and old.text == new.text


def _same_day(old: Line, new: Line) -> bool:
    return _same_name(old, new) and new.on is not None and old.on == new.on
