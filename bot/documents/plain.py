"""The values of a case file as a reader sees them, before any format escapes or draws them."""

from datetime import date, time
from typing import Final, assert_never

from bot.documents.labels import code
from plans.document import Code, Lane, Mark, Moment, Named, Timeline, Value
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


def dated(line: Timeline) -> list[tuple[str, str, str]]:
    """The marks of a timeline as rows: the day, what it is, and where it stands."""
    return [(day(mark.on), part(mark), shown(mark.state)) for mark in line.marks]


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
