"""Long reading in pages: a form holds a hundred blocks, and a record may hold years."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.asks.looking import Look
from bot.parts import Button, Facts, Part, Said, Small, Text

# Room is left for the buttons and for the line that says which page it is.
PAGE_COST: Final = 80
_A_PIECE: Final = 2_900
_FACTS_A_PIECE: Final = 5
_MARK: Final = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is read, and which page of it; pages count from 1."""

    subject: str | None
    page: int

    @classmethod
    def of(cls, subject: str | None) -> "Place":
        about, mark, page = (subject or "").rpartition(_MARK)
        if not mark or not page.isdecimal():
            return cls(subject=subject, page=1)
        return cls(subject=about or None, page=max(1, int(page)))

    def at(self, page: int) -> str:
        return f"{self.subject or ''}{_MARK}{page}"


def cost(part: Part) -> int:
    """How many blocks a part may take on the narrowest surface."""
    match part:
        case Said():
            return 2 + len(part.words) // _A_PIECE
        case Text() | Small():
            return 1 + len(part.text) // _A_PIECE
        case Facts():
            return 1 + (len(part.pairs) - 1) // _FACTS_A_PIECE
        case _:
            return 1


def pages_of(groups: Iterable[tuple[Part, ...]]) -> list[list[Part]]:
    """The groups on pages; a group is broken only if it fills more than a page by itself."""
    pages, used = [list[Part]()], 0
    for group in groups:
        whole = sum(map(cost, group))
        if used and used + whole > PAGE_COST:
            pages.append([])
            used = 0
        for part in group:
            if used and used + cost(part) > PAGE_COST:
                pages.append([])
                used = 0
            pages[-1].append(part)
            used += cost(part)
    return pages


def turned(look: Look, ask: str, place: Place, groups: Iterable[tuple[Part, ...]]) -> tuple[list[Part], list[Button]]:
    """The parts of one page, and the buttons to the pages beside it."""
    pages = pages_of(groups)
    number = min(place.page, len(pages))
    parts, buttons = pages[number - 1], list[Button]()
    if len(pages) > 1:
        parts = [Small(look.say("page-of", page=number, pages=len(pages))), *parts]
    if number > 1:
        buttons.append(look.button("button-page-before", ask, place.at(number - 1)))
    if number < len(pages):
        buttons.append(look.button("button-page-after", ask, place.at(number + 1)))
    return parts, buttons
