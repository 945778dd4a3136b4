"""The paper: pages with margins, a foot and a draft's mark, and the few ways a document puts something on them.

Lengths are millimetres, sizes of type are points. Positions run down from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import TextDirection

from bot.documents.paper import Paper
from bot.documents.pdf.faces import TEXT, Face
from bot.documents.pdf.typesetting import Line, Run, Span, lines

MARGIN: Final = 20.0
_FOOT: Final = 18.0
_SIZE: Final = 9.5
_MM: Final = 72 / 25.4
_THOUSAND: Final = 1000.0
_BASELINE: Final = 0.74

Colour = tuple[int, int, int]
INK: Final[Colour] = (26, 32, 38)
SOFT: Final[Colour] = (96, 106, 116)
ACCENT: Final[Colour] = (31, 84, 128)
RULE: Final[Colour] = (200, 206, 212)
PALE: Final[Colour] = (240, 243, 246)
_MARK: Final[Colour] = (236, 226, 226)


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How a paragraph is set: ``size`` in points, ``leading`` as a multiple of it."""

    size: float = _SIZE
    leading: float = 1.42
    colour: Colour = INK

    @property
    def height(self) -> float:
        return self.size * self.leading / _MM


BODY: Final = Type()
SMALL: Final = Type(size=8, colour=SOFT)


class Sheet(FPDF):
    """One document. ``foot`` stands at the foot of every page beside its number."""

    def __init__(self, *, paper: Paper, title: str, foot: str, draft: str, made_at: datetime) -> None:
        super().__init__(unit="mm", format=paper.value)
        self._foot, self._draft = foot, draft
        self._loaded: set[Face] = set()
        self._widths: dict[Run, float] = {}
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=False)
        self.set_title(title)
        self.set_lang("en")
        self.set_creator("Milepost")
        self.set_creation_date(made_at)
        self.c_margin = 0
        self.add_page()

    # The page

    def header(self) -> None:
        """A draft says so on every page, large and behind everything else."""
        if self._draft:
            self._face(TEXT, 96)
            self.set_text_color(*_MARK)
            with self.rotation(45, self.w / 2, self.h / 2):
                self.text(self.w / 2 - self.get_string_width(self._draft) / 2, self.h / 2 + 12, self._draft)
        self.set_y(MARGIN)

    def footer(self) -> None:
        self._face(TEXT, 7.5)
        self.set_text_color(*SOFT)
        self.set_xy(MARGIN, self.h - 12)
        self.cell(self.room, 3, f"Page {self.page_no()} of {{nb}} · {self._foot}")

    @property
    def room(self) -> float:
        """The width there is for text."""
        return self.w - 2 * MARGIN

    @property
    def bottom(self) -> float:
        return self.h - _FOOT

    def need(self, height: float) -> None:
        """Go on to the next page if so much does not fit on this one any more."""
        if self.get_y() + height > self.bottom:
            self.add_page()

    def gap(self, height: float) -> None:
        """White space, but none at the top of a page."""
        if self.get_y() > MARGIN:
            self.set_y(min(self.get_y() + height, self.bottom))

    def rule(self) -> None:
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())

    # Text

    def paragraph(
        self, spans: Sequence[Span], kind: Type = BODY, *, indent: float = 0, width: float | None = None
    ) -> None:
        """Spans with line ends in none of them, at the left margin and ``indent``; it may run over pages."""
        for line in self.set_in_lines(spans, kind, width=(self.room if width is None else width) - indent):
            self.need(kind.height)
            self.put(line, kind, x=MARGIN + indent, width=(self.room if width is None else width) - indent)
            self.set_y(self.get_y() + kind.height)

    def text_block(self, text: str, kind: Type = BODY, *, indent: float = 0, width: float | None = None) -> None:
        """Running text, line for line."""
        for line in text.split("\n"):
            self.paragraph([Span(line)], kind, indent=indent, width=width)

    def set_in_lines(self, spans: Sequence[Span], kind: Type, *, width: float) -> list[Line]:
        return lines(spans, room=width * _MM / kind.size * _THOUSAND, measure=self._measure)

    def put(self, line: Line, kind: Type, *, x: float, width: float) -> None:
        """One line, its upper edge at the present height."""
        scale = kind.size / _THOUSAND / _MM
        baseline = self.get_y() + kind.height / 2 + (_BASELINE - 0.5) * kind.size / _MM
        left = x + (width - line.width * scale if line.rtl else 0)
        top = self.get_y()
        self.set_text_color(*kind.colour)
        for run, wide in line.runs:
            self._draw(run, left, baseline, size=kind.size)
            left += wide * scale
        self.set_y(top)

    def _draw(self, run: Run, x: float, baseline: float, *, size: float) -> None:
        self._face(run.face, size)
        if not run.shaped:
            self.text(x, baseline, run.text)
            return
        self._shape(run)
        self.set_xy(x, baseline - 0.3 * size / _MM)
        self.cell(0, 0, run.text, align="L")
        self.set_text_shaping(use_shaping_engine=False)

    def _measure(self, run: Run) -> float:
        found = self._widths.get(run)
        if found is None:
            self._face(run.face, _SIZE)
            if run.shaped:
                self._shape(run)
            found = self.get_string_width(run.text) * _MM / _SIZE * _THOUSAND
            self.set_text_shaping(use_shaping_engine=False)
            self._widths[run] = found
        return found

    def _shape(self, run: Run) -> None:
        direction = TextDirection.RTL if run.rtl else TextDirection.LTR
        self.set_text_shaping(use_shaping_engine=True, direction=direction)

    def _face(self, face: Face, size: float) -> None:
        if face not in self._loaded:
            self.add_font(face.name, fname=face.file)
            self._loaded.add(face)
        self.set_font(face.name, size=size)
