"""A date that a pause or HR moved stays where it is, whatever changes later: in the goals, and for the clock."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from plans.amending import amended, collected
from plans.collecting import AmendStep, EndStep, WordsStep
from plans.dates import instant
from plans.examples import DESK_HALFWAY, EMPLOYEE, HR, Case, case, then
from plans.ids import EntryId, MilestoneId
from plans.milestones import hold_lifted
from plans.pausing import paused, resumed
from plans.plan import Plan
from plans.receipt import Receipt, acknowledged
from plans.record import Barrier, BarrierKind, Record
from plans.states import MilestoneState, PlanState
from plans.words import Words
from tests.plans.opening import DAY, TODAY

WORDS = WordsStep(strengths=Words("Callers ask for you by name."))


def after_a_pause() -> Case:
    found, last = case(PlanState.ACTIVE), TODAY + 20 * DAY
    held = then(found, paused(found.plan, found.terms, last=last, by=HR, at=found.at))
    back = instant(last + DAY, time(9), EMPLOYEE.zone)
    return then(held, resumed(held.plan, held.terms, by=None, at=back), at=back)


def after_a_hold() -> Case:
    found = case(PlanState.ACTIVE)
    barrier = Barrier(
        id=EntryId("5" * 32),
        author=EMPLOYEE.id,
        at=found.at,
        kind=BarrierKind.PROTECTED,
        milestones=(DESK_HALFWAY,),
        text=Words("private"),
        would_help=Words(""),
    )
    held = tuple(
        replace(one, state=MilestoneState.ON_HOLD) if one.id == DESK_HALFWAY else one for one in found.plan.milestones
    )
    plan = found.plan.with_(record=Record(barriers=(barrier,)), milestones=held)
    on = found.plan.milestone(DESK_HALFWAY).on + 7 * DAY
    return then(found, hold_lifted(plan, DESK_HALFWAY, on=on, by=HR, at=found.at))


def days(plan: Plan) -> dict[MilestoneId, date]:
    return {one.id: one.on for one in plan.milestones}


def said(plan: Plan) -> dict[MilestoneId, date]:
    """The days as the goals name them: what forms show, and what the next version of the text says."""
    interim = {one.id: one.on for goal in plan.goals for one in goal.interim}
    return {goal.milestone: goal.target for goal in plan.goals} | interim


def changed(found: Case, step: AmendStep, *, at: datetime) -> Plan:
    """Collected, given by HR, and acknowledged."""
    kept = collected(found.plan, found.terms, step, entry=EntryId("a" * 32), by=HR, at=at).plan
    name = Words("Priya Raman")
    given = amended(kept, found.terms, signature=EntryId("c" * 32), typed_name=name, by=HR, at=at).plan
    receipt = Receipt(
        edition=given.edition,
        signature=EntryId("d" * 32),
        view_id=EntryId("e" * 32),
        typed_name=Words("Jonas Okafor"),
    )
    return acknowledged(given, found.terms, receipt, by=EMPLOYEE, at=at).plan


@pytest.mark.parametrize("moved", [after_a_pause(), after_a_hold()], ids=["pause", "hold"])
def test_the_goals_name_the_day_it_moved_to(moved: Case) -> None:
    assert said(moved.plan) == days(moved.plan)
    assert days(moved.plan) != days(case(PlanState.ACTIVE).plan)


@pytest.mark.parametrize("moved", [after_a_pause(), after_a_hold()], ids=["pause", "hold"])
@pytest.mark.parametrize("step", ["words", "end"])
def test_a_change_of_something_else_moves_no_date_back(moved: Case, step: str) -> None:
    """F-03: once both sides were told the new day, no version of the text brings the old one back."""
    assert moved.plan.end is not None
    later = EndStep(end=moved.plan.end + 7 * DAY, reason=Words("The audit falls into it."))
    after = changed(moved, WORDS if step == "words" else later, at=moved.at)
    assert days(after) == days(moved.plan)
    text = after.editions[-1].text.reveal()
    assert all(on.isoformat() in text for on in days(moved.plan).values())


def test_a_plan_whose_goals_were_never_told_keeps_its_days_all_the_same() -> None:
    """Kept before goals moved along with a pause: the clock's days are the true ones."""
    moved = after_a_pause()
    stale = replace(moved, plan=moved.plan.with_(goals=case(PlanState.ACTIVE).plan.goals))
    assert days(changed(stale, WORDS, at=moved.at)) == days(moved.plan)
