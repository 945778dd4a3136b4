"""An action block: what is going to be done about one area or goal, and on which days that is looked at (S1-06)."""

from collections.abc import Iterator

from bot.asks.opening_draft import Draft
from bot.forms import Answers, Form
from bot.parts import Field, FieldKind, Heading, Option, Part, Said, Text, Value
from plans.block_setting import FEW_DAYS, MOST_DAYS, block_on, proposed_days, subjects
from plans.blocks import Block, BlockDay
from plans.editing import numbered
from plans.goals import Concern
from plans.ids import BlockId
from plans.plan import PlanError
from plans.steps import BlockStep, Rhythm
from plans.texts import STANDARD_LIMIT
from plans.words import Words


def draw_block(draft: Draft) -> Form:
    block = block_of(draft)
    days = _days(draft, block)
    return draft.step(
        "plan_block",
        "plan-block-title",
        *_about(draft, block),
        _long(draft, "action", block.action if block else None, required=True),
        Text(draft.say("plan-block-days-intro")),
        *_rhythm(draft),
        *(field for place in range(1, _places(days) + 1) for field in _day(draft, days, place)),
        _long(draft, "progress", block.progress if block else None),
    )


def block_typed(draft: Draft, answers: Answers) -> BlockStep:
    block = block_of(draft)
    places = range(1, _places(_days(draft, block)) + 1)
    names = [(numbered("day", place), numbered("expected", place)) for place in places]
    return BlockStep(
        id=block.id if block else BlockId(draft.entry),
        subject=draft.subject or "",
        deficiency=answers.words("deficiency"),
        action=answers.words("action"),
        progress=answers.words("progress"),
        days=tuple((answers.day(day), answers.words(expected)) for day, expected in names),
        rhythm=Rhythm(answers.code("rhythm") or Rhythm.AS_TYPED),
    )


def block_of(draft: Draft) -> Block | None:
    """The block that is written anew; ``None`` for a new one. Raises ``PlanError("part-gone")``."""
    if draft.subject not in subjects(draft.plan):
        raise PlanError("part-gone")
    return block_on(draft.plan, draft.subject)


def _about(draft: Draft, block: Block | None) -> Iterator[Part | Field]:
    """The area with what its own page says; or the goal, of which is still to be said what falls short."""
    concern = next((one for one in draft.plan.concerns if one.competency == draft.subject), None)
    if concern is not None:
        yield from _area(draft, concern)
        return
    for place, goal in enumerate(draft.plan.goals, start=1):
        if goal.id == draft.subject:
            yield Heading(draft.say("plan-block-goal", number=place))
            yield Said(label=draft.say("plan-block-outcome-of-goal"), words=goal.text)
    yield _long(draft, "deficiency", block.deficiency if block else None, required=True)


def _area(draft: Draft, concern: Concern) -> Iterator[Part]:
    label = draft.area_label(concern.competency)
    yield Said(label=draft.say("plan-concern-area"), words=label) if isinstance(label, Words) else Heading(label)
    for line, words in (("view-line-deficiency", concern.deficiency), ("view-line-expectation", concern.expectation)):
        if words:
            yield Said(label=draft.say(line), words=words)


def _rhythm(draft: Draft) -> tuple[Field, ...]:
    """Only once the plan has dates to lay days out in."""
    if draft.plan.start is None or draft.plan.end is None:
        return ()
    field = Field(
        id="rhythm",
        kind=FieldKind.RADIO,
        label=draft.say("plan-block-rhythm-label"),
        hint=draft.say("plan-block-rhythm-hint"),
        options=tuple(
            Option(value=one, label=draft.say(f"plan-block-rhythm-{one.replace('_', '-')}")) for one in Rhythm
        ),
        default=Rhythm.AS_TYPED,
        required=False,
    )
    return (field,)


def _days(draft: Draft, block: Block | None) -> tuple[BlockDay, ...]:
    if block is not None:
        return block.days
    return tuple(BlockDay(on=on) for on in proposed_days(draft.plan, draft.terms))


def _places(days: tuple[BlockDay, ...]) -> int:
    """Four at first, then one more than there are (S1-07)."""
    return min(max(FEW_DAYS, len(days) + 1), MOST_DAYS)


def _day(draft: Draft, days: tuple[BlockDay, ...], place: int) -> tuple[Field, Field]:
    old = days[place - 1] if place <= len(days) else None
    hint = draft.say("plan-block-day-hint") if old is None else draft.wording.day(old.on)
    on = Field(
        id=numbered("day", place),
        kind=FieldKind.DATE,
        label=draft.say("plan-block-day-label", place=place),
        hint=hint,
        default=old.on if old else None,
        required=False,
    )
    expected = Field(
        id=numbered("expected", place),
        kind=FieldKind.TEXT,
        label=draft.say("plan-block-expected-label", place=place),
        default=old.expected if old else None,
        required=False,
        max_length=STANDARD_LIMIT,
    )
    return on, expected


def _long(draft: Draft, name: str, default: Value | None, *, required: bool = False) -> Field:
    return Field(
        id=name,
        kind=FieldKind.LONG_TEXT,
        label=draft.say(f"plan-block-{name}-label"),
        hint=draft.say(f"plan-block-{name}-hint"),
        default=default,
        required=required,
    )
