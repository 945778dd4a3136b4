"""A case file for Word, in the order of the employer's form. What people wrote becomes text runs and nothing else.

Rows of tables are made by hand: python-docx looks through the whole table for each cell.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Final, assert_never

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from bot.documents.labels import REMARKS, SECTIONS, label
from bot.documents.paper import Paper, usual_paper
from bot.documents.plain import dated, day, measured, moment, read, runs_right_to_left, shown, template_of
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
    Paragraph,
    Remark,
    Table,
    Timeline,
    TwoColumns,
    Value,
)
from plans.words import Words

_PAPERS: Final = {Paper.A4: (Mm(210), Mm(297)), Paper.LETTER: (Mm(215.9), Mm(279.4))}
_MARGIN: Final = Mm(20)
# Between the margins; a little less on A4 than on letter paper.
_WIDTH: Final = 170
_SELF_EVIDENT: Final = "text"
_DEEPEST: Final = 4
# How wide columns are beside one another, by name; any other counts 4.
_SHARES: Final = {
    "chosen": 2,
    "area": 6,
    "definition": 12,
    "part": 2,
    "text": 8,
    "letter": 2,
    "consideration": 8,
    "goal": 7,
    "target": 3,
    "review": 2,
    "on": 3,
    "notes": 8,
    "role": 2,
    "text_hash": 5,
    "at": 5,
}
_INDENT: Final = Mm(5)
_ACCENT: Final = RGBColor(31, 84, 128)
_SOFT: Final = RGBColor(96, 106, 116)
# The first moment a zip file can name; the same document is to have the same bytes whenever it is made.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
# What XML has no place for.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(file: CaseFile, *, paper: Paper | None = None) -> bytes:
    """The same file gives the same bytes. What people wrote is revealed here."""
    document = docx.Document()
    _set_up(document, file, paper or usual_paper(file.locale))
    _say(document, f"Case file {file.case_number}", style="Title")
    _say(document, f"Made {moment(file.made_at)}", colour=_SOFT)
    if file.draft:
        _say(document, "DRAFT. This plan has not been delivered.", bold=True)
    for section in file.sections:
        _say(document, SECTIONS.get(section.name) or label(section.name), style="Heading 1")
        for block in section.blocks:
            _block(document, block)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    """The same package without the time of its packing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in found.namelist():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), found.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _set_up(document: Document, file: CaseFile, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _PAPERS[paper]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    normal = document.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.size, normal.font.name = Pt(10), "Arial"
    foot = section.footer.paragraphs[0]
    parts = [f"Case file {file.case_number}", *(["DRAFT"] if file.draft else []), *template_of(file), "page "]
    foot.add_run(" · ".join(parts))
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    properties = document.core_properties
    properties.title, properties.author = f"Case file {file.case_number}", "Milepost"
    properties.last_modified_by, properties.comments = "", ""
    stamp = datetime.combine(file.made_at.at.date(), file.made_at.at.time())
    properties.created = properties.modified = stamp


def _field(paragraph: WordParagraph, name: str) -> None:
    """A number Word counts itself. Nothing anybody wrote can become one."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        if text:
            code = OxmlElement("w:instrText")
            code.text = text
        else:
            code = OxmlElement("w:fldChar")
            code.set(qn("w:fldCharType"), kind)
        run._r.append(code)  # noqa: SLF001 - python-docx has no other way to a field


# Blocks


def _block(document: Document, block: Block) -> None:
    match block:
        case Paragraph(text):
            _written(document, text, 0) if isinstance(text, Words) else _lines(document, text)
        case Facts(facts):
            _table(document, [[_name(fact), _cell(fact.value)] for fact in facts], shares=(3, 7))
        case Entry():
            _entry(document, block, level=0)
        case Table(columns=columns, rows=rows):
            cells = [["" if cell is None else _cell(cell) for cell in row] for row in rows]
            shares = [_SHARES.get(name, 4) for name in columns]
            _table(document, cells, heads=[label(name) for name in columns], shares=shares)
        case TwoColumns():
            _columns(document, block)
        case Exact(text=text):
            _lines(document, text.reveal())
        case Timeline():
            _table(document, [list(row) for row in dated(block)], heads=["Date", "What", "State"])
        case Chart():
            _table(document, [list(row) for row in read(block)], heads=["Date", measured(block), "Stands for"])
        case Remark(remark):
            _say(document, REMARKS.get(remark) or label(remark), colour=_SOFT)
        case _:
            assert_never(block)


def _columns(document: Document, block: TwoColumns) -> None:
    pairs = zip_longest(block.left_items, block.right_items)
    cells = [["" if item is None else _commitment(item) for item in pair] for pair in pairs]
    _table(document, cells, heads=[label(block.left), label(block.right)])


def _commitment(item: Commitment) -> str:
    when = [] if item.on is None else [day(item.on)]
    return " · ".join([item.what.reveal(), *when, shown(item.state)])


def _entry(document: Document, entry: Entry, *, level: int) -> None:
    who = [shown(entry.by)] if entry.by else []
    when = [moment(entry.at)] if entry.at else []
    _say(document, " · ".join([label(entry.name), *who, *when]), bold=True, level=level, keep=True)
    for fact in entry.facts:
        if isinstance(fact.value, Words):
            if fact.name != _SELF_EVIDENT:
                _say(document, _name(fact), colour=_SOFT, level=level, keep=True)
            _written(document, fact.value, level)
        else:
            _say(document, f"{_name(fact)}: {shown(fact.value)}", level=level)
    for attached in entry.attached:
        _entry(document, attached, level=level + 1)


def _name(fact: Fact) -> str:
    return fact.label or label(fact.name)


def _cell(value: Value) -> str:
    return moment(value) if isinstance(value, Moment) else shown(value)


# Text


def _written(document: Document, words: Words, level: int) -> None:
    for line in words.reveal().split("\n"):
        _say(document, line, level=level + 1)


def _lines(document: Document, text: str) -> None:
    for line in text.split("\n"):
        _say(document, line)


def _say(
    document: Document,
    text: str,
    *,
    style: str | None = None,
    bold: bool = False,
    colour: RGBColor | None = None,
    level: int = 0,
    keep: bool = False,
) -> None:
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    run.font.color.rgb = colour or (_ACCENT if style else None)
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = keep or style is not None
    if level:
        paragraph.paragraph_format.left_indent = _INDENT * min(level, _DEEPEST)
    if runs_right_to_left(text):
        run.font.rtl = True
        _turned(paragraph._p.get_or_add_pPr())  # noqa: SLF001 - python-docx has no other way to it


def _turned(properties: BaseOxmlElement) -> None:
    """A paragraph from right to left. The mark has its place before those for space, indent and alignment."""
    after = [child for child in properties if child.tag in {qn("w:spacing"), qn("w:ind"), qn("w:jc")}]
    place = len(properties) if not after else properties.index(after[0])
    properties.insert(place, OxmlElement("w:bidi"))


def _clean(text: str) -> str:
    """What XML cannot hold is written as its code, so that it is not lost in silence."""
    return _NO_XML.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


# Tables


def _table(
    document: Document, rows: Sequence[Sequence[str]], *, heads: Sequence[str] = (), shares: Sequence[int] = ()
) -> None:
    if not rows:
        return
    count = len(rows[0])
    table = document.add_table(rows=0, cols=count, style="Table Grid")
    shares = shares or (1,) * count
    element = table._tbl  # noqa: SLF001 - see the top of the file
    for column, share in zip(element.tblGrid.gridCol_lst, shares, strict=True):
        column.w = Mm(_WIDTH * share // sum(shares))
    if heads:
        element.append(_row(heads, shares, head=True))
    for row in rows:
        element.append(_row(row, shares))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(cells: Sequence[str], shares: Sequence[int], *, head: bool = False) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    if head:
        row.append(_with(OxmlElement("w:trPr"), OxmlElement("w:tblHeader")))
    for text, share in zip(cells, shares, strict=True):
        width = OxmlElement("w:tcW")
        width.set(qn("w:w"), str(5000 * share // sum(shares)))
        width.set(qn("w:type"), "pct")
        cell = _with(OxmlElement("w:tc"), _with(OxmlElement("w:tcPr"), width))
        for line in _clean(text).split("\n"):
            cell.append(_cell_line(line, bold=head))
        row.append(cell)
    return row


def _cell_line(text: str, *, bold: bool) -> BaseOxmlElement:
    properties, looks = OxmlElement("w:pPr"), list(_looks(bold=bold, rtl=runs_right_to_left(text)))
    if runs_right_to_left(text):
        properties.append(OxmlElement("w:bidi"))
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:after"), "0")
    properties.append(spacing)
    letters = OxmlElement("w:t")
    letters.text = text
    letters.set(qn("xml:space"), "preserve")
    return _with(
        OxmlElement("w:p"), properties, _with(OxmlElement("w:r"), _with(OxmlElement("w:rPr"), *looks), letters)
    )


def _looks(*, bold: bool, rtl: bool) -> Iterator[BaseOxmlElement]:
    if bold:
        yield OxmlElement("w:b")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "18")
    yield size
    if rtl:
        yield OxmlElement("w:rtl")


def _with(parent: BaseOxmlElement, *children: BaseOxmlElement) -> BaseOxmlElement:
    for child in children:
        parent.append(child)
    return parent
