"""Changing a plan after delivery: changes are collected, looked at old beside new, and given as one version (S3-18)."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.asks.amending_parts import asked_for, draw_reviews, draw_support, reviews_typed, supports_typed
from bot.asks.base import Pin, derived
from bot.asks.looking import Filled, Look, PlanAsk, pinned
from bot.asks.versions import difference_parts
from bot.asks.wanting import wanted_at
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Divider, Field, FieldKind, Part, Said, Small, Style, Text, Value
from plans.actions.amend_plan import (
    AmendPlan,
    CollectAmendment,
    DropAmendment,
    amend_plan,
    collect_amendment,
    drop_amendment,
)
from plans.acts import Act
from plans.amending import (
    AmendStep,
    EndStep,
    WordsStep,
    signs_amendment,
)
from plans.amendments import as_drafted, drafted, foreseen, mark_of
from plans.comparing import Difference, compared
from plans.editing import numbered
from plans.edition import sections_of
from plans.goals import Goal
from plans.ids import EntryId, GoalId, MilestoneId
from plans.people import Role
from plans.ports import Work
from plans.states import PlanState
from plans.steps import GoalStep, InterimTyped
from plans.texts import NAME_LIMIT
from plans.words import Words

MOST_INTERIMS: Final = 6
_MOST_BUTTONS: Final = 20


# What is collected, and giving it


def _collected(look: Look) -> tuple[Difference, ...]:
    """What the employee will read as new."""
    now = sections_of(foreseen(look.plan), look.terms, at=look.now)
    return compared(now, sections_of(as_drafted(look.plan), look.terms, at=look.now))


def _draw_amend(look: Look) -> Form:
    found = _collected(look)
    name = (_name(look),) if found and signs_amendment(look.terms, look.role) else ()
    form = look.form(
        "amend-title",
        look.text("amend-intro" if found else "amend-intro-empty"),
        *((Small(look.say("amend-paused")),) if look.plan.state is PlanState.PAUSED else ()),
        *difference_parts(look, found),
        *_reason(look),
        Divider(),
        Buttons(tuple(_steps(look))),
        *((Text(look.say("amend-given")), *name) if found else ()),
        *_drop(look),
        submit="amend-submit" if found else None,
    )
    return replace(form, stands=Pin(subject=None, revision=look.plan.revision).stands("amend_plan", look.plan.id))


def _reason(look: Look) -> Iterator[Part]:
    draft = drafted(look.plan)
    if draft is not None and draft.reason:
        yield Said(label=look.say("versions-reason"), words=draft.reason)


def _name(look: Look) -> Field:
    return Field(
        id="typed_name",
        kind=FieldKind.TEXT,
        label=look.say("amend-typed-name-label"),
        hint=look.say("amend-typed-name-hint"),
        max_length=NAME_LIMIT,
    )


def _steps(look: Look) -> Iterator[Button]:
    for number, goal in enumerate(as_drafted(look.plan).goals[:_MOST_BUTTONS], start=1):
        stands = look.to("amend_goal", goal.id)
        yield Button(label=look.say("amend-goal", number=number), stands=stands)
    if look.plan.state is not PlanState.PAUSED:
        yield look.button("amend-new-goal", "amend_goal")
        yield look.button("amend-reviews", "amend_reviews")
    yield look.button("amend-support", "amend_support")
    yield look.button("amend-words", "amend_words")
    if look.role is Role.HR and look.plan.state is not PlanState.PAUSED:
        yield look.button("amend-end", "amend_end")


def _drop(look: Look) -> Iterator[Part]:
    if drafted(look.plan) is not None:
        yield Buttons((look.button("amend-drop", "drop_amendment", style=Style.DANGER), _to_case(look)))
    else:
        yield Buttons((_to_case(look),))


def _to_case(look: Look) -> Button:
    return look.button("button-back-to-case", "open_case")


async def _amend(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = AmendPlan(
        plan=look.plan.id,
        signature=EntryId(filled.entry),
        typed_name=filled.answers.words("typed_name"),
        seen=Pin.of(look.asked.stands).revision,
    )
    plan = await amend_plan(work, request, by=look.asked.by, now=look.now)
    done = look.text("amend-done", edition=plan.edition)
    return look.form("amend-done-title", done, look.text("amend-done-counts"), look.back())


def _draw_drop(look: Look) -> Form:
    return look.form("amend-drop-title", look.text("amend-drop-intro"), submit="amend-drop-submit")


async def _drop_it(work: Work, filled: Filled) -> Form:
    look = filled.look
    await drop_amendment(work, DropAmendment(plan=look.plan.id), by=look.asked.by, now=look.now)
    return look.form("amend-drop-title", look.text("amend-drop-done"), look.back())


def _drop_over(look: Look) -> Form | None:
    return None if drafted(look.plan) else look.form("amend-drop-title", look.text("amend-drop-none"), look.back())


# One change more


def _kept(look: Look) -> Form:
    ways = (look.button("amend-on", "amend_plan", style=Style.PRIMARY), _to_case(look))
    return look.form("amend-kept-title", look.text("amend-kept"), Buttons(ways))


async def _collect(work: Work, filled: Filled, step: AmendStep) -> Form:
    look = filled.look
    entry = EntryId(derived(filled.entry, "amendment"))
    request = CollectAmendment(plan=look.plan.id, entry=entry, step=step)
    await collect_amendment(work, request, by=look.asked.by, now=look.now)
    return _kept(look)


def _onto(look: Look, form: Form) -> Form:
    """A change is kept on top of those it was typed beside, and of no others."""
    return pinned(look, form, mark_of(drafted(look.plan)))


def _goal_of(look: Look) -> Goal | None:
    """The goal the button stood for, or that of what the employee asked for."""
    wanted, subject = wanted_at(look), Pin.of(look.asked.stands).subject
    about = subject if wanted is None else wanted.goal
    return None if about is None else as_drafted(look.plan).goal(GoalId(about))


def _target(look: Look, goal: Goal | None) -> date | None:
    """The goal's date, or the one the employee wishes for."""
    wanted = wanted_at(look)
    if wanted is not None and wanted.on is not None:
        return wanted.on
    return goal.target if goal else None


def _draw_goal(look: Look) -> Form:
    goal = _goal_of(look)
    rests = look.plan.state is PlanState.PAUSED
    return look.form(
        "amend-goal-title" if goal else "amend-new-goal-title",
        *asked_for(look),
        look.text("amend-goal-intro"),
        *((Small(look.say("amend-paused")),) if rests else ()),
        _goal_field(look, "text", FieldKind.LONG_TEXT, goal.text if goal else None, required=True),
        _goal_field(look, "measure", FieldKind.LONG_TEXT, goal.measure if goal else None),
        _goal_field(look, "target", FieldKind.DATE, _target(look, goal), required=True),
        *_interim_fields(look, goal),
        submit="amend-keep",
    )


def _goal_field(look: Look, name: str, kind: FieldKind, default: Value | None, *, required: bool = False) -> Field:
    label = look.say(f"plan-goal-{name}-label")
    return Field(id=name, kind=kind, label=label, hint=_hint(look, name), default=default, required=required)


def _hint(look: Look, name: str) -> str:
    """A draft's hint, save for the day: here the plan's own dates stand already."""
    end = as_drafted(look.plan).end
    if name == "target" and end is not None:
        return look.say("amend-goal-target-hint", end=look.wording.day(end))
    return look.say(f"plan-goal-{name}-hint")


def _interim_fields(look: Look, goal: Goal | None) -> Iterator[Field]:
    there = goal.interim if goal else ()
    for place in range(1, max(len(there), min(len(there) + 1, MOST_INTERIMS)) + 1):
        old = there[place - 1] if place <= len(there) else None
        text = look.say("plan-goal-interim-label", place=place)
        yield Field(
            id=numbered("interim", place),
            kind=FieldKind.TEXT,
            label=text,
            default=old.text if old else None,
            required=False,
        )
        yield Field(
            id=numbered("interim_on", place),
            kind=FieldKind.DATE,
            label=look.say("plan-goal-interim-on-label", place=place),
            default=old.on if old else None,
            required=False,
        )


async def _goal(work: Work, filled: Filled) -> Form:
    look, answers, goal = filled.look, filled.answers, _goal_of(filled.look)
    step = GoalStep(
        goal=goal.id if goal else GoalId(filled.entry),
        text=answers.words("text"),
        measure=answers.words("measure"),
        target=answers.day("target"),
        interim=tuple(_interims_typed(look, goal, answers, entry=filled.entry)),
    )
    return await _collect(work, filled, step)


def _interims_typed(look: Look, goal: Goal | None, answers: Answers, *, entry: str) -> Iterator[InterimTyped]:
    there = goal.interim if goal else ()
    for place, _ in enumerate(list(_interim_fields(look, goal))[::2], start=1):
        known = there[place - 1].id if place <= len(there) else MilestoneId(derived(entry, f"interim/{place}"))
        text, on = answers.words(numbered("interim", place)), answers.day(numbered("interim_on", place))
        yield InterimTyped(id=known, text=text, on=on)


async def _support(work: Work, filled: Filled) -> Form:
    return await _collect(work, filled, supports_typed(filled))


async def _reviews(work: Work, filled: Filled) -> Form:
    return await _collect(work, filled, reviews_typed(filled))


# Words, and the last day


def _draw_words(look: Look) -> Form:
    plan = as_drafted(look.plan)
    strengths = Field(
        id="strengths",
        kind=FieldKind.LONG_TEXT,
        label=look.say("plan-strengths-label"),
        default=plan.strengths,
    )
    return look.form(
        "amend-words-title",
        look.text("amend-words-intro"),
        strengths,
        *_expectations(look),
        submit="amend-keep",
    )


def _expectations(look: Look) -> Iterator[Field]:
    for number, concern in enumerate(as_drafted(look.plan).concerns, start=1):
        area = look.terms.pack.competency(concern.competency)
        named = look.say("amend-own-area", number=number) if area is None else area.label
        yield Field(
            id=f"expectation_{concern.competency}",
            kind=FieldKind.LONG_TEXT,
            label=look.say("amend-expectation", area=named),
            default=concern.expectation,
        )


async def _words(work: Work, filled: Filled) -> Form:
    answers = filled.answers
    said = {
        concern.competency: answers.words(f"expectation_{concern.competency}") or Words("")
        for concern in filled.look.plan.concerns
    }
    return await _collect(work, filled, WordsStep(strengths=answers.words("strengths"), expectations=said))


def _draw_end(look: Look) -> Form:
    draft = drafted(look.plan)
    return look.form(
        "amend-end-title",
        look.text("amend-end-intro"),
        Field(
            id="end",
            kind=FieldKind.DATE,
            label=look.say("amend-end-label"),
            default=as_drafted(look.plan).end,
        ),
        Field(
            id="reason",
            kind=FieldKind.LONG_TEXT,
            label=look.say("amend-end-reason"),
            hint=look.say("amend-end-reason-hint"),
            default=draft.reason if draft else None,
            required=False,
        ),
        submit="amend-keep",
    )


async def _end(work: Work, filled: Filled) -> Form:
    answers = filled.answers
    return await _collect(work, filled, EndStep(end=answers.day("end"), reason=answers.words("reason")))


def _step(name: str, draw: Callable[[Look], Form], do: Callable[[Work, Filled], Awaitable[Form]]) -> PlanAsk:
    return PlanAsk(name=name, act=Act.AMEND_PLAN, draw=lambda look: _onto(look, draw(look)), do=do)


ASKS: Final = (
    PlanAsk(name="amend_plan", act=Act.AMEND_PLAN, draw=_draw_amend, do=_amend),
    _step("amend_goal", _draw_goal, _goal),
    _step("amend_support", draw_support, _support),
    _step("amend_reviews", draw_reviews, _reviews),
    _step("amend_words", _draw_words, _words),
    _step("amend_end", _draw_end, _end),
    PlanAsk(name="drop_amendment", act=Act.AMEND_PLAN, draw=_draw_drop, do=_drop_it, over=_drop_over),
)
