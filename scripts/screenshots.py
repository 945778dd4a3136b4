# ruff: noqa: INP001 - a script, not a package
"""Takes the pictures in docs/images: the story is played, and the page is looked at in Chromium.

Three show the workspace at the first review; the others are the guides', each of one phone.

Run as ``python -m scripts.screenshots``. Needs Chromium on the path and the development requirements.
"""

import asyncio
import shutil
import sys
import tempfile
from datetime import date, time
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from app.pretend import pretending
from app.story import illinois
from app.story.control_stage import ZONE, ControlStage
from plans.dates import instant
from sandbox.client import Control
from scripts.guide_pictures import PicturedPhone

PEOPLE: Final = ("U0SUPERVISOR", "U0EMPLOYEE", "U0HR")
IMAGES: Final = Path(__file__).parent.parent / "docs" / "images"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
BEFORE_THE_REVIEW: Final = (
    illinois.open_plan,
    illinois.finish_draft,
    illinois.approve,
    illinois.deliver,
    illinois.acknowledge,
    illinois.keep_promises,
    illinois.miss_with_a_barrier,
)
REVIEW_DAY: Final = date(2027, 1, 4)
NOTE: Final = {
    "How it goes: Goal 1": "One guide is reviewed, the second is with a colleague.",
    "How it goes: Goal 2": "Every schedule since October went out a week ahead.",
}
SETTLES: Final = 800
PHONE: Final = (390, 844)


async def main() -> int:
    chromium = next((path for path in map(shutil.which, NAMES) if path), None)
    if chromium is None:
        sys.stderr.write("Chromium is not installed: install it to take the pictures.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        async with (
            pretending(Path(folder), state=False) as (sandbox, _),
            Control(sandbox.url) as control,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            stage = await with_cameras(control, browser, sandbox.url)
            await play_to_the_review(control, stage)
            await workspace(browser, sandbox.url)
            await check_in(browser, sandbox.url)
            await play_on(stage)
            await browser.close()
    return 0


async def with_cameras(control: Control, browser: Browser, url: str) -> ControlStage:
    """The stage with a window open on each phone, so that a picture can be taken in the middle of a form."""
    stage = ControlStage(control, people=PEOPLE)
    pages = dict[str, Page]()
    for number, user in enumerate(PEOPLE):
        pages[user] = await opened(browser, url, size=PHONE, sharpness=1.5)
        await pages[user].locator("#switcher button").nth(number).click()
        # A notification would hide whose phone it is.
        await pages[user].add_style_tag(content=".toasts { display: none }")

    async def camera(user: str, name: str, home: bool) -> None:
        page = pages[user]
        phone = page.locator(f'.phone[data-person="{user}"]')
        if home:
            await phone.get_by_role("tab", name="Home").click()
        await page.wait_for_timeout(SETTLES)
        await phone.screenshot(path=IMAGES / f"{name}.png")
        if home:
            await phone.get_by_role("tab", name="Messages").click()

    for name, user in zip(("supervisor", "employee", "hr"), PEOPLE, strict=True):
        setattr(stage, name, PicturedPhone(getattr(stage, name), user, camera))
    return stage


async def play_to_the_review(control: Control, stage: ControlStage) -> None:
    """Everything up to the morning of the first review, with the employee's note begun and not yet sent."""
    await control.freeze(instant(illinois.FIRST_DAY, time(10), ZONE))
    for chapter in BEFORE_THE_REVIEW:
        await chapter(stage)
    for person in PEOPLE:
        await control.act_as(person).read()
    await stage.go_to(REVIEW_DAY, hour=11)
    await stage.employee.press("Write my note")
    await stage.employee.fill(NOTE)


async def play_on(stage: ControlStage) -> None:
    """From the form that is open to the end of the plan."""
    await stage.employee.close()
    for chapter in illinois.CHAPTERS[len(BEFORE_THE_REVIEW) :]:
        await chapter(stage)


async def opened(browser: Browser, url: str, *, size: tuple[int, int], sharpness: float) -> Page:
    viewport = ViewportSize(width=size[0], height=size[1])
    # The page lets no style in from outside, not even ours.
    page = await browser.new_page(viewport=viewport, device_scale_factor=sharpness, bypass_csp=True)
    await page.goto(url)
    await page.wait_for_timeout(SETTLES)
    return page


async def workspace(browser: Browser, url: str) -> None:
    """Three phones: the supervisor's Home, the employee's form, HR's messages."""
    page = await opened(browser, url, size=(1440, 900), sharpness=1.5)
    phone = page.locator(f'.phone[data-person="{PEOPLE[0]}"]')
    await phone.get_by_role("tab", name="Home").click()
    # Until Home is drawn anew, it shows what it showed when somebody last looked at it.
    await phone.get_by_role("button", name="Hold the review").wait_for()
    await page.screenshot(path=IMAGES / "workspace.png")
    await page.close()


async def check_in(browser: Browser, url: str) -> None:
    """The employee's phone."""
    page = await opened(browser, url, size=PHONE, sharpness=2)
    await page.locator("#switcher button").nth(1).click()
    await page.wait_for_timeout(SETTLES)
    await page.screenshot(path=IMAGES / "check-in.png")
    await page.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
