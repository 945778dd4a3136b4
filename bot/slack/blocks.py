"""Parts become blocks. Everything is drawn as plain text, so nothing a person wrote can come alive (threats §3.6)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    PlainTextObject,
    SectionBlock,
)

from bot.parts import Button, Buttons, Divider, Facts, Heading, Part, Said, Small, Stands, Style, Text

TEXT_LIMIT: Final = 3000
HEADER_LIMIT: Final = 150
BUTTON_LIMIT: Final = 75
FACTS_A_BLOCK: Final = 5
BUTTONS_A_BLOCK: Final = 5
# Marks the action ids of buttons that take a form's values, so that the listener needs no lookup.
SUBMITS: Final = "submits"
STACKS: Final = "stacks"

_Item = TypeVar("_Item")

Seal = Callable[[Stands], str]
"""Makes the handle a button carries; bound to the reader by the caller."""


def plain(text: str) -> PlainTextObject:
    """Plain text without emoji codes: what a person typed is what is shown."""
    return PlainTextObject(text=text, emoji=False)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws parts for one reader."""

    seal: Seal

    def blocks(self, parts: Iterable[Part]) -> list[Block]:
        return [block for part in parts for block in self._part(part)]

    def _part(self, part: Part) -> Iterator[Block]:
        match part:
            case Heading():
                yield HeaderBlock(text=plain(shortened(part.text, HEADER_LIMIT)))
            case Text():
                yield from (SectionBlock(text=plain(piece)) for piece in pieces(part.text))
            case Small():
                yield from (ContextBlock(elements=[plain(piece)]) for piece in pieces(part.text))
            case Said():
                yield from _said(part)
            case Facts():
                yield from _facts(part)
            case Divider():
                yield DividerBlock()
            case Buttons():
                for row in chunks(part.buttons, BUTTONS_A_BLOCK):
                    yield ActionsBlock(elements=self._row(row))

    def _row(self, row: tuple[Button, ...]) -> list[ButtonElement]:
        return [self._button(button, number) for number, button in enumerate(row)]

    def _button(self, button: Button, number: int) -> ButtonElement:
        return ButtonElement(
            text=plain(shortened(button.label, BUTTON_LIMIT)),
            action_id=action_id(button, number),
            value=self.seal(button.stands),
            url=button.link,
            style=None if button.style is Style.PLAIN else button.style.value,
            confirm=_confirm(button),
        )


def action_id(button: Button, number: int) -> str:
    """The number keeps two buttons of one ask apart: an action id stands once in a block."""
    marks = [mark for mark, there in ((SUBMITS, button.submits), (STACKS, button.stacks)) if there]
    return ":".join([button.stands.ask, str(number), *marks])


def _confirm(button: Button) -> ConfirmObject | None:
    if button.confirm is None:
        return None
    return ConfirmObject(
        title=plain(shortened(button.label, 100)),
        text=plain(shortened(button.confirm, 300)),
        confirm=shortened(button.label, 30),
        deny=shortened(button.cancel, 30),
    )


def _said(said: Said) -> Iterator[Block]:
    yield ContextBlock(elements=[plain(said.label if said.aside is None else f"{said.label} · {said.aside}")])
    yield from (SectionBlock(text=plain(piece)) for piece in pieces(said.words.reveal() or "—"))


def _facts(facts: Facts) -> Iterator[Block]:
    for group in chunks(facts.pairs, FACTS_A_BLOCK):
        yield SectionBlock(fields=[plain(shortened(text or "—", 2000)) for pair in group for text in pair])


def chunks(items: tuple[_Item, ...], size: int) -> Iterator[tuple[_Item, ...]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def pieces(text: str) -> Iterator[str]:
    """The text in pieces one block can hold, broken at a blank where there is one (requirements §5: long text)."""
    rest = text
    while len(rest) > TEXT_LIMIT:
        cut = max(rest.rfind("\n", 0, TEXT_LIMIT), rest.rfind(" ", 0, TEXT_LIMIT))
        cut = cut if cut > 0 else TEXT_LIMIT
        yield rest[:cut]
        rest = rest[cut:].lstrip()
    if rest:
        yield rest
