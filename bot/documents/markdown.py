"""A case file as Markdown, for people. What people wrote is quoted and can become neither markup nor a link."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final, assert_never

from bot.documents.escaping import fenced, inline, paragraphs, quoted
from bot.documents.labels import REMARKS, SECTIONS, label
from bot.documents.plain import dated, day, local, measured, read, shown
from plans.document import (
    Block,
    CaseFile,
    Chart,
    Commitment,
    Entry,
    Exact,
    Fact,
    Facts,
    Paragraph,
    Remark,
    Table,
    Timeline,
    TwoColumns,
    Value,
)
from plans.words import Words

DRAFT: Final = "**DRAFT.** This plan has not been delivered."
_DEEPEST: Final = 6
_SELF_EVIDENT: Final = "text"


def render(file: CaseFile) -> str:
    """The same file gives the same text, byte for byte. What people wrote is revealed here."""
    parts = [f"# Case file {inline(file.case_number)}", *([DRAFT] if file.draft else [])]
    parts.append(f"Made {_shown(file.made_at)}.")
    for section in file.sections:
        parts.append(f"## {SECTIONS.get(section.name) or label(section.name)}")
        for block in section.blocks:
            parts += _block(block)
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield quoted(text.reveal()) if isinstance(text, Words) else paragraphs(text)
        case Facts(facts):
            yield from _facts(facts)
        case Entry():
            yield from _entry(block, level=3)
        case Table(columns=columns, rows=rows):
            yield _table([label(name) for name in columns], [[_cell(cell) for cell in row] for row in rows])
        case TwoColumns():
            yield _columns(block)
        case Exact(text=text):
            yield fenced(text.reveal())
        case Timeline():
            yield _table(["Date", "What", "State"], [list(map(inline, row)) for row in dated(block)])
        case Chart():
            yield _table(
                ["Date", inline(measured(block)), "Stands for"], [list(map(inline, row)) for row in read(block)]
            )
        case Remark(remark):
            yield f"*{REMARKS.get(remark) or label(remark)}*"
        case _:
            assert_never(block)


def _entry(entry: Entry, *, level: int) -> Iterator[str]:
    who = [_shown(entry.by)] if entry.by else []
    when = [inline(local(entry.at))] if entry.at else []
    yield f"{'#' * min(level, _DEEPEST)} {' · '.join([label(entry.name), *who, *when])}"
    yield from _facts(entry.facts)
    for attached in entry.attached:
        yield from _entry(attached, level=level + 1)


def _facts(facts: tuple[Fact, ...]) -> Iterator[str]:
    """Short facts as a list; what a person wrote as a quotation under its label."""
    short: list[str] = []
    for fact in facts:
        if isinstance(fact.value, Words):
            if short:
                yield "\n".join(short)
                short = []
            if fact.name != _SELF_EVIDENT:
                yield f"**{label(fact.name)}**"
            yield quoted(fact.value.reveal())
        else:
            short.append(f"- **{inline(fact.label or label(fact.name))}:** {_shown(fact.value)}")
    if short:
        yield "\n".join(short)


def _columns(block: TwoColumns) -> str:
    pairs = zip_longest(map(_commitment, block.left_items), map(_commitment, block.right_items), fillvalue="")
    return _table([label(block.left), label(block.right)], [list(pair) for pair in pairs])


def _commitment(item: Commitment) -> str:
    when = [] if item.on is None else [inline(day(item.on))]
    return " · ".join([inline(item.what.reveal()), *when, _shown(item.state)])


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = (columns, ["---"] * len(columns), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Value | None) -> str:
    return "" if value is None else _shown(value)


def _shown(value: Value) -> str:
    """A value on one line."""
    return inline(shown(value))
