"""The two sizes of paper people print on."""

from enum import StrEnum
from typing import Final


class Paper(StrEnum):
    """The sizes there are."""

    A4 = "a4"
    LETTER = "letter"


_LETTER: Final = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA"})


def usual_paper(locale: str) -> Paper:
    """Letter in the countries that use it, A4 everywhere else. A locale looks like ``en-US``."""
    return Paper.LETTER if locale.replace("_", "-").rpartition("-")[2].upper() in _LETTER else Paper.A4
