"""Rehearse, on the check screen: what the plan will send, to which side, and when in their own time."""

import pytest

from bot.asks.rehearsing import REHEARSE
from bot.parts import Small, Text
from plans import examples
from storage.database import Database
from tests.bot.drafting import start, stored, words_of, write_draft
from tests.bot.playing import Player, Table, table
from tests.bot.running import assert_fits

BUTTON = "Rehearse the messages"


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
def desk(database: Database) -> Table:
    return table(database.begin)


async def pages(player: Player) -> list[str]:
    """The words of every page, to the last."""
    found = [words_of(player)]
    for _ in range(20):
        if "Next page" not in player.labels():
            break
        await player.press("Next page")
        found.append(words_of(player))
    return found


async def test_the_check_screen_leads_to_every_message_with_role_day_and_zone(desk: Table, database: Database) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await write_draft(supervisor)
    revision = (await stored(database, plan)).revision
    assert supervisor.button(BUTTON).stacks
    await supervisor.press(BUTTON)
    assert supervisor.shown.title == "What will be sent"
    assert supervisor.shown.submit is None
    assert_fits(supervisor.shown, examples.SUPERVISOR)
    told = "\n".join(await pages(supervisor))
    assert "Employee: Monday, February 1, 2027, 9:00\u202fAM (America/Denver)" in told
    assert "A date has come: Monday, February 1, 2027." in told
    assert "(America/Chicago)" in told
    assert "When it happens" in told
    assert (await stored(database, plan)).revision == revision


async def test_nothing_in_it_names_anybody_or_says_what_the_plan_is_about(desk: Table) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    await write_draft(supervisor)
    await supervisor.press(BUTTON)
    told = "\n".join(await pages(supervisor))
    for never in ("Okafor", "Jonas", "Lindqvist", "scanner", "Write three guides", "Room 106"):
        assert never not in told


async def test_a_plan_without_dates_says_where_they_come_from(desk: Table) -> None:
    supervisor = desk.seat(examples.SUPERVISOR)
    plan = await start(supervisor)
    await supervisor.open(REHEARSE, plan)
    assert any(isinstance(part, Text) for part in supervisor.shown.parts)
    assert any(isinstance(part, Small) for part in supervisor.shown.parts)
    assert "review is coming" not in words_of(supervisor)


async def test_whoever_may_not_change_the_draft_cannot_rehearse_it(desk: Table) -> None:
    supervisor, outsider = desk.seat(examples.SUPERVISOR), desk.seat(examples.OUTSIDER)
    plan = await write_draft(supervisor)
    await supervisor.press(BUTTON)
    real = await outsider.open(REHEARSE, plan)
    none = await outsider.open(REHEARSE, "0" * 32)
    assert real == none
