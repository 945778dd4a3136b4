"""Before a plan: four questions for whoever wants them, and coaching suggested where recent work is good enough."""

import pytest

from bot.replies import Denied
from plans import examples
from plans.permissions import WITHOUT_PLAN
from plans.policy import PlanKind
from storage.database import Database
from tests.bot.drafting import stored
from tests.bot.playing import Player, table
from tests.bot.running import assert_fits, shown

ANSWERS = {"clear": "yes", "recent": "no", "lacking": "neither", "told": "yes"}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
def supervisor(database: Database) -> Player:
    return table(database.begin).seat(examples.SUPERVISOR)


async def plans_in(database: Database) -> int:
    async with database.begin() as work:
        return len(await work.plans.open_ids())


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "Think of this first: an improvement plan."),
        ({"clear": "no"}, "making clear what the role asks"),
        ({"recent": "yes"}, "Think of this first: coaching."),
        ({"lacking": "skill"}, "training"),
        ({"lacking": "experience"}, "a mentor"),
        ({"told": "no"}, "A plan should never be the first they hear of it."),
    ],
)
async def test_the_questions_lead_to_a_suggestion_with_its_reason_and_keep_nothing(
    supervisor: Player, database: Database, answer: dict[str, str], says: str
) -> None:
    await supervisor.command("new")
    await supervisor.press("Is a plan the right tool?")
    assert_fits(supervisor.shown, examples.SUPERVISOR)
    await supervisor.send(ANSWERS | answer)
    assert says in shown(supervisor.shown)
    assert await plans_in(database) == 0


async def test_the_questions_may_be_skipped(supervisor: Player) -> None:
    await supervisor.open("right_tool")
    await supervisor.press("Skip this and start a plan")
    assert supervisor.shown.title == "Start a plan"


async def test_from_the_suggestion_one_goes_on_with_coaching_or_with_a_plan_all_the_same(
    supervisor: Player, database: Database
) -> None:
    await supervisor.open("right_tool")
    await supervisor.send(ANSWERS | {"recent": "yes"})
    assert {"Start with coaching", "Start a plan all the same"} <= set(supervisor.labels())
    await supervisor.press("Start with coaching")
    await supervisor.send({"employee": "U0EMPLOYEE"})
    assert (await stored(database, supervisor.plan)).kind is PlanKind.COACHING


async def test_whoever_may_start_no_plan_is_asked_nothing(database: Database) -> None:
    assert WITHOUT_PLAN
    bare = table(database.begin).seat(examples.EMPLOYEE.with_offices(frozenset()))
    assert isinstance(await bare.open("right_tool"), Denied)


async def test_coaching_is_suggested_once_where_recent_work_meets_expectations(
    supervisor: Player, database: Database
) -> None:
    await supervisor.command("new")
    typed = {"employee": "U0EMPLOYEE", "kind": "improvement", "recent": "yes"}
    await supervisor.send(typed)
    assert "Coaching may fit better" in shown(supervisor.shown)
    assert await plans_in(database) == 0, "a suggestion makes no plan"
    standing = {field.id: field.default for field in supervisor.shown.fields}
    assert (standing["employee"], standing["recent"]) == ("U0EMPLOYEE", "yes")
    await supervisor.send()
    plan = await stored(database, supervisor.plan)
    assert plan.kind is PlanKind.IMPROVEMENT


@pytest.mark.parametrize("typed", [{"recent": "no"}, {}, {"recent": "yes", "kind": "coaching"}])
async def test_nothing_is_suggested_to_whoever_said_otherwise(
    supervisor: Player, database: Database, typed: dict[str, str]
) -> None:
    await supervisor.command("new")
    await supervisor.send({"employee": "U0EMPLOYEE", **typed})
    assert await plans_in(database) == 1
