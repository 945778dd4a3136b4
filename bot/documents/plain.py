"""The values of a case file as a reader sees them, before any format escapes or draws them."""

import unicodedata
from datetime import date, time
from decimal import Decimal
from typing import Final, assert_never

from bot.documents.labels import code
from plans.document import CaseFile, Chart, Code, Facts, Lane, Mark, Moment, Named, Timeline, Value
from plans.figures import plain
from plans.people import Role
from plans.words import Words

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def shown(value: Value) -> str:
    """What a person wrote is revealed here, line ends and all."""
    match value:
        case Words():
            said = value.reveal()
        case Code(known):
            said = code(known)
        case Moment():
            said = moment(value)
        case Named():
            said = person(value)
        case date():
            said = day(value)
        case time():
            said = f"{value:%H:%M}"
        case str() | int():
            said = str(value)
        case _:
            assert_never(value)
    return said


def moment(at: Moment) -> str:
    """Local time first, with its zone; then UTC to the second."""
    return f"{local(at)} ({at.at:%Y-%m-%d %H:%M:%S} UTC)"


def local(at: Moment) -> str:
    return f"{day(at.local)}, {at.local:%H:%M} {at.zone}"


def person(named: Named) -> str:
    name = named.name.reveal() if named.name else "someone no longer here"
    match named.role:
        case None:
            return name
        case Role.REVIEWER:
            return f"{name} (as reviewer, in the absence of the supervisor)"
        case role:
            return f"{name} ({'HR' if role is Role.HR else role.value})"


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def runs_right_to_left(text: str) -> bool:
    """Whether its first letter is one of a script that does."""
    ways = (unicodedata.bidirectional(char) for char in text)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"


def dated(line: Timeline) -> list[tuple[str, str, str]]:
    """The marks of a timeline as rows: the day, what it is, and where it stands."""
    return [(day(mark.on), part(mark), shown(mark.state)) for mark in line.marks]


def measured(chart: Chart) -> str:
    """What a chart's number is of, such as ``Goal 1: Desk shifts begun on time``; on one line."""
    return f"Goal {chart.goal}: {' '.join(chart.metric.reveal().split())}"


def read(chart: Chart) -> list[tuple[str, str, str]]:
    """A chart as rows: the day, the number with its unit, and what it stands for."""
    reviews = [(day(on), numbered(chart, number), "Found at a review") for on, number in chart.found]
    start, end = numbered(chart, chart.baseline), numbered(chart, chart.aim)
    return [("", start, "Where it stood"), *reviews, ("", end, "To reach")]


def numbered(chart: Chart, number: Decimal) -> str:
    """The number with its unit, on one line."""
    unit = "" if chart.unit is None else f" {' '.join(chart.unit.reveal().split())}"
    return f"{plain(number)}{unit}"


def part(mark: Mark) -> str:
    match mark.lane:
        case Lane.REVIEWS:
            return f"Review: {shown(mark.part).lower()}"
        case Lane.EMPLOYEE:
            return f"Goal {mark.part}"
        case Lane.ORGANISATION:
            return f"Support {mark.part}"
        case _:
            assert_never(mark.lane)


def template_of(file: CaseFile) -> list[str]:
    """Which edition of which template the plan follows (S0-01); nothing for a plan that names none."""
    facts = [
        fact
        for section in file.sections
        for block in section.blocks
        if isinstance(block, Facts)
        for fact in block.facts
        if fact.name.startswith("template")
    ]
    known = {fact.name: shown(fact.value) for fact in facts}
    try:
        name, version, dated_on = (known[part] for part in ("template", "template_version", "template_version_date"))
    except KeyError:
        return []
    return [f"template {name}, version {version} of {dated_on}"]
