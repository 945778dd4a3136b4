"""A case file as Markdown, for people. What people wrote is quoted and can become neither markup nor a link."""

from collections.abc import Iterator
from datetime import date, time
from itertools import zip_longest
from typing import Final, assert_never

from bot.documents.escaping import fenced, inline, paragraphs, quoted
from bot.documents.labels import REMARKS, SECTIONS, code, label
from plans.document import (
    Block,
    CaseFile,
    Code,
    Commitment,
    Entry,
    Exact,
    Fact,
    Facts,
    Moment,
    Named,
    Paragraph,
    Remark,
    Table,
    TwoColumns,
    Value,
)
from plans.people import Role
from plans.words import Words

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
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
        case Remark(remark):
            yield f"*{REMARKS.get(remark) or label(remark)}*"
        case _:
            assert_never(block)


def _entry(entry: Entry, *, level: int) -> Iterator[str]:
    who = [_shown(entry.by)] if entry.by else []
    when = [_local(entry.at)] if entry.at else []
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
            short.append(f"- **{label(fact.name)}:** {_shown(fact.value)}")
    if short:
        yield "\n".join(short)


def _columns(block: TwoColumns) -> str:
    pairs = zip_longest(map(_commitment, block.left_items), map(_commitment, block.right_items), fillvalue="")
    return _table([label(block.left), label(block.right)], [list(pair) for pair in pairs])


def _commitment(item: Commitment) -> str:
    when = [] if item.on is None else [_day(item.on)]
    return " · ".join([inline(item.what.reveal()), *when, _shown(item.state)])


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = (columns, ["---"] * len(columns), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Value | None) -> str:
    return "" if value is None else _shown(value)


def _shown(value: Value) -> str:
    """A value on one line."""
    match value:
        case Words():
            shown = inline(value.reveal())
        case Code(known):
            shown = inline(code(known))
        case Moment():
            shown = _moment(value)
        case Named():
            shown = _person(value)
        case date():
            shown = _day(value)
        case time():
            shown = f"{value:%H:%M}"
        case str() | int():
            shown = inline(str(value))
        case _:
            assert_never(value)
    return shown


def _moment(moment: Moment) -> str:
    """Local time first, with its zone; then UTC to the second."""
    return f"{_local(moment)} ({moment.at:%Y-%m-%d %H:%M:%S} UTC)"


def _local(moment: Moment) -> str:
    local = moment.local
    return f"{_day(local)}, {local:%H:%M} {inline(moment.zone)}"


def _person(named: Named) -> str:
    name = inline(named.name.reveal()) if named.name else "someone no longer here"
    match named.role:
        case None:
            return name
        case Role.REVIEWER:
            return f"{name} (as reviewer, in the absence of the supervisor)"
        case role:
            return f"{name} ({_role(role)})"


def _role(role: Role) -> str:
    return "HR" if role is Role.HR else role.value


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
