"""A pause: HR sets its dates and never a reason, and both sides see every date before and after (F-03, P-14)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.case_tasks import support_label
from bot.asks.looking import Filled, Look, PlanAsk, milestone_label
from bot.asks.wanting import wanted_at, wanted_parts
from bot.forms import Form
from bot.parts import Button, Buttons, Facts, Field, FieldKind, Heading, Option, Part, Text
from plans.actions.pause_plan import PausePlan, ResumePlan, pause_plan, resume_plan
from plans.acts import Act
from plans.ending import Pause, Shift
from plans.pausing import END, foreseen_shifts
from plans.plan import PlanError
from plans.ports import Work
from plans.states import PlanState

_FIT: Final = "fit"
_A_BLOCK: Final = 10


def _draw_pause(look: Look) -> Form:
    wanted = wanted_at(look)
    return look.form(
        "pause-title",
        *(() if wanted is None else wanted_parts(look, wanted)),
        look.text("pause-intro"),
        Field(
            id="last",
            kind=FieldKind.DATE,
            label=look.say("pause-last-label"),
            hint=look.say("pause-last-hint"),
            default=None if wanted is None else wanted.on,
        ),
        *_fit(look),
        look.text("pause-no-reason"),
        submit="pause-submit",
    )


def _fit(look: Look) -> Iterator[Field]:
    """Only where the form sets a longest period: past it, HR decides how the rest fits."""
    if look.terms.pack.max_days is not None:
        yield Field(
            id=_FIT,
            kind=FieldKind.CHOICES,
            label=look.say("pause-fit-label"),
            hint=look.say("pause-fit-hint"),
            options=(Option(value=_FIT, label=look.say("pause-fit", most=look.terms.pack.max_days)),),
            required=False,
        )


def _pause_over(look: Look) -> Form | None:
    return _draw_read(look) if look.plan.state is PlanState.PAUSED else None


async def _pause(work: Work, filled: Filled) -> Form:
    look, last = filled.look, filled.answers.day("last")
    if last is None:
        raise PlanError("required", field="last")
    wanted = wanted_at(look)
    request = PausePlan(
        plan=look.plan.id,
        last=last,
        fitted=_FIT in filled.answers.codes(_FIT),
        wanted=None if wanted is None else wanted.id,
    )
    plan = await pause_plan(work, request, by=look.asked.by, now=look.now)
    shifts = foreseen_shifts(plan, look.terms, plan.pauses[-1])
    told = (look.text("pause-done"), Heading(look.say("pause-dates-to-be")), *shift_parts(look, shifts))
    return look.form("pause-done-title", *told, look.back())


def _draw_resume(look: Look) -> Form:
    return look.form("resume-title", look.text("resume-intro"), submit="resume-submit")


def _resume_over(look: Look) -> Form | None:
    return None if look.plan.state is PlanState.PAUSED else _draw_read(look)


async def _resume(work: Work, filled: Filled) -> Form:
    look = filled.look
    plan = await resume_plan(work, ResumePlan(plan=look.plan.id), by=look.asked.by, now=look.now)
    shifts = shift_parts(look, plan.pauses[-1].shifts)
    return look.form("resume-done-title", look.text("resume-done"), *shifts, look.back())


# What both sides read


def _draw_read(look: Look) -> Form:
    parts = [part for pause in reversed(look.plan.pauses) for part in _pause_parts(look, pause)]
    shown = tuple(parts) or (look.text("pause-none"),)
    end = (look.button("resume-button", "resume_plan"),) if _can_resume(look) else ()
    return look.form("pause-read-title", *shown, look.back(*end))


def _can_resume(look: Look) -> bool:
    return look.plan.state is PlanState.PAUSED and look.may(Act.PAUSE_PLAN)


def _pause_parts(look: Look, pause: Pause) -> Iterator[Part]:
    first, last = look.wording.day(pause.first), look.wording.day(pause.last)
    running = look.plan.state is PlanState.PAUSED and pause == look.plan.pauses[-1]
    yield Heading(look.say("pause-span", first=first, last=last))
    yield look.text("pause-running" if running else "pause-over")
    if pause.fitted:
        yield look.text("pause-fitted")
    yield from shift_parts(look, foreseen_shifts(look.plan, look.terms, pause))


def shift_parts(look: Look, shifts: tuple[Shift, ...]) -> Iterator[Part]:
    """Each date as old and new."""
    if not shifts:
        yield look.text("pause-nothing-moves")
    pairs = [_pair(look, shift) for shift in shifts]
    for few in range(0, len(pairs), _A_BLOCK):
        yield Facts(tuple(pairs[few : few + _A_BLOCK]))


def _pair(look: Look, shift: Shift) -> tuple[str, str]:
    old, new = look.wording.day(shift.old), look.wording.day(shift.new)
    return _named(look, shift.subject), look.say("versions-from-to", old=old, new=new)


def _named(look: Look, subject: str) -> str:
    if subject == END:
        return look.say("case-next-end")
    milestone = next((one for one in look.plan.milestones if one.id == subject), None)
    if milestone is not None:
        return milestone_label(look, milestone)
    support = next((one for one in look.plan.supports if one.id == subject), None)
    if support is not None:
        return support_label(look, support)
    review = next((one for one in look.plan.reviews if one.id == subject), None)
    return "—" if review is None else look.say(f"review-kind-{review.kind}")


def links(look: Look) -> Iterator[Button]:
    """On the plan's page."""
    if look.plan.pauses:
        yield look.button("pause-read-button", "read_pause")
    if look.may(Act.PAUSE_PLAN) and look.plan.state is not PlanState.PAUSED:
        yield look.button("pause-button", "pause_plan")
    if _can_resume(look):
        yield look.button("resume-button", "resume_plan")


def note(look: Look) -> Iterator[Part]:
    """At the head of the plan's page: how long nothing is due, and where every date goes."""
    if look.plan.state is PlanState.PAUSED and look.plan.pauses:
        yield Text(look.say("pause-note", last=look.wording.day(look.plan.pauses[-1].last)))
        yield Buttons((look.button("pause-read-button", "read_pause"),))


ASKS: Final = (
    PlanAsk(name="pause_plan", act=Act.PAUSE_PLAN, draw=_draw_pause, do=_pause, over=_pause_over),
    PlanAsk(name="resume_plan", act=Act.PAUSE_PLAN, draw=_draw_resume, do=_resume, over=_resume_over),
    PlanAsk(name="read_pause", act=Act.READ_RECORD, draw=_draw_read),
)
