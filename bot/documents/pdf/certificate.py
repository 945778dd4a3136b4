"""One page that says that a record is gone. Whose it was it does not say: nobody knows any more (P-11)."""

from datetime import datetime
from typing import Final

from bot.documents.labels import PROFILES
from bot.documents.paper import Paper
from bot.documents.pdf.sheet import SMALL, Sheet, Type
from bot.documents.pdf.typesetting import Span
from plans.certificates import Certificate

_TITLE: Final = Type(size=18)
_TEXT: Final = Type(size=11)


def render_certificate(given: Certificate, *, paper: Paper, made_at: datetime) -> bytes:
    """The same certificate, made at the same time, gives the same bytes."""
    title = f"Record {given.case_number} was removed"
    sheet = Sheet(paper=paper, title=title, foot=title, draft="", made_at=made_at)
    sheet.paragraph([Span(title, bold=True)], _TITLE)
    sheet.gap(6)
    for text in _sentences(given):
        sheet.paragraph([Span(text)], _TEXT)
        sheet.gap(4)
    sheet.paragraph([Span(f"Made on {made_at:%Y-%m-%d}.")], SMALL)
    return bytes(sheet.output())


def _sentences(given: Certificate) -> tuple[str, ...]:
    after = "" if given.after is None else f" The form takes a record off {given.after} months after a good end."
    return (
        f"The record with the number {given.case_number} was removed on {given.removed_on:%Y-%m-%d}, after a good end.",
        f"The rule it was kept under: {PROFILES[given.profile]}, {given.months} months.{after}",
        "Everything that was written in it is deleted, and nothing that is left says whose record it was.",
        "What is left is its number, the dates on which it began, ended and was removed, and lines that hold no words.",
        "Copies that were handed over before that day, and backups from before it, are not touched by this.",
    )
