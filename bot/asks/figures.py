"""Goals that a number can show: the fields of a draft, the question at a review, and how far the number has come."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from bot.asks.looking import Look, goal_label
from bot.forms import Answers
from bot.parts import Field, FieldKind, Option, Part, Said, Small, Text, Value
from plans.figures import FiguresTyped, bar, latest, plain, with_unit
from plans.goals import Direction, Figures, Goal
from plans.ids import GoalId
from plans.record import GoalProgress
from plans.texts import NAME_LIMIT


class Says(Protocol):
    """A draft that is being written, or a plan that is looked at."""

    def say(self, line: str, **values: str | float) -> str: ...


def figures_fields(draft: Says, goal: Goal | None) -> Iterator[Part | Field]:
    found = goal.figures if goal else None
    yield Text(draft.say("plan-goal-figures-intro"))
    yield _asked(draft, "metric", FieldKind.TEXT, found.metric if found else None)
    yield _asked(draft, "unit", FieldKind.TEXT, found.unit if found else None)
    yield _asked(draft, "baseline", FieldKind.NUMBER, plain(found.baseline) if found else None)
    yield _asked(draft, "aim", FieldKind.NUMBER, plain(found.aim) if found else None)
    yield Field(
        id="direction",
        kind=FieldKind.RADIO,
        label=draft.say("plan-goal-direction-label"),
        options=tuple(Option(value=one, label=draft.say(f"direction-{one}")) for one in Direction),
        default=found.direction if found else None,
        required=False,
    )


def figures_typed(answers: Answers) -> FiguresTyped:
    direction = answers.code("direction")
    return FiguresTyped(
        metric=answers.words("metric"),
        unit=answers.words("unit"),
        baseline=answers.number("baseline"),
        aim=answers.number("aim"),
        direction=None if direction is None else Direction(direction),
    )


def _asked(draft: Says, name: str, kind: FieldKind, default: Value | None) -> Field:
    return Field(
        id=name,
        kind=kind,
        label=draft.say(f"plan-goal-{name}-label"),
        hint=draft.say(f"plan-goal-{name}-hint"),
        default=default,
        required=False,
        max_length=NAME_LIMIT,
    )


def number_question(look: Look, goal: Goal, *, required: bool) -> Iterator[Part | Field]:
    """What is counted, and where it stands now; nothing for a goal told in words."""
    figures = goal.figures
    if figures is None:
        return
    yield Said(label=look.say("figures-metric"), words=figures.metric, aside=_way(look, figures))
    yield Field(
        id=f"number-{goal.id}",
        kind=FieldKind.NUMBER,
        label=look.say("figures-number", goal=goal_label(look, goal)),
        hint=look.say("figures-number-hint"),
        required=required,
    )


def numbers_typed(look: Look, answers: Answers) -> dict[GoalId, Decimal]:
    found = {goal.id: answers.number(f"number-{goal.id}") for goal in look.plan.goals}
    return {goal: number for goal, number in found.items() if number is not None}


def progress_parts(look: Look, progress: GoalProgress) -> Iterator[Part]:
    """What was said about one goal: its number with the bar, then the words, as far as there are any."""
    goal = look.plan.goal(progress.goal)
    label = goal_label(look, goal)
    if goal.figures is not None and progress.number is not None:
        words, gone = with_unit(goal.figures, progress.number), bar(goal.figures, progress.number)
        yield Said(label=label, words=words, aside=f"{gone} · {_way(look, goal.figures)}")
    if progress.text:
        yield Said(label=label, words=progress.text)


def bar_now(look: Look, goal: Goal) -> Iterator[Part]:
    """How far the number had come at the last review."""
    found = latest(look.plan, goal)
    if found is not None and found.number is not None and goal.figures is not None:
        gone = bar(goal.figures, found.number)
        yield Small(look.say("figures-now", number=plain(found.number), bar=gone, way=_way(look, goal.figures)))


def _way(look: Look, figures: Figures) -> str:
    return look.say("figures-way", baseline=plain(figures.baseline), aim=plain(figures.aim))
