"""Concerns, goals and milestones: what falls short, what is expected, and by when.

Frozen parts of a plan. Dates are local calendar dates; they become instants only in ``dates``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from plans.ids import ConcernId, GoalId, MilestoneId, PersonId
from plans.states import MilestoneState, MissClass
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A dated example of what fell short (S3-04)."""

    on: date
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What falls short, tied to a competency of the pack, or to a free one that ``label`` names.

    ``standard`` is where the expectation is written down, such as a link or a document's name (S3-03). ``rating`` is
    the level the work is rated at now, where the pack asks for it (S1-03).
    """

    id: ConcernId
    competency: str
    label: Words | None = None
    deficiency: Words | None = None
    expectation: Words | None = None
    standard: Words | None = None
    examples: tuple[Example, ...] = ()
    feedback_on: date | None = None
    feedback: Words | None = None
    rating: int | None = None
    by: PersonId
    at: datetime

    @property
    def complete(self) -> bool:
        """Whether it has what launch needs: expectation and a dated example (S3-03, S3-04)."""
        return bool(self.expectation and self.examples)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interim:
    """An interim date of a goal (S0-09)."""

    id: MilestoneId
    text: Words
    on: date


class Level(StrEnum):
    """How values, or performance, stand against what is expected; the two are looked at apart (S2-03)."""

    MEETS = "meets"
    PARTLY = "partly"
    BELOW = "below"


class Cause(StrEnum):
    """What the shortfall comes from, in the main (S2-03)."""

    VOLUME = "volume"
    QUALITY = "quality"
    TIMELINESS = "timeliness"
    KNOWLEDGE = "knowledge"
    CONDUCT = "conduct"
    OTHER = "other"


class Direction(StrEnum):
    """Which way a number is to go; one that is where it should be is to stay there, or on that side of it."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted, in what, from where to where (S2-07)."""

    metric: Words
    unit: Words | None
    baseline: Decimal
    aim: Decimal
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One expectation, with how it will be judged and by when.

    ``cites`` names the goal of the performance plan it comes from, ``cites_id`` is its number there and ``cites_on``
    that plan's date (S1-05).

    ``metric`` to ``direction`` are set together, or none of them; ``unit`` may be empty. ``figures`` has them as one.
    """

    id: GoalId
    text: Words
    measure: Words | None
    target: date
    interim: tuple[Interim, ...] = ()
    cites: Words | None = None
    cites_id: Words | None = None
    cites_on: date | None = None
    by: PersonId
    at: datetime
    metric: Words | None = None
    unit: Words | None = None
    baseline: Decimal | None = None
    aim: Decimal | None = None
    direction: Direction | None = None
    activity: bool = False
    """A development activity such as a course: done is done, with a link to show for it if wished (S0-23)."""
    rating: int | None = None
    """The level it was last rated at, where the pack rates (S1-03)."""

    @property
    def figures(self) -> Figures | None:
        """What a number shows of it; ``None`` for a goal told in words."""
        if self.metric is None or self.baseline is None or self.aim is None or self.direction is None:
            return None
        return Figures(
            metric=self.metric, unit=self.unit, baseline=self.baseline, aim=self.aim, direction=self.direction
        )

    def measured_by(self, figures: Figures | None) -> Self:
        """The same goal with these figures, or told in words alone."""
        if figures is None:
            return replace(self, metric=None, unit=None, baseline=None, aim=None, direction=None)
        return replace(
            self,
            metric=figures.metric,
            unit=figures.unit,
            baseline=figures.baseline,
            aim=figures.aim,
            direction=figures.direction,
        )

    @property
    def milestone(self) -> MilestoneId:
        """The milestone of the target date; it shares the goal's id."""
        return MilestoneId(self.id)

    def redated(self, days: Mapping[str, date]) -> Self:
        """The same goal where milestones have moved; ``days`` are by their ids. No date may say two things."""
        interim = (replace(one, on=days.get(one.id, one.on)) for one in self.interim)
        return replace(
            self,
            target=days.get(self.milestone, self.target),
            interim=tuple(sorted(interim, key=lambda one: one.on)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassedAs:
    """One line of a milestone's history: the class, when it was given, and the due instant it rests on."""

    miss: MissClass
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A goal's date or interim date, and what became of it (requirements §3.2).

    ``due_at`` is the instant it was judged against, set when the clock passed it. ``grace_until`` is set when
    Milepost itself was late, so that its lateness counts against nobody.
    """

    id: MilestoneId
    goal: GoalId
    on: date
    state: MilestoneState = MilestoneState.PLANNED
    miss: MissClass | None = None
    history: tuple[ClassedAs, ...] = ()
    due_at: datetime | None = None
    grace_until: datetime | None = None
    reported_done_at: datetime | None = None
    met_on: date | None = None
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    reason: Words | None = None
    recognition: Words | None = None
    evidence: Words | None = None

    @property
    def pending(self) -> bool:
        """Whether the clock may still pass it."""
        return self.state in {MilestoneState.PLANNED, MilestoneState.AT_RISK}
