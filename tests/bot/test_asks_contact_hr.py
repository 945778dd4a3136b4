"""The way to HR from the form itself: the address is the template's (S0-21)."""

import pytest

from plans import examples
from storage.database import Database
from tests.bot.running import PLAN, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def test_the_form_to_hr_names_the_address_of_the_plans_template(database: Database) -> None:
    told = await story(database.begin)
    for player in (told.employee, told.supervisor):
        await player.open("contact_hr", PLAN)
        assert examples.pack(examples.ILLINOIS).hr_contact in shown(player.shown)
