"""Further reviews beside the three of the form: added, changed and taken out while the plan is written (S0-11)."""

import pytest

from plans import examples
from plans.policy import ReviewKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def test_a_further_review_is_added_shown_and_taken_out_again(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await told.supervisor.open("plan_reviews", PLAN)
    assert [field.id for field in told.supervisor.shown.fields] == ["first", "midpoint", "final", "added"]
    await told.supervisor.send({"added": "2027-03-01"})
    assert [review.kind for review in (await told.plan()).reviews] == [
        ReviewKind.FIRST,
        ReviewKind.ADDED,
        ReviewKind.MIDPOINT,
        ReviewKind.FINAL,
    ]
    await told.supervisor.open("read_plan", PLAN, "2")
    assert "Further review" in shown(told.supervisor.shown)
    await told.supervisor.open("plan_reviews", PLAN)
    assert [field.id for field in told.supervisor.shown.fields][3:] == ["added", "added_2"]
    await told.supervisor.send({"added": None})
    assert len((await told.plan()).reviews) == len(examples.illinois_plan().reviews)


async def test_a_further_review_that_does_not_fit_is_refused_where_it_was_typed(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    first = (await told.plan()).reviews[0].on
    await told.supervisor.open("plan_reviews", PLAN)
    await told.supervisor.send({"added": first.isoformat()})
    assert list(told.supervisor.errors) == ["added"]
    assert "There is a review on" in told.supervisor.errors["added"]
    await told.supervisor.send({"added": "2029-01-01"})
    assert list(told.supervisor.errors) == ["added"]


async def test_the_same_length_keeps_further_reviews_and_another_one_proposes_anew(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await told.supervisor.open("plan_reviews", PLAN)
    await told.supervisor.send({"added": "2027-03-01"})
    await told.supervisor.open("plan_dates", PLAN)
    await told.supervisor.send()
    assert any(review.kind is ReviewKind.ADDED for review in (await told.plan()).reviews)
