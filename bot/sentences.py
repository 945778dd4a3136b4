"""Every refusal as a sentence: what is the matter, and what to do. Made from the error's code and its facts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from bot.asking import AlreadyRecordedError, PersonUnknownError, SurfaceUnreachableError
from bot.forms import Fault
from bot.wording import Wording
from plans.plan import PlanError
from plans.states import IllegalMoveError

_LINES: Final[Mapping[type[Exception], str]] = {
    AlreadyRecordedError: "already-recorded",
    IllegalMoveError: "error-not-now",
    PersonUnknownError: "error-person-unknown",
    SurfaceUnreachableError: "error-could-not-check",
}
_FALLBACK: Final = "error-refused"
_LIST_MARK: Final = ","


def sentence(error: Exception, wording: Wording, *, zone: str = "UTC") -> str:
    """What to tell a person about an anticipated error. ``zone`` is the reader's, for times of day."""
    if isinstance(error, PlanError):
        return said(error.code, error.facts, wording, zone=zone)
    return wording.say(next((line for kind, line in _LINES.items() if isinstance(error, kind)), _FALLBACK))


def fault_sentence(fault: Fault, wording: Wording) -> str:
    """What to tell a person about a value that cannot be taken."""
    return said(fault.code, fault.facts, wording)


def said(code: str, facts: Mapping[str, object], wording: Wording, *, zone: str = "UTC") -> str:
    """The line ``error-<code>`` with its facts; a code nobody wrote a line for still gets a true, general one."""
    line = f"error-{code}"
    if not wording.has(line):
        return wording.say(_FALLBACK)
    return wording.say(line, **{name: shown(name, value, wording, zone=zone) for name, value in facts.items()})


def shown(name: str, value: object, wording: Wording, *, zone: str = "UTC") -> str | int:
    """A fact as people read it: a date with its weekday, a code as its words, a number as it is."""
    if value is None:
        return wording.say("fact-not-set")
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return _moment(value, wording, zone=zone)
    if isinstance(value, date):
        return wording.day(value)
    return _text(name, str(value), wording, zone=zone)


def _text(name: str, value: str, wording: Wording, *, zone: str) -> str:
    at = _instant(value)
    if at is not None:
        return wording.day(at.date()) if len(value) == len("2026-01-01") else _moment(at, wording, zone=zone)
    words = (_coded(name, part.strip(), wording) for part in value.split(_LIST_MARK))
    return ", ".join(words)


def _instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return None


def _moment(at: datetime, wording: Wording, *, zone: str) -> str:
    told = wording.moment(at, zone=zone)
    return f"{told} UTC" if zone == "UTC" else told


def _coded(name: str, code: str, wording: Wording) -> str:
    line = f"{name}-{code.replace('_', '-')}"
    return wording.say(line) if wording.has(line) else code
