"""What a person types into one step of a draft, before any rule has looked at it.

Empty fields are ``None``. A form creates the ids of its new parts, so that sending it twice makes one part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from plans.figures import NO_FIGURES, FiguresTyped
from plans.goals import Cause, Level
from plans.ids import BlockId, EntryId, GoalId, MilestoneId, SupportId
from plans.policy import ReviewKind
from plans.record import Provider
from plans.words import Words

# The key of an area named in the supervisor's own words. A pack's keys hold no underscore, so it is never one of them.
OWN_AREA: Final = "own_area"


class Part(StrEnum):
    """The parts of a plan that a step edits, a fault names and HR comments on."""

    PEOPLE = "people"
    KIND = "kind"
    HEAD = "head"
    STRENGTHS = "strengths"
    AREAS = "areas"
    CONCERNS = "concerns"
    GOALS = "goals"
    SUPPORT = "support"
    BLOCKS = "blocks"
    DATES = "dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthsStep:
    """Fields: ``strengths``, ``values``, ``performance``, ``cause``, ``classification``; all but the first may be left.

    ``classification`` is a key of the pack's next steps (S0-26), the others are S2-03.
    """

    strengths: Words | None
    values: Level | None = None
    performance: Level | None = None
    cause: Cause | None = None
    classification: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadStep:
    """Fields: ``head-<key>`` for each line the pack asks for, and ``leads_others``, None where it is not asked."""

    lines: Mapping[str, Words | None]
    leads_others: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasStep:
    """Fields: ``areas``, the pack's keys, and ``own_area``, a label of one's own where the pack allows it."""

    areas: tuple[str, ...]
    own_area: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernStep:
    """One area. Fields: ``rating``, ``expectation``, ``standard``, ``deficiency``, ``feedback_on``, ``feedback``.

    ``examples`` pairs a date with a text; the first pair's faults stand at ``example_on`` and ``example``, the
    second's at ``example_on_2`` and ``example_2``, and so on.
    """

    area: str
    expectation: Words | None
    deficiency: Words | None
    examples: tuple[tuple[date | None, Words | None], ...]
    feedback_on: date | None = None
    feedback: Words | None = None
    standard: Words | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimTyped:
    """A date on the way. Fields: ``interim`` and ``interim_on``, from the second on with ``_2`` and so on."""

    id: MilestoneId
    text: Words | None
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportTyped:
    """Help that is promised: ``support``, ``support_where``, ``support_notes``, ``support_due``; ``_2`` and so on."""

    id: SupportId
    what: Words | None
    provider: Provider
    where: Words | None = None
    notes: Words | None = None
    due: date | None = None

    @property
    def empty(self) -> bool:
        return not (self.what or self.where or self.notes or self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStep:
    """Fields: as named; those of its figures, its interim dates and its support are theirs."""

    goal: GoalId
    text: Words | None
    measure: Words | None
    target: date | None
    interim: tuple[InterimTyped, ...] = ()
    supports: tuple[SupportTyped, ...] = ()
    cites: Words | None = None
    cites_id: Words | None = None
    cites_on: date | None = None
    figures: FiguresTyped = NO_FIGURES
    activity: bool = False
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRemovedStep:
    """A goal is taken out of the draft with its support."""

    goal: GoalId


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportStep:
    """The plan's own list of support, apart from its goals' (S0-29): what is not in it any more is taken out."""

    supports: tuple[SupportTyped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOverrideStep:
    """HR lets a plan go on without any support item and says why (S3-14). Field: ``support_override``."""

    reason: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesStep:
    """Fields: ``period``, ``start``, ``end``, ``first``, ``midpoint``, ``final`` for the reviews, then ``added``.

    ``end`` counts only where the period leaves it open (custom). A review without a date gets the pack's proposal.
    ``added`` are further reviews, at ``added``, ``added_2`` and so on; one without a date is none.
    """

    period: str
    start: date | None
    end: date | None = None
    reviews: Mapping[ReviewKind, date | None] = field(default_factory=dict)
    added: tuple[date | None, ...] = ()


class Rhythm(StrEnum):
    """How the days of a block are laid out: as they were typed, or one proposed for each week or two (S1-08)."""

    AS_TYPED = "as_typed"
    WEEKLY = "weekly"
    EVERY_TWO_WEEKS = "every_two_weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockStep:
    """An action block. Fields: ``deficiency`` (of a goal alone), ``action``, ``progress``, ``rhythm``.

    ``days`` pairs a date with what is expected by then: ``day`` and ``expected``, ``day_2`` and ``expected_2``, and
    so on. Any other rhythm than as typed takes the place of these days.
    """

    id: BlockId
    subject: str
    deficiency: Words | None
    action: Words | None
    progress: Words | None
    days: tuple[tuple[date | None, Words | None], ...] = ()
    rhythm: Rhythm = Rhythm.AS_TYPED


PromiseStep = GoalStep | GoalRemovedStep | SupportStep | SupportOverrideStep
Step = StrengthsStep | HeadStep | AreasStep | ConcernStep | BlockStep | DatesStep | PromiseStep


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedChange:
    """What HR wants changed, and where (``places``). Field: ``comment_`` and the place's code; empty ones are none."""

    id: EntryId
    part: Part
    text: Words | None
    subject: str | None = None
    field: str | None = None
