"""The District's form after delivery: blocks and goals as their forms show them, collected, given and answered."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from plans.amending import amended, collected
from plans.block_setting import block_on
from plans.blocks import Block
from plans.collecting import AmendStep
from plans.comparing import Difference, compared
from plans.edition import read_edition
from plans.examples import DC, EMPLOYEE, GUIDES, SUPERVISOR, Case, case, then
from plans.figures import FiguresTyped
from plans.ids import EntryId, GoalId, ReviewId, fresh
from plans.meetings import Review
from plans.people import Person
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.receipt import Receipt, acknowledged
from plans.states import PlanState
from plans.steps import BlockStep, GoalStep, InterimTyped
from plans.words import Words

SERVICE = "customer-service"
NEW_GOAL = GoalId("b" * 32)
COUNTED = FiguresTyped(
    metric=Words("Requests older than two days"), unit=Words("requests"), baseline=Decimal(12), aim=Decimal(2)
)


def active(state: PlanState = PlanState.ACTIVE) -> Case:
    return case(state, name=DC)


def collect(found: Case, step: AmendStep, *, by: Person = SUPERVISOR) -> Case:
    return then(found, collected(found.plan, found.terms, step, entry=EntryId(fresh()), by=by, at=found.at))


def give(found: Case, *, by: Person = SUPERVISOR) -> Case:
    name, signature = Words("Marta Lindqvist"), EntryId(fresh())
    change = amended(found.plan, found.terms, signature=signature, typed_name=name, by=by, at=found.at)
    return then(found, change)


def answer(found: Case) -> Case:
    receipt = Receipt(
        edition=found.plan.edition,
        signature=EntryId(fresh()),
        view_id=EntryId(fresh()),
        typed_name=Words("Jonas Okafor"),
    )
    return then(found, acknowledged(found.plan, found.terms, receipt, by=EMPLOYEE, at=found.at))


def block(plan: Plan, subject: str = SERVICE) -> Block:
    found = block_on(plan, subject)
    assert found is not None
    return found


def step_of(plan: Plan, subject: str = SERVICE, **changes: object) -> BlockStep:
    """The block as its form shows it, with these answers changed."""
    found = block(plan, subject)
    concern = next((one for one in plan.concerns if one.competency == subject), None)
    same = BlockStep(
        id=found.id,
        subject=subject,
        deficiency=concern.deficiency if concern else found.deficiency,
        action=found.action,
        progress=found.progress,
        days=tuple((day.on, day.expected) for day in found.days),
    )
    return replace(same, **changes)  # type: ignore[arg-type]


def goal_of(plan: Plan, **changes: object) -> GoalStep:
    goal = plan.goal(GUIDES)
    same = GoalStep(
        goal=GUIDES,
        text=goal.text,
        measure=goal.measure,
        target=goal.target,
        interim=tuple(InterimTyped(id=one.id, text=one.text, on=one.on) for one in goal.interim),
        cites=goal.cites,
        cites_id=goal.cites_id,
        cites_on=goal.cites_on,
    )
    return replace(same, **changes)  # type: ignore[arg-type]


def days(plan: Plan, subject: str = SERVICE) -> tuple[date, ...]:
    return tuple(day.on for day in block(plan, subject).days)


def moved(plan: Plan, place: int, by: timedelta, subject: str = SERVICE) -> BlockStep:
    """The block with one of its days, counted from 0, so many days later."""
    typed = [(day.on, day.expected) for day in block(plan, subject).days]
    typed[place] = (typed[place][0] + by, typed[place][1])
    return step_of(plan, subject, days=tuple(typed))


def meetings(plan: Plan) -> dict[date, ReviewId]:
    return {review.on: review.id for review in plan.reviews if review.kind is ReviewKind.ADDED}


def told(found: Case) -> list[Difference]:
    old, new = (read_edition(one) for one in found.plan.editions[-2:])
    return list(compared(old, new))


def without_first_meeting(found: Case) -> Plan:
    """Only the last of the days is left to its own block: here the goal's block has none of the first two."""
    goal = block(found.plan, GUIDES)
    other = block(found.plan, "accountability")
    blocks = tuple(replace(one, days=()) if one in {goal, other} else one for one in found.plan.blocks)
    return found.plan.with_(blocks=blocks)


def alone() -> Case:
    """The plan with all days in one block, so that each meeting belongs to that block alone."""
    found = active()
    return replace(found, plan=without_first_meeting(found))


def with_review(plan: Plan, review: Review) -> Plan:
    return plan.with_(reviews=tuple(review if one.id == review.id else one for one in plan.reviews))
