"""Which lines of wording the code asks for, and with which variables: read from the source, without running it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

ROOT: Final = Path(__file__).resolve().parents[2]
WORDING: Final = ROOT / "bot" / "wording" / "en"
# Where in a call the id of a line stands: by position, and by keyword.
_POSITIONS: Final = {"say": 0, "text": 0, "sentence": 0, "button": 0, "form": 0, "step": 1}
_KEYWORDS: Final = {"form": ("submit",), "Command": ("line",)}
_ANY: Final = "[a-z0-9-]+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A call that names a line. ``variables`` is None where the call passes on what it was given."""

    line: str
    where: str
    variables: frozenset[str] | None


def sources() -> Iterator[Path]:
    for folder in ("bot", "app", "jobs"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def uses() -> Iterator[Use]:
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _uses_in(node, where=f"{file.relative_to(ROOT)}:{node.lineno}")


def _uses_in(call: ast.Call, *, where: str) -> Iterator[Use]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = _POSITIONS.get(name)
    if place is not None and len(call.args) > place:
        for line in _constants(call.args[place]):
            yield Use(line=line, where=where, variables=_variables(call) if name in {"say", "text"} else None)
    for keyword in call.keywords:
        if keyword.arg in _KEYWORDS.get(name, ()):
            for line in _constants(keyword.value):
                yield Use(line=line, where=where, variables=None)


def _constants(node: ast.expr) -> Iterator[str]:
    """The ids an argument may be: a text, or either side of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _variables(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def texts() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text in the code, and a pattern for every text that is put together from parts."""
    whole, patterns = set[str](), {f"{name}-[a-z0-9-]+" for name in _facts()}
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr):
                patterns.add(_pattern(node))
            if isinstance(node, ast.Call):
                patterns.update(f"{group}-[a-z0-9-]+" for group in _groups(node))
    # A pattern without a word of its own would match everything and prove nothing.
    telling = (pattern for pattern in sorted(patterns) if re.search("[a-z]{2}", pattern.replace(_ANY, "")))
    return frozenset(whole), tuple(re.compile(pattern) for pattern in telling)


def _pattern(node: ast.JoinedStr) -> str:
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else _ANY for part in node.values)
    return "".join(parts)


def _groups(call: ast.Call) -> Iterator[str]:
    """The groups of lines that ``code`` and ``options`` choose from by a code."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = {"code": 0, "options": 1}.get(name)
    if place is not None and len(call.args) > place:
        yield from _constants(call.args[place])


def _facts() -> set[str]:
    """Names of facts in errors: a code among them is said in the words of ``<name>-<code>``."""
    found = set[str]()
    for file in sorted((ROOT / "plans").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"PlanError", "Fault"}:
                found.update(keyword.arg for keyword in node.keywords if keyword.arg and keyword.arg != "field")
            if isinstance(node, ast.Dict):
                found.update(str(key.value) for key in node.keys if isinstance(key, ast.Constant))
    return found


def lines() -> dict[str, frozenset[str]]:
    """Every line there is, with the variables it needs."""
    found: dict[str, frozenset[str]] = {}
    for file in sorted(WORDING.glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                found[entry.id.name] = _Needs.of(entry)
    return found


def references() -> frozenset[str]:
    """Lines that other lines are made of."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in WORDING.glob("*.ftl"))
    return frozenset(re.findall(r"\{ ([a-z][a-z0-9-]+) \}", text))


class _Needs(Visitor):
    def __init__(self) -> None:
        self.names = set[str]()

    @classmethod
    def of(cls, message: Message) -> frozenset[str]:
        visitor = cls()
        visitor.visit(message)
        return frozenset(visitor.names)

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the visitor's own convention
        self.names.add(node.id.name)
