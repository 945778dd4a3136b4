"""The rules of a pack: where each comes from, how well that is known, and what it does."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Effect(StrEnum):
    """What a rule does when a plan breaks it (F-02)."""

    WARN = "warn"
    BLOCK = "block"
    OFF = "off"


class RuleStatus(StrEnum):
    """How well a rule's source is known: read, read in part, read through others, not verified, or our own choice."""

    V = "V"
    PART = "part"
    SECOND = "2nd"
    U = "U"
    OURS = "ours"


class RuleId(StrEnum):
    """The rules our code asks for; every pack sets each of them, but for those in ``UNSET``.

    A pack may hold more, for people to read.
    """

    STRENGTH = "strength"
    AREA = "area"
    CHECK_IN_DATES = "check-in-dates"
    PERIOD_STEPS = "period-steps"
    EXPECTATION = "expectation"
    DATED_EXAMPLE = "dated-example"
    PRIOR_FEEDBACK = "prior-feedback"
    GOAL = "goal"
    SUPPORT_ITEM = "support-item"
    REVIEW_DATES = "review-dates"
    PERIOD = "period"
    GOAL_TOO_SOON = "goal-too-soon"
    ONE_OPEN_PLAN = "one-open-plan"
    SECOND_APPROVER = "second-approver"
    RATING = "rating"
    ACTION_BLOCK = "action-block"
    CITATION = "citation"
    LATE_DECISION = "late-decision-counts-as-met"


# What these do where a pack is silent about them, as packs are that were written before the rule was.
UNSET: Final = {
    RuleId.AREA: Effect.BLOCK,
    RuleId.CHECK_IN_DATES: Effect.OFF,
    RuleId.PERIOD_STEPS: Effect.OFF,
    RuleId.RATING: Effect.BLOCK,
    RuleId.ACTION_BLOCK: Effect.BLOCK,
    RuleId.CITATION: Effect.OFF,
    RuleId.LATE_DECISION: Effect.OFF,
}


class UnknownRuleError(KeyError):
    """The pack has no rule of this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule and where it comes from (F-02). It counts as current only once someone has checked the live text."""

    id: str
    source: str
    source_date: str | None  # ISO 8601, as exact as the source is: 2026, 2026-04 or 2026-06-19
    checked_on: date | None
    checked_by: str | None
    effect: Effect
    status: RuleStatus

    @property
    def current(self) -> bool:
        """Our own choices need no check; every other rule needs a date and a name."""
        return self.status is RuleStatus.OURS or (self.checked_on is not None and bool(self.checked_by))
