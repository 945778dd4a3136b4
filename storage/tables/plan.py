"""The plan itself, and what it says: concerns, goals, support, dates."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from plans.goals import Cause, Direction, Level
from plans.ids import PersonId
from plans.kept import EraseCause
from plans.meetings import Attendance, Documented, LaunchItem, NotHeldReason, Standing
from plans.policy import PlanKind, ReviewKind
from plans.record import Provider
from plans.states import MilestoneState, MissClass, PlanState, ReviewState, SupportState
from plans.words import Words
from storage.columns import Coded, Codes, Instant
from storage.sealing import Sealed, SealedNumber, SealedPerson
from storage.tables.base import KeyedPart, PlacedPart, Row, part_of

_STANDS_IN = text("reviewer IS NOT NULL")


class PlanRow(Row, table=True):
    """A plan's own fields. ``next_at`` is when the clock next changes something in it.

    ``gist`` is as much of the plan as a message about it needs, as JSON; it changes with the plan, never apart.
    ``called_for`` is the revision its reminders were derived from. A later one that is known to call for the same
    leaves it, and them, as they are; any other empties it, and then nothing is in step.
    ``salt`` is random: without it nobody can tell what the trail's commitments to the plan's words stand for.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("workspace", "case_number"),
        Index("ix_plan_workspace_next_at", "workspace", "next_at"),
        Index("ix_plan_workspace_employee", "workspace", "employee"),
        Index("ix_plan_workspace_supervisor", "workspace", "supervisor"),
        Index(
            "ix_plan_workspace_reviewer", "workspace", "reviewer", sqlite_where=_STANDS_IN, postgresql_where=_STANDS_IN
        ),
    )

    id: str = Field(primary_key=True)
    revision: int
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    called_for: int | None = None
    case_number: str
    kind: PlanKind = Field(sa_type=Coded(PlanKind))
    pack_id: str
    pack_version: str
    pack_version_date: date
    pack_digest: str
    state: PlanState = Field(sa_type=Coded(PlanState))
    employee: PersonId = Field(sa_type=SealedPerson)
    supervisor: PersonId = Field(sa_type=SealedPerson)
    reviewer: PersonId | None = Field(default=None, sa_type=SealedPerson)
    supervisor_away: bool
    on_paper: bool = False
    paper_person: PersonId | None = Field(default=None, sa_type=SealedPerson)
    started_by: PersonId = Field(sa_type=SealedPerson)
    started_at: datetime = Field(sa_type=Instant)
    leads_others: bool | None = None
    strengths: Words | None = Field(default=None, sa_type=Sealed)
    period: str | None = None
    start: date | None = None
    end: date | None = None
    shared_at: datetime | None = Field(default=None, sa_type=Instant)
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    approved_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    met_at: datetime | None = Field(default=None, sa_type=Instant)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    active_at: datetime | None = Field(default=None, sa_type=Instant)
    decision_due_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    archived_at: datetime | None = Field(default=None, sa_type=Instant)
    prompt_muted_at: datetime | None = Field(default=None, sa_type=Instant)
    support_override: Words | None = Field(default=None, sa_type=Sealed)
    reason: Words | None = Field(default=None, sa_type=Sealed)
    continues: str | None = None
    left_on: date | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Instant)
    erased_for: EraseCause | None = Field(default=None, sa_type=Coded(EraseCause))
    classification: str | None = None
    values_level: Level | None = Field(default=None, sa_type=Coded(Level))
    performance_level: Level | None = Field(default=None, sa_type=Coded(Level))
    main_cause: Cause | None = Field(default=None, sa_type=Coded(Cause))
    meeting_at: datetime | None = Field(default=None, sa_type=Instant)
    opening_line: Words | None = Field(default=None, sa_type=Sealed)
    gist: str | None = Field(default=None, sa_type=SealedPerson)
    salt: str | None = None


class ConflictRow(PlacedPart, table=True):
    """An HR member with no HR rights on the plan (F-05)."""

    __tablename__ = "conflict"

    person: PersonId = Field(sa_type=SealedPerson)


class LaunchTickRow(PlacedPart, table=True):
    """What was seen to before the launch, and who said so."""

    __tablename__ = "launch_tick"

    item: LaunchItem = Field(sa_type=Coded(LaunchItem))
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)


class HeadLineRow(PlacedPart, table=True):
    """A line of the form's head that somebody filled in."""

    __tablename__ = "head_line"

    key: str
    text: Words = Field(sa_type=Sealed)


class AreaRow(PlacedPart, table=True):
    """An area the plan names."""

    __tablename__ = "area"

    area: str


class ConcernRow(KeyedPart, table=True):
    """What falls short."""

    __tablename__ = "concern"

    competency: str
    label: Words | None = Field(default=None, sa_type=Sealed)
    deficiency: Words | None = Field(default=None, sa_type=Sealed)
    expectation: Words | None = Field(default=None, sa_type=Sealed)
    standard: Words | None = Field(default=None, sa_type=Sealed)
    feedback_on: date | None = None
    feedback: Words | None = Field(default=None, sa_type=Sealed)
    rating: int | None = None
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)


class ExampleRow(PlacedPart, table=True):
    """A dated example of a concern."""

    __tablename__ = "example"
    __table_args__ = (part_of("concern"),)

    concern: str = Field(primary_key=True)
    on: date
    text: Words = Field(sa_type=Sealed)


class GoalRow(KeyedPart, table=True):
    """What is expected, how it is judged, and by when."""

    __tablename__ = "goal"

    text: Words = Field(sa_type=Sealed)
    measure: Words | None = Field(default=None, sa_type=Sealed)
    target: date
    cites: Words | None = Field(default=None, sa_type=Sealed)
    cites_id: Words | None = Field(default=None, sa_type=Sealed)
    cites_on: date | None = None
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    metric: Words | None = Field(default=None, sa_type=Sealed)
    unit: Words | None = Field(default=None, sa_type=Sealed)
    baseline: Decimal | None = Field(default=None, sa_type=SealedNumber)
    aim: Decimal | None = Field(default=None, sa_type=SealedNumber)
    direction: Direction | None = Field(default=None, sa_type=Coded(Direction))
    activity: bool = False
    rating: int | None = None


class InterimRow(KeyedPart, table=True):
    """A date on the way to a goal."""

    __tablename__ = "interim"
    __table_args__ = (part_of("goal"),)

    goal: str
    text: Words = Field(sa_type=Sealed)
    on: date


class ActionBlockRow(KeyedPart, table=True):
    """How one area or goal is to get better."""

    __tablename__ = "action_block"

    subject: str
    deficiency: Words | None = Field(default=None, sa_type=Sealed)
    action: Words | None = Field(default=None, sa_type=Sealed)
    progress: Words | None = Field(default=None, sa_type=Sealed)
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)


class BlockDayRow(PlacedPart, table=True):
    """A day of an action block, and what is expected by then."""

    __tablename__ = "block_day"
    __table_args__ = (part_of("action_block"),)

    action_block: str = Field(primary_key=True)
    on: date
    expected: Words | None = Field(default=None, sa_type=Sealed)


class SupportRow(KeyedPart, table=True):
    """What was promised to the employee, and what became of it."""

    __tablename__ = "support"

    goal: str | None = None
    what: Words = Field(sa_type=Sealed)
    provider: Provider = Field(sa_type=Coded(Provider))
    due: date | None = None
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    where: Words | None = Field(default=None, sa_type=Sealed)
    notes: Words | None = Field(default=None, sa_type=Sealed)
    state: SupportState = Field(sa_type=Coded(SupportState))
    confirmed_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    confirmed_on: date | None = None
    reason: Words | None = Field(default=None, sa_type=Sealed)
    not_received_at: datetime | None = Field(default=None, sa_type=Instant)


class ObjectionRow(PlacedPart, table=True):
    """That support was not received, and what was said to it."""

    __tablename__ = "objection"
    __table_args__ = (part_of("support"),)

    support: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    answered_by: PersonId = Field(sa_type=SealedPerson)
    answered_at: datetime = Field(sa_type=Instant)
    answer: Words | None = Field(default=None, sa_type=Sealed)


class ReviewRow(KeyedPart, table=True):
    """A formal meeting."""

    __tablename__ = "review"

    kind: ReviewKind = Field(sa_type=Coded(ReviewKind))
    on: date
    at_time: time | None = None
    zone: str | None = None
    state: ReviewState = Field(sa_type=Coded(ReviewState))
    follows: str | None = None
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    answers_until: datetime | None = Field(default=None, sa_type=Instant)
    held_on: date | None = None
    employee_attended: Attendance | None = Field(default=None, sa_type=Coded(Attendance))
    supervisor_attended: Attendance | None = Field(default=None, sa_type=Coded(Attendance))
    not_held: NotHeldReason | None = Field(default=None, sa_type=Coded(NotHeldReason))
    not_held_words: Words | None = Field(default=None, sa_type=Sealed)
    discussion: Words | None = Field(default=None, sa_type=Sealed)
    adjustments: Words | None = Field(default=None, sa_type=Sealed)
    standing: Standing | None = Field(default=None, sa_type=Coded(Standing))
    picked: tuple[str, ...] = Field(default=(), sa_type=Codes)
    documented: Documented | None = Field(default=None, sa_type=Coded(Documented))
    documented_at: datetime | None = Field(default=None, sa_type=Instant)
    documented_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    late: bool


class ReviewMovedRow(PlacedPart, table=True):
    """One change of a review's date."""

    __tablename__ = "review_moved"
    __table_args__ = (part_of("review"),)

    review: str = Field(primary_key=True)
    old: date
    new: date
    at: datetime = Field(sa_type=Instant)
    by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    reason: Words | None = Field(default=None, sa_type=Sealed)


class ReviewProgressRow(PlacedPart, table=True):
    """What a review's notes say about one goal."""

    __tablename__ = "review_progress"
    __table_args__ = (part_of("review"),)

    review: str = Field(primary_key=True)
    goal: str
    text: Words = Field(sa_type=Sealed)
    number: Decimal | None = Field(default=None, sa_type=SealedNumber)


class CorrectionRow(KeyedPart, table=True):
    """What was appended to a documented review."""

    __tablename__ = "correction"
    __table_args__ = (part_of("review"),)

    review: str
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
    text: Words = Field(sa_type=Sealed)


class MilestoneRow(KeyedPart, table=True):
    """A goal's date, and what became of it."""

    __tablename__ = "milestone"

    goal: str
    on: date
    state: MilestoneState = Field(sa_type=Coded(MilestoneState))
    miss: MissClass | None = Field(default=None, sa_type=Coded(MissClass))
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    grace_until: datetime | None = Field(default=None, sa_type=Instant)
    reported_done_at: datetime | None = Field(default=None, sa_type=Instant)
    met_on: date | None = None
    settled_by: PersonId | None = Field(default=None, sa_type=SealedPerson)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: Words | None = Field(default=None, sa_type=Sealed)
    recognition: Words | None = Field(default=None, sa_type=Sealed)
    evidence: Words | None = Field(default=None, sa_type=Sealed)


class ClassedAsRow(PlacedPart, table=True):
    """One class a milestone was given."""

    __tablename__ = "classed_as"
    __table_args__ = (part_of("milestone"),)

    milestone: str = Field(primary_key=True)
    miss: MissClass = Field(sa_type=Coded(MissClass))
    at: datetime = Field(sa_type=Instant)


class ChangeRequestRow(KeyedPart, table=True):
    """What HR asked to be changed."""

    __tablename__ = "change_request"

    part: str
    text: Words = Field(sa_type=Sealed)
    by: PersonId = Field(sa_type=SealedPerson)
    at: datetime = Field(sa_type=Instant)
