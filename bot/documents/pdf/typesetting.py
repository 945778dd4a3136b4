"""Text in lines: broken where a language allows it, each piece in a face that has it, right-to-left where it must be.

Nothing is drawn here. What comes out is in the order in which it stands on paper, from left to right.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

from bot.documents.pdf.faces import (
    BOLD,
    EMOJI,
    FACES,
    SIGNS,
    TEXT,
    Face,
    characters,
    clings,
    clusters,
    face_for,
    has,
    legible,
)

# An isolate keeps a name in Arabic from pulling the date beside it to its other side.
_LEFT_TO_RIGHT: Final = "\u2066"
_RIGHT_TO_LEFT: Final = "\u2067"
_ISOLATED: Final = "\u2069"
_STEERING: Final = frozenset("\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\u061c")
_TURNING: Final = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_WORD: Final = re.compile(r"[^ \t]+[ \t]*|[ \t]+")
_IDEOGRAPHS: Final = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3100-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Languages without blanks between words; where a word ends in them only a dictionary knows.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_NOT_FIRST: Final = frozenset("、。，．：；！？）］｝〉》」』】〕·・…‥ー々)]}.,;:!?%")
_NOT_LAST: Final = frozenset("（［｛〈《「『【〔([{")
_TAB: Final = "    "
# Their blanks and stops go with their letters.
_SPACED: Final = frozenset(FACES) - {EMOJI, SIGNS}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph. It holds no line end."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What is drawn in one go. ``shaped`` for what needs more than one glyph after the other."""

    text: str
    face: Face
    rtl: bool = False
    shaped: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Runs from left to right with the width of each; ``rtl`` lines begin at the right edge."""

    runs: tuple[tuple[Run, float], ...]
    rtl: bool

    @property
    def width(self) -> float:
        return sum(width for _, width in self.runs)


# The width of a run in thousandths of the type's size.
Measure = Callable[[Run], float]


@dataclass(frozen=True, slots=True)
class _Atom:
    """A cluster in its face, at its level of embedding: an odd one runs right to left.

    Between two spans stands an empty one at level 0, so that neither moves to the other's far side.
    """

    text: str
    face: Face
    level: int


def lines(spans: Sequence[Span], *, room: float, measure: Measure) -> list[Line]:
    """The paragraph in lines no wider than ``room``, in thousandths of the type's size. At least one, if an empty one.

    One span alone runs the way its own first letter does; several together run left to right, as our labels do.
    """
    cleared = [Span(legible(span.text.replace("\t", _TAB)), span.bold) for span in spans]
    if all(_simple(span.text) for span in cleared):
        return list(_simple_lines(cleared, room, measure))
    atoms, rtl = _atoms(cleared)
    return [_line(found, rtl, measure) for found in _broken(atoms, room, measure)]


# Text that is one glyph after the other, from left to right


@cache
def _simple_characters() -> frozenset[str]:
    both = characters(TEXT) & characters(BOLD)
    return frozenset(
        char
        for char in map(chr, both)
        if not clings(char) and char not in _STEERING and unicodedata.bidirectional(char) not in _TURNING
    )


def _simple(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or _simple_characters().issuperset(text)


def _simple_lines(spans: Sequence[Span], room: float, measure: Measure) -> Iterator[Line]:
    left = room
    runs: list[Run] = []
    for word in _simple_words(spans):
        letters = word.text.rstrip()
        bare = measure(Run(letters, word.face))
        if bare > left and runs:
            yield _simple_line(runs, measure)
            runs, left = [], room
        if bare <= room:
            runs.append(word)
            left -= bare + (len(word.text) - len(letters)) * measure(Run(" ", word.face))
            continue
        for part in _torn(word, room, measure):
            if runs:
                yield _simple_line(runs, measure)
            runs, left = [part], room - measure(part)
    yield _simple_line(runs, measure)


def _simple_words(spans: Sequence[Span]) -> Iterator[Run]:
    for span in spans:
        face = BOLD if span.bold else TEXT
        for word in _WORD.findall(span.text):
            yield Run(word, face)


def _torn(word: Run, room: float, measure: Measure) -> Iterator[Run]:
    """A word wider than a line, in pieces that are not."""
    piece, left = "", room
    for char in word.text:
        width = measure(Run(char, word.face))
        if width > left and piece:
            yield Run(piece, word.face)
            piece, left = "", room
        piece += char
        left -= width
    yield Run(piece, word.face)


def _simple_line(runs: Sequence[Run], measure: Measure) -> Line:
    texts = [(face, "".join(run.text for run in same)) for face, same in groupby(runs, key=lambda run: run.face)]
    if texts:
        texts[-1] = (texts[-1][0], texts[-1][1].rstrip())
    joined = [Run(text, face) for face, text in texts if text]
    return Line(tuple((run, measure(run)) for run in joined), rtl=False)


# All other text


def _atoms(spans: Sequence[Span]) -> tuple[list[_Atom], bool]:
    isolated = len(spans) > 1
    texts = [_isolated(span.text) if isolated else span.text for span in spans]
    levels, rtl = _levels("".join(texts), left_to_right=isolated)
    atoms: list[_Atom] = []
    place = 0
    for span, text in zip(spans, texts, strict=True):
        at = place + (1 if isolated else 0)
        for cluster in clusters(span.text):
            drawn = "".join(char for char in cluster if char not in _STEERING)
            if drawn:
                atoms.append(_Atom(drawn, _face(drawn, span, atoms), levels[at]))
            at += len(cluster)
        if isolated:
            atoms.append(_Atom("", TEXT, 0))
        place += len(text)
    return atoms, rtl


def _isolated(text: str) -> str:
    way = auto_detect_base_direction(text)
    return f"{_RIGHT_TO_LEFT if way is TextDirection.RTL else _LEFT_TO_RIGHT}{text}{_ISOLATED}"


def _levels(text: str, *, left_to_right: bool) -> tuple[list[int], bool]:
    if not any(unicodedata.bidirectional(char) in _TURNING for char in text):
        return [0] * len(text), False
    found = BidiParagraph(text, TextDirection.LTR if left_to_right else None, preserve_bn_chars=True)
    levels = [char.embedding_level for char in found.get_characters_with_embedding_level()]
    return levels, found.base_direction is TextDirection.RTL


def _face(cluster: str, span: Span, before: Sequence[_Atom]) -> Face:
    if before and before[-1].face in _SPACED and _neutral(cluster) and has(before[-1].face, cluster):
        return before[-1].face
    face = face_for(cluster) or TEXT
    return BOLD if face is TEXT and span.bold else face


def _neutral(cluster: str) -> bool:
    return len(cluster) == 1 and not cluster.isalnum()


def _broken(atoms: Sequence[_Atom], room: float, measure: Measure) -> Iterator[list[_Atom]]:
    line: list[_Atom] = []
    left = room
    for word in _words(atoms):
        bare = _width(_bare(word), measure)
        if bare > left and line:
            yield line
            line, left = [], room
        for part in [word] if bare <= room else _torn_atoms(word, room, measure):
            if _width(_bare(part), measure) > left and line:
                yield line
                line, left = [], room
            line += part
            left -= _width(part, measure)
    yield line


def _words(atoms: Sequence[_Atom]) -> Iterator[list[_Atom]]:
    word: list[_Atom] = []
    before = ""
    for atom in atoms:
        if word and before and atom.text and _may_break(before, atom.text):
            yield word
            word = []
        word.append(atom)
        before = atom.text or before
    if word:
        yield word


def _may_break(before: str, after: str) -> bool:
    if after == " " or after[0] in _NOT_FIRST or before[-1] in _NOT_LAST:
        return False
    if before == " ":
        return True
    return any(_IDEOGRAPHS.match(text) is not None for text in (before, after)) or bool(
        _UNSPACED.match(before) and _UNSPACED.match(after)
    )


def _torn_atoms(word: Sequence[_Atom], room: float, measure: Measure) -> Iterator[list[_Atom]]:
    piece: list[_Atom] = []
    left = room
    for atom in word:
        width = _width([atom], measure)
        if width > left and piece:
            yield piece
            piece, left = [], room
        piece.append(atom)
        left -= width
    yield piece


def _bare(atoms: Sequence[_Atom]) -> Sequence[_Atom]:
    end = len(atoms)
    while end and atoms[end - 1].text in {"", " "}:
        end -= 1
    return atoms[:end]


def _width(atoms: Sequence[_Atom], measure: Measure) -> float:
    return sum(measure(run) for _, run in _runs(atoms))


def _runs(atoms: Sequence[_Atom]) -> Iterator[tuple[int, Run]]:
    for (face, level), same in groupby(atoms, key=lambda atom: (atom.face, atom.level)):
        text = "".join(atom.text for atom in same)
        yield level, Run(text, face, rtl=level % 2 == 1, shaped=level % 2 == 1 or _needs_shaping(text, face))


def _needs_shaping(text: str, face: Face) -> bool:
    return (face in FACES and not _one_by_one(text)) or any(map(clings, text))


def _one_by_one(text: str) -> bool:
    return all(_IDEOGRAPHS.match(char) for char in text)


def _line(atoms: Sequence[_Atom], rtl: bool, measure: Measure) -> Line:
    placed = [run for run in _in_sight_order(list(_runs(_bare(atoms)))) if run.text]
    return Line(tuple((run, measure(run)) for run in placed), rtl=rtl)


def _in_sight_order(runs: list[tuple[int, Run]]) -> list[Run]:
    """From the highest level down to the lowest odd one, whatever is at least as high is turned around (UAX 9, L2)."""
    highest = max((level for level, _ in runs), default=0)
    for least in range(highest, 0, -1):
        turned: list[tuple[int, Run]] = []
        for high, same in groupby(runs, key=lambda found: found[0] >= least):
            together = list(same)
            turned += together[::-1] if high else together
        runs = turned
    return [run for _, run in runs]
