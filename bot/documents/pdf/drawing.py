"""The drawings in a case file. What is drawn stands in words beside it or elsewhere in the file."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from bot.documents.labels import label
from bot.documents.pdf.sheet import ACCENT, INK, MARGIN, PALE, RULE, SOFT, Colour, Sheet, Type
from bot.documents.pdf.typesetting import Span
from bot.documents.plain import MONTHS, day, measured, numbered, part, shown
from plans.document import Chart, Lane, Mark, Timeline

_NAMES: Final = Type(size=7, leading=1.3)
_AXIS: Final = Type(size=7, leading=1.3, colour=SOFT)
_LANE: Final = 11.0
_LABELS: Final = 34.0
_RADIUS: Final = 1.4
_GOOD: Final[Colour] = (38, 110, 70)
_BAD: Final[Colour] = (160, 50, 40)
_DONE: Final = frozenset(
    {"milestone.met", "review.held", "review.documented", "support.delivered"},
)
_FAILED: Final = frozenset(
    {"milestone.missed", "review.not_held", "review.undocumented", "support.not_delivered"},
)
_DROPPED: Final = frozenset({"milestone.waived", "support.declined"})
_MOST_TICKS: Final = 13
_CHART: Final = 34.0


def draw_timeline(sheet: Sheet, line: Timeline) -> None:
    """Three lines of dates over the months. A mark's shape says as much as its colour, so that a copy will do."""
    lanes = [lane for lane in Lane if any(mark.lane is lane for mark in line.marks)]
    height = len(lanes) * _LANE + 3 * _AXIS.height
    sheet.need(height + _AXIS.height)
    top = sheet.get_y() + _AXIS.height
    scale = _Scale(line, left=MARGIN + _LABELS, right=MARGIN + sheet.room - 4)
    bottom = top + len(lanes) * _LANE
    _grid(sheet, line, scale, top=top, bottom=bottom)
    for number, lane in enumerate(lanes):
        _lane(sheet, lane, [mark for mark in line.marks if mark.lane is lane], scale, y=top + (number + 0.62) * _LANE)
    sheet.set_y(bottom + 1)
    _legend(sheet, line)
    sheet.gap(2)


class _Scale:
    """Where a day stands on the paper."""

    def __init__(self, line: Timeline, *, left: float, right: float) -> None:
        self._first, self.left, self.right = line.first, left, right
        self._days = max((line.last - line.first).days, 1)

    def x(self, on: date) -> float:
        share = min(max((on - self._first).days / self._days, 0), 1)
        return self.left + share * (self.right - self.left)


def _grid(sheet: Sheet, line: Timeline, scale: _Scale, *, top: float, bottom: float) -> None:
    sheet.set_line_width(0.2)
    for first, last in line.pauses:
        sheet.set_fill_color(*PALE)
        sheet.rect(scale.x(first), top, max(scale.x(last) - scale.x(first), 0.6), bottom - top, style="F")
    for on in _months(line):
        sheet.set_draw_color(*RULE)
        sheet.line(scale.x(on), top, scale.x(on), bottom)
        name = MONTHS[on.month - 1][:3] + (f" {on.year}" if on.month == 1 or on == line.first else "")
        _words(sheet, name, _AXIS, x=scale.x(on) + 0.6, y=top - _AXIS.height)
    if line.first <= line.today <= line.last:
        sheet.set_draw_color(*ACCENT)
        sheet.set_line_width(0.4)
        sheet.line(scale.x(line.today), top, scale.x(line.today), bottom)


def _months(line: Timeline) -> Iterator[date]:
    """The first days of months, or of every second or third month, so that their names have room."""
    months = (line.last.year - line.first.year) * 12 + line.last.month - line.first.month + 1
    step = -(-months // _MOST_TICKS)
    for number in range(0, months, step):
        month = line.first.month - 1 + number
        on = date(line.first.year + month // 12, month % 12 + 1, 1)
        if on >= line.first:
            yield on


def _lane(sheet: Sheet, lane: Lane, marks: list[Mark], scale: _Scale, *, y: float) -> None:
    sheet.set_y(y - _NAMES.height / 2)
    sheet.paragraph([Span(label(lane.value))], _NAMES, width=_LABELS - 3)
    sheet.set_draw_color(*RULE)
    sheet.set_line_width(0.3)
    sheet.line(scale.left, y, scale.right, y)
    taken = 0.0
    for mark in marks:
        x = scale.x(mark.on)
        _shape(sheet, mark.state.value, x, y)
        name = _short(mark)
        wide = sheet.set_in_lines([Span(name)], _NAMES, width=60)[0].width * _NAMES.size / 1000 / (72 / 25.4)
        at = min(x - wide / 2, scale.right - wide)
        if at >= taken:
            _words(sheet, name, _NAMES, x=at, y=y - _RADIUS - _NAMES.height - 0.3)
            taken = at + wide + 1.5


def _short(mark: Mark) -> str:
    return part(mark).removeprefix("Review: ")


def draw_chart(sheet: Sheet, chart: Chart) -> None:
    """The numbers over time, and two level lines: where it stood, and what is to be reached."""
    sheet.need(_CHART + 4 * _NAMES.height)
    sheet.paragraph([Span(measured(chart), bold=True)], Type(size=9))
    scale = _Heights(chart, top=sheet.get_y() + 5, bottom=sheet.get_y() + _CHART)
    left, right = MARGIN + _LABELS, MARGIN + sheet.room - 20
    for number, name, colour in ((chart.baseline, "Where it stood", SOFT), (chart.aim, "To reach", _GOOD)):
        y = scale.y(number)
        sheet.set_draw_color(*colour)
        sheet.set_line_width(0.3)
        sheet.set_dash_pattern(dash=1.2, gap=1.2)
        sheet.line(left, y, right, y)
        sheet.set_dash_pattern()
        label_of = f"{name}: {numbered(chart, number)}"
        sheet.set_y(y - _NAMES.height / 2)
        sheet.paragraph([Span(label_of)], _NAMES, width=_LABELS - 3)
    _numbers(sheet, chart, scale, left=left, right=right)
    sheet.set_y(scale.bottom + _NAMES.height + 2)
    sheet.gap(2)


class _Heights:
    """Where a number stands on the paper."""

    def __init__(self, chart: Chart, *, top: float, bottom: float) -> None:
        numbers = [float(number) for number in (chart.baseline, chart.aim, *(one for _, one in chart.found))]
        self._least, self._span = min(numbers), (max(numbers) - min(numbers)) or 1.0
        self._top, self.bottom = top, bottom

    def y(self, number: Decimal) -> float:
        return self.bottom - (float(number) - self._least) / self._span * (self.bottom - self._top)


def _numbers(sheet: Sheet, chart: Chart, scale: _Heights, *, left: float, right: float) -> None:
    first = chart.found[0][0]
    days = max((chart.found[-1][0] - first).days, 1)
    places = [
        (left + 8 + (right - left - 16) * (on - first).days / days, scale.y(number)) for on, number in chart.found
    ]
    sheet.set_draw_color(*ACCENT)
    sheet.set_line_width(0.5)
    for (x, y), (next_x, next_y) in pairwise(places):
        sheet.line(x, y, next_x, next_y)
    sheet.set_fill_color(*ACCENT)
    for (x, y), (on, number) in zip(places, chart.found, strict=True):
        sheet.circle(x, y, 1, style="F")
        _words(sheet, numbered(chart, number), _NAMES, x=x + 1.4, y=y - _NAMES.height)
        _words(sheet, day(on), _AXIS, x=x - 6, y=scale.bottom + 1)


def _words(sheet: Sheet, text: str, kind: Type, *, x: float, y: float) -> None:
    sheet.set_y(y)
    sheet.put(sheet.set_in_lines([Span(text)], kind, width=80)[0], kind, x=x, width=80)


def _shape(sheet: Sheet, state: str, x: float, y: float) -> None:
    """A disc for what was done, a cross for what was not, a bar for what was let go, a ring for what is to come."""
    sheet.set_line_width(0.5)
    if state in _DONE:
        sheet.set_draw_color(*_GOOD)
        sheet.set_fill_color(*_GOOD)
        sheet.circle(x, y, _RADIUS, style="DF")
    elif state in _FAILED:
        sheet.set_draw_color(*_BAD)
        sheet.line(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
        sheet.line(x - _RADIUS, y + _RADIUS, x + _RADIUS, y - _RADIUS)
    elif state in _DROPPED:
        sheet.set_draw_color(*SOFT)
        sheet.line(x, y - _RADIUS, x, y + _RADIUS)
    else:
        sheet.set_draw_color(*INK)
        sheet.set_fill_color(255, 255, 255)
        sheet.circle(x, y, _RADIUS, style="DF")


def _legend(sheet: Sheet, line: Timeline) -> None:
    """Only the shapes that are there, each with the words for the states it stands for."""
    x, top = MARGIN + _LABELS, sheet.get_y() + 0.8
    for states in (_DONE, _FAILED, _DROPPED, None):
        named = _states(line, states)
        if named:
            _shape(sheet, next(iter(states)) if states else "", x + _RADIUS, top + _AXIS.height / 2)
            wide = sheet.set_in_lines([Span(named)], _AXIS, width=120)[0].width * _AXIS.size / 1000 / (72 / 25.4)
            _words(sheet, named, _AXIS, x=x + 3 * _RADIUS, y=top)
            x += wide + 3 * _RADIUS + 4
    sheet.set_y(top + _AXIS.height + 0.8)
    shown_days = f"{day(line.first)} to {day(line.last)}"
    if line.first <= line.today <= line.last:
        shown_days += "; the upright line is the day this was made"
    if line.pauses:
        shown_days += "; shaded: paused"
    sheet.paragraph([Span(shown_days)], _AXIS, indent=_LABELS)


def _states(line: Timeline, states: frozenset[str] | None) -> str:
    known = _DONE | _FAILED | _DROPPED
    found = {
        shown(mark.state).split("; ")[0].split(",")[0].lower(): None
        for mark in line.marks
        if (mark.state.value in states if states is not None else mark.state.value not in known)
    }
    return ", ".join(found)
