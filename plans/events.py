"""What happened. Every event is one line of the audit trail, written in the transaction of the change itself.

A kind reads ``subject.what_happened``. Facts are codes, dates, counts and ids: never anything a person wrote.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plans.ids import EntryId, PersonId, PlanId


class EventKind(StrEnum):
    """The closed set of things that can happen."""

    PLAN_OPENED = "plan.opened"
    PLAN_EDITED = "plan.edited"
    PLAN_SHARED = "plan.shared"
    PLAN_TAKEN_BACK = "plan.taken_back"
    GOALS_PROPOSED = "goals.proposed"
    LAUNCH_NOTED = "launch.noted"
    GOAL_ACCEPTED = "goal.accepted"
    GOAL_SENT_BACK = "goal.sent_back"
    PLAN_SUBMITTED = "plan.submitted"
    CHANGES_REQUESTED = "plan.changes_requested"
    PLAN_APPROVED = "plan.approved"
    APPROVAL_LAPSED = "plan.approval_lapsed"
    PLAN_DISCARDED = "plan.discarded"
    PLAN_DELIVERED = "plan.delivered"
    PLAN_ACTIVATED = "plan.activated"
    PLAN_AMENDED = "plan.amended"
    AMENDMENT_CHANGED = "amendment.changed"
    AMENDMENT_DROPPED = "amendment.dropped"
    AMENDMENT_IN_FORCE = "amendment.in_force"
    PLAN_PAUSED = "plan.paused"
    PLAN_RESUMED = "plan.resumed"
    PLAN_EXTENDED = "plan.extended"
    PLAN_DECISION_DUE = "plan.decision_due"
    PLAN_CLOSED = "plan.closed"
    PLAN_ARCHIVED = "plan.archived"
    PLAN_ERASED = "plan.erased"
    LEGAL_HOLD_SET = "legal_hold.set"
    LEGAL_HOLD_LIFTED = "legal_hold.lifted"
    LEAVING_RECORDED = "leaving.recorded"
    PLAN_HANDED_OVER = "plan.handed_over"
    HAND_OVER_CONFIRMED = "plan.hand_over_confirmed"
    ACCOUNT_NAMED = "plan.account_named"
    REVIEWER_NAMED = "plan.reviewer_named"
    SUPERVISOR_AWAY = "plan.supervisor_away"
    SUPERVISOR_BACK = "plan.supervisor_back"
    EDITION_MADE = "edition.made"
    SIGNATURE_GIVEN = "signature.given"
    SIGNATURE_DECLINED = "signature.declined"
    DELIVERY_CONFIRMED = "signature.confirmed_in_person"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_OVERRIDDEN = "question.overridden"
    CHANGE_ASKED = "change.asked"
    CHANGE_ACCEPTED = "change.accepted"
    CHANGE_DECLINED = "change.declined"
    PAPER_RECORDED = "paper.recorded"
    INPUT_ADDED = "input.added"
    NOTE_ADDED = "note.added"
    PROMPT_MUTED = "prompt.muted"
    CHECK_IN_ASKED = "check_in.asked"
    CHECK_IN_ANSWERED = "check_in.answered"
    CHECK_IN_GIVEN_GRACE = "check_in.given_grace"
    CHECK_IN_ENDED = "check_in.ended"
    REVIEW_CONFIRMED = "review.confirmed"
    REVIEW_MOVED = "review.moved"
    REVIEW_HELD = "review.held"
    REVIEW_NOT_HELD = "review.not_held"
    REVIEW_ADDED = "review.added"
    REVIEW_UNDOCUMENTED = "review.undocumented"
    REVIEW_DOCUMENTED = "review.documented"
    REVIEW_CORRECTED = "review.corrected"
    MILESTONE_AT_RISK = "milestone.at_risk"
    MILESTONE_MOVED = "milestone.moved"
    MILESTONE_PLANNED = "milestone.planned"
    MILESTONE_REPORTED_DONE = "milestone.reported_done"
    MILESTONE_AWAITING_WORD = "milestone.awaiting_word"
    MILESTONE_MET = "milestone.met"
    MILESTONE_MISSED = "milestone.missed"
    MILESTONE_RECLASSED = "milestone.reclassed"
    MILESTONE_HELD = "milestone.on_hold"
    MILESTONE_HOLD_LIFTED = "milestone.hold_lifted"
    MILESTONE_WAIVED = "milestone.waived"
    MILESTONE_GIVEN_GRACE = "milestone.given_grace"
    CONTEST_RAISED = "contest.raised"
    CONTEST_UPHELD = "contest.upheld"
    CONTEST_REJECTED = "contest.rejected"
    BARRIER_RAISED = "barrier.raised"
    BARRIER_ANSWERED = "barrier.answered"
    BARRIER_RESOLVED = "barrier.resolved"
    BARRIER_WITHDRAWN = "barrier.withdrawn"
    SUPPORT_ARRANGED = "support.arranged"
    SUPPORT_DELIVERED = "support.delivered"
    SUPPORT_NOT_DELIVERED = "support.not_delivered"
    SUPPORT_NOT_RECEIVED = "support.not_received"
    SUPPORT_ANSWERED = "support.answered"
    SUPPORT_DECLINED = "support.declined"
    REBUTTAL_ADDED = "rebuttal.added"
    REBUTTAL_ANSWERED = "rebuttal.answered"
    RESULTS_RECORDED = "results.recorded"
    OUTCOME_PROPOSED = "outcome.proposed"
    OUTCOME_RETURNED = "outcome.returned"
    OUTCOME_APPROVED = "outcome.approved"
    OUTCOME_DELIVERED = "outcome.delivered"
    HR_CONTACTED = "hr.contacted"
    CONFLICT_SET = "conflict.set"
    CONFLICT_LIFTED = "conflict.lifted"
    ACCESS_REFUSED = "access.refused"
    COPY_REQUESTED = "copy.requested"
    COPY_PUT_OFF = "copy.put_off"
    COPY_LEFT_OUT = "copy.left_out"
    COPY_HANDED_OVER = "copy.handed_over"
    EXPORT_ORDERED = "export.ordered"
    EXPORT_WRITTEN = "export.written"
    EXPORT_HANDED_OVER = "export.handed_over"
    NOTICE_TRIED_AGAIN = "notice.tried_again"
    WORDS_HELD = "words.held"
    WORDS_HELD_APART = "words.held_apart"
    ABSENCE_RECORDED = "absence.recorded"
    ABSENCE_TAKEN_BACK = "absence.taken_back"

    @property
    def subject(self) -> str:
        """What it happened to: ``check_in`` in ``check_in.answered``."""
        return self.value.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. ``by`` is None for the clock; ``subject`` is the id of the part it happened to."""

    id: EntryId
    kind: EventKind
    plan: PlanId | None
    by: PersonId | None
    at: datetime
    subject: str | None = None
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str | None:
        return dict(self.facts).get(name)
