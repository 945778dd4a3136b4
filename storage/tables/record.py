"""The entries of a plan's record."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field

from plans.ids import PersonId
from plans.people import Role
from plans.record import (
    BarrierKind,
    ContestState,
    InputMoment,
    ProposalState,
    WantedKind,
    WantedState,
    WeeklyWord,
)
from plans.states import BarrierState, MissClass
from plans.words import Words
from storage.columns import Coded, Codes, Instant
from storage.sealing import Sealed, SealedNumber, SealedPerson
from storage.tables.base import KeyedPart, PlacedPart, part_of


class Entry(KeyedPart):
    """Every entry has its author and its time."""

    author: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)


class NoteRow(Entry, table=True):
    """A progress note."""

    __tablename__ = "note"

    role: Role = Field(sa_type=Coded(Role))
    goal: str | None = None
    text: Words = Field(sa_type=Sealed)
    corrects: str | None = None
    week: date | None = None
    weekly: WeeklyWord | None = Field(default=None, sa_type=Coded(WeeklyWord))


class CheckInNoteRow(Entry, table=True):
    """One party's answer to a check-in."""

    __tablename__ = "check_in_note"

    review: str
    role: Role = Field(sa_type=Coded(Role))
    challenges: Words = Field(sa_type=Sealed)
    support_needed: Words = Field(sa_type=Sealed)
    feedback: Words = Field(sa_type=Sealed)
    late: bool


class CheckInProgressRow(PlacedPart, table=True):
    """What a check-in note says about one goal."""

    __tablename__ = "check_in_progress"
    __table_args__ = (part_of("check_in_note"),)

    check_in_note: str = Field(primary_key=True)
    goal: str
    text: Words = Field(sa_type=Sealed)
    number: Decimal | None = Field(default=None, sa_type=SealedNumber)


class BarrierRow(Entry, table=True):
    """Something in the way."""

    __tablename__ = "barrier"

    kind: BarrierKind = Field(sa_type=Coded(BarrierKind))
    text: Words = Field(sa_type=Sealed)
    would_help: Words = Field(sa_type=Sealed)
    wished_date: date | None = None
    state: BarrierState = Field(sa_type=Coded(BarrierState))
    answer: Words | None = Field(default=None, sa_type=Sealed)
    answered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class BarrierMilestoneRow(PlacedPart, table=True):
    """A milestone that a barrier stands before."""

    __tablename__ = "barrier_milestone"
    __table_args__ = (part_of("barrier"),)

    barrier: str = Field(primary_key=True)
    milestone: str


class ContestRow(Entry, table=True):
    """The employee's words on the class of a missed milestone."""

    __tablename__ = "contest"

    milestone: str
    against: MissClass = Field(sa_type=Coded(MissClass))
    text: Words = Field(sa_type=Sealed)
    state: ContestState = Field(sa_type=Coded(ContestState))
    answer: Words | None = Field(default=None, sa_type=Sealed)
    answered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class EmployeeInputRow(Entry, table=True):
    """What the employee added to the plan."""

    __tablename__ = "employee_input"

    moment: InputMoment = Field(sa_type=Coded(InputMoment))
    text: Words = Field(sa_type=Sealed)


class GoalProposalRow(Entry, table=True):
    """A goal the employee proposed, and the answer to it."""

    __tablename__ = "goal_proposal"

    goal: str
    text: Words = Field(sa_type=Sealed)
    measure: Words | None = Field(default=None, sa_type=Sealed)
    target: date
    wish: Words | None = Field(default=None, sa_type=Sealed)
    state: ProposalState = Field(sa_type=Coded(ProposalState))
    answer: Words | None = Field(default=None, sa_type=Sealed)
    answered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class RebuttalRow(Entry, table=True):
    """The employee's own statement on a part of the record."""

    __tablename__ = "rebuttal"

    about: str
    text: Words = Field(sa_type=Sealed)
    reply: Words | None = Field(default=None, sa_type=Sealed)
    replied_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    replied_at: datetime | None = Field(default=None, sa_type=Instant)


class CopyRequestRow(Entry, table=True):
    """The employee asked for a copy of everything held about them."""

    __tablename__ = "copy_request"

    due: date | None = None
    later_due: date | None = None
    later_reason: Words | None = Field(default=None, sa_type=Sealed)
    later_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    later_at: datetime | None = Field(default=None, sa_type=Instant)
    handed_on: date | None = None
    kept_back: Words | None = Field(default=None, sa_type=Sealed)
    handed_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    handed_at: datetime | None = Field(default=None, sa_type=Instant)
    left_out: str = Field(sa_type=Codes, sa_column_kwargs={"server_default": "[]"})


class QuestionRow(Entry, table=True):
    """A question before acknowledging."""

    __tablename__ = "question"

    text: Words = Field(sa_type=Sealed)
    answer: Words | None = Field(default=None, sa_type=Sealed)
    answered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    overridden_by: PersonId | None = Field(default=None, sa_type=SealedPerson)


class WantedChangeRow(Entry, table=True):
    """A change the employee asked for, or a pause; of a pause there is no text (P-14)."""

    __tablename__ = "wanted_change"

    role: Role = Field(default=Role.EMPLOYEE, sa_type=Coded(Role))
    kind: WantedKind = Field(sa_type=Coded(WantedKind))
    text: Words | None = Field(default=None, sa_type=Sealed)
    goal: str | None = None
    first: date | None = None
    on: date | None = None
    state: WantedState = Field(sa_type=Coded(WantedState))
    answer: Words | None = Field(default=None, sa_type=Sealed)
    answered_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class PaperRow(Entry, table=True):
    """What came in on paper, beside what it became."""

    __tablename__ = "paper"

    role: Role = Field(sa_type=Coded(Role))
    about: str
    on: date
    witness: Words = Field(sa_type=Sealed)
    filed: Words | None = Field(default=None, sa_type=Sealed)


class HrRequestRow(Entry, table=True):
    """What a party wrote to HR in private."""

    __tablename__ = "hr_request"

    role: Role = Field(sa_type=Coded(Role))
    text: Words = Field(sa_type=Sealed)
