"""An action block written anew after delivery: its words, and the days for looking at progress (S1-06, S3-18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.asks.base import Pin
from bot.asks.looking import Filled, Look
from bot.asks.opening_draft import Draft
from bot.forms import Form
from bot.parts import Button, Buttons, Field, FieldKind, Heading, Part, Said, Small, Text, Value
from plans.amendment_changes import BlockChange
from plans.amendments import as_drafted, changes_of, drafted, foreseen
from plans.block_setting import FEW_DAYS, MOST_DAYS, block_on, proposed_days, subjects
from plans.blocks import Block
from plans.collecting_blocks import settled, stays
from plans.editing import numbered
from plans.ids import BlockId
from plans.plan import PlanError
from plans.states import PlanState
from plans.steps import BlockStep
from plans.texts import STANDARD_LIMIT
from plans.words import Words

_MOST_BUTTONS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A day as the form shows it. ``fixed`` is a day that stands fast, ``told`` what is expected by it as well."""

    on: date | None = None
    expected: Words | None = None
    fixed: bool = False
    told: bool = False


def _subject(look: Look) -> str:
    """The area or goal the form is about, whatever it is pinned to."""
    subject = Pin.of(look.asked.stands).subject
    if subject is None:
        raise PlanError("part-gone")
    return subject


def block_buttons(look: Look) -> Iterator[Buttons]:
    """A way to each block, where the form has any."""
    plan = as_drafted(look.plan)
    if look.terms.pack.has_blocks:
        yield Buttons(
            tuple(
                Button(label=look.say("amend-block", what=_named(look, one)), stands=look.to("amend_block", one))
                for one in subjects(plan)[:_MOST_BUTTONS]
            )
        )


def draw_block(look: Look) -> Form:
    block, subject = _block(look), _subject(look)
    return look.form(
        "amend-block-title",
        look.text("amend-block-intro"),
        *((Small(look.say("amend-paused")),) if look.plan.state is PlanState.PAUSED else ()),
        *_about(look, subject),
        _long(look, "deficiency", _deficiency(look, block), required=True),
        _long(look, "action", block.action if block else None, required=True),
        Text(look.say("plan-block-days-intro")),
        *(part for number, place in enumerate(_places(look), start=1) for part in _day(look, place, number)),
        _long(look, "progress", block.progress if block else None),
        submit="amend-keep",
    )


def block_typed(filled: Filled) -> BlockStep:
    look, answers, block = filled.look, filled.answers, _block(filled.look)
    days = tuple(
        (
            place.on if place.fixed else answers.day(numbered("day", number)),
            place.expected if place.told else answers.words(numbered("expected", number)),
        )
        for number, place in enumerate(_places(look), start=1)
    )
    return BlockStep(
        id=block.id if block else BlockId(filled.entry),
        subject=_subject(look),
        deficiency=answers.words("deficiency"),
        action=answers.words("action"),
        progress=answers.words("progress"),
        days=days,
    )


def _block(look: Look) -> Block | None:
    """The block with what is collected; ``None`` for a new one. Raises ``PlanError("part-gone")``."""
    plan = as_drafted(look.plan)
    if not look.terms.pack.has_blocks or _subject(look) not in subjects(plan):
        raise PlanError("part-gone")
    return block_on(plan, _subject(look))


def _named(look: Look, subject: str) -> str:
    """An area by its label, a goal by its number."""
    draft = Draft(asked=look.asked, plan=as_drafted(look.plan), terms=look.terms)
    for number, goal in enumerate(draft.plan.goals, start=1):
        if goal.id == subject:
            return look.say("goal-label", number=number)
    label = draft.area_label(subject)
    return look.say("opening-own-area") if isinstance(label, Words) else label


def _about(look: Look, subject: str) -> Iterator[Part]:
    """The area or goal with what is wanted of it, which is changed in a form of its own."""
    plan = as_drafted(look.plan)
    yield Heading(_named(look, subject))
    for concern in plan.concerns:
        if concern.competency == subject and concern.expectation:
            yield Said(label=look.say("view-line-expectation"), words=concern.expectation)
    for goal in plan.goals:
        if goal.id == subject:
            yield Said(label=look.say("plan-block-outcome-of-goal"), words=goal.text)


def _deficiency(look: Look, block: Block | None) -> Words | None:
    plan = as_drafted(look.plan)
    concern = next((one for one in plan.concerns if one.competency == _subject(look)), None)
    if concern is not None:
        return concern.deficiency
    return block.deficiency if block else None


def _places(look: Look) -> tuple[_Place, ...]:
    """The days agreed in their order, then those that are collected, and room for more; none while dates rest."""
    now = foreseen(look.plan)
    agreed = block_on(now, _subject(look))
    typed = next((one for one in changes_of(drafted(look.plan)).blocks if one.subject == _subject(look)), None)
    rests = look.plan.state is PlanState.PAUSED
    old = () if agreed is None else agreed.days
    there = [
        _Place(
            on=found.on,
            expected=found.expected,
            fixed=rests or stays(now, day.on),
            told=settled(now, day.on),
        )
        for day in old
        for found in (_as_typed(typed, day.on) or day,)
    ]
    if rests:
        return tuple(there)
    there += _new(look, typed, {day.on for day in old})
    room = min(max(FEW_DAYS, len(there) + 1), MOST_DAYS) - len(there)
    return (*there, *(_Place() for _ in range(room)))


def _as_typed(typed: BlockChange | None, on: date) -> _Place | None:
    """What somebody made of this day."""
    if typed is None:
        return None
    found = next((day for day in typed.days if on in {day.was, day.on}), None)
    return None if found is None else _Place(on=found.on, expected=found.expected)


def _new(look: Look, typed: BlockChange | None, old: set[date]) -> list[_Place]:
    """The new days that are collected; for a block nobody wrote yet, the days the others have."""
    if typed is not None:
        new = [day for day in typed.days if day.was is None and day.on not in old]
        return [_Place(on=day.on, expected=day.expected) for day in new]
    if old:
        return []
    ahead = [on for on in proposed_days(as_drafted(look.plan), look.terms) if on >= look.today]
    return [_Place(on=on) for on in ahead[:FEW_DAYS]]


def _day(look: Look, place: _Place, number: int) -> Iterator[Part | Field]:
    if place.fixed and place.on is not None:
        yield Small(look.say("amend-block-day-stays", place=number, day=look.wording.day(place.on)))
    else:
        yield Field(
            id=numbered("day", number),
            kind=FieldKind.DATE,
            label=look.say("plan-block-day-label", place=number),
            hint=look.say("plan-block-day-hint") if place.on is None else look.wording.day(place.on),
            default=place.on,
            required=False,
        )
    label = look.say("plan-block-expected-label", place=number)
    if place.told:
        yield from (Said(label=label, words=words) for words in (place.expected,) if words)
        return
    yield Field(
        id=numbered("expected", number),
        kind=FieldKind.TEXT,
        label=label,
        default=place.expected,
        required=False,
        max_length=STANDARD_LIMIT,
    )


def _long(look: Look, name: str, default: Value | None, *, required: bool = False) -> Field:
    return Field(
        id=name,
        kind=FieldKind.LONG_TEXT,
        label=look.say(f"plan-block-{name}-label"),
        hint=look.say(f"plan-block-{name}-hint"),
        default=default,
        required=required,
    )
