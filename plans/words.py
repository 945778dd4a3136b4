"""Words: text a person wrote, which refuses to print itself.

A log line, an error message or an f-string that meets ``Words`` raises ``WordsWithheldError`` instead of leaking;
``repr`` shows only the length, so tracebacks and failing assertions stay readable (P-25, threats T18).
The text leaves through ``reveal`` alone, which storage, documents and drawing call after a permission check.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final, NoReturn

# Marks that reorder or hide text; what is shown must be what is signed (threats T27).
_INVISIBLE: Final = frozenset(
    "\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c",
)
_KEPT_CONTROLS: Final = frozenset("\n\t")


class WordsWithheldError(TypeError):
    """Somebody tried to format what a person wrote; call ``reveal`` where it is meant to be read."""


@dataclass(slots=True, init=False, unsafe_hash=True, repr=False, order=False)
class Words:
    """What a person wrote: NFC, one kind of line end, no control or reordering marks, no outer blank space.

    Nothing changes it once it is made. That is not looked after at run time, for what that costs (``records``).
    """

    _text: Final[str]

    def __init__(self, text: str) -> None:
        self._text = _tidy(text)

    def reveal(self) -> str:
        """The text itself. Call it only where a person entitled to read it is about to."""
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return f"<Words: {len(self._text)} characters>"

    def __str__(self) -> str:
        raise WordsWithheldError

    def __format__(self, spec: str) -> str:
        raise WordsWithheldError

    def __reduce__(self) -> NoReturn:
        raise WordsWithheldError


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        # Nearly all text, and all of it again whenever a plan is read.
        return text.strip()
    kept = (
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char not in _INVISIBLE and (char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cs"})
    )
    # Composed last: a mark taken out may have kept two others apart.
    return unicodedata.normalize("NFC", "".join(kept)).strip()
