"""Hints beside what is being written: from fixed rules, each explained with a better example, never kept (S0-07)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.asking import Answered, Asked
from bot.asks.base import Pin, read, relaxed
from bot.asks.opening_draft import Draft, load_draft
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Field, Part, Said, Small, Text
from bot.replies import Reply, ShowForm
from plans.goals import Concern, Goal
from plans.plan import Plan, PlanChangedMeanwhileError
from plans.smart import GoalWritten, Hint, concern_hints, goal_hints, texts_hints

HINT: Final = "hint_"
_CONCERN_TEXTS: Final = ("expectation", "deficiency", "example", "feedback")

Draw = Callable[[Draft], Form]


def hints_button(draft: Draft, ask: str) -> Buttons:
    """Looks at what stands in the form now, and keeps nothing of it."""
    button = Button(label=draft.say("hints-button"), stands=draft.stands(HINT + ask), submits=True)
    return Buttons((button,))


def beside(draft: Draft, form: Form, hints: Iterable[Hint]) -> Form:
    """The form with each hint below the field it is about."""
    found = tuple(hints)
    if not found:
        return form
    parts: list[Part | Field] = [Small(draft.say("hints-note"))]
    for part in form.parts:
        parts.append(part)
        if isinstance(part, Field):
            parts += [shown for hint in found if hint.field == part.id for shown in _parts(draft, hint)]
    return replace(form, parts=tuple(parts))


def _parts(draft: Draft, hint: Hint) -> Iterator[Part]:
    line = f"hint-{hint.kind.replace('_', '-')}"
    label = draft.say("hints-label", what=draft.say(line))
    yield Said(label=label, words=hint.found) if hint.found else Text(label)
    yield Small(draft.say(f"{line}-better"))


def hints_of_goal(draft: Draft, goal: Goal) -> tuple[Hint, ...]:
    return goal_hints(GoalWritten.of(goal), locale=draft.terms.pack.locale)


def hints_of_concern(draft: Draft, concern: Concern) -> tuple[Hint, ...]:
    return concern_hints(concern, locale=draft.terms.pack.locale)


def hint_lines(draft: Draft, plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A line for each kind of hint on each concern and on each goal, for the check screen."""
    concerns = (hint for concern in plan.concerns for hint in hints_of_concern(draft, concern))
    goals = (
        (draft.say("plan-check-goal", number=number), hint)
        for number, goal in enumerate(plan.goals, start=1)
        for hint in hints_of_goal(draft, goal)
    )
    about = draft.say("hints-about-concerns")
    return _lines(draft, ((about, hint) for hint in concerns)), _lines(draft, goals)


def _lines(draft: Draft, found: Iterable[tuple[str, Hint]]) -> tuple[str, ...]:
    said = (
        draft.say("hints-line", where=where, what=draft.say(f"hint-{hint.kind.replace('_', '-')}"))
        for where, hint in found
    )
    return tuple(dict.fromkeys(said))


def _typed_goal(draft: Draft, answers: Answers) -> tuple[Hint, ...]:
    counted = answers.words("metric") is not None and answers.number("aim") is not None
    typed = GoalWritten(
        text=answers.words("text"), measure=answers.words("measure"), target=answers.day("target"), counted=counted
    )
    return goal_hints(typed, locale=draft.terms.pack.locale)


def _typed_concern(draft: Draft, answers: Answers) -> tuple[Hint, ...]:
    typed = {name: answers.words(name) for name in answers.values if name.startswith(_CONCERN_TEXTS)}
    return texts_hints(typed, locale=draft.terms.pack.locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class HintsAsk:
    """The same form again with what was typed still in it, and hints beside it. Nothing is kept, not even the text."""

    name: str
    draw: Draw
    look: Callable[[Draft, Answers], tuple[Hint, ...]]

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=self.draw(await load_draft(work, asked)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        async with asked.house.begin() as work:
            draft = await load_draft(work, asked)
        if Pin.of(asked.stands).revision != draft.plan.revision:
            # Drawn anew it would stand on the newer text, and sending it would undo what somebody else has written.
            raise PlanChangedMeanwhileError
        form = self.draw(draft)
        answers = read(relaxed(form), answered, asked.house.wording)
        hints = self.look(draft, answers)
        standing = form.filled(answers.values)
        if hints:
            return ShowForm(form=beside(draft, standing, hints))
        return ShowForm(form=replace(standing, parts=(Small(draft.say("hints-none")), *standing.parts)))


def hinting(name: str, draw: Draw, *, goal: bool) -> HintsAsk:
    return HintsAsk(name=HINT + name, draw=draw, look=_typed_goal if goal else _typed_concern)
