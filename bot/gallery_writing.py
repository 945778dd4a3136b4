"""Moments of a plan that is being written: wording that hints have something to say about, and goals with numbers."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from plans.drafting import stepped
from plans.examples import GUIDES, SUPERVISOR, Case, case, then
from plans.figures import FiguresTyped, figures_set
from plans.states import PlanState
from plans.steps import GoalStep
from plans.words import Words

FIGURES: Final = FiguresTyped(
    metric=Words("Guides in the handbook that a colleague could follow"),
    unit=Words("guides"),
    baseline=Decimal(0),
    aim=Decimal(3),
)


def writing() -> Mapping[str, Case]:
    """Drafts, by what is to be seen in them."""
    draft = case(PlanState.DRAFT)
    vague = "Always have a positive attitude, and write guides, and get the team to use them."
    return {
        "doubtful wording": _with_goal(draft, text=Words(vague), measure=Words("It works better.")),
        "goal with a number": _with_goal(draft, figures=FIGURES),
    }


def counted(found: Case) -> Case:
    """The same case, had its first goal been given a number."""
    goals = (found.plan.goals[0].measured_by(figures_set(FIGURES)), *found.plan.goals[1:])
    return replace(found, plan=found.plan.with_(goals=goals))


def _with_goal(found: Case, **parts: object) -> Case:
    goal = found.plan.goal(GUIDES)
    step = GoalStep(goal=GUIDES, text=goal.text, measure=goal.measure, target=goal.target)
    change = stepped(found.plan, found.terms, replace(step, **parts), by=SUPERVISOR, at=found.at)  # type: ignore[arg-type]
    return then(found, change)
