"""Which prompts an act answers, beyond those about its own subject; their messages are then drawn without buttons.

Word of something that happened asks nothing, so no act answers it: it is said, and keeps its button.
"""

from collections.abc import Mapping
from typing import Final

from plans.acts import Act
from plans.notices import NoticeKind

_K = NoticeKind

ANSWERED_BY: Final[Mapping[Act, frozenset[NoticeKind]]] = {
    Act.PROPOSE_GOALS: frozenset({_K.PLAN_TO_READ, _K.DRAFTING_DUE}),
    Act.TAKE_BACK_DRAFT: frozenset({_K.PLAN_TO_READ, _K.DRAFTING_DUE}),
    Act.SUBMIT_PLAN: frozenset({_K.CHANGES_REQUESTED, _K.DRAFTING_DUE}),
    Act.APPROVE_PLAN: frozenset({_K.PLAN_SUBMITTED, _K.HR_ANSWER_DUE}),
    Act.REQUEST_CHANGES: frozenset({_K.PLAN_SUBMITTED, _K.HR_ANSWER_DUE}),
    Act.DELIVER_PLAN: frozenset({_K.PLAN_APPROVED, _K.TALKING_POINTS}),
    Act.ACKNOWLEDGE: frozenset({_K.PLAN_TO_READ, _K.ACKNOWLEDGE_AGAIN}),
    Act.CONFIRM_DELIVERY: frozenset({_K.PLAN_TO_READ, _K.ACKNOWLEDGE_AGAIN}),
    Act.ANSWER_PROMPT: frozenset({_K.WEEKLY_PROMPT}),
    Act.MUTE_PROMPT: frozenset({_K.WEEKLY_PROMPT}),
    Act.TAKE_OVER: frozenset({_K.PLAN_HANDED_OVER}),
    Act.PROPOSE_OUTCOME: frozenset({_K.DECISION_DUE, _K.OUTCOME_RETURNED}),
    Act.APPROVE_OUTCOME: frozenset({_K.OUTCOME_PROPOSED}),
    Act.DELIVER_OUTCOME: frozenset({_K.OUTCOME_APPROVED}),
    Act.HAND_OVER_COPY: frozenset({_K.COPY_ASKED, _K.COPY_DUE}),
}
"""Whoever was asked: when one HR member approves, the question is answered for all of them."""

TELLS: Final = frozenset(
    {
        _K.REVIEW_SUMMARY,
        _K.REVIEW_MOVED,
        _K.NOTE_ADDED,
        _K.PLAN_CHANGED,
        _K.MILESTONE_MET,
        _K.MILESTONE_MISSED,
        _K.BARRIER_ANSWERED,
        _K.CONTEST_ANSWERED,
    },
)
"""Word about a part of a plan. Another act on the same part must neither withdraw it nor take its button."""
