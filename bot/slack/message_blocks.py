"""A message's parts as Slack's blocks, made directly.

``blocks.py`` makes the same through the SDK's models, which check each block as it is made: right for a form, and six
tenths of a millisecond too much for each of a morning's thousand messages. A test holds the two to each other, and the
pretend workspace checks every message that is sent in any test.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.handles import Sealer
from bot.messages import ITS_PLAN, ITS_SUBJECT, Cast, Mould
from bot.parts import Button, Buttons, Divider, Facts, Heading, QuietPart, Small, Style, Text
from bot.slack.blocks import (
    BUTTON_LIMIT,
    BUTTONS_A_BLOCK,
    FACTS_A_BLOCK,
    HEADER_LIMIT,
    Seal,
    action_id,
    chunks,
    pieces,
    shortened,
)

Json = dict[str, Any]
_FACT_LIMIT = 2_000


def message_blocks(parts: Iterable[QuietPart], seal: Seal) -> list[Json]:
    """What stands in a message, drawn for one reader."""
    return [block for part in parts for block in _part(part, seal)]


@dataclass(frozen=True, slots=True)
class _Button:
    """A button of a mould without its handle, and what that is made from."""

    drawn: Json
    ask: str
    plan: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class MouldBlocks:
    """What a mould looks like. ``rows`` are its rows of buttons, each with its place among ``blocks``."""

    blocks: list[Json]
    rows: tuple[tuple[int, tuple[_Button, ...]], ...]

    def cast(self, cast: Cast, seal: Sealer) -> list[Json]:
        """``message_blocks`` of the cast. Its blocks are shared with other casts, and must not be changed."""
        blocks = self.blocks.copy()
        for at, row in self.rows:
            elements = []
            for button in row:
                plan = cast.plan if button.plan == ITS_PLAN else button.plan
                subject = cast.subject if button.subject == ITS_SUBJECT else button.subject
                elements.append({**button.drawn, "value": seal.seal(button.ask, plan, subject)})
            blocks[at] = {"type": "actions", "elements": elements}
        return blocks


def mould_blocks(mould: Mould) -> MouldBlocks:
    """Drawn once for all casts of it."""
    blocks: list[Json] = []
    rows: list[tuple[int, tuple[_Button, ...]]] = []
    for part in mould.message.parts:
        if not isinstance(part, Buttons):
            blocks += _part(part, _unsealed)
            continue
        for row, block in zip(chunks(part.buttons, BUTTONS_A_BLOCK), _part(part, _unsealed), strict=True):
            rows.append((len(blocks), tuple(map(_moulded, row, block["elements"]))))
            blocks.append(block)
    return MouldBlocks(blocks, tuple(rows))


def _moulded(button: Button, drawn: Json) -> _Button:
    return _Button(drawn, button.stands.ask, button.stands.plan, button.stands.subject)


def _unsealed(_stands: object) -> str:
    return ""


def _part(part: QuietPart, seal: Seal) -> Iterator[Json]:
    match part:
        case Heading():
            yield {"type": "header", "text": _plain(shortened(part.text, HEADER_LIMIT))}
        case Text():
            yield from ({"type": "section", "text": _plain(piece)} for piece in pieces(part.text))
        case Small():
            yield from ({"type": "context", "elements": [_plain(piece)]} for piece in pieces(part.text))
        case Facts():
            for group in chunks(part.pairs, FACTS_A_BLOCK):
                fields = [_plain(shortened(text or "—", _FACT_LIMIT)) for pair in group for text in pair]
                yield {"type": "section", "fields": fields}
        case Divider():
            yield {"type": "divider"}
        case Buttons():
            for row in chunks(part.buttons, BUTTONS_A_BLOCK):
                yield {"type": "actions", "elements": [_button(button, at, seal) for at, button in enumerate(row)]}


def _button(button: Button, number: int, seal: Seal) -> Json:
    drawn: Json = {
        "type": "button",
        "text": _plain(shortened(button.label, BUTTON_LIMIT)),
        "action_id": action_id(button, number),
        "value": seal(button.stands),
    }
    if button.style is not Style.PLAIN:
        drawn["style"] = button.style.value
    if button.confirm is not None:
        drawn["confirm"] = {
            "title": _plain(shortened(button.label, 100)),
            "text": _plain(shortened(button.confirm, 300)),
            "confirm": _default(shortened(button.label, 30)),
            "deny": _default(shortened(button.cancel, 30)),
        }
    return drawn


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _default(text: str) -> Json:
    """As the SDK writes what it is given as a bare text."""
    return {"type": "plain_text", "text": text, "emoji": True}
