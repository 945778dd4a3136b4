"""The plan's own list of support: what, where, and notes, apart from that of its goals (S0-29)."""

import pytest

from plans import examples
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.running import PLAN, shown, story

TYPED = {
    "support": "An hour with a peer coach",
    "support_by": "organisation",
    "support_where": "Room 415",
    "support_notes": "Every other Tuesday; she knows the map room.",
}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def test_support_of_the_plan_itself_has_a_name_a_place_and_notes(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await told.supervisor.open("plan_support", PLAN)
    own = [field.id for field in told.supervisor.shown.fields]
    assert {"support", "support_where", "support_notes", "support_due"} <= set(own)
    await told.supervisor.send(TYPED)
    support = next(item for item in (await told.plan()).supports if item.goal is None)
    assert (support.what.reveal(), support.where, support.notes) == (
        TYPED["support"],
        Words(TYPED["support_where"]),
        Words(TYPED["support_notes"]),
    )
    text = ""
    for page in ("~1", "~2"):
        await told.supervisor.open("read_plan", PLAN, page)
        text += shown(told.supervisor.shown)
    assert TYPED["support_notes"] in text


async def test_notes_can_be_changed_and_are_refused_at_their_field_when_too_long(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await told.supervisor.open("plan_support", PLAN)
    await told.supervisor.send({**TYPED, "support_notes": "x" * 3_001})
    assert list(told.supervisor.errors) == ["support_notes"]
    await told.supervisor.send({**TYPED, "support_notes": "On Tuesdays."})
    await told.supervisor.open("plan_support", PLAN)
    await told.supervisor.send({"support_notes": None})
    assert all(item.notes is None for item in (await told.plan()).supports)


async def test_a_goals_own_support_asks_for_no_notes(database: Database) -> None:
    told = await story(database.begin, PlanState.DRAFT)
    await told.supervisor.open("plan_goal", PLAN, examples.GUIDES)
    assert "support_notes" not in {field.id for field in told.supervisor.shown.fields}
