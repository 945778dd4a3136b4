"""Lines of a pack's own: they take the place of ours on the forms of its plans, and nowhere else (requirements §6.1).

Messages are never among them: what a lock screen may show is the same for every form (P-05).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fluent.runtime import FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Resource
from fluent.syntax.visitor import Visitor

_PAGES: Final = Path(__file__).parent / "en"
# Pages whose lines stand in messages, on Home, or in what is about no one plan.
_ELSEWHERE: Final = frozenset(
    {"accounts", "catch_up", "common", "digest", "errors", "gallery", "home", "messages", "trying_again"}
)
_TITLE: Final = 24
_LABEL: Final = 75
_TEXT: Final = 3_000
_SHORT: Final = re.compile(r"-(?:title|submit)$")
# What a line of Fluent may not begin with, unless it is written as a placeable.
_MARKS: Final = ("[", "*", ".", "}", "#")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLineFault:
    """Why a line of a pack cannot stand in for ours, and what to write instead."""

    line: str
    what: str
    instead: str


def own_line_faults(lines: Iterable[tuple[str, str]]) -> Iterator[OwnLineFault]:
    """Every fault there is: an unknown line, a variable the line does not have, or more than there is room for."""
    ours = _ours()
    for line, text in lines:
        if line not in ours:
            instead = "Take it out. The lines there are stand in bot/wording/en; those of messages cannot be replaced."
            yield OwnLineFault(line=line, what="No form has a line of this id.", instead=instead)
            continue
        parsed = _parsed(line, text)
        if parsed is None:
            instead = "Write it as one text, with variables such as { $day } as our line has them."
            yield OwnLineFault(line=line, what="This is not valid Fluent.", instead=instead)
            continue
        unknown = sorted(_variables(parsed) - _variables(ours[line]))
        if unknown:
            known = ", ".join(f"${name}" for name in sorted(_variables(ours[line]))) or "none"
            said = f"The line has no ${unknown[0]}."
            yield OwnLineFault(line=line, what=said, instead=f"Its variables: {known}.")
        room = _room(line, ours[line])
        if len(text) > room:
            said = f"This has {len(text)} characters; {room} fit here."
            yield OwnLineFault(line=line, what=said, instead="Make it shorter.")


def resource_of(lines: tuple[tuple[str, str], ...]) -> Resource:
    """The lines that can be used; what was valid when a plan began, and no line has any more, is left out."""
    wrong = {fault.line for fault in own_line_faults(lines)}
    return FluentResource("".join(_written(line, text) for line, text in lines if line not in wrong))


def _written(line: str, text: str) -> str:
    body = "\n".join(f"    {_kept(one)}" if one.strip() else "" for one in text.splitlines())
    return f"{line} =\n{body}\n"


def _kept(line: str) -> str:
    return f'{{ "{line[0]}" }}{line[1:]}' if line.startswith(_MARKS) else line


def _parsed(line: str, text: str) -> Message | None:
    entries = FluentParser().parse(_written(line, text)).body
    alone = entries[0] if len(entries) == 1 else None
    return alone if isinstance(alone, Message) and alone.value is not None else None


@cache
def _ours() -> Mapping[str, Message]:
    """The lines of our forms by id."""
    found: dict[str, Message] = {}
    for file in sorted(_PAGES.glob("*.ftl")):
        if file.stem not in _ELSEWHERE:
            entries = FluentParser().parse(file.read_text(encoding="utf-8")).body
            found |= {one.id.name: one for one in entries if isinstance(one, Message)}
    return found


def _room(line: str, ours: Message) -> int:
    """A title has 24 characters, and what is short with us may stand on a button or in a list."""
    if _SHORT.search(line):
        return _TITLE
    span = ours.value.span if ours.value is not None else None
    length = 0 if span is None else span.end - span.start
    return _LABEL if length <= _LABEL else _TEXT


class _Names(Visitor):
    def __init__(self) -> None:
        self.found = set[str]()

    def visit_VariableReference(self, node: object) -> None:  # noqa: N802 - the visitor's own convention
        self.found.add(str(node.id.name))  # type: ignore[attr-defined]


def _variables(message: Message) -> frozenset[str]:
    names = _Names()
    names.visit(message)
    return frozenset(names.found)
