"""Goals with their dates and support, and the plan's own list of support."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.asks.base import derived
from bot.asks.figures import figures_fields, figures_typed
from bot.asks.hinting import beside, hints_button, hints_of_goal
from bot.asks.opening_draft import Draft, what_next
from bot.asks.rating import rating_field, rating_typed
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Part, Small, Style, Text, Value
from plans.editing import numbered
from plans.goals import Goal
from plans.ids import GoalId, MilestoneId, SupportId
from plans.policy import Drafter, Effect, RuleId
from plans.record import Provider, Support
from plans.states import PlanState
from plans.steps import GoalRemovedStep, GoalStep, InterimTyped, SupportOverrideStep, SupportStep, SupportTyped

# A form holds a hundred blocks: so many steps and so much support fit into one beside everything else.
_ACTIVITY: Final = "activity"
MOST_INTERIMS_SHOWN: Final = 6
MOST_SUPPORTS_SHOWN: Final = 12


def goal_of(draft: Draft) -> Goal | None:
    """The goal being written anew; ``None`` for a new one. Raises ``PlanError("part-gone")``."""
    return None if draft.subject is None else draft.plan.goal(GoalId(draft.subject))


def draw_goal(draft: Draft) -> Form:
    """The goal's form, with hints on what is kept of it already."""
    goal = goal_of(draft)
    return beside(draft, draw_bare_goal(draft), hints_of_goal(draft, goal) if goal else ())


def draw_bare_goal(draft: Draft) -> Form:
    """The same without hints, to be looked at as it is typed."""
    goal = goal_of(draft)
    supports = _of_goal(draft, goal)
    smart = "\n".join(f"{one.letter} · {one.name}: {one.text}" for one in draft.terms.pack.smart)
    return draft.step(
        "plan_goal",
        "plan-goal-title",
        Text(draft.say("plan-goal-intro")),
        *([Small(smart)] if smart else []),
        *_left_to_the_employee(draft, goal),
        _field(draft, "text", FieldKind.LONG_TEXT, goal.text if goal else None, required=True),
        *draft.written_by(goal),
        _field(draft, "measure", FieldKind.LONG_TEXT, goal.measure if goal else None),
        _field(draft, "target", FieldKind.DATE, goal.target if goal else None, required=True),
        *_citation(draft, goal),
        *rating_field(draft, goal.rating if goal else None),
        _activity(draft, goal),
        hints_button(draft, "plan_goal"),
        *figures_fields(draft, goal),
        *_interims(draft, goal),
        Text(draft.say("plan-goal-support-intro")),
        *_support_fields(draft, supports),
        what_next(draft, "on", "goal", "more"),
        *_removal(draft, goal),
    )


def _left_to_the_employee(draft: Draft, goal: Goal | None) -> Iterator[Part]:
    """Where the form has the employee write the goals first, the wizard goes on without any (S0-05)."""
    asked = draft.terms.pack.drafted_by is Drafter.EMPLOYEE and not draft.plan.goals and draft.plan.shared_at is None
    if goal is None and asked and draft.plan.state is PlanState.DRAFT:
        yield Small(draft.say("share-suggested"))
        yield Buttons((Button(label=draft.say("share-leave-goals"), stands=draft.to("plan_dates")),))


def _activity(draft: Draft, goal: Goal | None) -> Field:
    """A development activity is marked as done, and nothing of it is measured (S0-23)."""
    return Field(
        id=_ACTIVITY,
        kind=FieldKind.CHOICES,
        label=draft.say("plan-goal-activity-label"),
        options=(Option(value=_ACTIVITY, label=draft.say("plan-goal-activity")),),
        default=(_ACTIVITY,) if goal is not None and goal.activity else None,
        required=False,
    )


def goal_typed(draft: Draft, answers: Answers) -> GoalStep | None:
    """What was typed; ``None`` if that is nothing at all, as in a form that was only opened."""
    goal = goal_of(draft)
    step = GoalStep(
        goal=goal.id if goal else GoalId(draft.entry),
        text=answers.words("text"),
        measure=answers.words("measure"),
        target=answers.day("target"),
        interim=tuple(_interims_typed(draft, goal, answers)),
        supports=_supports_typed(draft, _of_goal(draft, goal), answers),
        cites=answers.words("cites"),
        cites_id=answers.words("cites_id"),
        cites_on=answers.day("cites_on"),
        figures=figures_typed(answers),
        activity=_ACTIVITY in answers.codes(_ACTIVITY),
        rating=rating_typed(answers),
    )
    typed = (step.text, step.measure, step.target, *(one.text or one.on for one in step.interim))
    anything = any(typed) or any(not one.empty for one in step.supports) or not step.figures.empty
    return step if anything else None


def removed_typed(draft: Draft, _answers: Answers) -> GoalRemovedStep:
    return GoalRemovedStep(goal=GoalId(draft.subject or ""))


def draw_support(draft: Draft) -> Form:
    return draft.step(
        "plan_support",
        "plan-support-title",
        Text(draft.say("plan-support-intro")),
        *_support_fields(draft, _own(draft), notes=True),
        what_next(draft, "on", "support"),
    )


def support_typed(draft: Draft, answers: Answers) -> SupportStep:
    return SupportStep(supports=_supports_typed(draft, _own(draft), answers))


def draw_override(draft: Draft) -> Form:
    """HR lets a plan go on without support and says why (S3-14)."""
    reason = Field(
        id="support_override",
        kind=FieldKind.LONG_TEXT,
        label=draft.say("override-support-label"),
        hint=draft.say("override-support-hint"),
        default=draft.plan.support_override,
    )
    return draft.step("override_support", "override-support-title", Text(draft.say("override-support-intro")), reason)


def override_typed(_draft: Draft, answers: Answers) -> SupportOverrideStep:
    return SupportOverrideStep(reason=answers.words("support_override"))


def _citation(draft: Draft, goal: Goal | None) -> Iterator[Field]:
    """Which goal of the performance plan this is, where the form wants to know (S1-05)."""
    if draft.terms.pack.effect_of(RuleId.CITATION) is Effect.OFF:
        return
    yield _field(draft, "cites", FieldKind.TEXT, goal.cites if goal else None)
    yield _field(draft, "cites_id", FieldKind.TEXT, goal.cites_id if goal else None)
    yield _field(draft, "cites_on", FieldKind.DATE, goal.cites_on if goal else None)


def _of_goal(draft: Draft, goal: Goal | None) -> tuple[Support, ...]:
    """A goal's support; a new goal has none yet."""
    return () if goal is None else tuple(item for item in draft.plan.supports if item.goal == goal.id)


def _own(draft: Draft) -> tuple[Support, ...]:
    """The plan's own list, apart from its goals' (S0-29)."""
    return tuple(item for item in draft.plan.supports if item.goal is None)


def _removal(draft: Draft, goal: Goal | None) -> tuple[Part, ...]:
    if goal is None:
        return ()
    remove = Button(
        label=draft.say("plan-goal-remove"),
        stands=draft.stands("remove_goal"),
        style=Style.DANGER,
        confirm=draft.say("plan-goal-remove-confirm"),
        cancel=draft.say("button-cancel"),
        submits=True,
    )
    return (Buttons((remove,)),)


def _interims(draft: Draft, goal: Goal | None) -> Iterator[Field]:
    there = goal.interim if goal else ()
    for place in _places(len(there), MOST_INTERIMS_SHOWN):
        old = there[place - 1] if place <= len(there) else None
        yield _numbered(draft, "interim", place, FieldKind.TEXT, old.text if old else None)
        yield _numbered(draft, "interim_on", place, FieldKind.DATE, old.on if old else None)


def _interims_typed(draft: Draft, goal: Goal | None, answers: Answers) -> Iterator[InterimTyped]:
    there = goal.interim if goal else ()
    for place in _places(len(there), MOST_INTERIMS_SHOWN):
        kept = there[place - 1].id if place <= len(there) else MilestoneId(derived(draft.entry, f"interim/{place}"))
        text, on = answers.words(numbered("interim", place)), answers.day(numbered("interim_on", place))
        yield InterimTyped(id=kept, text=text, on=on)


def _support_fields(draft: Draft, there: Sequence[Support], *, notes: bool = False) -> Iterator[Field]:
    """``notes`` are asked for in the plan's own list (S0-29); at a goal, the goal says what the support is for."""
    for place in _places(len(there), MOST_SUPPORTS_SHOWN):
        old = there[place - 1] if place <= len(there) else None
        yield _numbered(draft, "support", place, FieldKind.TEXT, old.what if old else None)
        yield _provider(draft, place, old)
        yield _numbered(draft, "support_where", place, FieldKind.TEXT, old.where if old else None)
        if notes:
            yield _numbered(draft, "support_notes", place, FieldKind.LONG_TEXT, old.notes if old else None)
        yield _numbered(draft, "support_due", place, FieldKind.DATE, old.due if old else None)


def _supports_typed(draft: Draft, there: Sequence[Support], answers: Answers) -> tuple[SupportTyped, ...]:
    return tuple(
        SupportTyped(
            id=there[place - 1].id if place <= len(there) else SupportId(derived(draft.entry, f"support/{place}")),
            what=answers.words(numbered("support", place)),
            provider=Provider(answers.code(numbered("support_by", place)) or Provider.SUPERVISOR),
            where=answers.words(numbered("support_where", place)),
            notes=answers.words(numbered("support_notes", place)),
            due=answers.day(numbered("support_due", place)),
        )
        for place in _places(len(there), MOST_SUPPORTS_SHOWN)
    )


def _places(there: int, most: int) -> range:
    """One place for each there is and an empty one, as long as it fits; what is there is never left out."""
    return range(1, max(there, min(there + 1, most)) + 1)


def _provider(draft: Draft, place: int, old: Support | None) -> Field:
    return Field(
        id=numbered("support_by", place),
        kind=FieldKind.RADIO,
        label=draft.say("plan-goal-support-by-label"),
        options=tuple(Option(value=one, label=draft.say(f"provider-{one}")) for one in Provider),
        default=old.provider if old else Provider.SUPERVISOR,
        required=False,
    )


def _field(draft: Draft, name: str, kind: FieldKind, default: Value | None, *, required: bool = False) -> Field:
    return Field(
        id=name,
        kind=kind,
        label=draft.say(f"plan-goal-{name.replace('_', '-')}-label"),
        hint=draft.say(f"plan-goal-{name.replace('_', '-')}-hint"),
        default=default,
        required=required,
    )


def _numbered(draft: Draft, name: str, place: int, kind: FieldKind, default: Value | None) -> Field:
    line = name.replace("_", "-")
    return Field(
        id=numbered(name, place),
        kind=kind,
        label=draft.say(f"plan-goal-{line}-label", place=place),
        hint=draft.say(f"plan-goal-{line}-hint"),
        default=default,
        required=False,
    )
