"""A goal written anew after delivery, or a further one: its words, dates, numbers, and what it cites (S3-18)."""

from collections.abc import Iterator
from datetime import date

from bot.asks.amending_parts import asked_for
from bot.asks.base import Pin, derived
from bot.asks.figures import figures_fields, figures_typed
from bot.asks.looking import Filled, Look
from bot.asks.rating import rating_field, rating_typed
from bot.asks.wanting import wanted_at
from bot.forms import Answers, Form
from bot.parts import Field, FieldKind, Small, Value
from plans.amendments import as_drafted
from plans.editing import numbered
from plans.goals import Goal
from plans.ids import GoalId, MilestoneId
from plans.policy import Effect, RuleId
from plans.states import PlanState
from plans.steps import GoalStep, InterimTyped

MOST_INTERIMS = 6


def goal_of(look: Look) -> Goal | None:
    """The goal the button stood for, or that of what the employee asked for, with what is collected.

    ``None`` for a new one. Raises ``PlanError("part-gone")``.
    """
    wanted, subject = wanted_at(look), Pin.of(look.asked.stands).subject
    about = subject if wanted is None else wanted.goal
    return None if about is None else as_drafted(look.plan).goal(GoalId(about))


def _target(look: Look, goal: Goal | None) -> date | None:
    """The goal's date, or the one the employee wishes for."""
    wanted = wanted_at(look)
    if wanted is not None and wanted.on is not None:
        return wanted.on
    return goal.target if goal else None


def draw_goal(look: Look) -> Form:
    goal = goal_of(look)
    rests = look.plan.state is PlanState.PAUSED
    return look.form(
        "amend-goal-title" if goal else "amend-new-goal-title",
        *asked_for(look),
        look.text("amend-goal-intro"),
        *((Small(look.say("amend-paused")),) if rests else ()),
        _field(look, "text", FieldKind.LONG_TEXT, goal.text if goal else None, required=True),
        _field(look, "measure", FieldKind.LONG_TEXT, goal.measure if goal else None),
        _field(look, "target", FieldKind.DATE, _target(look, goal), required=True),
        *_citation(look, goal),
        *rating_field(look, goal.rating if goal else None),
        *figures_fields(look, goal),
        *_interims(look, goal),
        submit="amend-keep",
    )


def goal_typed(filled: Filled) -> GoalStep:
    answers, goal = filled.answers, goal_of(filled.look)
    return GoalStep(
        goal=goal.id if goal else GoalId(filled.entry),
        text=answers.words("text"),
        measure=answers.words("measure"),
        target=answers.day("target"),
        interim=tuple(_interims_typed(goal, answers, entry=filled.entry)),
        cites=answers.words("cites"),
        cites_id=answers.words("cites_id"),
        cites_on=answers.day("cites_on"),
        figures=figures_typed(answers),
        rating=rating_typed(answers),
    )


def _citation(look: Look, goal: Goal | None) -> Iterator[Field]:
    """Which goal of the performance plan this is, where the form wants to know (S1-05)."""
    if look.terms.pack.effect_of(RuleId.CITATION) is not Effect.OFF:
        yield _field(look, "cites", FieldKind.TEXT, goal.cites if goal else None)
        yield _field(look, "cites_id", FieldKind.TEXT, goal.cites_id if goal else None)
        yield _field(look, "cites_on", FieldKind.DATE, goal.cites_on if goal else None)


def _field(look: Look, name: str, kind: FieldKind, default: Value | None, *, required: bool = False) -> Field:
    line = name.replace("_", "-")
    label = look.say(f"plan-goal-{line}-label")
    return Field(id=name, kind=kind, label=label, hint=_hint(look, name, line), default=default, required=required)


def _hint(look: Look, name: str, line: str) -> str:
    """A draft's hint, save for the day: here the plan's own dates stand already."""
    end = as_drafted(look.plan).end
    if name == "target" and end is not None:
        return look.say("amend-goal-target-hint", end=look.wording.day(end))
    return look.say(f"plan-goal-{line}-hint")


def _places(goal: Goal | None) -> range:
    there = len(goal.interim) if goal else 0
    return range(1, max(there, min(there + 1, MOST_INTERIMS)) + 1)


def _interims(look: Look, goal: Goal | None) -> Iterator[Field]:
    there = goal.interim if goal else ()
    for place in _places(goal):
        old = there[place - 1] if place <= len(there) else None
        yield Field(
            id=numbered("interim", place),
            kind=FieldKind.TEXT,
            label=look.say("plan-goal-interim-label", place=place),
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


def _interims_typed(goal: Goal | None, answers: Answers, *, entry: str) -> Iterator[InterimTyped]:
    there = goal.interim if goal else ()
    for place in _places(goal):
        known = there[place - 1].id if place <= len(there) else MilestoneId(derived(entry, f"interim/{place}"))
        text, on = answers.words(numbered("interim", place)), answers.day(numbered("interim_on", place))
        yield InterimTyped(id=known, text=text, on=on)
