"""What someone should be told, and when. A notice is a row, never a timer; a reminder is one for later."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plans.ids import NoticeId, PersonId, PlanId, WorkspaceId
from plans.records import record


class NoticeKind(StrEnum):
    """The closed set of things a person may be told. ``bot/say.py`` has words for each."""

    # derived from the plan: reminders
    ACKNOWLEDGE_AGAIN = "acknowledge_again"
    REVIEW_AHEAD = "review_ahead"
    CHECK_IN = "check_in"
    CHECK_IN_NUDGE = "check_in_nudge"
    GOAL_AHEAD = "goal_ahead"
    GOAL_DUE = "goal_due"
    SUPPORT_DUE = "support_due"
    REVIEW_NOTES_DUE = "review_notes_due"
    BARRIER_ANSWER_DUE = "barrier_answer_due"
    AWAITING_WORD = "awaiting_word"
    FINAL_AHEAD = "final_ahead"
    WEEKLY_PROMPT = "weekly_prompt"
    HR_ANSWER_DUE = "hr_answer_due"
    DRAFTING_DUE = "drafting_due"
    TALKING_POINTS = "talking_points"
    DECISION_DUE = "decision_due"
    COPY_DUE = "copy_due"
    WATCH_OVER = "watch_over"
    # owed because something happened
    PLAN_SUBMITTED = "plan_submitted"
    CHANGES_REQUESTED = "changes_requested"
    PLAN_APPROVED = "plan_approved"
    PLAN_TO_READ = "plan_to_read"
    PLAN_ACKNOWLEDGED = "plan_acknowledged"
    PLAN_ACTIVE = "plan_active"
    PLAN_CHANGED = "plan_changed"
    PLAN_WITHDRAWN = "plan_withdrawn"
    PLAN_HANDED_OVER = "plan_handed_over"
    NOTE_ADDED = "note_added"
    QUESTION_ASKED = "question_asked"
    CHANGE_ASKED = "change_asked"
    BARRIER_RAISED = "barrier_raised"
    BARRIER_ANSWERED = "barrier_answered"
    SUPPORT_CHANGED = "support_changed"
    REPORTED_DONE = "reported_done"
    MILESTONE_MET = "milestone_met"
    MILESTONE_MISSED = "milestone_missed"
    CONTEST_RAISED = "contest_raised"
    CONTEST_ANSWERED = "contest_answered"
    REVIEW_MOVED = "review_moved"
    REVIEW_SUMMARY = "review_summary"
    LOOK_FOR_BETTER = "look_for_better"
    OUTCOME_PROPOSED = "outcome_proposed"
    OUTCOME_RETURNED = "outcome_returned"
    OUTCOME_APPROVED = "outcome_approved"
    OUTCOME_DELIVERED = "outcome_delivered"
    HR_CONTACTED = "hr_contacted"
    COPY_ASKED = "copy_asked"
    COPY_NEWS = "copy_news"
    # owed to HR by the calendar
    DIGEST = "digest"
    UNDELIVERED = "undelivered"
    # owed to anybody after a time away
    CATCH_UP = "catch_up"
    RECORD_REMOVED = "record_removed"
    """Of what was about a plan that is gone: it names none (P-11)."""


class NoticeState(StrEnum):
    """Where a notice stands (architecture: the picture under "A reminder, from milestone to message to record")."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNDELIVERABLE = "undeliverable"
    GATHERED = "gathered"
    """Told by the one message after a time away, ``gathered_into``; as final as sent."""


UNFINISHED = frozenset({NoticeState.WAITING, NoticeState.CLAIMED})


@record
class Owed:
    """Something a person is owed to be told, before it has a row.

    ``key`` is unique: plan, kind, subject, lead time, person and generation; deriving twice adds nothing (B-03).
    ``due_at`` is the instant in UTC, made from ``wall`` in ``zone``; ``nominal`` is the date it was meant for and
    ``rolled`` says why it is another (a holiday's name, "weekend"). After ``not_after`` it is of no use.
    ``direct`` marks the answer to a person's own action, which quiet hours do not hold.
    """

    key: str
    workspace: WorkspaceId
    plan: PlanId | None
    person: PersonId
    kind: NoticeKind
    subject: str | None
    due_at: datetime
    zone: str
    nominal: date | None = None
    rolled: str | None = None
    not_after: datetime | None = None
    direct: bool = False


@record
class Notice:
    """A row of the notice table. It holds no words, ever. ``late_by_us`` is in seconds."""

    id: NoticeId
    owed: Owed
    state: NoticeState
    run_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    lease_token: str | None = None
    send_key: str | None = None
    message_ref: str | None = None
    last_outcome: str | None = None
    late_by_us: int = 0
    sent_at: datetime | None = None
    gathered_into: NoticeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What to do so that what waits is what is wanted. ``move`` pairs a waiting notice with what it should become."""

    add: tuple[Owed, ...] = ()
    move: tuple[tuple[NoticeId, Owed], ...] = ()
    withdraw: tuple[NoticeId, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.add or self.move or self.withdraw)
