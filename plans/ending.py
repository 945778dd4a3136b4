"""How a plan ends: a result for each goal, then an outcome; and the pauses on the way."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plans.ids import GoalId, PersonId
from plans.policy import OutcomeKind, ReviewKind
from plans.words import Words


class Result(StrEnum):
    """A goal's result (S3-20)."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalResult:
    """A goal's result with the evidence it rests on, required before any outcome (S3-20)."""

    goal: GoalId
    result: Result
    evidence: Words
    by: PersonId
    at: datetime


class OutcomeState(StrEnum):
    """Proposed, then returned or approved, then delivered (requirements §3.1)."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a plan ended, or is proposed to end. One by which it goes on has a new end and new reviews, by date."""

    kind: OutcomeKind
    state: OutcomeState
    reasons: Words
    proposed_by: PersonId
    proposed_at: datetime
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    returned_words: Words | None = None
    delivered_by: PersonId | None = None
    delivered_at: datetime | None = None
    override_reason: Words | None = None
    new_end: date | None = None
    new_reviews: tuple[tuple[ReviewKind, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Dates and "approved by HR"; there is no reason field (P-14)."""

    first: date
    last: date
    approved_by: PersonId
    at: datetime
