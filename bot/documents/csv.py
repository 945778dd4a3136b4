"""A case file as a table for spreadsheets: a row for each entry, a column for each thing known of any of them.

A spreadsheet takes a cell for a formula when it begins with one of a few signs; such a cell gets an apostrophe in
front (T14). Programs that part cells at semicolons or tabs see beginnings inside a cell, so those get one too.
Taking away one apostrophe before such a sign gives the text back, letter for letter.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, assert_never

from bot.documents.labels import REMARKS, SECTIONS, label
from bot.documents.plain import dated, day, measured, person, read, shown
from plans.document import (
    Block,
    CaseFile,
    Chart,
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
    Timeline,
    TwoColumns,
    Value,
)

_START: Final = ("Section", "Entry", "Id", "Belongs to", "Local time", "Time zone", "UTC", "Who")
# Full-width forms of the signs are taken for the signs themselves in some languages.
_SIGN: Final = "[=+@\u2212\uff1d\uff0b\uff0d\uff20-]"
_BLANK: Final = r"[\s\x00\ufeff]"
_RISKY: Final = rf"(?=(?:{_BLANK}|')*{_SIGN})"
_GUARDED: Final = re.compile(rf"(^|[;\t\r\n]){_RISKY}|^(?='*{_BLANK})")
_UNGUARDED: Final = re.compile(rf"(^|[;\t\r\n])'{_RISKY}|^'(?='*{_BLANK})")
_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of the table before it has columns."""

    section: str
    name: str
    id: str = ""
    part_of: str = ""
    at: Moment | None = None
    by: Named | None = None
    known: dict[str, list[str]] = field(default_factory=dict)


def render(file: CaseFile) -> str:
    """The same file gives the same text. What people wrote is revealed here."""
    rows = [row for section in file.sections for block in section.blocks for row in _rows(section.name, block)]
    columns = list(dict.fromkeys(name for row in rows for name in row.known))
    out = io.StringIO(newline="")
    out.write(_MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in (*_START, *columns)])
    for row in rows:
        cells = [*_beginning(row), *("; ".join(row.known.get(name, ())) for name in columns)]
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return _GUARDED.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """The text a cell was made from."""
    return _UNGUARDED.sub(r"\1", cell)


def _beginning(row: _Row) -> tuple[str, ...]:
    section = SECTIONS.get(row.section) or label(row.section)
    local, zone, utc = ("", "", "")
    if row.at is not None:
        local, zone, utc = f"{row.at.local:%Y-%m-%d %H:%M}", row.at.zone, f"{row.at.at:%Y-%m-%d %H:%M:%S}"
    return (section, row.name, row.id, row.part_of, local, zone, utc, "" if row.by is None else person(row.by))


def _rows(section: str, block: Block) -> Iterator[_Row]:
    match block:
        case Paragraph() | Exact() | Remark():
            yield _text(section, block)
        case Facts(facts):
            yield _Row(section=section, name="Facts", known=_known(facts))
        case Entry():
            yield from _entries(section, block, part_of="")
        case Table(columns=columns, rows=rows):
            yield from (_table_row(section, dict(zip(columns, row, strict=True))) for row in rows)
        case TwoColumns():
            yield from (_commitment(section, block.left, item) for item in block.left_items)
            yield from (_commitment(section, block.right, item) for item in block.right_items)
        case Timeline():
            known = ((what, {"Date": [on], "State": [state]}) for on, what, state in dated(block))
            yield from (_Row(section=section, name=what, known=one) for what, one in known)
        case Chart():
            name = measured(block)
            numbers = ({"Date": [on], "Number": [said], "Label": [what]} for on, said, what in read(block))
            yield from (_Row(section=section, name=name, known=one) for one in numbers)
        case _:
            assert_never(block)


def _text(section: str, block: Paragraph | Exact | Remark) -> _Row:
    match block:
        case Paragraph(text):
            return _Row(section=section, name="Text", known={"Text": [shown(text)]})
        case Exact(name=name, text=text):
            return _Row(section=section, name=label(name), known={"Text": [text.reveal()]})
        case Remark(code):
            return _Row(section=section, name="Text", known={"Text": [REMARKS.get(code) or label(code)]})
        case _:
            assert_never(block)


def _entries(section: str, entry: Entry, *, part_of: str) -> Iterator[_Row]:
    yield _Row(
        section=section,
        name=label(entry.name),
        id=entry.id,
        part_of=part_of,
        at=entry.at,
        by=entry.by,
        known=_known(entry.facts),
    )
    for attached in entry.attached:
        yield from _entries(section, attached, part_of=entry.id)


def _known(facts: tuple[Fact, ...]) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for fact in facts:
        known.setdefault(fact.label or label(fact.name), []).append(shown(fact.value))
    return known


def _table_row(section: str, cells: dict[str, Value | None]) -> _Row:
    """Its time and its person stand where those of every entry do."""
    at, by = cells.get("at"), cells.get("by")
    left = {
        label(name): [shown(value)]
        for name, value in cells.items()
        if value is not None and not (name == "at" and isinstance(value, Moment))
        if not (name == "by" and isinstance(value, Named))
    }
    return _Row(
        section=section,
        name="Line",
        at=at if isinstance(at, Moment) else None,
        by=by if isinstance(by, Named) else None,
        known=left,
    )


def _commitment(section: str, side: str, item: Commitment) -> _Row:
    known = {"What": [item.what.reveal()], "State": [shown(item.state)]}
    if item.on is not None:
        known["Date"] = [day(item.on)]
    return _Row(section=section, name=label(side), known=known)
