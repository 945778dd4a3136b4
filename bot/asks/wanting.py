"""What the employee asks to have changed, or a pause they ask for; whoever may amend the plan answers (P-13, P-14)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.asking import Ask
from bot.asks.base import Pin
from bot.asks.looking import Filled, Look, PlanAsk, goal_label, hr_missing, hr_told, options, receipt
from bot.forms import Form
from bot.parts import Button, Field, FieldKind, Option, Part, Said, Small, Style, Text
from plans.actions.ask_for_change import (
    AnswerChange,
    AskForChange,
    AskForPause,
    answer_change,
    ask_for_change,
    ask_for_pause,
)
from plans.acts import Act
from plans.ids import EntryId, GoalId
from plans.people import Role
from plans.plan import PlanError
from plans.ports import Work
from plans.record import WantedChange, WantedKind, WantedState
from plans.wanting import answer_due, found, made, to_be_made

_WHOLE_PLAN: Final = "plan"
_YES, _NO = "yes", "no"
# A pause has a form of its own, which has no place for a reason.
_KINDS: Final = tuple(kind for kind in WantedKind if kind is not WantedKind.PAUSE)


def wanted_at(look: Look) -> WantedChange | None:
    """The request that the button stood for, if it stood for one."""
    return found(look.plan, Pin.of(look.asked.stands).subject)


def _wanted(look: Look) -> WantedChange:
    wanted = found(look.plan, look.subject)
    if wanted is None:
        raise PlanError("part-gone")
    if wanted.for_hr and look.role is not Role.HR:
        raise PlanError("not-yours")
    return wanted


def accepted_parts(look: Look) -> Iterator[Part]:
    """What was accepted and is not in the plan yet, where the changes are collected: what was asked is read there."""
    for wanted in look.plan.record.wanted_changes:
        if wanted.kind is not WantedKind.PAUSE and to_be_made(wanted) and not made(look.plan, wanted):
            yield from wanted_parts(look, wanted)


def wanted_parts(look: Look, wanted: WantedChange) -> Iterator[Part]:
    """What was asked and when, and the answer to it."""
    aside = look.say("by-and-at", name=look.name(wanted.author), at=look.moment(wanted.at))
    if wanted.text:
        yield Said(label=look.code("wanted-kind", wanted.kind), words=wanted.text, aside=aside)
    else:
        yield Text(look.code("wanted-kind", wanted.kind))
        yield Small(aside)
    yield from (Small(line) for line in _details(look, wanted))
    at = look.moment(wanted.answered_at or look.now)
    by = look.say("by-and-at", name=look.name(wanted.answered_by), at=at)
    state = look.code("wanted-state", wanted.state)
    if wanted.answer:
        yield Said(label=state, words=wanted.answer, aside=by)
    else:
        yield Small(state if wanted.open else f"{state} · {by}")
    if wanted.apart:
        yield Small(look.say("record-hr-only"))


def _details(look: Look, wanted: WantedChange) -> Iterator[str]:
    day = look.wording.day
    if wanted.first is not None and wanted.on is not None:
        yield look.say("wanted-days", first=day(wanted.first), last=day(wanted.on))
    elif wanted.on is not None:
        yield look.say("wanted-on", day=day(wanted.on))
    if wanted.goal is not None and wanted.goal in {goal.id for goal in look.plan.goals}:
        yield look.say("wanted-about", what=goal_label(look, look.plan.goal(wanted.goal)))


def links(look: Look) -> Iterator[Button]:
    """On the plan's page."""
    if look.may(Act.ASK_FOR_CHANGE):
        yield look.button("ask-for-change-button", "ask_for_change")
    if look.may(Act.ASK_FOR_PAUSE):
        yield look.button("ask-for-pause-button", "ask_for_pause")


# Asking for a change


def _draw_change(look: Look) -> Form:
    return look.form(
        "ask-for-change-title",
        look.text("ask-for-change-intro", days=look.terms.pack.lead_times.barrier_answer),
        Field(
            id="kind",
            kind=FieldKind.RADIO,
            label=look.say("ask-for-change-kind"),
            options=tuple(_kind(look, kind) for kind in _KINDS),
        ),
        look.text("ask-for-change-protected"),
        *hr_missing(look),
        _about(look),
        Field(
            id="text",
            kind=FieldKind.LONG_TEXT,
            label=look.say("ask-for-change-text"),
            hint=look.say("ask-for-change-text-hint"),
        ),
        _day(look, "on", required=False),
        look.text("ask-for-change-pause"),
        submit="ask-for-change-submit",
    )


def _kind(look: Look, kind: WantedKind) -> Option:
    described = look.say("ask-for-change-hr-only") if kind is WantedKind.PROTECTED else None
    return Option(value=kind, label=look.code("wanted-kind", kind), description=described)


def _about(look: Look) -> Field:
    whole = Option(value=_WHOLE_PLAN, label=look.say("note-whole-plan"))
    goals = tuple(
        Option(value=goal.id, label=goal.text, description=goal_label(look, goal)) for goal in look.plan.goals
    )
    return Field(
        id="goal",
        kind=FieldKind.CHOICE,
        label=look.say("ask-for-change-about"),
        options=(whole, *goals),
        default=_WHOLE_PLAN,
    )


def _day(look: Look, name: str, *, required: bool = True, default: date | None = None) -> Field:
    return Field(
        id=name,
        kind=FieldKind.DATE,
        label=look.say(f"ask-for-change-{name}"),
        hint=look.say(f"ask-for-change-{name}-hint"),
        required=required,
        default=default,
    )


async def _change(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    goal = answers.code("goal")
    request = AskForChange(
        plan=look.plan.id,
        entry=EntryId(filled.entry),
        kind=WantedKind(answers.code("kind") or ""),
        text=answers.words("text"),
        goal=None if goal in {None, _WHOLE_PLAN} else GoalId(goal or ""),
        on=answers.day("on"),
    )
    after = await ask_for_change(work, request, by=look.asked.by, now=look.now)
    return _on_its_way(look, found(after, request.entry))


def _on_its_way(look: Look, wanted: WantedChange | None) -> Form:
    if wanted is None:
        raise PlanError("part-gone")
    due = look.moment(answer_due(look.plan, wanted, terms=look.terms))
    to_hr = "ask-for-change-to-hr" if wanted.apart else "ask-for-change-to-hr-supervisor"
    told = hr_told(look, to_hr, at=due) if wanted.for_hr else look.say("ask-for-change-to-supervisor", at=due)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), told)


# Asking for a pause


def _draw_pause(look: Look) -> Form:
    return look.form(
        "ask-for-pause-title",
        *hr_missing(look),
        look.text("ask-for-pause-intro" if look.role is Role.EMPLOYEE else "ask-for-pause-intro-supervisor"),
        _day(look, "first", default=look.today),
        _day(look, "last"),
        look.text("ask-for-pause-no-reason" if look.role is Role.EMPLOYEE else "ask-for-pause-no-reason-supervisor"),
        submit="ask-for-pause-submit",
    )


async def _pause(work: Work, filled: Filled) -> Form:
    look, first, last = filled.look, filled.answers.day("first"), filled.answers.day("last")
    if first is None or last is None:
        raise PlanError("required", field="first" if first is None else "last")
    request = AskForPause(plan=look.plan.id, entry=EntryId(filled.entry), first=first, last=last)
    after = await ask_for_pause(work, request, by=look.asked.by, now=look.now)
    return _on_its_way(look, found(after, request.entry))


# Answering


def _draw_answer(look: Look) -> Form:
    wanted = _wanted(look)
    return look.form(
        "answer-change-title",
        *wanted_parts(look, wanted),
        *_answer_intro(look, wanted),
        Field(
            id="verdict",
            kind=FieldKind.RADIO,
            label=look.say("answer-change-verdict"),
            options=options(look, "answer-change", (_YES, _NO)),
        ),
        Field(
            id="answer",
            kind=FieldKind.LONG_TEXT,
            label=look.say("answer-change-words"),
            hint=look.say("answer-change-words-hint-hr" if wanted.for_hr else "answer-change-words-hint"),
            required=False,
        ),
        submit="answer-change-submit",
    )


def _answer_intro(look: Look, wanted: WantedChange) -> Iterator[Part]:
    """What follows from the answer, and who reads it."""
    if wanted.kind is not WantedKind.PAUSE:
        yield look.text("answer-change-intro")
        return
    yield look.text("answer-change-intro-pause")
    yield look.text("answer-change-read-by-employee" if wanted.apart else "answer-change-read-by-both")


def _answered(look: Look) -> Form | None:
    wanted = _wanted(look)
    if wanted.open:
        return None
    waits = to_be_made(wanted) and not made(look.plan, wanted) and _later(look, wanted)
    later = tuple(Text(line) for line in _next(look, wanted)) if waits else ()
    return look.form("answer-change-title", *wanted_parts(look, wanted), *later, look.back(*_to_make(look, wanted)))


def _to_make(look: Look, wanted: WantedChange) -> tuple[Button, ...]:
    """The form of the change itself, filled in from what was asked, as long as nothing followed."""
    if wanted.state is not WantedState.ACCEPTED or (to_be_made(wanted) and made(look.plan, wanted)):
        return ()
    about_goal = wanted.goal is not None and wanted.kind in {WantedKind.GOAL, WantedKind.DATE}
    ask, act = "amend_goal" if about_goal else "amend_plan", Act.AMEND_PLAN
    if wanted.kind is WantedKind.SUPPORT:
        ask = "amend_support"
    if wanted.kind is WantedKind.PAUSE:
        ask, act = "pause_plan", Act.PAUSE_PLAN
    if not look.may(act) or _later(look, wanted):
        return ()
    line = "answer-change-pause" if wanted.kind is WantedKind.PAUSE else "answer-change-make"
    return (look.button(line, ask, None if ask == "amend_plan" else wanted.id, style=Style.PRIMARY),)


def _later(look: Look, wanted: WantedChange) -> bool:
    """A pause begins on the day on which HR sets it, so before its first day nothing here sets it."""
    return wanted.kind is WantedKind.PAUSE and wanted.first is not None and wanted.first > look.today


def _next(look: Look, wanted: WantedChange) -> Iterator[str]:
    """What whoever said yes has to do now, or on the day the pause begins."""
    if wanted.state is not WantedState.ACCEPTED:
        return
    if wanted.kind is WantedKind.PAUSE:
        day = "" if wanted.first is None else look.wording.day(wanted.first)
        yield look.say("answer-change-pause-later" if _later(look, wanted) else "answer-change-pause-now", day=day)
    else:
        yield look.say("answer-change-now" if to_be_made(wanted) else "answer-change-other")


async def _answer(work: Work, filled: Filled) -> Form:
    look, accepted = filled.look, filled.answers.code("verdict") == _YES
    request = AnswerChange(
        plan=look.plan.id, wanted=_wanted(look).id, accepted=accepted, answer=filled.answers.words("answer")
    )
    after = await answer_change(work, request, by=look.asked.by, now=look.now)
    wanted = found(after, request.wanted)
    ways = _to_make(look, wanted) if wanted else ()
    lines = (look.say(_told(look, wanted)), *(_next(look, wanted) if wanted else ()))
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), *lines, buttons=ways)


def _told(look: Look, wanted: WantedChange | None) -> str:
    if wanted is not None and wanted.role is not Role.EMPLOYEE:
        return "answer-change-done-supervisor-paper" if look.plan.on_paper else "answer-change-done-supervisor"
    return "answer-change-done-paper" if look.plan.on_paper else "answer-change-done"


ASKS: Final[tuple[Ask, ...]] = (
    PlanAsk(name="ask_for_change", act=Act.ASK_FOR_CHANGE, draw=_draw_change, do=_change),
    PlanAsk(name="ask_for_pause", act=Act.ASK_FOR_PAUSE, draw=_draw_pause, do=_pause),
    PlanAsk(name="answer_change", act=Act.ANSWER_CHANGE, draw=_draw_answer, do=_answer, over=_answered),
)
