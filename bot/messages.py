"""Message: what is posted to a person, before any surface draws it; and Home, their page."""

from dataclasses import dataclass

from bot.parts import Part, QuietPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A neutral line and a button (P-06). ``preview`` is what a lock screen may show: no name, no topic (P-05)."""

    preview: str
    parts: tuple[QuietPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A person's plans at a glance (B-08): names, dates and counts; nothing a person wrote."""

    parts: tuple[Part, ...]
