"""The entries in a plan's record: immutable once written, each with its author and its time."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from plans.filed import Paper
from plans.ids import EntryId, GoalId, MilestoneId, PersonId, ReviewId, SupportId
from plans.people import Role
from plans.states import BarrierState, MissClass, SupportState
from plans.words import Words


class WeeklyWord(StrEnum):
    """What the employee answers to the weekly line (S2-08)."""

    PROGRESS = "progress"
    BLOCKED = "blocked"
    NOTHING_NEW = "nothing_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNote:
    """What one party put on record about a goal, or the plan; a correction is a new note that names the old (B-05).

    The answer to a weekly line has its ``week`` and what was chosen; its text may be empty.
    """

    id: EntryId
    author: PersonId
    role: Role
    at: datetime
    goal: GoalId | None
    text: Words
    corrects: EntryId | None = None
    week: date | None = None
    weekly: WeeklyWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """What a check-in or a review says about one goal; ``number`` only of one that a number shows (S2-07)."""

    goal: GoalId
    text: Words
    number: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInNote:
    """One party's answer to a check-in: sealed until both have written or the review's time has passed (S0-13)."""

    id: EntryId
    review: ReviewId
    author: PersonId
    role: Role
    at: datetime
    progress: tuple[GoalProgress, ...]
    challenges: Words
    support_needed: Words
    feedback: Words
    late: bool = False


class BarrierKind(StrEnum):
    """What stands in the way (requirements §4.2). ``PROTECTED`` goes to HR only (P-13)."""

    WORKLOAD = "workload"
    ACCESS_OR_TOOL = "access_or_tool"
    WAITING_ON_SOMEONE = "waiting_on_someone"
    UNCLEAR_EXPECTATION = "unclear_expectation"
    PROTECTED = "protected"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """Something in the way that the employee reported; an answer is owed (S0-24)."""

    id: EntryId
    author: PersonId
    at: datetime
    kind: BarrierKind
    milestones: tuple[MilestoneId, ...]
    text: Words
    would_help: Words
    wished_date: date | None = None
    state: BarrierState = BarrierState.RAISED
    answer: Words | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def protected(self) -> bool:
        """Whether only HR and the employee may read it."""
        return self.kind is BarrierKind.PROTECTED

    @property
    def open(self) -> bool:
        return self.state in {BarrierState.RAISED, BarrierState.ANSWERED}


class Provider(StrEnum):
    """Who promised a support item."""

    SUPERVISOR = "supervisor"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """The employee said ``at`` that they had not received it, and what was said to that.

    Without ``answer`` it was settled by what was recorded then, such as that it was delivered after all.
    """

    at: datetime
    answered_by: PersonId
    answered_at: datetime
    answer: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What the supervisor or the organisation committed to provide (S0-16). ``goal`` may be None (S0-29)."""

    id: SupportId
    goal: GoalId | None
    what: Words
    provider: Provider
    due: date | None
    by: PersonId
    at: datetime
    where: Words | None = None
    notes: Words | None = None
    state: SupportState = SupportState.PROMISED
    confirmed_by: PersonId | None = None
    confirmed_at: datetime | None = None
    confirmed_on: date | None = None
    reason: Words | None = None
    not_received_at: datetime | None = None
    objections: tuple[Objection, ...] = ()
    """Those that are settled; one that waits for its answer is ``not_received_at``."""

    @property
    def open(self) -> bool:
        return self.state in {SupportState.PROMISED, SupportState.ARRANGED}

    @property
    def disputed(self) -> bool:
        """Marked "not received" by the employee, and not answered since."""
        return self.not_received_at is not None


class ContestState(StrEnum):
    """Where a contest of a class stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The employee's own words on the class of a missed milestone (S0-25)."""

    id: EntryId
    milestone: MilestoneId
    author: PersonId
    at: datetime
    against: MissClass
    text: Words
    state: ContestState = ContestState.OPEN
    answer: Words | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None


class InputMoment(StrEnum):
    """When the employee was offered the input box (S3-23)."""

    DRAFTING = "drafting"
    ACKNOWLEDGEMENT = "acknowledgement"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeInput:
    """What the employee wished to add to the plan itself."""

    id: EntryId
    author: PersonId
    at: datetime
    moment: InputMoment
    text: Words


class ProposalState(StrEnum):
    """Where a goal that the employee proposed stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGES_WANTED = "changes_wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProposal:
    """A goal in the employee's words, and the supervisor's answer to it (S0-05). A new attempt is a new proposal."""

    id: EntryId
    goal: GoalId
    author: PersonId
    at: datetime
    text: Words
    measure: Words | None
    target: date
    wish: Words | None
    state: ProposalState = ProposalState.OPEN
    answer: Words | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuttal:
    """The employee's own statement on any part of the record; it travels with that part (P-08).

    HR may reply, once; nobody has to.
    """

    id: EntryId
    author: PersonId
    at: datetime
    about: str
    text: Words
    reply: Words | None = None
    replied_by: PersonId | None = None
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HrRequest:
    """What a party wrote to HR in private; only HR and the author read it; the other is not told (S0-21)."""

    id: EntryId
    author: PersonId
    role: Role
    at: datetime
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequest:
    """The employee asked for a copy of everything held about them (P-09). Only HR and the employee know of it.

    ``due`` is the day HR owes it by, where the pack sets one, and ``later_due`` the one after HR took more time.
    ``kept_back`` says what was left out of the copy, and why. ``left_out`` are entries that Milepost itself leaves out,
    each as a reason and its id with a colon between.
    """

    id: EntryId
    author: PersonId
    at: datetime
    due: date | None = None
    later_due: date | None = None
    later_reason: Words | None = None
    later_by: PersonId | None = None
    later_at: datetime | None = None
    handed_on: date | None = None
    kept_back: Words | None = None
    handed_by: PersonId | None = None
    handed_at: datetime | None = None
    left_out: tuple[str, ...] = ()

    @property
    def exempt(self) -> tuple[tuple[str, str], ...]:
        """The entries left out, each with its reason."""
        return tuple((entry, reason) for reason, _, entry in (one.partition(":") for one in self.left_out))

    @property
    def open(self) -> bool:
        return self.handed_at is None

    @property
    def owed_by(self) -> date | None:
        return self.later_due or self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question the employee asked before acknowledging; it must be answered before the plan is active (S0-14)."""

    id: EntryId
    author: PersonId
    at: datetime
    text: Words
    answer: Words | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None
    overridden_by: PersonId | None = None

    @property
    def open(self) -> bool:
        return self.answered_at is None and self.overridden_by is None


class WantedKind(StrEnum):
    """What the employee asks to have changed. What ``PROTECTED`` and ``PAUSE`` are about goes to HR only (P-13)."""

    GOAL = "goal"
    DATE = "date"
    SUPPORT = "support"
    OTHER = "other"
    PROTECTED = "protected"
    PAUSE = "pause"


class WantedState(StrEnum):
    """Where it stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedChange:
    """A change of the plan that the employee asked for, or a pause that either side did; an answer is owed.

    A pause has its first and last day, ``first`` and ``on``, and never a text (P-14); of any other change ``on`` is the
    date wished for, and ``goal`` is None where it is about the plan as a whole.
    """

    id: EntryId
    author: PersonId
    at: datetime
    kind: WantedKind
    role: Role = Role.EMPLOYEE
    text: Words | None = None
    goal: GoalId | None = None
    first: date | None = None
    on: date | None = None
    state: WantedState = WantedState.OPEN
    answer: Words | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None

    @property
    def apart(self) -> bool:
        """Whether only HR and the employee may know of it; a pause that the supervisor asks for is no secret."""
        return self.for_hr and self.role is Role.EMPLOYEE

    @property
    def for_hr(self) -> bool:
        """Whether HR alone answers it."""
        return self.kind in {WantedKind.PROTECTED, WantedKind.PAUSE}

    @property
    def open(self) -> bool:
        return self.state is WantedState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All entries of one plan, each kind in the order it was written."""

    notes: tuple[ProgressNote, ...] = ()
    check_ins: tuple[CheckInNote, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    contests: tuple[Contest, ...] = ()
    inputs: tuple[EmployeeInput, ...] = ()
    rebuttals: tuple[Rebuttal, ...] = ()
    questions: tuple[Question, ...] = ()
    hr_requests: tuple[HrRequest, ...] = ()
    proposals: tuple[GoalProposal, ...] = ()
    copy_requests: tuple[CopyRequest, ...] = ()
    wanted_changes: tuple[WantedChange, ...] = ()
    papers: tuple[Paper, ...] = ()

    def check_in_of(self, review: ReviewId, role: Role) -> CheckInNote | None:
        return next((note for note in self.check_ins if note.review == review and note.role is role), None)

    def barriers_on(self, milestone: MilestoneId) -> tuple[Barrier, ...]:
        return tuple(barrier for barrier in self.barriers if milestone in barrier.milestones)

    def contest_on(self, milestone: MilestoneId) -> Contest | None:
        """The latest contest, if there is one."""
        return next((found for found in reversed(self.contests) if found.milestone == milestone), None)
