"""Policy packs: read from TOML, checked once, then frozen. Also the review dates a pack proposes.

Others import packs and everything about them from here.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from plans.dates import Calendar, WorkingTime, days_after
from plans.pack import (
    OUTCOMES_OF,
    PROPOSED_REVIEWS,
    RETENTION_MONTHS,
    UNMET,
    ClockStart,
    Competency,
    Consideration,
    Drafter,
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
    Rating,
    Reason,
    Retention,
    RetentionProfile,
    ReviewKind,
    ReviewSlot,
    Span,
    Unit,
    UnknownPeriodError,
)
from plans.pack_checks import check_pack, texts_of
from plans.pack_file import read_pack
from plans.pack_idle import idle_faults
from plans.pack_lines import Place, example_for, nearest, places_of
from plans.pack_rules import Effect, Rule, RuleId, RuleStatus, UnknownRuleError
from plans.pack_table import KEY, Faults, PackFault, Table

__all__ = [
    "BUILT_IN",
    "OUTCOMES_OF",
    "PROPOSED_REVIEWS",
    "RETENTION_MONTHS",
    "UNMET",
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
    "Rating",
    "Reason",
    "Retention",
    "RetentionProfile",
    "ReviewKind",
    "ReviewSlot",
    "Rule",
    "RuleId",
    "RuleStatus",
    "Span",
    "Unit",
    "UnknownPeriodError",
    "UnknownRuleError",
    "line_at",
    "load_pack",
    "pack_files",
    "propose_reviews",
    "read_pack_file",
    "read_packs",
    "texts_of",
]

BUILT_IN: Final = Path(__file__).with_name("packs")
_LARGEST_FILE: Final = 256 * 1024
_MOST_FILES: Final = 100
_SEE: Final = "See how the packs that ship with Milepost write it."
# Where an example of how to write a key comes from, in this order.
_EXAMPLES: Final = ("generic", "illinois-library")


class PackFaultsError(ValueError):
    """A pack is not fit for use. ``faults`` holds every reason, each with its place, for the person who edits it."""

    def __init__(self, faults: tuple[PackFault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def load_pack(text: str, *, name: str) -> Pack:
    """The pack in a TOML text; ``name``, the file's name without its ending, becomes its id.

    Raises ``PackFaultsError`` with every fault there is, or with one if the text is not TOML at all.
    """
    faults = Faults()
    if not KEY.fullmatch(name):
        said = "A pack's name must be made of small letters, digits and single dashes."
        faults.add(name, said, instead="Give the file another name, such as our-plan.toml.")
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise PackFaultsError((*faults.found, _not_toml(name, error))) from error
    pack = read_pack(Table(name, values, faults), name)
    check_pack(pack, faults, where=name)
    if faults.found:
        raise PackFaultsError(_placed(faults, text, name=name))
    return replace(pack, source=text, digest=sha256(text.encode()).hexdigest())


def _not_toml(name: str, error: Exception) -> PackFault:
    found = re.search(r"at line (\d+)", str(error))
    instead = "Text stands in quotation marks, true and false and numbers do not; a list stands in [ ]."
    return PackFault(
        name, f"This is not valid TOML: {error}", instead=instead, line=int(found[1]) if found is not None else None
    )


def _placed(faults: Faults, text: str, *, name: str) -> tuple[PackFault, ...]:
    """Each with its line, and with what stands at that place in a pack that is in order if nothing better is known."""
    places, ours = places_of(text), _places_of_ours()

    def placed(fault: PackFault) -> PackFault:
        path = fault.where[len(name) + 1 :]
        example = "" if fault.instead else example_for(path, ours)
        at = faults.at.get(fault, fault.where)[len(name) + 1 :]
        instead = fault.instead or (f"Write for example: {example}" if example else _SEE)
        return replace(fault, line=nearest(at, places).line, instead=instead)

    return tuple(placed(fault) for fault in dict.fromkeys(faults.found))


def line_at(path: str, source: str) -> int:
    """The line of the pack's text where this stands, or would; counted from 1."""
    return nearest(path, places_of(source)).line


@cache
def _places_of_ours() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for name in _EXAMPLES:
        for path, place in places_of((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8")).items():
            found.setdefault(path, place)
    return found


def read_packs(folder: Path | None = None) -> dict[PackId, Pack]:
    """The packs that ship with Milepost and those in the employer's folder, which win by id.

    Raises ``PackFaultsError`` with the faults of all files together.
    """
    packs: dict[PackId, Pack] = {}
    faults: list[PackFault] = []
    for place in (BUILT_IN, folder):
        if place is None:
            continue
        for file in pack_files(place, faults):
            try:
                pack = read_pack_file(file)
            except PackFaultsError as error:
                faults.extend(error.faults)
            else:
                packs[pack.id] = pack
    if faults:
        raise PackFaultsError(tuple(faults))
    return packs


def read_pack_file(file: Path) -> Pack:
    """One pack, of ours or an employer's own, which says under another version that it stands in for one of ours.

    Raises ``PackFaultsError``.
    """
    pack = load_pack(_text_of(file), name=file.stem)
    idle = tuple(replace(one, line=line_at(one.where[len(pack.id) + 1 :], pack.source)) for one in idle_faults(pack))
    if idle:
        raise PackFaultsError(idle)
    ours = BUILT_IN / f"{pack.id}.toml"
    if file.resolve() != ours.resolve() and ours.is_file():
        shipped = load_pack(_text_of(ours), name=pack.id)
        if shipped.version == pack.version and shipped.digest != pack.digest:
            said = f"A pack called {pack.id} of version {pack.version} ships with Milepost, and this is another."
            instead = f'Write a version of your own, such as version = "{pack.version}-ours", or rename the file.'
            at = nearest("version", places_of(pack.source)).line
            raise PackFaultsError((PackFault(f"{pack.id}.version", said, instead=instead, line=at),))
    return pack


def pack_files(folder: Path, faults: list[PackFault]) -> list[Path]:
    """Its packs by name; a fault is written down where there is no such folder, or too much in it."""
    if not folder.is_dir():
        faults.append(PackFault(str(folder), "There is no such folder.", instead="Name one that is there."))
        return []
    files = sorted(folder.glob("*.toml"))
    if len(files) > _MOST_FILES:
        said = f"There are {len(files)} packs here; {_MOST_FILES} are read."
        faults.append(PackFault(str(folder), said, instead="Take some out."))
    return files[:_MOST_FILES]


def _text_of(file: Path) -> str:
    raw = b""
    try:
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST_FILE + 1)
        text = raw.decode()
    except OSError as error:
        said, instead = f"The file cannot be read: {error.strerror}.", "Name a file that is there and yours to read."
        raise PackFaultsError((PackFault(file.stem, said, instead=instead),)) from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fault = PackFault(file.stem, "The file is not UTF-8 text.", instead="Save it as UTF-8.", line=line)
        raise PackFaultsError((fault,)) from error
    if len(raw) > _LARGEST_FILE:
        said = f"The file is larger than {_LARGEST_FILE} bytes."
        raise PackFaultsError((PackFault(file.stem, said, instead="Make it smaller."),))
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
