"""How a plan ends: a result for each goal, then an outcome; and the pauses on the way."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plans.ids import EntryId, GoalId, MilestoneId, PersonId, PlanId
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


class OwedKind(StrEnum):
    """What the employee was owed and did not get (F-01)."""

    SUPPORT_NOT_DELIVERED = "support_not_delivered"
    SUPPORT_NOT_RECEIVED = "support_not_received"
    REVIEW_NOT_HELD = "review_not_held"
    BARRIER_UNANSWERED = "barrier_unanswered"
    QUESTION_UNANSWERED = "question_unanswered"
    CHANGE_UNANSWERED = "change_unanswered"
    CONTEST_UNANSWERED = "contest_unanswered"
    DONE_UNANSWERED = "done_unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedItem:
    """One thing owed to the employee; ``subject`` is the id of the part."""

    kind: OwedKind
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a plan ended, or is proposed to end. One by which it goes on has a new end and new reviews, by date.

    ``picked`` holds keys of the pack's progress reasons (S0-27), ``next_step`` the key of what follows (S0-26).
    ``owed`` is what the employee was still owed when it was proposed, ``owed_accepted`` what HR accepted of that kind
    when it approved; None until then (F-01). ``second_approver`` is the pack's word at the proposal (P-27).
    ``continued_as`` is the plan that coaching was turned into (S2-11).
    """

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
    picked: tuple[str, ...] = ()
    next_step: str | None = None
    second_approver: bool = True
    owed: tuple[OwedItem, ...] = ()
    owed_accepted: tuple[OwedItem, ...] | None = None
    continued_as: PlanId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Somebody else supervises from ``at`` on; ``confirmed_at`` is when they had read where the plan stands (F-04)."""

    id: EntryId
    old: PersonId
    new: PersonId
    by: PersonId
    at: datetime
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A date that moved with a pause. ``subject`` is the milestone's, support's or review's id, or ``end``."""

    subject: str
    old: date
    new: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Dates and "approved by HR"; there is no reason field (P-14).

    ``fitted`` is HR's decision to let the plan end at its form's last possible day, where moving everything by the
    days paused would lead past it. ``held`` rested before the pause began, which does not end what holds them.
    ``shifts`` are there once the pause is over.
    """

    first: date
    last: date
    approved_by: PersonId
    at: datetime
    fitted: bool = False
    held: tuple[MilestoneId, ...] = ()
    shifts: tuple[Shift, ...] = ()
