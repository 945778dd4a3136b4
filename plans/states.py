"""Every state of requirements §3 and every move between them; what is not listed is refused.

The tables hold who may move what; the conditions of a move stand in the rules beside the plan
(``lifecycle``, ``milestones``, ``reviews``, ``supports``, ``barriers``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar


class PlanState(StrEnum):
    """Requirements §3.1."""

    DRAFT = "draft"
    EMPLOYEE_DRAFTING = "employee_drafting"
    HR_REVIEW = "hr_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    DELIVERED = "delivered"
    ACTIVE = "active"
    PAUSED = "paused"
    DECISION_DUE = "decision_due"
    CLOSED = "closed"
    ARCHIVED = "archived"
    DISCARDED = "discarded"
    ERASED = "erased"


class MilestoneState(StrEnum):
    """Requirements §3.2: a goal's date and its interim dates."""

    PLANNED = "planned"
    AT_RISK = "at_risk"
    AWAITING_WORD = "awaiting_word"
    MET = "met"
    MISSED = "missed"
    ON_HOLD = "on_hold"
    WAIVED = "waived"


class MissClass(StrEnum):
    """How a milestone was missed, from timestamps alone (S0-25)."""

    NO_COMMUNICATION = "no_communication"
    BARRIER_BEFORE_ANSWERED = "barrier_before_answered"
    BARRIER_BEFORE_UNANSWERED = "barrier_before_unanswered"
    BARRIER_AFTER = "barrier_after"


class ReviewState(StrEnum):
    """Requirements §3.3."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    NOT_HELD = "not_held"
    UNDOCUMENTED = "undocumented"
    DOCUMENTED = "documented"


class CheckInState(StrEnum):
    """Requirements §3.3: never "missed"; the record shows who did not answer."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED_BY_BOTH = "answered_by_both"
    ANSWERED_BY_ONE = "answered_by_one"
    ANSWERED_BY_NONE = "answered_by_none"


class SupportState(StrEnum):
    """Requirements §3.4."""

    PROMISED = "promised"
    ARRANGED = "arranged"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    DECLINED = "declined"


class BarrierState(StrEnum):
    """Requirements §3.4."""

    RAISED = "raised"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Mover(StrEnum):
    """Who causes a move: the parties, HR, or the sweep of what is due."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    HR = "hr"
    CLOCK = "clock"


S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One line of a table in requirements §3."""

    source: S
    target: S
    by: frozenset[Mover]


class IllegalMoveError(Exception):
    """A move that is not in the tables; ``source`` and ``target`` are state names."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__(f"{source} to {target}")
        self.source = source
        self.target = target


def _moves(sources: Iterable[S], target: S, *by: Mover) -> tuple[Move[S], ...]:
    return tuple(Move(source, target, frozenset(by)) for source in sources)


_E, _S, _HR, _CLOCK = Mover.EMPLOYEE, Mover.SUPERVISOR, Mover.HR, Mover.CLOCK
_P, _M, _R, _U, _B = PlanState, MilestoneState, ReviewState, SupportState, BarrierState

# Where a plan may begin, and where it may not end up by mistake.
OPEN_STATES: Final = frozenset(_P) - {_P.CLOSED, _P.ARCHIVED, _P.DISCARDED, _P.ERASED}
BEFORE_DELIVERY: Final = frozenset(
    {_P.DRAFT, _P.EMPLOYEE_DRAFTING, _P.HR_REVIEW, _P.CHANGES_REQUESTED, _P.APPROVED},
)
RUNNING: Final = frozenset({_P.DELIVERED, _P.ACTIVE, _P.PAUSED, _P.DECISION_DUE})
# While a plan is in one of these nothing is classed (requirements §3).
CLOCK_STANDS_STILL: Final = frozenset({_P.DELIVERED, _P.PAUSED})

PLAN_MOVES: Final = (
    *_moves([_P.DRAFT], _P.EMPLOYEE_DRAFTING, _S),
    *_moves([_P.EMPLOYEE_DRAFTING], _P.DRAFT, _E, _S),
    *_moves([_P.DRAFT, _P.CHANGES_REQUESTED], _P.HR_REVIEW, _S),
    *_moves([_P.HR_REVIEW], _P.CHANGES_REQUESTED, _HR),
    *_moves([_P.HR_REVIEW], _P.APPROVED, _HR),
    *_moves([_P.DRAFT], _P.APPROVED, _S),
    *_moves([_P.APPROVED], _P.DRAFT, _S, _HR),
    *_moves(BEFORE_DELIVERY - {_P.APPROVED}, _P.DISCARDED, _S, _HR),
    *_moves([_P.APPROVED], _P.DISCARDED, _HR),
    *_moves([_P.APPROVED], _P.DELIVERED, _S, _HR),
    *_moves([_P.DELIVERED], _P.ACTIVE, _E, _S, _HR),
    *_moves([_P.ACTIVE], _P.PAUSED, _HR),
    *_moves([_P.PAUSED], _P.ACTIVE, _CLOCK, _HR),
    *_moves([_P.ACTIVE], _P.DECISION_DUE, _CLOCK, _S),
    *_moves([_P.DECISION_DUE], _P.ACTIVE, _S, _HR),
    *_moves([_P.DECISION_DUE], _P.CLOSED, _S, _HR),
    *_moves([_P.ACTIVE, _P.PAUSED, _P.DELIVERED], _P.CLOSED, _S, _HR),
    *_moves([_P.CLOSED], _P.ARCHIVED, _CLOCK),
    *_moves([_P.ARCHIVED], _P.ERASED, _CLOCK, _HR),
)

MILESTONE_MOVES: Final = (
    *_moves([_M.PLANNED], _M.AT_RISK, _E),
    *_moves([_M.AT_RISK], _M.PLANNED, _S, _E),
    *_moves([_M.PLANNED, _M.AT_RISK], _M.MET, _S, _HR),
    *_moves([_M.PLANNED, _M.AT_RISK], _M.AWAITING_WORD, _CLOCK),
    *_moves([_M.AWAITING_WORD], _M.MET, _S, _HR),
    *_moves([_M.AWAITING_WORD], _M.MISSED, _S, _HR),
    *_moves([_M.PLANNED, _M.AT_RISK], _M.MISSED, _CLOCK),
    *_moves([_M.MISSED], _M.MISSED, _E, _S, _HR),
    *_moves([_M.MISSED], _M.MET, _S, _HR),
    *_moves([_M.PLANNED, _M.AT_RISK], _M.ON_HOLD, _CLOCK, _HR),
    *_moves([_M.ON_HOLD], _M.PLANNED, _CLOCK, _HR),
    *_moves([_M.PLANNED, _M.AT_RISK, _M.ON_HOLD], _M.WAIVED, _S, _HR),
)

REVIEW_MOVES: Final = (
    *_moves([_R.PLANNED], _R.CONFIRMED, _E, _S),
    *_moves([_R.PLANNED, _R.CONFIRMED], _R.PLANNED, _E, _S, _HR, _CLOCK),
    *_moves([_R.PLANNED, _R.CONFIRMED, _R.UNDOCUMENTED], _R.HELD, _S, _HR),
    *_moves([_R.PLANNED, _R.CONFIRMED, _R.UNDOCUMENTED], _R.NOT_HELD, _S, _HR),
    *_moves([_R.PLANNED, _R.CONFIRMED], _R.UNDOCUMENTED, _CLOCK),
    *_moves([_R.HELD, _R.UNDOCUMENTED], _R.DOCUMENTED, _S, _HR),
    *_moves([_R.DOCUMENTED], _R.DOCUMENTED, _E, _S),
)

SUPPORT_MOVES: Final = (
    *_moves([_U.PROMISED], _U.ARRANGED, _S, _HR),
    *_moves([_U.PROMISED, _U.ARRANGED], _U.DELIVERED, _S, _HR),
    *_moves([_U.PROMISED, _U.ARRANGED], _U.NOT_DELIVERED, _S, _HR, _CLOCK),
    *_moves([_U.PROMISED, _U.ARRANGED], _U.DECLINED, _E),
)

BARRIER_MOVES: Final = (
    *_moves([_B.RAISED], _B.ANSWERED, _S, _HR),
    *_moves([_B.RAISED, _B.ANSWERED], _B.RESOLVED, _S, _E, _HR),
    *_moves([_B.RAISED, _B.ANSWERED], _B.WITHDRAWN, _E),
)


def check_move(moves: tuple[Move[S], ...], source: S, target: S, *, by: Mover) -> S:
    """``target``, if the table lists this move for this mover.

    Raises:
        IllegalMoveError: when it does not.

    """
    if any(move.source == source and move.target == target and by in move.by for move in moves):
        return target
    raise IllegalMoveError(source, target)
