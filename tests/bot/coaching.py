"""A coaching plan in every state it can be in, reached by the rules themselves."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from plans import barriers
from plans.converting import converted
from plans.dates import add_working_days, days_after, local_date
from plans.drafting import opened, stepped
from plans.ending import Result
from plans.endings import outcome_approved, outcome_delivered, outcome_proposed
from plans.example_steps import GUIDES_DRAFTED, example_id, generic_steps
from plans.examples import EMPLOYEE, GENERIC, NOW, SUPERVISOR, Case, terms, then
from plans.ids import CaseNumber, EntryId, PlanId
from plans.lifecycle import approved_without_gate, delivered
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.passing import next_passing, pass_time
from plans.pausing import decision_due, ends_at
from plans.policy import OutcomeKind, PackId
from plans.receipt import Receipt, acknowledged
from plans.record import BarrierKind
from plans.steps import DatesStep
from plans.words import Words

COACHING: Final = PackId("coaching")
PLAN: Final = PlanId(example_id(0xB3))


@cache
def stages() -> Mapping[str, Case]:
    """By name: drafts, the running plan and what happens on it, both ends, and the time after."""
    draft = _draft()
    ready = then(draft, approved_without_gate(draft.plan, draft.terms, by=SUPERVISOR, at=draft.at))
    given = _delivered(ready)
    running = then(given, acknowledged(given.plan, given.terms, _receipt(given), by=EMPLOYEE, at=given.at))
    met = _proposed(_ended(running), Proposal(kind=OutcomeKind.GOALS_MET, reasons=Words("It has lasted.")))
    approved = then(met, outcome_approved(met.plan, met.terms, by=SUPERVISOR, at=met.at))
    return {
        "draft": draft,
        "approved": ready,
        "delivered": given,
        "active": running,
        "barrier": _with_barrier(running),
        "missed": _passed(running),
        "decision due": _ended(running),
        "proposed": met,
        "outcome approved": approved,
        "closed": then(approved, outcome_delivered(approved.plan, approved.terms, by=SUPERVISOR, at=approved.at)),
        "continued": _continued(running),
        "converting": _converting(running),
        "converted": _converted(running),
    }


def _draft() -> Case:
    on = terms(COACHING)
    start = add_working_days(local_date(NOW, SUPERVISOR.zone), 1, on.calendar)
    change = opened(
        PLAN, CaseNumber("M-3CQ9VT"), kind=on.pack.kind, employee=EMPLOYEE, pack=on.pack, by=SUPERVISOR, at=NOW
    )
    found = Case(plan=change.plan, terms=on, at=NOW, events=change.events)
    for step in generic_steps(start):
        fitting = replace(step, period="12-weeks") if isinstance(step, DatesStep) else step
        found = then(found, stepped(found.plan, on, fitting, by=SUPERVISOR, at=NOW))
    return found


def _delivered(found: Case) -> Case:
    change = delivered(
        found.plan,
        found.terms,
        signature=EntryId(example_id(0xA11)),
        typed_name=None,
        met_on=local_date(found.at, SUPERVISOR.zone),
        by=SUPERVISOR,
        at=found.at,
    )
    return then(found, change)


def _receipt(found: Case) -> Receipt:
    return Receipt(
        edition=found.plan.edition,
        signature=EntryId(example_id(0xA12)),
        view_id=EntryId(example_id(0xA13)),
        typed_name=None,
        comment=Words("Thank you for the talk."),
        view=Words("I should like to learn the reporting tool properly."),
    )


def _with_barrier(found: Case) -> Case:
    change = barriers.raised(
        found.plan,
        entry=EntryId(example_id(0xA14)),
        kind=BarrierKind.WORKLOAD,
        milestones_hit=(GUIDES_DRAFTED,),
        text=Words("Two people are away."),
        would_help=Words("A later day."),
        wished_date=None,
        by=EMPLOYEE,
        at=found.at,
        terms=found.terms,
    )
    return then(found, change)


def _passed(found: Case) -> Case:
    """Until the first date has gone by without a word."""
    due = next_passing(found.plan, found.terms)
    while due is not None:
        change = pass_time(found.plan, found.terms, due)
        assert change is not None
        found = then(found, change, at=due)
        if found.plan.milestone(GUIDES_DRAFTED).miss is not None:
            return found
        due = next_passing(found.plan, found.terms)
    raise AssertionError


def _ended(found: Case) -> Case:
    at = ends_at(found.plan, found.terms)
    return then(found, decision_due(found.plan, found.terms, by=None, at=at), at=at)


def _proposed(found: Case, proposal: Proposal) -> Case:
    typed = tuple(ResultTyped(goal=goal.id, result=Result.MET, evidence=Words("Seen.")) for goal in found.plan.goals)
    found = then(found, results_recorded(found.plan, typed, by=SUPERVISOR, at=found.at))
    return then(found, outcome_proposed(found.plan, found.terms, proposal, by=SUPERVISOR, at=found.at))


def _continued(found: Case) -> Case:
    found = _ended(found)
    end = found.plan.end
    assert end is not None
    new_end = add_working_days(days_after(end, 40), 1, found.terms.calendar)
    proposal = Proposal(kind=OutcomeKind.CONTINUED, reasons=Words("More time helps."), new_end=new_end, final=new_end)
    found = _proposed(found, proposal)
    found = then(found, outcome_approved(found.plan, found.terms, by=SUPERVISOR, at=found.at))
    return then(found, outcome_delivered(found.plan, found.terms, by=SUPERVISOR, at=found.at))


def _converting(found: Case) -> Case:
    """Everything is decided, and the new plan not begun."""
    turned = Proposal(kind=OutcomeKind.CONVERTED, reasons=Words("The reports need more than coaching."))
    found = _proposed(_ended(found), turned)
    return then(found, outcome_approved(found.plan, found.terms, by=SUPERVISOR, at=found.at))


def _converted(found: Case) -> Case:
    """As the coaching is read from then on."""
    found = _converting(found)
    ended, _ = converted(
        found.plan,
        found.terms,
        successor=PlanId(example_id(0xB5)),
        case_number=CaseNumber("M-8KD4WR"),
        pack=terms(GENERIC).pack,
        open_plans=(found.plan.id,),
        by=SUPERVISOR,
        at=found.at,
    )
    return then(found, ended)


def subjects(found: Case) -> tuple[str | None, ...]:
    """Everything a form of this plan may be about."""
    plan = found.plan
    return (
        None,
        *(area for area in plan.areas),
        *(goal.id for goal in plan.goals),
        *(milestone.id for milestone in plan.milestones),
        *(review.id for review in plan.reviews),
        *(support.id for support in plan.supports),
        *(barrier.id for barrier in plan.record.barriers),
        str(plan.edition),
    )
