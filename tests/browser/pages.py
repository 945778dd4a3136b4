"""Pages in Chromium, and what goes wrong on them."""

from typing import Final, Protocol

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Locator, Page, expect

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK: Final = (1440, 900)
HAND: Final = (390, 844)
# What the page's own rules stop is told on the console, where a test hears it.
TELL_OF_BREACHES: Final = """
document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
"""

DRAWN: Final = """
([phone, revision]) => {
  const { ariaBusy, dataset } = document.getElementById(phone);
  return ariaBusy === "false" && Number(dataset.revision) >= revision;
}
"""


class PageStart(Protocol):
    """Opens an address."""

    async def __call__(self, url: str, *, size: tuple[int, int] = DESK) -> Page: ...


class Pages:
    """Every page of one test. ``faults`` gathers dialogs, errors, breaches of policy and calls to other places."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    async def open(self, url: str, *, size: tuple[int, int] = DESK) -> Page:
        context = await self._browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        await context.add_init_script(TELL_OF_BREACHES)
        page = await context.new_page()
        self._listen(page, url)
        await page.goto(url)
        await expect(page.locator(".phone")).not_to_have_count(0)
        await expect(page.locator("#now")).not_to_be_empty()
        return page

    def _listen(self, page: Page, url: str) -> None:
        async def on_dialog(dialog: Dialog) -> None:
            self.faults.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        def on_console(message: ConsoleMessage) -> None:
            # The workspace of a test may end a moment before its page.
            if message.type == "error" and "net::ERR_" not in message.text:
                self.faults.append(f"console: {message.text}")

        def on_error(error: Error) -> None:
            self.faults.append(f"error: {error.message}")

        page.on("dialog", on_dialog)
        page.on("console", on_console)
        page.on("pageerror", on_error)
        page.on("popup", lambda popup: self.faults.append(f"popup: {popup.url}"))
        page.on(
            "request",
            lambda request: None if request.url.startswith(url) else self.faults.append(f"request: {request.url}"),
        )

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


def phone_of(page: Page, person: str) -> Locator:
    return page.locator(f'.phone[data-person="{person}"]')


async def idle(phone: Locator) -> None:
    """Wait until what the person started has come back and is drawn."""
    await shows(phone, 0)


async def shows(phone: Locator, revision: int) -> None:
    """Wait until nothing the person started is under way and the phone is drawn at this revision or a later one."""
    await phone.page.wait_for_function(DRAWN, arg=[await phone.get_attribute("id"), revision], timeout=30_000)


async def types(phone: Locator, line: str) -> None:
    """Type a line below the messages and press Enter."""
    field = phone.locator(".compose input")
    await field.fill(line)
    await field.press("Enter")
    await idle(phone)


async def turns_to(phone: Locator, tab: str) -> None:
    await phone.get_by_role("tab", name=tab).click()
    await idle(phone)


async def clicks(phone: Locator, button: str) -> None:
    await phone.get_by_role("button", name=button, exact=True).last.click()
    await idle(phone)
