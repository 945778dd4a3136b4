"""Policy packs: read from TOML, checked once, then frozen. Also the review dates a pack proposes.

Others import packs and everything about them from here.
"""

import tomllib
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from plans.dates import Calendar, WorkingTime, days_after
from plans.pack import (
    OUTCOMES_OF,
    PROPOSED_REVIEWS,
    RETENTION_MONTHS,
    ClockStart,
    Competency,
    Consideration,
    Drafter,
    Effect,
    HeaderField,
    HolidaySource,
    LeadTimes,
    Limits,
    NextSteps,
    OutcomeKind,
    Pack,
    PackId,
    PeriodOption,
    PeriodTooShortError,
    PlanKind,
    Reason,
    Retention,
    RetentionProfile,
    ReviewKind,
    ReviewSlot,
    Rule,
    RuleId,
    RuleStatus,
    Span,
    UnknownPeriodError,
    UnknownRuleError,
)
from plans.pack_checks import check_pack, texts_of
from plans.pack_file import read_pack
from plans.pack_table import KEY, Faults, PackFault, Table

__all__ = [
    "BUILT_IN",
    "OUTCOMES_OF",
    "PROPOSED_REVIEWS",
    "RETENTION_MONTHS",
    "ClockStart",
    "Competency",
    "Consideration",
    "Drafter",
    "Effect",
    "HeaderField",
    "HolidaySource",
    "LeadTimes",
    "Limits",
    "NextSteps",
    "OutcomeKind",
    "Pack",
    "PackFault",
    "PackFaultsError",
    "PackId",
    "PeriodOption",
    "PeriodTooShortError",
    "PlanKind",
    "Reason",
    "Retention",
    "RetentionProfile",
    "ReviewKind",
    "ReviewSlot",
    "Rule",
    "RuleId",
    "RuleStatus",
    "Span",
    "UnknownPeriodError",
    "UnknownRuleError",
    "load_pack",
    "propose_reviews",
    "read_packs",
    "texts_of",
]

BUILT_IN: Final = Path(__file__).with_name("packs")
_LARGEST_FILE: Final = 256 * 1024
_MOST_FILES: Final = 100


class PackFaultsError(ValueError):
    """A pack is not fit for use. ``faults`` holds every reason, each with its place, for the person who edits it."""

    def __init__(self, faults: tuple[PackFault, ...]) -> None:
        super().__init__("\n".join(f"{fault.where}: {fault.what}" for fault in faults))
        self.faults = faults


def load_pack(text: str, *, name: str) -> Pack:
    """The pack in a TOML text; ``name``, the file's name without its ending, becomes its id.

    Raises ``PackFaultsError`` with every fault there is, or with one if the text is not TOML at all.
    """
    faults = Faults()
    if not KEY.fullmatch(name):
        faults.add(name, "A pack's name must be made of small letters, digits and single dashes.")
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        faults.add(name, f"This is not valid TOML: {error}")
        raise PackFaultsError(tuple(faults.found)) from error
    pack = read_pack(Table(name, values, faults), name)
    check_pack(pack, faults, where=name)
    if faults.found:
        raise PackFaultsError(tuple(dict.fromkeys(faults.found)))
    return replace(pack, source=text, digest=sha256(text.encode()).hexdigest())


def read_packs(folder: Path | None = None) -> dict[PackId, Pack]:
    """The packs that ship with Milepost and those in the employer's folder, which win by id.

    Raises ``PackFaultsError`` with the faults of all files together.
    """
    packs: dict[PackId, Pack] = {}
    faults: list[PackFault] = []
    for place in (BUILT_IN, folder):
        if place is None:
            continue
        for file in _pack_files(place, faults):
            try:
                pack = load_pack(_text_of(file), name=file.stem)
            except PackFaultsError as error:
                faults.extend(error.faults)
            else:
                packs[pack.id] = pack
    if faults:
        raise PackFaultsError(tuple(faults))
    return packs


def _pack_files(folder: Path, faults: list[PackFault]) -> list[Path]:
    if not folder.is_dir():
        faults.append(PackFault(str(folder), "There is no such folder."))
        return []
    files = sorted(folder.glob("*.toml"))
    if len(files) > _MOST_FILES:
        faults.append(PackFault(str(folder), f"There are {len(files)} packs here; {_MOST_FILES} are read."))
    return files[:_MOST_FILES]


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST_FILE + 1)
        text = raw.decode()
    except OSError as error:
        raise PackFaultsError((PackFault(file.stem, f"The file cannot be read: {error.strerror}."),)) from error
    except UnicodeDecodeError as error:
        raise PackFaultsError((PackFault(file.stem, "The file is not UTF-8 text."),)) from error
    if len(raw) > _LARGEST_FILE:
        raise PackFaultsError((PackFault(file.stem, f"The file is larger than {_LARGEST_FILE} bytes."),))
    return text


def propose_reviews(
    pack: Pack, *, start: date, end: date, option: str, calendar: Calendar | WorkingTime
) -> tuple[tuple[ReviewKind, date], ...]:
    """Review dates for a period: on working days, after the start, one after the other, the final one by the end.

    An ``end`` that is not the option's own stretches or squeezes the dates in proportion.
    Raises ``UnknownPeriodError``, or ``PeriodTooShortError`` if there are fewer working days than reviews.
    """
    period = pack.period(option)
    slots = period.reviews
    worked = _working_days(start, end, calendar)
    if len(worked) < len(slots):
        raise PeriodTooShortError(start=start, end=end, working_days=len(worked), reviews=len(slots))
    places = [bisect_left(worked, _target(slot, period, start=start, end=end)) for slot in slots]
    # A date past the last working day comes back to it, and pushes earlier reviews before it; then none may stand
    # so early that those before it find no day.
    latest = len(worked)
    for n in reversed(range(len(slots))):
        latest = places[n] = min(places[n], latest - 1)
    places = [max(place, n) for n, place in enumerate(places)]
    return tuple((slot.kind, worked[place]) for slot, place in zip(slots, places, strict=True))


def _working_days(start: date, end: date, calendar: Calendar | WorkingTime) -> list[date]:
    """The working days after ``start``, up to and with ``end``."""
    every = (days_after(start, away) for away in range(1, (end - start).days + 1))
    return [day for day in every if calendar.working(day)]


def _target(slot: ReviewSlot, period: PeriodOption, *, start: date, end: date) -> date:
    own_end = period.end(start)
    if own_end is None or own_end == end:
        return slot.span.within(start, end)
    own_days, asked_days = (own_end - start).days, (end - start).days
    planned = (slot.span.within(start, own_end) - start).days
    return days_after(start, round(planned * asked_days / own_days))
