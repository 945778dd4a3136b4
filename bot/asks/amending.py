"""Changing a plan after delivery: changes are collected, looked at old beside new, and given as one version (S3-18)."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.asks.amending_blocks import block_buttons, block_typed, draw_block
from bot.asks.amending_goals import draw_goal, goal_of, goal_typed
from bot.asks.amending_parts import draw_reviews, draw_support, reviews_typed, supports_typed
from bot.asks.base import Pin, derived
from bot.asks.looking import Filled, Look, PlanAsk, pinned
from bot.asks.opening_check import fault_line
from bot.asks.opening_draft import Draft
from bot.asks.versions import difference_parts
from bot.asks.wanting import accepted_parts
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Field, FieldKind, Part, Said, Small, Style, Text
from plans.actions.amend_plan import (
    AmendPlan,
    CollectAmendment,
    DropAmendment,
    amend_plan,
    collect_amendment,
    drop_amendment,
)
from plans.acts import Act
from plans.amending import new_faults, signs_amendment
from plans.amendments import as_drafted, drafted, foreseen, mark_of
from plans.collecting import AmendStep, EndStep, WordsStep
from plans.comparing import Difference, compared
from plans.edition import sections_of
from plans.ids import EntryId, GoalId
from plans.people import Role
from plans.ports import Work
from plans.readiness import Fault
from plans.states import PlanState
from plans.texts import NAME_LIMIT
from plans.words import Words

_MOST_BUTTONS: Final = 20


# What is collected, and giving it


def _collected(look: Look) -> tuple[Difference, ...]:
    """What the employee will read as new."""
    now = sections_of(foreseen(look.plan), look.terms, at=look.now)
    return compared(now, sections_of(as_drafted(look.plan), look.terms, at=look.now))


def _draw_amend(look: Look) -> Form:
    found = _collected(look)
    doubts = new_faults(look.plan, look.terms, now=look.now) if found else ()
    ready = bool(found) and not any(fault.blocks for fault in doubts)
    name = (_name(look),) if ready and signs_amendment(look.terms, look.role) else ()
    form = look.form(
        "amend-title",
        look.text("amend-intro" if found else "amend-intro-empty"),
        *((Small(look.say("amend-paused")),) if look.plan.state is PlanState.PAUSED else ()),
        *accepted_parts(look),
        *difference_parts(look, found),
        *_reason(look),
        *_doubts(look, doubts),
        Divider(),
        Buttons(tuple(_steps(look))),
        *block_buttons(look),
        *((Text(look.say("amend-given-paper" if look.plan.on_paper else "amend-given")), *name) if ready else ()),
        *_drop(look),
        submit="amend-submit" if ready else None,
    )
    return replace(form, stands=Pin(subject=None, revision=look.plan.revision).stands("amend_plan", look.plan.id))


def _doubts(look: Look, found: Sequence[Fault]) -> Iterator[Part]:
    """What the form's rules say to it, as before the launch: what is needed, and what is only to be considered."""
    if any(fault.blocks for fault in found):
        yield Text(look.say("amend-not-ready"))
    if found:
        draft = Draft(asked=look.asked, plan=as_drafted(look.plan), terms=look.terms)
        yield Small("\n".join(fault_line(draft, fault) for fault in found))


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
    done = ("amend-done-paper",) if plan.on_paper else ("amend-done", "amend-done-counts")
    return look.form("amend-done-title", *(look.text(line, edition=plan.edition) for line in done), look.back())


def _draw_drop(look: Look) -> Form:
    return look.form("amend-drop-title", look.text("amend-drop-intro"), submit="amend-drop-submit")


async def _drop_it(work: Work, filled: Filled) -> Form:
    look = filled.look
    await drop_amendment(work, DropAmendment(plan=look.plan.id), by=look.asked.by, now=look.now)
    return look.form("amend-drop-title", look.text("amend-drop-done"), look.back())


def _drop_over(look: Look) -> Form | None:
    return None if drafted(look.plan) else look.form("amend-drop-title", look.text("amend-drop-none"), look.back())


# One change more


def _kept(look: Look, *more: Button) -> Form:
    on = look.button("amend-on", "amend_plan", style=Style.PLAIN if more else Style.PRIMARY)
    return look.form("amend-kept-title", look.text("amend-kept"), Buttons((*more, on, _to_case(look))))


async def _collect(work: Work, filled: Filled, step: AmendStep, *more: Button) -> Form:
    look = filled.look
    entry = EntryId(derived(filled.entry, "amendment"))
    request = CollectAmendment(plan=look.plan.id, entry=entry, step=step)
    await collect_amendment(work, request, by=look.asked.by, now=look.now)
    return _kept(look, *more)


def _onto(look: Look, form: Form) -> Form:
    """A change is kept on top of those it was typed beside, and of no others."""
    return pinned(look, form, mark_of(drafted(look.plan)))


async def _goal(work: Work, filled: Filled) -> Form:
    step = goal_typed(filled)
    return await _collect(work, filled, step, *_block_of_new(filled, step.goal))


def _block_of_new(filled: Filled, goal: GoalId) -> Iterator[Button]:
    """Where the form wants to know what will be done about each goal, that comes next for a new one (S1-06)."""
    if filled.look.terms.pack.has_blocks and goal_of(filled.look) is None:
        yield filled.look.button("amend-block-next", "amend_block", goal, style=Style.PRIMARY)


async def _block(work: Work, filled: Filled) -> Form:
    return await _collect(work, filled, block_typed(filled))


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
    _step("amend_goal", draw_goal, _goal),
    _step("amend_block", draw_block, _block),
    _step("amend_support", draw_support, _support),
    _step("amend_reviews", draw_reviews, _reviews),
    _step("amend_words", _draw_words, _words),
    _step("amend_end", _draw_end, _end),
    PlanAsk(name="drop_amendment", act=Act.AMEND_PLAN, draw=_draw_drop, do=_drop_it, over=_drop_over),
)
