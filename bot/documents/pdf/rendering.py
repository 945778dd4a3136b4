"""A case file on paper, block by block. What people wrote is drawn as letters, and read as nothing else."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final, assert_never

from bot.documents.labels import REMARKS, SECTIONS, label
from bot.documents.paper import Paper, usual_paper
from bot.documents.pdf.drawing import draw_chart, draw_timeline
from bot.documents.pdf.sheet import ACCENT, BODY, INK, MARGIN, PALE, RULE, SMALL, SOFT, Sheet, Type
from bot.documents.pdf.typesetting import Span
from bot.documents.plain import day, local, moment, shown, template_of
from plans.document import (
    Block,
    CaseFile,
    Chart,
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
    Timeline,
    TwoColumns,
    Value,
)
from plans.words import Words

_TITLE: Final = Type(size=20, leading=1.3, colour=ACCENT)
_HEADING: Final = Type(size=13, leading=1.4, colour=ACCENT)
_ENTRY: Final = Type(size=10, leading=1.4)
_LABEL: Final = Type(size=7.5, leading=1.4, colour=SOFT)
_CELL: Final = Type(size=7.5, leading=1.35)
_MONO: Final = Type(size=8.5, leading=1.4)
_INDENT: Final = 5.0
# No drawing is higher than this.
_DRAWING: Final = 60.0
_GUTTER: Final = 6.0
_PAD: Final = 1.2
_SELF_EVIDENT: Final = "text"
# Characters; more do not fit into half the width.
_LONG: Final = 40
# By the names of a table's columns; any other column is as wide as any other.
_WIDTHS: Final = {"at": 3.2, "what": 3.0, "by": 2.4, "subject": 2.6, "facts": 4.2}


def render(file: CaseFile, *, paper: Paper | None = None) -> bytes:
    """The same file gives the same bytes. What people wrote is revealed here.

    Without ``paper`` it is the one used where the plan's template comes from.
    """
    sheet = Sheet(
        paper=paper or usual_paper(file.locale),
        title=f"Case file {file.case_number}",
        foot=" · ".join([f"Case file {file.case_number}", *template_of(file)]),
        draft="DRAFT" if file.draft else "",
        made_at=file.made_at.at,
    )
    _first_lines(sheet, file)
    for section in file.sections:
        drawn = any(isinstance(block, Timeline | Chart) for block in section.blocks)
        _heading(sheet, SECTIONS.get(section.name) or label(section.name), room=_DRAWING if drawn else 4 * BODY.height)
        for block in section.blocks:
            _block(sheet, block)
    return bytes(sheet.output())


def _first_lines(sheet: Sheet, file: CaseFile) -> None:
    sheet.paragraph([Span(f"Case file {file.case_number}", bold=True)], _TITLE)
    sheet.paragraph([Span(f"Made {moment(file.made_at)}")], SMALL)
    if file.draft:
        sheet.gap(1)
        sheet.paragraph([Span("DRAFT. ", bold=True), Span("This plan has not been delivered.")])


def _heading(sheet: Sheet, text: str, *, room: float) -> None:
    """Never alone at the foot of a page; a reader's list of contents has it too."""
    sheet.gap(5)
    sheet.need(_HEADING.height + room)
    sheet.start_section(text)
    sheet.paragraph([Span(text, bold=True)], _HEADING)
    sheet.rule()
    sheet.gap(2)


def _block(sheet: Sheet, block: Block) -> None:
    match block:
        case Paragraph(text):
            _written(sheet, text) if isinstance(text, Words) else sheet.text_block(text)
            sheet.gap(1.5)
        case Facts(facts):
            _pairs(sheet, facts)
        case Entry():
            _entry(sheet, block, level=0)
        case Table():
            _table(sheet, block)
        case TwoColumns():
            _columns(sheet, block)
        case Exact(text=text):
            sheet.text_block(text.reveal(), _MONO, indent=_INDENT)
            sheet.gap(3)
        case Timeline():
            draw_timeline(sheet, block)
        case Chart():
            draw_chart(sheet, block)
        case Remark(remark):
            sheet.text_block(REMARKS.get(remark) or label(remark), Type(colour=SOFT))
        case _:
            assert_never(block)


def _written(sheet: Sheet, words: Words, *, indent: float = 0) -> None:
    """What a person wrote stands a little in, so that our words and theirs are never taken for each other."""
    sheet.text_block(words.reveal(), indent=indent + _INDENT)


# Facts


def _pairs(sheet: Sheet, facts: Sequence[Fact]) -> None:
    """Short facts two in a row, the label above; what a person wrote over the whole width."""
    short: list[Fact] = []
    for fact in facts:
        if isinstance(fact.value, Words) or _long(fact.value):
            _pair_rows(sheet, short)
            short = []
            sheet.need(_LABEL.height + 2 * BODY.height)
            sheet.paragraph([Span(_name(fact))], _LABEL)
            sheet.text_block(shown(fact.value))
            sheet.gap(1)
        else:
            short.append(fact)
    _pair_rows(sheet, short)


def _long(value: Value) -> bool:
    return isinstance(value, str) and len(value) > _LONG


def _pair_rows(sheet: Sheet, facts: Sequence[Fact]) -> None:
    width = (sheet.room - _GUTTER) / 2
    for left, right in zip_longest(facts[::2], facts[1::2]):
        cells = [
            (place * (width + _GUTTER), _name(fact), sheet.set_in_lines(_spans(fact.value), BODY, width=width))
            for place, fact in enumerate((left, right))
            if fact is not None
        ]
        sheet.need(_LABEL.height + BODY.height * max(len(lines) for _, _, lines in cells))
        top, lowest = sheet.get_y(), sheet.get_y()
        for indent, name, lines in cells:
            sheet.set_y(top)
            sheet.paragraph([Span(name)], _LABEL, indent=indent, width=indent + width)
            for line in lines:
                sheet.put(line, BODY, x=MARGIN + indent, width=width)
                sheet.set_y(sheet.get_y() + BODY.height)
            lowest = max(lowest, sheet.get_y())
        sheet.set_y(lowest)
        sheet.gap(0.8)


def _name(fact: Fact) -> str:
    return fact.label or label(fact.name)


def _spans(value: Value, *, bold: bool = False) -> list[Span]:
    """A value in one paragraph. A name is a span of its own beside another: it may run the other way, its line not."""
    if isinstance(value, Named) and value.name is not None:
        name = value.name.reveal()
        rest = shown(value)[len(name) :]
        return [Span(_flat(name), bold), Span(rest, bold)]
    return [Span(_flat(shown(value)), bold)]


def _flat(text: str) -> str:
    return " ".join(text.split())


# Entries


def _entry(sheet: Sheet, entry: Entry, *, level: int) -> None:
    indent = min(level, 4) * _INDENT
    kind = _ENTRY if level == 0 else BODY
    sheet.gap(1.5 if level == 0 else 0.8)
    sheet.need(kind.height + 2 * BODY.height)
    spans = [Span(label(entry.name), bold=True)]
    if entry.by is not None:
        spans += [Span("  ·  "), *_spans(entry.by)]
    if entry.at is not None:
        spans += [Span("  ·  "), Span(_local(entry.at))]
    sheet.paragraph(spans, kind, indent=indent)
    _lines(sheet, entry.facts, indent=indent)
    for attached in entry.attached:
        _entry(sheet, attached, level=level + 1)


def _local(at: Moment) -> str:
    return f"{local(at)} ({at.at:%H:%M} UTC)"


def _lines(sheet: Sheet, facts: Sequence[Fact], *, indent: float) -> None:
    """Short facts in one flowing line, what a person wrote below its label."""
    flowing: list[Fact] = []
    for fact in facts:
        if isinstance(fact.value, Words):
            _flowing(sheet, flowing, indent=indent)
            flowing = []
            if fact.name != _SELF_EVIDENT:
                sheet.need(_LABEL.height + BODY.height)
                sheet.paragraph([Span(_name(fact))], _LABEL, indent=indent)
            _written(sheet, fact.value, indent=indent)
        else:
            flowing.append(fact)
    _flowing(sheet, flowing, indent=indent)


def _flowing(sheet: Sheet, facts: Sequence[Fact], *, indent: float) -> None:
    spans: list[Span] = []
    for fact in facts:
        spans += [Span("   " if spans else ""), Span(f"{_name(fact)}: "), *_spans(fact.value)]
    if spans:
        sheet.paragraph(spans[1:], Type(size=9, colour=INK), indent=indent)


# Tables


def _table(sheet: Sheet, table: Table) -> None:
    shares = [_WIDTHS.get(name, 2.5) for name in table.columns]
    widths = [sheet.room * share / sum(shares) for share in shares]
    heads = [[Span(label(name), bold=True)] for name in table.columns]
    _row(sheet, heads, widths, filled=True)
    for row in table.rows:
        cells = [[Span("")] if cell is None else _cell(cell) for cell in row]
        _row(sheet, cells, widths, before=heads)
        sheet.rule()
    sheet.gap(2)


def _cell(value: Value) -> list[Span]:
    return [Span(moment(value))] if isinstance(value, Moment) else _spans(value)


def _columns(sheet: Sheet, block: TwoColumns) -> None:
    """Both sides' promises beside one another, in the same type and in columns of the same width (S3-08)."""
    widths = [sheet.room / 2] * 2
    heads = [[Span(label(name), bold=True)] for name in (block.left, block.right)]
    _row(sheet, heads, widths, kind=BODY, filled=True)
    for left, right in zip_longest(block.left_items, block.right_items):
        cells = [[Span("")] if item is None else _commitment(item) for item in (left, right)]
        _row(sheet, cells, widths, kind=BODY, before=heads)
        sheet.rule()
    sheet.gap(2)


def _commitment(item: Commitment) -> list[Span]:
    state = Span(shown(Code(item.state.value)), bold=True)
    return [Span(_flat(item.what.reveal())), *([Span(f"  ·  {day(item.on)}")] if item.on else []), Span("  ·  "), state]


def _row(
    sheet: Sheet,
    cells: Sequence[Sequence[Span]],
    widths: Sequence[float],
    *,
    kind: Type = _CELL,
    filled: bool = False,
    before: Sequence[Sequence[Span]] = (),
) -> None:
    """One row, broken over pages line by line if it must be; on a new page ``before`` stands above it again."""
    found = [sheet.set_in_lines(cell, kind, width=width - 2 * _PAD) for cell, width in zip(cells, widths, strict=True)]
    depth = max(map(len, found))
    if before and sheet.get_y() + min(depth, 3) * kind.height + 2 * _PAD > sheet.bottom:
        sheet.add_page()
        _row(sheet, before, widths, kind=kind, filled=True)
    if filled:
        sheet.need(2 * kind.height + 2 * _PAD)
        sheet.set_fill_color(*PALE)
        sheet.rect(MARGIN, sheet.get_y(), sheet.room, depth * kind.height + 2 * _PAD, style="F")
    sheet.set_draw_color(*RULE)
    sheet.set_y(sheet.get_y() + _PAD)
    for number in range(depth):
        sheet.need(kind.height)
        left = MARGIN
        for lines, width in zip(found, widths, strict=True):
            if number < len(lines):
                sheet.put(lines[number], kind, x=left + _PAD, width=width - 2 * _PAD)
            left += width
        sheet.set_y(sheet.get_y() + kind.height)
    sheet.set_y(sheet.get_y() + _PAD)
