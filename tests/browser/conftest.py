"""One Chromium for all tests of the page, and pages that report whatever went wrong on them.

Without Chromium these tests skip and say so; where ``CI`` is true they fail instead.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.pages import ARGUMENTS, Pages, PageStart

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed, and here the page must be tried")
    pytest.skip("Chromium is not installed: the page is not tried in a browser")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(chromium_path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def start(chromium: Browser) -> AsyncIterator[PageStart]:
    """Opens addresses in fresh browser profiles. When the test ends, nothing may have gone wrong on any of them."""
    pages = Pages(chromium)
    yield pages.open
    await pages.close()
    assert pages.faults == []
