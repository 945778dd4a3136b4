"""A plan's own page: what both sides have taken on, whoever reads it."""

import pytest

from bot.parts import Heading, Text
from storage.database import Database
from tests.bot.playing import Player
from tests.bot.running import PLAN, Story, story

EMPLOYEES = "What the employee has taken on"
SUPERVISORS = "What the supervisor and the organisation have taken on"


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


def lists(player: Player) -> dict[str, list[str]]:
    """Each list on the page by its heading, line by line."""
    found, heading = dict[str, list[str]](), ""
    for part in player.shown.parts:
        match part:
            case Heading(text=text):
                heading = text
            case Text(text=text) if heading:
                found.setdefault(heading, []).extend(text.split("\n"))
            case _:
                heading = ""
    return found


async def test_both_sides_promises_stand_in_two_lists_of_one_kind_for_every_reader(told: Story) -> None:
    """S3-08: equal weight means the same form, the same words for where a promise stands, and both for everybody."""
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("open_case", PLAN)
        found = lists(player)
        assert {EMPLOYEES, SUPERVISORS} <= set(found)
        assert any("Goal 1" in line for line in found[EMPLOYEES])
        assert any("Support 1" in line for line in found[SUPERVISORS])
        assert not any("Support" in line for line in found[EMPLOYEES])
        for line in (*found[EMPLOYEES], *found[SUPERVISORS]):
            assert line.startswith("• ")
            assert line.rpartition(": ")[2] in {"open", "overdue", "done", "no longer open"}
