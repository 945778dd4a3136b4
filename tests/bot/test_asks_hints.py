"""Hints beside what is written: asked for while typing, shown again on what is kept, and never in the way."""

import pytest

from bot.replies import FieldErrors
from plans import examples
from plans.words import Words
from storage.database import Database
from tests.bot.drafting import start, stored, words_of, write_draft
from tests.bot.playing import Player, Table, table
from tests.bot.running import assert_fits, shown

VAGUE = {"text": "Always have a better attitude, and write and answer mails", "target": "2027-02-01"}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
def desk(database: Database) -> Table:
    return table(database.begin)


@pytest.fixture
def supervisor(desk: Table) -> Player:
    return desk.seat(examples.SUPERVISOR)


async def test_a_look_at_the_wording_keeps_nothing_and_loses_nothing(supervisor: Player, database: Database) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_goal", plan)
    before = await stored(database, plan)
    await supervisor.press("Look at my wording", {**VAGUE, "support": "A mentor", "baseline": "3"})
    assert await stored(database, plan) == before
    text = shown(supervisor.shown)
    for sentence in ("not what they do", "several things at once", "no room for a single slip", "count or check"):
        assert sentence in text
    assert "attitude" in text
    assert_fits(supervisor.shown, examples.SUPERVISOR)
    standing = {field.id: field.default for field in supervisor.shown.fields}
    assert standing["text"] == Words(VAGUE["text"])
    assert (standing["support"], standing["baseline"]) == (Words("A mentor"), "3")


async def test_a_goal_with_every_hint_is_kept_as_it_stands(supervisor: Player, database: Database) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_goal", plan)
    await supervisor.press("Look at my wording", VAGUE)
    await supervisor.send()
    assert [goal.text for goal in (await stored(database, plan)).goals] == [Words(VAGUE["text"])]


async def test_a_day_that_is_missing_is_a_hint_before_it_is_an_error(supervisor: Player) -> None:
    await supervisor.open("plan_goal", await start(supervisor))
    await supervisor.press("Look at my wording", {"text": "Answer ten mails"})
    assert "there is no day yet" in shown(supervisor.shown)
    await supervisor.send()
    assert "target" in supervisor.errors


async def test_where_nothing_catches_the_eye_the_form_says_so(supervisor: Player) -> None:
    await supervisor.open("plan_goal", await start(supervisor))
    await supervisor.press("Look at my wording", {"text": "Answer nine of ten mails", "target": "2027-02-01"})
    assert "No hints" in shown(supervisor.shown)


async def test_a_concern_is_looked_at_too_and_its_hints_come_back_with_it(supervisor: Player) -> None:
    plan = await start(supervisor)
    await supervisor.send({"strengths": "Calm"})
    await supervisor.send({"areas": ("communication",)})
    typed = {
        "expectation": "Mails can be followed",
        "deficiency": "A lazy attitude",
        "example_on": "2026-08-10",
        "example": "Was ill again",
    }
    await supervisor.press("Look at my wording", typed)
    assert "not what they do" in shown(supervisor.shown)
    assert "do not belong in a plan" in shown(supervisor.shown)
    await supervisor.send()
    await supervisor.open("plan_concern", plan, "communication")
    assert "lazy, attitude" in shown(supervisor.shown)


async def test_the_check_screen_names_the_hints_and_lets_the_plan_go_on(supervisor: Player, database: Database) -> None:
    plan = await write_draft(supervisor)
    assert "A hint on" not in words_of(supervisor)
    goal = (await stored(database, plan)).goals[0].id
    await supervisor.open("plan_goal", plan, goal)
    await supervisor.send({"text": "Always write three guides"})
    await supervisor.open("plan_check", plan)
    assert "A hint on goal 1: these words leave no room for a single slip." in words_of(supervisor)
    assert supervisor.shown.submit == "Send to HR"


async def test_a_look_at_a_text_that_somebody_else_has_changed_meanwhile_is_refused(
    desk: Table, supervisor: Player
) -> None:
    plan = await write_draft(supervisor)
    await supervisor.open("plan_goal", plan)
    hr = desk.seat(examples.HR)
    await hr.open("plan_strengths", plan)
    await hr.send({"strengths": "Other words"})
    reply = await supervisor.press("Look at my wording", VAGUE)
    assert isinstance(reply, FieldErrors)
