"""The forms of the other three packs: which of them the gallery shows, and the plans they are drawn from.

The long story is told on the Illinois form. Messages are the same for every form; of the forms those are shown here
that hold words of the pack, or something only its plans have.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Final

from plans.amending import amended, collected
from plans.blocks import Block
from plans.collecting import AmendStep
from plans.dates import instant
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed
from plans.example_steps import example_id
from plans.examples import COACHING, DC, EMPLOYEE, GENERIC, GUIDES, HR, SUPERVISOR, Case, case, then
from plans.figures import FiguresTyped
from plans.goals import Goal
from plans.ids import BlockId, EntryId, GoalId, PlanId
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.people import Person
from plans.policy import OutcomeKind, PackId
from plans.states import PlanState
from plans.steps import BlockStep, GoalStep, InterimTyped
from plans.words import Words

# By what a chapter is called; the stages of each are named after it.
OTHER_FORMS: Final[Mapping[str, PackId]] = {
    "The generic form": GENERIC,
    "The District of Columbia’s form": DC,
    "The coaching form": COACHING,
}
_AREA: Final = {GENERIC: "quality", DC: "customer-service", COACHING: "timeliness"}
_REVIEW: Final = "first review"
# Only a form with action blocks has these.
_FURTHER, _WHOLE, _GIVEN = "further goal without its block", "changes of a block and a number", "block changed"
_OTHER_END: Final = {
    GENERIC: OutcomeKind.NOT_MET,
    DC: OutcomeKind.REASSIGNMENT,
    COACHING: OutcomeKind.CONVERTED,
}
# Ask, by whom, at which stage, about what.
_SHOWN: Final[tuple[tuple[str, Person, str, str | None], ...]] = (
    ("plan_head", SUPERVISOR, "draft", None),
    ("plan_strengths", SUPERVISOR, "draft", None),
    ("plan_areas", SUPERVISOR, "draft", None),
    ("plan_areas", SUPERVISOR, "draft of a supervisor", None),
    ("plan_concern", SUPERVISOR, "draft", "area"),
    ("plan_goal", SUPERVISOR, "draft", GUIDES),
    ("plan_support", SUPERVISOR, "draft", None),
    ("plan_dates", SUPERVISOR, "draft", None),
    ("plan_reviews", SUPERVISOR, "draft", None),
    ("plan_block", SUPERVISOR, "draft", "area"),
    ("plan_block", SUPERVISOR, "draft", GUIDES),
    ("plan_check", SUPERVISOR, "draft", None),
    ("rehearse_plan", SUPERVISOR, "draft", None),
    ("review_plan", HR, "hr_review", None),
    ("approve_plan", HR, "hr_review", None),
    ("request_changes", HR, "hr_review", None),
    ("deliver_plan", SUPERVISOR, "approved", None),
    ("read_plan", EMPLOYEE, "delivered", None),
    ("acknowledge", EMPLOYEE, "delivered", None),
    ("confirm_delivery", HR, "delivered", None),
    ("amend_block", SUPERVISOR, "active", "area"),
    ("amend_goal", SUPERVISOR, _FURTHER, GUIDES),
    ("amend_plan", SUPERVISOR, _FURTHER, None),
    ("amend_plan", SUPERVISOR, _WHOLE, None),
    ("read_plan", EMPLOYEE, _GIVEN, None),
    ("open_case", EMPLOYEE, "active", None),
    ("open_case", SUPERVISOR, "active", None),
    ("case_reviews", EMPLOYEE, "active", None),
    ("contact_hr", EMPLOYEE, "active", None),
    ("answer_check_in", EMPLOYEE, "review day", _REVIEW),
    ("answer_check_in", SUPERVISOR, "review day", _REVIEW),
    ("hold_review", SUPERVISOR, "review day", _REVIEW),
    ("record_results", SUPERVISOR, "decision_due", None),
    ("propose_outcome", SUPERVISOR, "results recorded", None),
    ("decide_outcome", HR, "outcome proposed", None),
    ("deliver_outcome", SUPERVISOR, "outcome approved", None),
    ("read_outcome", EMPLOYEE, "closed", None),
    ("propose_outcome", SUPERVISOR, "last day over", None),
    ("decide_outcome", HR, "another end proposed", None),
    ("deliver_outcome", SUPERVISOR, "another end approved", None),
    ("read_outcome", EMPLOYEE, "another end told", None),
    ("withdraw_plan", HR, "active", None),
    ("order_case_file", HR, "closed", None),
)


def form_scenes(form: str) -> Iterator[tuple[str, Person, str, str | None]]:
    """What is shown of a form: ask, by whom, the moment, the subject. What it does not have is left out."""
    name = OTHER_FORMS[form]
    draft = case(PlanState.DRAFT, name=name)
    pack = draft.terms.pack
    absent = {
        "plan_head": not (pack.to_fill_in or pack.asks_who_leads),
        "plan_block": not pack.has_blocks,
        "amend_block": not pack.has_blocks,
        "review_plan": not pack.hr_gate,
        "approve_plan": not pack.hr_gate,
        "request_changes": not pack.hr_gate,
        "decide_outcome": name == COACHING,
    }
    known = {"area": _AREA[name], _REVIEW: draft.plan.reviews[0].id}
    for ask, by, stage, subject in _SHOWN:
        if stage in {_FURTHER, _WHOLE, _GIVEN} and not pack.has_blocks:
            continue
        if not absent.get(ask) and not (stage == "draft of a supervisor" and not pack.asks_who_leads):
            yield ask, by, f"{form}, {stage}", known.get(subject or "", subject)


def form_moments() -> Mapping[str, Case]:
    """Every stage of every form, by the form and the stage."""
    return {f"{form}, {stage}": found for form, name in OTHER_FORMS.items() for stage, found in _stages(name).items()}


def _stages(name: PackId) -> Mapping[str, Case]:
    states = (PlanState.DRAFT, PlanState.APPROVED, PlanState.DELIVERED, PlanState.ACTIVE, PlanState.CLOSED)
    stages = {state.value: case(state, name=name) for state in states}
    draft, active = stages["draft"], stages["active"]
    if draft.terms.pack.hr_gate:
        stages["hr_review"] = case(PlanState.HR_REVIEW, name=name)
    leading = draft.plan.with_(leads_others=True)
    morning = instant(active.plan.reviews[0].on, time(10), EMPLOYEE.zone)
    return {
        **stages,
        "draft of a supervisor": replace(draft, plan=leading),
        "review day": replace(active, at=morning),
        **_ending(case(PlanState.DECISION_DUE, name=name)),
        **_other_end(case(PlanState.DECISION_DUE, name=name)),
        **(_amended(active) if draft.terms.pack.has_blocks else {}),
    }


def _amended(found: Case) -> Mapping[str, Case]:
    """A further goal first, then its block and another's, and a number for the first goal; all given together."""
    later = replace(found, at=found.at + timedelta(days=1))
    goal, block = later.plan.goal(GUIDES), later.plan.blocks[0]
    further = GoalStep(
        goal=GoalId(example_id(0x211)),
        text=Words("Close the old list of requests for good."),
        measure=Words("Nobody has written in it for two weeks."),
        target=goal.target,
        cites=Words("One list for the whole office"),
    )
    without = _collect(later, further)
    whole = without
    for step in (_block_of(further, block), _anew(block, later.plan.concerns[0].deficiency), _counted(goal)):
        whole = _collect(whole, step)
    name, signature = Words("Marta Lindqvist"), EntryId(example_id(0x213))
    given = amended(whole.plan, whole.terms, signature=signature, typed_name=name, by=SUPERVISOR, at=whole.at)
    return {_FURTHER: without, _WHOLE: whole, _GIVEN: then(whole, given)}


def _block_of(further: GoalStep, other: Block) -> BlockStep:
    return BlockStep(
        id=BlockId(example_id(0x212)),
        subject=further.goal,
        deficiency=Words("The evening crew still writes into the old list."),
        action=Words("Move each line over by the end of the month, and lock the list."),
        progress=None,
        days=((other.days[1].on, None),),
    )


def _anew(block: Block, deficiency: Words | None) -> BlockStep:
    return BlockStep(
        id=block.id,
        subject=block.subject,
        deficiency=deficiency,
        action=Words("Sort the open requests at nine and at two, and answer the oldest first."),
        progress=block.progress,
        days=tuple((day.on, day.expected) for day in block.days),
    )


def _counted(goal: Goal) -> GoalStep:
    return GoalStep(
        goal=goal.id,
        text=goal.text,
        measure=goal.measure,
        target=goal.target,
        interim=tuple(InterimTyped(id=one.id, text=one.text, on=one.on) for one in goal.interim),
        cites=goal.cites,
        cites_id=goal.cites_id,
        cites_on=goal.cites_on,
        figures=FiguresTyped(metric=Words("Requests older than two days"), baseline=Decimal(12), aim=Decimal(2)),
    )


def _collect(found: Case, step: AmendStep) -> Case:
    entry = EntryId(example_id(0x210))
    return then(found, collected(found.plan, found.terms, step, entry=entry, by=SUPERVISOR, at=found.at))


def _ending(over: Case) -> Mapping[str, Case]:
    coaching = over.terms.pack.id == COACHING
    typed = tuple(
        ResultTyped(goal=goal.id, result=Result.MET, evidence=Words("Seen and talked through at the final review."))
        for goal in over.plan.goals
    )
    judged = then(over, results_recorded(over.plan, typed, by=SUPERVISOR, at=over.at))
    kind = OutcomeKind.GOALS_MET if coaching else OutcomeKind.MET
    met = Proposal(kind=kind, reasons=Words("The goal was reached, and it has lasted for weeks."))
    proposed = then(judged, outcome_proposed(judged.plan, judged.terms, met, by=SUPERVISOR, at=judged.at))
    approver = SUPERVISOR if coaching else HR
    approved = then(proposed, outcome_approved(proposed.plan, proposed.terms, by=approver, at=proposed.at))
    return {
        "decision_due": over,
        "results recorded": judged,
        "outcome proposed": proposed,
        "outcome approved": approved,
    }


def _other_end(over: Case) -> Mapping[str, Case]:
    """Two days later, when the goals were not reached, or coaching is not enough."""
    name = PackId(over.terms.pack.id)
    later = replace(over, at=over.at + timedelta(days=2))
    typed = tuple(
        ResultTyped(goal=goal.id, result=Result.PARTLY, evidence=Words("Half of it, and late."))
        for goal in later.plan.goals
    )
    judged = then(later, results_recorded(later.plan, typed, by=SUPERVISOR, at=later.at))
    other = Proposal(kind=_OTHER_END[name], reasons=Words("Half of it was reached, and nothing since the last review."))
    proposed = then(judged, outcome_proposed(judged.plan, judged.terms, other, by=SUPERVISOR, at=judged.at))
    by = SUPERVISOR if name == COACHING else HR
    approved = then(proposed, outcome_approved(proposed.plan, proposed.terms, accepted=True, by=by, at=proposed.at))
    successor = PlanId(example_id(0xB6)) if name == COACHING else None
    told = outcome_delivered(approved.plan, approved.terms, successor=successor, by=SUPERVISOR, at=approved.at)
    return {
        "last day over": judged,
        "another end proposed": proposed,
        "another end approved": approved,
        "another end told": then(approved, told),
    }
