"""The dates of one's reviews, taken from the form into a calendar by a click, as a person would."""

import asyncio
from datetime import date, time
from pathlib import Path
from typing import Final

import pytest
from icalendar import Calendar
from playwright.async_api import Browser, Download, Page

from app.pretend import pretending
from app.story import generic
from app.story.control_stage import ZONE, ControlStage
from plans.dates import instant
from sandbox.client import Control
from tests.browser.browser_stage import BrowserPhone
from tests.browser.pages import DESK, phone_of
from tests.databases import address_of
from tests.journeys import everyday

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.deep]
PEOPLE: Final = ("U0SUPERVISOR", "U0EMPLOYEE", "U0HR")
REVIEWS: Final = (date(2026, 10, 8), date(2026, 11, 9), date(2026, 12, 7))


async def test_a_click_on_the_page_downloads_ones_dates_and_the_file_says_nothing_of_a_plan(
    chromium: Browser, tmp_path: Path
) -> None:
    """S3-17: three meetings with neutral titles, no name, no case number, and no word of the plan."""
    database = address_of(tmp_path / "milepost.db")
    async with pretending(tmp_path, state=False, database=database) as (sandbox, _), Control(sandbox.url) as control:
        await control.freeze(instant(generic.FIRST_DAY, time(10), ZONE))
        await everyday.begin(ControlStage(control, people=PEOPLE))
        context = await chromium.new_context(viewport={"width": DESK[0], "height": DESK[1]}, accept_downloads=True)
        page = await context.new_page()
        await page.goto(sandbox.url)
        file = tmp_path / "dates.ics"
        await taken(page, control, to=file)
        await context.close()
        assert await control.violations() == []
    read(file.read_bytes())


def read(written: bytes) -> None:
    """What a calendar would make of it."""
    calendar = Calendar.from_ical(written)
    meetings = calendar.walk("VEVENT")
    assert [one.decoded("dtstart") for one in meetings] == list(REVIEWS)
    assert {str(one["summary"]) for one in meetings} == {"Meeting"}
    told = written.decode().casefold()
    for word in ("plan", "review", "milepost:", "okafor", "lindqvist", "m-", "attendee", "organizer", "description"):
        assert word not in told.replace("-//milepost//dates//en", "").replace("@milepost", ""), word


async def taken(page: Page, control: Control, *, to: Path) -> None:
    """The employee opens the plan, its reviews and the dates, and presses the button that leaves the page."""
    coming = asyncio.Queue[Download]()

    def listen(opened: Page) -> None:
        opened.on("download", coming.put_nowait)

    listen(page)
    page.context.on("page", listen)
    phone = BrowserPhone(page, control, PEOPLE[1])
    await phone.command("")
    for button in ("Open", "Reviews", "Dates for your calendar"):
        await phone.press(button)
    assert "Thursday, October 8, 2026" in await phone.reads()
    await phone_of(page, PEOPLE[1]).get_by_role("button", name="Add to my calendar").click()
    download = await asyncio.wait_for(coming.get(), timeout=30)
    assert download.suggested_filename == "dates.ics"
    await download.save_as(to)
