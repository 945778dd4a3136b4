"""What somebody has to do on a plan, as buttons; and what each side has promised, as two lists of equal weight."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from bot.asks.looking import Look, goal_number, milestone_label, review_name
from bot.parts import Button, Heading, Part, Style, Text
from plans.acts import Act
from plans.dates import local_date
from plans.duties import Duty, DutyKind, DutyState, duties, owed_by
from plans.goals import Milestone
from plans.ids import MilestoneId, ReviewId, SupportId
from plans.people import Role
from plans.plan import PlanError
from plans.record import Provider, Support
from plans.visible import SUPERVISOR_SIDE

_K = DutyKind
# A duty further away than this is listed among the promises, but is nothing to do yet.
_SOON: Final = timedelta(days=7)
_MOST: Final = 10

# What a duty asks of whoever owes it: the ask, the act it needs, and whether the ask is about the duty's part.
TASKS: Final[Mapping[DutyKind, tuple[str, Act, bool]]] = {
    _K.ANSWER_SUBMITTED: ("review_plan", Act.APPROVE_PLAN, False),
    _K.ACKNOWLEDGE: ("acknowledge", Act.ACKNOWLEDGE, False),
    _K.REACH_MILESTONE: ("report_done", Act.REPORT_DONE, True),
    _K.WRITE_CHECK_IN: ("answer_check_in", Act.ANSWER_CHECK_IN, True),
    _K.ANSWER_BARRIER: ("answer_barrier", Act.ANSWER_BARRIER, True),
    _K.LIFT_HOLD: ("lift_hold", Act.LIFT_HOLD, True),
    _K.ANSWER_DONE: ("settle_milestone", Act.SETTLE_MILESTONE, True),
    _K.ANSWER_CONTEST: ("answer_contest", Act.UPHOLD_CONTEST, True),
    _K.PROVIDE_SUPPORT: ("update_support", Act.UPDATE_SUPPORT, True),
    _K.ANSWER_NOT_RECEIVED: ("update_support", Act.UPDATE_SUPPORT, True),
    _K.HOLD_REVIEW: ("hold_review", Act.HOLD_REVIEW, True),
    _K.DOCUMENT_REVIEW: ("hold_review", Act.HOLD_REVIEW, True),
    _K.RECORD_RESULTS: ("record_results", Act.PROPOSE_OUTCOME, False),
    _K.PROPOSE_OUTCOME: ("propose_outcome", Act.PROPOSE_OUTCOME, False),
    _K.DECIDE_OUTCOME: ("decide_outcome", Act.APPROVE_OUTCOME, False),
    _K.DELIVER_OUTCOME: ("deliver_outcome", Act.DELIVER_OUTCOME, False),
}


def tasks(look: Look) -> tuple[Button, ...]:
    """What the reader can do now about what they owe, overdue first; each form once."""
    found: dict[tuple[str, str | None], Button] = {}
    open_ones = [duty for duty in duties(look.plan, look.terms, look.now) if _now(look, duty)]
    for duty in sorted(open_ones, key=lambda duty: duty.state is not DutyState.OVERDUE):
        if duty.kind not in TASKS:
            continue
        ask, act, about = TASKS[duty.kind]
        subject = duty.subject if about else None
        if look.may(act) and (ask, subject) not in found:
            style = Style.PLAIN if found else Style.PRIMARY
            label = look.say(f"case-task-{_line(duty)}", what=what_of(look, duty))
            found[ask, subject] = Button(label=label, stands=look.to(ask, subject), style=style)
    return tuple(found.values())[:_MOST]


def promises(look: Look) -> Iterator[Part]:
    """Both columns (S3-08): the same kind of list, in the same words, whoever it is about."""
    listed = duties(look.plan, look.terms, look.now)
    for owner in (Role.EMPLOYEE, Role.SUPERVISOR):
        yield Heading(look.say(f"case-promises-{owner}"))
        lines = dict.fromkeys(_promise(look, duty) for duty in owed_by(owner, listed))
        yield Text("\n".join(lines) or look.say("case-promises-none"))


def what_of(look: Look, duty: Duty) -> str:
    """The part a duty is about, named by its place; a part that is gone has a dash."""
    try:
        return _what(look, duty)
    except PlanError:
        return "—"


def support_label(look: Look, support: Support) -> str:
    number = look.plan.supports.index(support) + 1
    if support.goal is None:
        return look.say("case-support", number=number)
    return look.say("case-support-goal", number=number, goal=goal_number(look, support.goal))


def _what(look: Look, duty: Duty) -> str:
    match duty.kind:
        case _K.REACH_MILESTONE | _K.ANSWER_DONE | _K.LIFT_HOLD:
            return milestone_label(look, look.plan.milestone(MilestoneId(duty.subject)))
        case _K.WRITE_CHECK_IN | _K.HOLD_REVIEW | _K.DOCUMENT_REVIEW:
            return review_name(look, look.plan.review(ReviewId(duty.subject)))
        case _K.PROVIDE_SUPPORT | _K.ANSWER_NOT_RECEIVED:
            return support_label(look, look.plan.support(SupportId(duty.subject)))
        case _:
            return ""


def _promise(look: Look, duty: Duty) -> str:
    values = {"what": what_of(look, duty), "state": look.code("case-duty", duty.state)}
    line = f"case-duty-{_line(duty)}"
    if duty.due is None:
        return look.say("case-duty-undated", duty=look.say(line, **values), state=values["state"])
    day = look.wording.short_day(local_date(duty.due, look.asked.by.zone))
    return look.say("case-duty-dated", duty=look.say(line, **values), day=day, state=values["state"])


def _line(duty: Duty) -> str:
    return duty.kind.replace("_", "-")


def _now(look: Look, duty: Duty) -> bool:
    """Whether this is for the reader to do, and near enough to be worth a button."""
    if duty.state not in {DutyState.OPEN, DutyState.OVERDUE} or not _mine(look, duty):
        return False
    return duty.due is None or duty.due <= look.now + _SOON


def _mine(look: Look, duty: Duty) -> bool:
    if look.role is Role.EMPLOYEE:
        return duty.owner is Role.EMPLOYEE
    if look.role in SUPERVISOR_SIDE:
        return duty.owner in {*SUPERVISOR_SIDE, *Provider}
    return duty.owner in {Role.HR, Provider.ORGANISATION}


def next_milestones(look: Look) -> tuple[Milestone, ...]:
    """The dates still to come, the nearest first."""
    coming = (one for one in look.plan.milestones if one.pending and one.on >= look.today)
    return tuple(sorted(coming, key=lambda one: one.on))
