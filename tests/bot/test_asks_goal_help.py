"""Help beside the goal, and the words under which a plan is received."""

import pytest

from plans import examples
from plans.policy import PackId
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.mark.parametrize("name", [examples.ILLINOIS, examples.GENERIC])
async def test_the_five_considerations_of_a_good_goal_stand_in_the_goals_form(database: Database, name: PackId) -> None:
    found = examples.case(PlanState.DRAFT, name=name)
    told = await story(database.begin, found=found)
    await told.supervisor.open("plan_goal", found.plan.id)
    text = shown(told.supervisor.shown)
    assert [one.letter for one in found.terms.pack.smart] == ["S", "M", "A", "R", "T"]
    assert all(one.text in text for one in found.terms.pack.smart)
    assert text.index(found.terms.pack.smart[0].text) < text.index("Supp")


async def test_receipt_is_confirmed_in_words_that_say_no_more_than_receipt(database: Database) -> None:
    told = await story(database.begin, PlanState.DELIVERED)
    await told.employee.open("acknowledge", PLAN)
    form = told.employee.shown
    answer = next(field for field in form.fields if field.id == "answer")
    assert [option.label for option in answer.options] == [
        "I have received and read this plan",
        "I decline to acknowledge",
    ]
    assert "Receipt is not agreement" in shown(form)
    assert not next(field for field in form.fields if field.id == "comment").required
