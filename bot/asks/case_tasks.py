"""What somebody has to do on a plan, as buttons; and what each side has promised, as two lists of equal weight."""

from collections.abc import Iterator
from typing import Final

from bot.asks.looking import Look, goal_number, milestone_label
from bot.parts import Button, Heading, Part, Stands, Style, Text
from bot.tasks import duties_shown, stands_for, tasks_of
from plans.dates import local_date
from plans.duties import Duty, DutyKind, DutyState, owed_by
from plans.goals import Milestone
from plans.ids import MilestoneId, ReviewId, SupportId
from plans.people import Role
from plans.plan import PlanError
from plans.record import Support

_K = DutyKind
_MOST: Final = 10


def tasks(look: Look) -> tuple[Button, ...]:
    """What the reader can do now about what they owe, overdue first; each form once."""
    found: dict[Stands, Button] = {}
    own = tasks_of(look.plan, look.terms, look.asked.by, now=look.now).own
    for duty in sorted(own, key=lambda duty: duty.state is not DutyState.OVERDUE):
        stands = stands_for(duty, look.plan)
        if stands not in found:
            style = Style.PLAIN if found else Style.PRIMARY
            label = look.say(f"case-task-{_line(duty)}", what=what_of(look, duty))
            found[stands] = Button(label=label, stands=stands, style=style)
    return tuple(found.values())[:_MOST]


def promises(look: Look) -> Iterator[Part]:
    """Both columns (S3-08): the same kind of list, in the same words, whoever it is about."""
    listed = duties_shown(look.plan, look.terms, look.asked.by, now=look.now)
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
        case _K.REACH_MILESTONE | _K.GIVE_FEEDBACK | _K.ANSWER_DONE | _K.LIFT_HOLD:
            return milestone_label(look, look.plan.milestone(MilestoneId(duty.subject)))
        case _K.WRITE_CHECK_IN | _K.HOLD_REVIEW | _K.DOCUMENT_REVIEW | _K.FOLLOW_UP_REVIEW:
            return look.say(f"review-kind-{look.plan.review(ReviewId(duty.subject)).kind}")
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


def next_milestones(look: Look) -> tuple[Milestone, ...]:
    """The dates still to come, the nearest first."""
    coming = (one for one in look.plan.milestones if one.pending and one.on >= look.today)
    return tuple(sorted(coming, key=lambda one: one.on))
