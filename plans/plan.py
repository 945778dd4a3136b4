"""The plan: an agreement to improve within a period. Frozen; a rule returns a new one.

Dates are local calendar dates; they become instants only in ``dates``. Instants are aware and in UTC.
"""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Protocol, Self, TypeVar

from plans.blocks import Block, HeadLine
from plans.ending import GoalResult, HandOver, Outcome, OutcomeState, Pause
from plans.goals import Cause, Concern, Goal, Level, Milestone
from plans.ids import CaseNumber, EntryId, GoalId, MilestoneId, PersonId, PlanId, ReviewId, SupportId, WorkspaceId
from plans.kept import EraseCause, LegalHold
from plans.meetings import LaunchTick, Review
from plans.people import Role
from plans.policy import PlanKind
from plans.record import Barrier, Record, Support
from plans.signing import Amendment, Edition, Signature
from plans.states import PlanState
from plans.words import Words


class PlanError(Exception):
    """Something a person asked for that the rules refuse. Carries facts, never wording.

    ``field`` names the form field the sentence belongs to; None means the form as a whole.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class PlanChangedMeanwhileError(PlanError):
    """Somebody else kept a change since this plan was read (B-02: one winner in every race)."""

    def __init__(self) -> None:
        super().__init__("changed-meanwhile")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """What HR asked to be changed. ``part`` is the code of the place it belongs to (``places``)."""

    id: EntryId
    part: str
    text: Words
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRef:
    """Which edition of which policy pack a plan began with (S0-01). ``digest`` is the SHA-256 of the pack file."""

    id: str
    version: str
    version_date: date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan with its whole record.

    ``revision`` rises by one with every change kept and guards against lost updates; ``edition`` is the version of
    the text the parties sign. ``conflicts`` names HR members with no HR rights on it (F-05), parties aside.
    ``leads_others`` says whether the employee is a supervisor, as far as the form asks (S1-04).
    ``on_paper``: the employee has no account, and what they say is typed in by others (F-06). ``paper_person`` is who
    they were here until they had one; what came in on paper was written by that person.
    ``classification`` is the key of the group of employees whose next steps fit, where the form tells groups apart.
    ``left_on`` is the employee's last day of employment, where HR has written it down.
    """

    id: PlanId
    workspace: WorkspaceId
    case_number: CaseNumber
    kind: PlanKind
    pack: PackRef
    state: PlanState
    employee: PersonId
    supervisor: PersonId
    started_by: PersonId
    started_at: datetime
    revision: int = 0
    reviewer: PersonId | None = None
    supervisor_away: bool = False
    conflicts: frozenset[PersonId] = frozenset()
    head: tuple[HeadLine, ...] = ()
    leads_others: bool | None = None
    strengths: Words | None = None
    areas: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
    goals: tuple[Goal, ...] = ()
    blocks: tuple[Block, ...] = ()
    supports: tuple[Support, ...] = ()
    period: str | None = None
    start: date | None = None
    end: date | None = None
    reviews: tuple[Review, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    change_requests: tuple[ChangeRequest, ...] = ()
    shared_at: datetime | None = None
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: PersonId | None = None
    met_at: datetime | None = None
    delivered_at: datetime | None = None
    active_at: datetime | None = None
    decision_due_at: datetime | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    editions: tuple[Edition, ...] = ()
    signatures: tuple[Signature, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    pauses: tuple[Pause, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    results: tuple[GoalResult, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    record: Record = field(default_factory=Record)
    prompt_muted_at: datetime | None = None
    support_override: Words | None = None
    reason: Words | None = None
    continues: PlanId | None = None
    classification: str | None = None
    values_level: Level | None = None
    performance_level: Level | None = None
    main_cause: Cause | None = None
    ticks: tuple[LaunchTick, ...] = ()
    meeting_at: datetime | None = None
    opening_line: Words | None = None
    holds: tuple[LegalHold, ...] = ()
    left_on: date | None = None
    on_paper: bool = False
    paper_person: PersonId | None = None
    erased_at: datetime | None = None
    erased_for: EraseCause | None = None

    def with_(self, **changes: object) -> Self:
        """The same plan with these parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def edition(self) -> int:
        """The number of the text in force; 0 before the first was made."""
        return self.editions[-1].number if self.editions else 0

    @property
    def outcome(self) -> Outcome | None:
        """The latest outcome, unless it was returned."""
        last = self.outcomes[-1] if self.outcomes else None
        return None if last is None or last.state is OutcomeState.RETURNED else last

    @property
    def active_supervisor(self) -> PersonId:
        """Who acts as supervisor now: the reviewer while the supervisor is marked away (S1-12)."""
        return self.reviewer if self.supervisor_away and self.reviewer else self.supervisor

    @property
    def hands(self) -> frozenset[PersonId]:
        """Whoever supervised before or wrote something: what they wrote keeps their name (F-04)."""
        record = self.record
        return frozenset(
            {
                *((self.paper_person,) if self.paper_person else ()),
                *(one.old for one in self.hand_overs),
                *(one.person for one in self.signatures),
                *(one.author for one in record.notes),
                *(one.author for one in record.check_ins),
                *(one.answered_by for one in record.barriers if one.answered_by),
                *(one.answered_by for one in record.contests if one.answered_by),
                *(one.answered_by for one in record.questions if one.answered_by),
                *(one.answered_by for one in record.wanted_changes if one.answered_by),
                *(one.author for one in record.wanted_changes),
                *(one.author for one in record.papers),
                *(one.documented_by for one in self.reviews if one.documented_by),
                *(one.settled_by for one in self.milestones if one.settled_by),
                *(one.confirmed_by for one in self.supports if one.confirmed_by),
                *(said.answered_by for one in self.supports for said in one.objections),
            }
        )

    def employee_is(self, author: PersonId) -> bool:
        """Whether this is the employee, under whichever name they are known here."""
        return author in {self.employee, self.paper_person}

    @property
    def account_unheard(self) -> bool:
        """Whether HR chose their account after a time on paper, and nobody has signed or written with it yet (F-06).

        So long a slip can be put right; afterwards somebody's words would change hands.
        """
        if self.paper_person is None:
            return False
        parts = (getattr(self, part.name) for part in fields(self) if part.name != "employee")
        return not any(_names(part, self.employee) for part in parts)

    def role_of(self, person: PersonId) -> Role | None:
        """What the person is to this plan as a party; HR's standing is decided in ``permissions``."""
        return party_role(self, person)

    def goal(self, goal: GoalId) -> Goal:
        return _one(self.goals, goal)

    def milestone(self, milestone: MilestoneId) -> Milestone:
        return _one(self.milestones, milestone)

    def review(self, review: ReviewId) -> Review:
        return _one(self.reviews, review)

    def support(self, support: SupportId) -> Support:
        return _one(self.supports, support)

    def barrier(self, barrier: EntryId) -> Barrier:
        return _one(self.record.barriers, barrier)


class Parties(Protocol):
    """Whatever knows who the parties of a plan are."""

    @property
    def employee(self) -> PersonId: ...
    @property
    def supervisor(self) -> PersonId: ...
    @property
    def reviewer(self) -> PersonId | None: ...


def party_role(parties: Parties, person: PersonId) -> Role | None:
    """What the person is as a party; None for everybody else."""
    if person == parties.employee:
        return Role.EMPLOYEE
    if person == parties.supervisor:
        return Role.SUPERVISOR
    return Role.REVIEWER if person == parties.reviewer else None


def _names(part: object, person: PersonId) -> bool:
    """Whether this person stands anywhere in a part of a plan."""
    if isinstance(part, tuple):
        return any(_names(each, person) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return any(_names(getattr(part, one.name), person) for one in fields(part))
    return isinstance(part, str) and part == person


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Part = TypeVar("_Part", bound=_HasId)


def _one(parts: tuple[_Part, ...], wanted: str) -> _Part:
    """The part with this id; a missing one is a form from another time, so an anticipated error."""
    found = next((part for part in parts if part.id == wanted), None)
    if found is None:
        raise PlanError("part-gone")
    return found
