"""A neutral document: sections of paragraphs, facts, tables and entries, before anything renders it.

Names, codes and columns are codes; ``bot/documents`` has words for them. What a person wrote stays ``Words`` until a
renderer reveals it. A plain ``str`` is nothing a person on the plan typed: an id, a hash, a text of the policy pack.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from plans.dates import local_time
from plans.ids import CaseNumber
from plans.people import Role
from plans.words import Words


@dataclass(frozen=True, slots=True)
class Code:
    """One of a closed set of values, such as ``milestone.missed``."""

    value: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC and the zone it was lived in; a document shows both."""

    at: datetime
    zone: str

    @property
    def local(self) -> datetime:
        return local_time(self.at, self.zone)


@dataclass(frozen=True, slots=True)
class Named:
    """A person by the name they have now, and what they were to the plan. ``name`` is None for one no longer known."""

    name: Words | None
    role: Role | None


Value = Words | str | date | time | int | Code | Moment | Named


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known, by name. ``label`` is what the policy pack calls it, where the form has a line of its own."""

    name: str
    value: Value
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Words | str


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts under one another."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing on record. What was said about it stands with it in ``attached`` (P-08)."""

    name: str
    id: str
    facts: tuple[Fact, ...]
    by: Named | None = None
    at: Moment | None = None
    attached: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of equal length; None is an empty cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What one side undertook, by when, and where it stands."""

    what: Words
    on: date | None
    state: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoColumns:
    """Two lists side by side, of equal weight (S3-08)."""

    left: str
    right: str
    left_items: tuple[Commitment, ...]
    right_items: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """A text to be kept to the letter, because a hash was made from it."""

    name: str
    text: Words


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence the renderer has words for, such as ``no_employee_input``."""

    code: str


class Lane(StrEnum):
    """Whose dates stand in a line of the timeline: both sides' are drawn alike (S3-08)."""

    REVIEWS = "reviews"
    EMPLOYEE = "employee_commitments"
    ORGANISATION = "organisation_commitments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A date on the timeline. ``part`` is its review, goal or support item by kind or by number, counted from 1."""

    lane: Lane
    on: date
    part: Code | int
    state: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The plan's dates, to be drawn, from the first to the last; ``today`` is when the document was made."""

    first: date
    last: date
    today: date
    marks: tuple[Mark, ...]
    pauses: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """How the number of a goal went, from ``baseline`` to ``aim``, with what each review found."""

    goal: int
    metric: Words
    unit: Words | None
    baseline: Decimal
    aim: Decimal
    found: tuple[tuple[date, Decimal], ...]


Block = Chart | Timeline | Paragraph | Facts | Entry | Table | TwoColumns | Exact | Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document. An empty one is left out, so that its heading promises nothing."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything on record of one plan, in order. ``draft`` until the plan is delivered (S3-01).

    ``locale`` is the policy pack's; it says on what paper its readers print.
    """

    case_number: CaseNumber
    draft: bool
    made_at: Moment
    locale: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        return next((section for section in self.sections if section.name == name), None)
