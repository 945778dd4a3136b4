"""A plan that was received only after one of its reviews had gone by."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from plans import examples
from plans.actions.move_review import MoveReview, move_review
from plans.change import Change
from plans.dates import instant
from plans.ids import EntryId, ReviewId, fresh
from plans.keeping import keep
from plans.people import Person
from plans.plan import Plan
from plans.ports import Begin
from plans.receipt import Receipt, acknowledged
from plans.states import PlanState
from plans.words import Words

ZONE = examples.SUPERVISOR.zone


def _without_steps_on_the_way(found: examples.Case) -> examples.Case:
    """Only the first review is to lie behind, so the goals keep no earlier date."""
    first = found.plan.reviews[0].on + timedelta(days=3)
    return replace(found, plan=found.plan.with_(milestones=tuple(m for m in found.plan.milestones if m.on > first)))


def _received_late(found: examples.Case) -> tuple[Plan, datetime]:
    review = found.plan.reviews[0]
    late = instant(review.on + timedelta(days=3), time(10), ZONE)
    receipt = Receipt(
        edition=found.plan.edition,
        signature=EntryId(fresh()),
        view_id=EntryId(fresh()),
        typed_name=Words("Jonas Okafor"),
        comment=None,
        view=None,
    )
    employee: Person = replace(examples.EMPLOYEE, checked_at=late)
    return acknowledged(found.plan, found.terms, receipt, by=employee, at=late).plan, late


async def test_moving_the_review_that_had_passed_lets_the_plan_begin(begin: Begin) -> None:
    """Nothing is held against anybody while the plan waits; once no date lies behind, the plan is active."""
    found = _without_steps_on_the_way(examples.case(PlanState.DELIVERED))
    plan, late = _received_late(found)
    assert plan.state is PlanState.DELIVERED, "a date has passed, so it cannot begin by itself"

    async with begin() as work:
        await work.packs.keep(found.terms.pack)
        kept = await keep(work, Change(plan=plan.with_(revision=0), events=()))
        await work.commit()
    request = MoveReview(
        plan=kept.id, review=ReviewId(plan.reviews[0].id), on=plan.reviews[0].on + timedelta(days=14), reason=None
    )
    async with begin() as work:
        moved = await move_review(work, request, by=examples.SUPERVISOR, now=late)

    assert moved.state is PlanState.ACTIVE
    assert moved.active_at == late
