"""What the parties signed, and how a plan ends."""

from datetime import date, datetime

from sqlmodel import Field

from plans.ending import OutcomeState, OwedItem, Result, Shift
from plans.ids import MilestoneId, PersonId
from plans.people import Role
from plans.policy import OutcomeKind, ReviewKind
from plans.signing import AmendmentState, SignatureKind
from plans.words import Words
from storage.columns import Coded, Codes, Instant, OwedItems, ReviewDates, Shifts
from storage.sealing import Sealed, SealedPerson
from storage.tables.base import KeyedPart, PlacedPart


class EditionRow(PlacedPart, table=True):
    """One version of the text that the parties sign."""

    __tablename__ = "edition"

    number: int
    text: Words = Field(sa_type=Sealed)
    text_hash: str
    made_at: datetime = Field(sa_type=Instant)


class SignatureRow(KeyedPart, table=True):
    """Who signed what, and when."""

    __tablename__ = "signature"

    role: Role = Field(sa_type=Coded(Role))
    person: PersonId = Field(sa_type=SealedPerson)
    kind: SignatureKind = Field(sa_type=Coded(SignatureKind))
    edition: int
    name_shown: Words = Field(sa_type=Sealed)
    typed_name: Words | None = Field(default=None, sa_type=Sealed)
    at: datetime = Field(sa_type=Instant)
    zone: str
    text_hash: str
    comment: Words | None = Field(default=None, sa_type=Sealed)
    witness: PersonId | None = Field(default=None, sa_type=SealedPerson)


class AmendmentRow(KeyedPart, table=True):
    """What changed in the text after delivery."""

    __tablename__ = "amendment"

    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    state: AmendmentState = Field(sa_type=Coded(AmendmentState))
    changes: Words = Field(sa_type=Sealed)
    edition: int | None = None
    delivered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    in_force_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: Words | None = Field(default=None, sa_type=Sealed)


class HandOverRow(KeyedPart, table=True):
    """Who supervised before, who does since, and when they had read where the plan stands."""

    __tablename__ = "hand_over"

    old: PersonId = Field(sa_type=SealedPerson)
    new: PersonId = Field(sa_type=SealedPerson)
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)


class PauseRow(PlacedPart, table=True):
    """Dates on which the plan stands still."""

    __tablename__ = "pause"

    first: date
    last: date
    approved_by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    fitted: bool = False
    held: tuple[MilestoneId, ...] = Field(default=(), sa_type=Codes)
    shifts: tuple[Shift, ...] = Field(default=(), sa_type=Shifts)


class LegalHoldRow(PlacedPart, table=True):
    """HR keeps the plan whatever its time may be."""

    __tablename__ = "legal_hold"

    reason: Words = Field(sa_type=Sealed)
    set_by: PersonId = Field(sa_type=SealedPerson)
    set_at: datetime = Field(sa_type=Instant)
    lifted_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)
    lifted_reason: Words | None = Field(default=None, sa_type=Sealed)


class GoalResultRow(PlacedPart, table=True):
    """A goal's result, and its evidence."""

    __tablename__ = "goal_result"

    goal: str
    result: Result = Field(sa_type=Coded(Result))
    evidence: Words = Field(sa_type=Sealed)
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)


class OutcomeRow(PlacedPart, table=True):
    """How the plan ended, or is proposed to end."""

    __tablename__ = "outcome"

    kind: OutcomeKind = Field(sa_type=Coded(OutcomeKind))
    state: OutcomeState = Field(sa_type=Coded(OutcomeState))
    reasons: Words = Field(sa_type=Sealed)
    proposed_by: PersonId = Field(sa_type=SealedPerson)
    proposed_at: datetime = Field(sa_type=Instant)
    decided_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    returned_words: Words | None = Field(default=None, sa_type=Sealed)
    delivered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    override_reason: Words | None = Field(default=None, sa_type=Sealed)
    new_end: date | None = None
    new_reviews: tuple[tuple[ReviewKind, date], ...] = Field(default=(), sa_type=ReviewDates)
    picked: tuple[str, ...] = Field(default=(), sa_type=Codes)
    next_step: str | None = None
    second_approver: bool = True
    owed: tuple[OwedItem, ...] = Field(default=(), sa_type=OwedItems)
    owed_accepted: tuple[OwedItem, ...] | None = Field(default=None, sa_type=OwedItems)
    continued_as: str | None = None
