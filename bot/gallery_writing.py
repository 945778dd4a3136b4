"""Moments of a plan that is being written: wording that hints have something to say about, and goals with numbers."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from plans.drafting import stepped
from plans.examples import EMPLOYEE, GUIDES, SUPERVISOR, Case, case, example_id, then
from plans.figures import FiguresTyped, figures_set
from plans.ids import EntryId, GoalId, SupportId
from plans.proposing import ProposalAnswer, ProposalTyped, goals_proposed, proposal_answered, shared
from plans.states import PlanState
from plans.steps import GoalStep
from plans.words import Words

PROPOSAL: Final = EntryId(example_id(0xF8))
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
        **_together(),
    }


def _together() -> Mapping[str, Case]:
    """The employee has proposed a goal; the supervisor has asked for a change, and handed the draft back."""
    found = case(PlanState.EMPLOYEE_DRAFTING)
    goal = ProposalTyped(
        entry=PROPOSAL,
        goal=GoalId(example_id(0xF9)),
        text=Words("Answer questions from the reading room on the day they come."),
        measure=Words("The list of questions, looked at each month."),
        target=found.plan.end,
        wish=Words("An hour a day without the desk."),
    )
    change = goals_proposed(found.plan, (goal,), entry=EntryId(example_id(0xFA)), by=EMPLOYEE, at=found.at)
    proposed = then(found, change)
    said = ProposalAnswer(accepted=False, answer=Words("Which questions, and does two days do for the long ones?"))
    nothing = SupportId(example_id(0xFB))
    back = proposal_answered(proposed.plan, PROPOSAL, said, support=nothing, by=SUPERVISOR, at=found.at)
    handed = then(proposed, back)
    return {
        "goals proposed": proposed,
        "goal sent back": then(handed, shared(handed.plan, spoken=True, by=SUPERVISOR, at=found.at)),
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
