"""Which of our typefaces has a character. The first that has it is taken; a character none has is written as a code.

Every face lies in ``bot/documents/fonts``, so a document looks the same, and has the same bytes, on every machine.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

FOLDER: Final = Path(__file__).parents[1] / "fonts"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A typeface by the name of its file, and the blocks of Unicode in which it is asked for. There is one of each."""

    name: str
    blocks: tuple[tuple[int, int], ...]

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.ttf"

    def asked(self, point: int) -> bool:
        return any(first <= point <= last for first, last in self.blocks)


_EVERYTHING: Final = ((0x0, 0x10FFFF),)
TEXT: Final = Face("NotoSans-Regular", _EVERYTHING)
BOLD: Final = Face("NotoSans-Bold", _EVERYTHING)
EMOJI: Final = Face(
    "NotoEmoji-Regular",
    ((0x203C, 0x203C), (0x2049, 0x2049), (0x20E3, 0x20E3), (0x2100, 0x2BFF), (0x3030, 0x303D), (0x1F000, 0x1FAFF)),
)
_SCRIPTS: Final = (
    Face("NotoSansHebrew-Regular", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F))),
    Face("NotoSansArabic-Regular", ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFEFF))),
    Face("NotoSansArmenian-Regular", ((0x0530, 0x058F), (0xFB13, 0xFB17))),
    Face("NotoSansDevanagari-Regular", ((0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA830, 0xA8FF))),
    Face("NotoSansBengali-Regular", ((0x0980, 0x09FF),)),
    Face("NotoSansGurmukhi-Regular", ((0x0A00, 0x0A7F),)),
    Face("NotoSansGujarati-Regular", ((0x0A80, 0x0AFF),)),
    Face("NotoSansTamil-Regular", ((0x0B80, 0x0BFF),)),
    Face("NotoSansTelugu-Regular", ((0x0C00, 0x0C7F),)),
    Face("NotoSansKannada-Regular", ((0x0C80, 0x0CFF),)),
    Face("NotoSansMalayalam-Regular", ((0x0D00, 0x0D7F),)),
    Face("NotoSansSinhala-Regular", ((0x0D80, 0x0DFF),)),
    Face("NotoSansThai-Regular", ((0x0E00, 0x0E7F),)),
    Face("NotoSansLao-Regular", ((0x0E80, 0x0EFF),)),
    Face("NotoSansMyanmar-Regular", ((0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F))),
    Face("NotoSansGeorgian-Regular", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F))),
    Face("NotoSansEthiopic-Regular", ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F))),
    Face("NotoSansKhmer-Regular", ((0x1780, 0x17FF), (0x19E0, 0x19FF))),
)
# Chinese, Japanese and Korean, and many signs besides.
_FAR_EAST: Final = Face("DroidSansFallback", ((0x1100, 0x11FF), (0x2000, 0xFFFF)))
SIGNS: Final = Face("DejaVuSans", ((0x2000, 0x2BFF), (0x1D400, 0x1D7FF), (0xFB00, 0xFB06)))
FACES: Final = (*_SCRIPTS, SIGNS, EMOJI, _FAR_EAST)

# They turn text around whatever it is. Nothing a person wrote holds one; if one came, it would be shown, not obeyed.
_REORDERING: Final = frozenset("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINER: Final = "\u200d"
_AS_PICTURE: Final = "\ufe0f"
_CODE: Final = "[U+{:04X}]"


@cache
def characters(face: Face) -> frozenset[int]:
    """The code points a face has a glyph for."""
    with TTFont(face.file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def has(face: Face, char: str) -> bool:
    return ord(char) in characters(face)


@cache
def face_of(char: str) -> Face | None:
    """The face for one character; None when we have none."""
    point = ord(char)
    for face in () if char in _REORDERING else _candidates(point):
        if point in characters(face):
            return face
    return None


def _candidates(point: int) -> Iterator[Face]:
    yield TEXT
    for face in FACES:
        if face.asked(point):
            yield face


@cache
def unseen(char: str) -> bool:
    """A mark that only steers how its neighbours are drawn; a face need not have it."""
    return "\u200c" <= char <= "\u200f" or "\ufe00" <= char <= _AS_PICTURE or "\U000e0020" <= char <= "\U000e007f"


@cache
def clings(char: str) -> bool:
    """Whether it is drawn on or with the character before it."""
    return unseen(char) or unicodedata.combining(char) > 0 or unicodedata.category(char) in {"Mn", "Me", "Mc"}


def clusters(text: str) -> list[str]:
    """The text in pieces that must not be torn apart: a letter with its accents, an emoji with all that makes it up."""
    found: list[str] = []
    for char in text:
        if found and _joined(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _joined(before: str, char: str) -> bool:
    if clings(char) or before[-1] == _JOINER:
        return before[-1] not in " \n"
    if "\U0001f3fb" <= char <= "\U0001f3ff":  # the colour of a skin
        return _picture(before[0])
    flags = "\U0001f1e6", "\U0001f1ff"
    return len(before) == 1 and flags[0] <= before <= flags[1] and flags[0] <= char <= flags[1]


def _picture(char: str) -> bool:
    return EMOJI.asked(ord(char)) and has(EMOJI, char)


def face_for(cluster: str) -> Face | None:
    """The one face that draws the whole cluster; None when there is none."""
    if len(cluster) == 1:
        return face_of(cluster)
    needed = [char for char in cluster if not unseen(char)]
    if _AS_PICTURE in cluster and all(has(EMOJI, char) for char in needed):
        return EMOJI
    asked = (face for char in needed for face in _candidates(ord(char)))
    return next((face for face in asked if all(has(face, char) for char in needed)), None)


def legible(text: str) -> str:
    """The text with every character that cannot be drawn written as its code, so that nothing is lost in silence."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_legible(cluster) for cluster in clusters(text))


@cache
def _legible(cluster: str) -> str:
    if face_for(cluster) is not None:
        return cluster
    return "".join(
        char if not unseen(char) and face_of(char) is not None else _CODE.format(ord(char)) for char in cluster
    )
