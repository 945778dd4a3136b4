"""Reviews: the formal meetings of a plan, and the check-in around each."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from plans.ids import EntryId, PersonId, ReviewId
from plans.policy import ReviewKind
from plans.record import GoalProgress
from plans.states import ReviewState
from plans.words import Words


class Attendance(StrEnum):
    """S0-22."""

    ATTENDED = "attended"
    EXCUSED = "excused"
    ABSENT = "absent"


class LaunchItem(StrEnum):
    """What is seen to before the launch meeting (S3-11)."""

    PRIOR_FEEDBACK = "prior_feedback"
    PRIVATE_MEETING = "private_meeting"
    HR_CONSULTED = "hr_consulted"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchTick:
    """Who said that it had been seen to, and when."""

    item: LaunchItem
    by: PersonId
    at: datetime


class Standing(StrEnum):
    """How the plan stands by a review, as the supervisor sees it (S0-19)."""

    ON_TRACK = "on_track"
    IN_PART = "in_part"
    NOT_ON_TRACK = "not_on_track"


class NotHeldReason(StrEnum):
    """Why a review did not take place (S0-17)."""

    EMPLOYEE_ABSENT = "employee_absent"
    SUPERVISOR_ABSENT = "supervisor_absent"
    BOTH_ABSENT = "both_absent"
    WORK_PRESSURE = "work_pressure"
    OTHER = "other"


class Documented(StrEnum):
    """Whose notes a documented review rests on (§3.3)."""

    BOTH = "both"
    SUPERVISOR_ONLY = "supervisor_only"
    EMPLOYEE_ONLY = "employee_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMoved:
    """A review that was given another date: logged, not a miss."""

    old: date
    new: date
    at: datetime
    by: PersonId | None
    reason: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a party appended to a documented review; nothing is overwritten."""

    id: EntryId
    by: PersonId
    at: datetime
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A formal meeting, and the check-in around it (requirements §3.3).

    ``zone`` is where ``at_time`` is read off a clock, so that an agreed hour stays what it is when somebody else acts.
    Hours from before this have none: they are the acting supervisor's.
    ``asked_at`` is when the check-in's form was first sent, ``ended_at`` when its check-in ended.
    ``answers_until`` is set when Milepost asked late: the check-in then ends three working days after it did ask.
    ``picked`` holds keys of the pack's progress reasons (S0-27).
    """

    id: ReviewId
    kind: ReviewKind
    on: date
    at_time: time | None = None
    state: ReviewState = ReviewState.PLANNED
    zone: str | None = None
    follows: ReviewId | None = None
    moves: tuple[ReviewMoved, ...] = ()
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    answers_until: datetime | None = None
    held_on: date | None = None
    employee_attended: Attendance | None = None
    supervisor_attended: Attendance | None = None
    not_held: NotHeldReason | None = None
    not_held_words: Words | None = None
    discussion: Words | None = None
    progress: tuple[GoalProgress, ...] = ()
    adjustments: Words | None = None
    standing: Standing | None = None
    picked: tuple[str, ...] = ()
    documented: Documented | None = None
    documented_at: datetime | None = None
    documented_by: PersonId | None = None
    late: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def pending(self) -> bool:
        """Whether the meeting is still owed: not held, not replaced."""
        return self.state in {ReviewState.PLANNED, ReviewState.CONFIRMED, ReviewState.UNDOCUMENTED}
