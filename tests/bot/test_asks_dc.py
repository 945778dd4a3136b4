"""The District of Columbia's form as the supervisor fills it in: its head, ratings, action blocks and their days."""

import pytest

from bot.gallery import form_lines
from bot.parts import Field, Small, Text
from bot.replies import FieldErrors
from plans import examples
from plans.change import Change
from plans.keeping import keep
from plans.meetings import Review
from plans.policy import ReviewKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.drafting import stored
from tests.bot.playing import Player, Table, table
from tests.bot.running import assert_fits

CONCERN = {
    "rating": "2",
    "expectation": "An answer within two days",
    "deficiency": "Answers take a week",
    "example_on": "2026-08-10",
    "example": "The birth record",
    "feedback_on": "2026-08-12",
}


@pytest.fixture
def address(chosen_address: str) -> str:
    return chosen_address


@pytest.fixture
def desk(database: Database) -> Table:
    return table(database.begin)


def reads(player: Player) -> str:
    """Everything that stands in the form."""
    return "\n".join(form_lines(player.shown))


async def begin(supervisor: Player, *, leads_others: str = "no") -> str:
    await supervisor.command("new")
    await supervisor.send({"kind": "improvement", "employee": "U0EMPLOYEE", "pack": "dc-government"})
    plan = supervisor.plan
    await supervisor.send({"head-agency": "Office of Public Records", "leads_others": leads_others})
    await supervisor.send({"strengths": "Finds what nobody else finds"})
    return plan


async def to_blocks(supervisor: Player) -> str:
    """Every step up to the first action block."""
    plan = await begin(supervisor)
    await supervisor.send({"areas": ("communication", "accountability")})
    await supervisor.send(CONCERN)
    await supervisor.send(CONCERN)
    await supervisor.send({"text": "Answer within two days", "target": "2026-10-15", "support": "An hour a week"})
    await supervisor.send({})
    await supervisor.send({"period": "60-days", "start": "2026-09-14"})
    await supervisor.send({})
    return plan


def meetings(reviews: tuple[Review, ...]) -> list[str]:
    return [review.on.isoformat() for review in reviews if review.kind is ReviewKind.ADDED]


async def test_the_form_is_filled_in_from_its_head_to_its_last_block(desk: Table, database: Database) -> None:
    """S1-06, S1-07: each area and goal asks for its block, and days that several have are one meeting."""
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await to_blocks(supervisor)
    assert_fits(supervisor.shown, examples.SUPERVISOR)
    days = [field.default for field in supervisor.shown.fields if field.id.startswith("day") and field.default]
    assert len(days) == 4
    await supervisor.send({"action": "The oldest first", "expected": "None older than five days"})
    await supervisor.send({"action": "Say at noon what will be late"})
    await supervisor.send({"deficiency": "Six days on average", "action": "Use the new desk", "day_4": None})
    assert supervisor.shown.title == "Check the plan"
    assert supervisor.shown.submit == "Send to HR"
    kept = await stored(database, plan)
    assert meetings(kept.reviews) == ["2026-09-28", "2026-10-12", "2026-10-26", "2026-11-09"]
    assert [len(block.days) for block in kept.blocks] == [4, 4, 3]
    await supervisor.press("Read it as a whole")
    shown = reads(supervisor)
    assert "Office of Public Records" in shown
    assert "Rated today: 2" in shown
    assert "None older than five days" in shown


async def test_the_check_screen_names_each_area_and_goal_without_a_block(desk: Table) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    await to_blocks(supervisor)
    await supervisor.press("Save and finish later")
    await supervisor.press("Go on with it now")
    assert supervisor.shown.submit is None
    said = "\n".join(part.text for part in supervisor.shown.parts if isinstance(part, Small))
    for where in ("Communication", "Accountability", "goal 1"):
        assert f"what will be done ({where})" in said
    await supervisor.press("Change: Accountability")


async def test_a_rating_at_the_line_is_refused_at_its_field_and_nothing_typed_is_lost(desk: Table) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    await begin(supervisor)
    await supervisor.send({"areas": ("communication",)})
    reply = await supervisor.send({**CONCERN, "rating": "3"})
    assert isinstance(reply, FieldErrors)
    assert "below “3, Valued Performer”" in reply.errors["rating"]
    await supervisor.send({**CONCERN, "rating": "1"})
    assert supervisor.shown.title == "A goal"


async def test_a_goal_asks_for_its_rating_too_and_refuses_one_that_is_too_high(desk: Table) -> None:
    """The form takes only what is rated below its line, areas and goals alike (S1-03)."""
    supervisor = desk.seat(examples.SUPERVISOR)
    await begin(supervisor)
    await supervisor.send({"areas": ("communication",)})
    await supervisor.send(CONCERN)
    goal = {"text": "Answer within two days", "target": "2026-10-15"}
    reply = await supervisor.send({**goal, "rating": "4"})
    assert isinstance(reply, FieldErrors)
    assert "below “3, Valued Performer”" in reply.errors["rating"]
    await supervisor.send({**goal, "rating": "2"})
    assert supervisor.shown.title == "Support"


@pytest.mark.parametrize(("leads", "offered"), [("yes", 8), ("no", 5)])
async def test_areas_for_supervisors_are_shown_to_supervisors_alone(desk: Table, leads: str, offered: int) -> None:
    """S1-04, with the meaning of each area beside it."""
    supervisor = desk.seat(examples.SUPERVISOR)
    await begin(supervisor, leads_others=leads)
    (areas,) = (part for part in supervisor.shown.parts if isinstance(part, Field))
    assert len(areas.options) == offered
    assert ("Helping the people one leads to grow" in reads(supervisor)) is (leads == "yes")


async def test_days_can_be_proposed_and_then_changed(desk: Table, database: Database) -> None:
    """S1-08."""
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await to_blocks(supervisor)
    await supervisor.send({"action": "The oldest first", "rhythm": "weekly"})
    assert supervisor.shown.title == "What will be done"
    assert len((await stored(database, plan)).blocks[0].days) == 8
    await supervisor.send({"day_8": None})
    kept = (await stored(database, plan)).blocks[0]
    assert len(kept.days) == 7
    assert kept.action is not None
    assert kept.action.reveal() == "The oldest first"


async def test_a_further_review_is_kept_apart_from_the_days_of_the_blocks(desk: Table, database: Database) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await to_blocks(supervisor)
    for answers in ({"action": "One"}, {"action": "Two"}, {"deficiency": "Slow", "action": "Three"}):
        await supervisor.send(answers)
    await supervisor.press("Change reviews")
    assert [field.id for field in supervisor.shown.fields] == ["final", "added"]
    assert "Monday, September 28, 2026" in reads(supervisor)
    await supervisor.send({"added": "2026-10-01"})
    assert meetings((await stored(database, plan)).reviews)[1] == "2026-10-01"
    await supervisor.press("Change reviews")
    await supervisor.send({"added": None})
    assert "2026-10-01" not in meetings((await stored(database, plan)).reviews)
    await supervisor.press("Change reviews")
    reply = await supervisor.send({"added": "2026-09-28"})
    assert isinstance(reply, FieldErrors)
    assert set(reply.errors) == {"added"}


async def test_hr_can_comment_on_the_head_and_the_blocks_of_a_form_that_has_them(desk: Table) -> None:
    supervisor, hr = desk.seat(examples.SUPERVISOR), desk.seat(examples.HR)
    plan = await to_blocks(supervisor)
    for answers in ({"action": "One"}, {"action": "Two"}, {"deficiency": "Slow", "action": "Three"}):
        await supervisor.send(answers)
    await supervisor.send({})
    await hr.open("request_changes", plan)
    ids = [field.id for field in hr.shown.fields]
    assert "comment_head" in ids
    action = next(one for one in ids if one.startswith("comment_blocks") and one.endswith("action"))
    await hr.send({action: "Please name who finds cover."})
    await supervisor.open("plan_check", plan)
    assert "Please name who finds cover." in reads(supervisor)


async def test_what_may_follow_stands_above_the_employees_answer(database: Database) -> None:
    """The form's own words, before anything is answered (S1-10)."""
    found = examples.case(PlanState.DELIVERED, name=examples.DC)
    async with database.begin() as work:
        await work.packs.keep(found.terms.pack)
        await keep(work, Change(plan=found.plan, events=found.events))
        await work.commit()
    employee = table(database.begin).seat(examples.EMPLOYEE, now=found.at)
    await employee.open("acknowledge", found.plan.id)
    parts = employee.shown.parts
    told = [
        at for at, part in enumerate(parts) if isinstance(part, Text) and part.text == found.terms.pack.consequences
    ]
    answer = [at for at, part in enumerate(parts) if isinstance(part, Field) and part.id == "answer"]
    assert len(told) == 1
    assert told < answer
