"""What a person can do about a duty: the ask that settles it, and whether it is time to show it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.parts import Stands
from plans.check_ins import opens_at
from plans.dates import local_date
from plans.duties import Duty, DutyKind, DutyState, duties
from plans.ids import ReviewId
from plans.people import Person, Role
from plans.permissions import role_on
from plans.plan import Plan
from plans.record import Provider
from plans.states import PlanState
from plans.terms import Terms
from plans.visible import SUPERVISOR_SIDE, review_time, review_zone

# How far ahead Home looks.
AHEAD: Final = timedelta(days=14)
_K = DutyKind
_ASKS: Final = {
    _K.ANSWER_PROPOSAL: "answer_proposal",
    _K.ANSWER_SUBMITTED: "review_plan",
    _K.TAKE_OVER: "take_over",
    _K.ACKNOWLEDGE: "read_plan",
    _K.REACH_MILESTONE: "report_done",
    _K.WRITE_CHECK_IN: "answer_check_in",
    _K.ANSWER_QUESTION: "answer_question",
    _K.ANSWER_CHANGE: "answer_change",
    _K.MAKE_CHANGE: "answer_change",
    _K.ANSWER_BARRIER: "answer_barrier",
    _K.LIFT_HOLD: "lift_hold",
    _K.ANSWER_DONE: "settle_milestone",
    _K.GIVE_FEEDBACK: "add_note",
    _K.FOLLOW_UP_REVIEW: "add_note",
    _K.ANSWER_CONTEST: "answer_contest",
    _K.HAND_OVER_COPY: "answer_copy",
    _K.PROVIDE_SUPPORT: "update_support",
    _K.ANSWER_NOT_RECEIVED: "update_support",
    _K.HOLD_REVIEW: "hold_review",
    _K.DOCUMENT_REVIEW: "hold_review",
    _K.RECORD_RESULTS: "record_results",
    _K.PROPOSE_OUTCOME: "propose_outcome",
    _K.DECIDE_OUTCOME: "decide_outcome",
    _K.DELIVER_OUTCOME: "deliver_outcome",
}
# These asks are about the plan as a whole, whatever part the duty names.
_WHOLE_PLAN: Final = frozenset(
    {
        "review_plan",
        "take_over",
        "add_note",
        "read_plan",
        "open_case",
        "record_results",
        "propose_outcome",
        "decide_outcome",
        "deliver_outcome",
    },
)
_AT_THE_END: Final = frozenset({_K.RECORD_RESULTS, _K.PROPOSE_OUTCOME})
# What became of these stays between supervisor and HR until an outcome is delivered. Read off the employee's own view
# they would stand there as open, and then as overdue, whatever had been done.
_NOT_TOLD: Final = _AT_THE_END | {_K.DECIDE_OUTCOME, _K.DELIVER_OUTCOME}
# Nobody may answer these before the plan goes on (requirements §7).
_NOT_IN_A_PAUSE: Final = frozenset(
    {_K.REACH_MILESTONE, _K.WRITE_CHECK_IN, _K.HOLD_REVIEW, _K.DOCUMENT_REVIEW, _K.ANSWER_DONE}
)
_STILL: Final = frozenset({DutyState.OPEN, DutyState.OVERDUE})


def stands_for(duty: Duty, plan: Plan) -> Stands:
    """What the button for this duty opens."""
    ask = _ASKS[duty.kind]
    return Stands(ask=ask, plan=plan.id, subject=None if ask in _WHOLE_PLAN else duty.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """What is owed on a plan soon: by the reader's side (``own``), and by everybody else (``theirs``).

    ``next_at`` is the next date of all, however far away.
    """

    own: tuple[Duty, ...]
    theirs: tuple[Duty, ...]
    next_at: datetime | None


def duties_shown(plan: Plan, terms: Terms, reader: Person, *, now: datetime) -> tuple[Duty, ...]:
    """Everybody's duties, as far as this reader may know how they stand. ``plan`` is as the reader may see it."""
    listed = duties(plan, terms, now)
    if role_on(reader, plan) is not Role.EMPLOYEE:
        return listed
    return tuple(duty for duty in listed if duty.kind not in _NOT_TOLD)


def tasks_of(plan: Plan, terms: Terms, reader: Person, *, now: datetime) -> Tasks:
    """Open and overdue duties whose time has come, earliest first. ``plan`` is as the reader may see it."""
    role = role_on(reader, plan)
    still = [duty for duty in duties_shown(plan, terms, reader, now=now) if duty.state in _STILL]
    near = [duty for duty in still if not _rests(duty, plan) and _near(duty, plan, terms, now=now)]
    ahead = (duty.due for duty in still if duty.kind not in _AT_THE_END)
    return Tasks(
        own=tuple(duty for duty in near if _is_own(duty, role)),
        theirs=tuple(duty for duty in near if not _is_own(duty, role)),
        next_at=min((due for due in ahead if due is not None and due >= now), default=None),
    )


def _is_own(duty: Duty, role: Role | None) -> bool:
    if role is Role.HR:
        return duty.owner in {Role.HR, Provider.ORGANISATION}
    if role in SUPERVISOR_SIDE:
        return duty.owner in {Role.SUPERVISOR, Provider.SUPERVISOR}
    return duty.owner is role


def _rests(duty: Duty, plan: Plan) -> bool:
    """While the plan is paused there is no button for what nobody may answer."""
    return plan.state is PlanState.PAUSED and duty.kind in _NOT_IN_A_PAUSE


def _near(duty: Duty, plan: Plan, terms: Terms, *, now: datetime) -> bool:
    if duty.kind in _AT_THE_END:
        return plan.state is PlanState.DECISION_DUE
    if duty.kind is _K.WRITE_CHECK_IN:
        review = plan.review(ReviewId(duty.subject))
        return review.asked_at is not None or now >= opens_at(plan, review, terms=terms)
    if duty.kind is _K.DOCUMENT_REVIEW:
        return now >= review_time(plan, plan.review(ReviewId(duty.subject)), terms=terms)
    if duty.kind is _K.HOLD_REVIEW:
        # From the day itself; before it there is nothing to write down yet. Once it is past, its notes are the task.
        review = plan.review(ReviewId(duty.subject))
        today = local_date(now, review_zone(plan, review, terms=terms))
        return today >= review.on and now < review_time(plan, review, terms=terms)
    if duty.due is None:
        return duty.kind is not _K.PROVIDE_SUPPORT  # promised without a date: it presses nobody
    return duty.due <= now + AHEAD
