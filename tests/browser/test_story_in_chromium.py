"""The whole plan, lived on the page by three people."""

from datetime import time
from pathlib import Path

import pytest

from app.pretend import pretending
from app.story import illinois
from plans.dates import instant
from sandbox.client import Control
from tests.browser.browser_stage import ZONE, BrowserStage
from tests.browser.pages import PageStart
from tests.databases import address_of

pytestmark = pytest.mark.asyncio(loop_scope="session")
PEOPLE = ("U0SUPERVISOR", "U0EMPLOYEE", "U0HR")


async def test_three_people_live_a_whole_plan_on_the_page(start: PageStart, tmp_path: Path) -> None:
    """S0-01: from the first word to the outcome, and nothing on the way that a real Slack would refuse."""
    database = address_of(tmp_path / "milepost.db")
    async with (
        pretending(tmp_path, state=False, database=database) as (sandbox, _),
        Control(sandbox.url) as control,
    ):
        await control.freeze(instant(illinois.FIRST_DAY, time(10), ZONE))
        page = await start(sandbox.url)
        stage = BrowserStage(page, control, people=PEOPLE)
        await illinois.play(stage)
        await stage.employee.press_home("All my plans")
        assert "It is over." in await stage.employee.reads()
        assert await control.violations() == []
        await page.close()
