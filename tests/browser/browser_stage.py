"""The story on the page, clicked and typed as a person would."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from playwright.async_api import Locator, Page, expect

from app.story.stage import Phone, StoryBrokenError
from plans.dates import instant
from sandbox.client import Control
from tests.browser.pages import idle, phone_of, shows, turns_to, types

ZONE: Final = "America/Chicago"
STEPS: Final = (("+1 week", timedelta(days=7)), ("+1 day", timedelta(days=1)))
COMPLAINTS: Final = ".trouble-line:visible, .wrong-line:visible, .said:visible, .field .error:visible"
# All that stands in a form: what is drawn, and what its fields hold.
READS: Final = """
(form) => [form.innerText, ...[...form.querySelectorAll("input, textarea, select")].map((one) => one.value)].join("\\n")
"""
CHOICE: Final = """
(boxes, wanted) => boxes.findIndex((box) =>
  box.value === wanted || box.parentElement.querySelector("span").firstChild.textContent === wanted)
"""


class BrowserPhone:
    """One person's phone on the page. ``control`` only says when the workspace has become quiet."""

    def __init__(self, page: Page, control: Control, person: str) -> None:
        self.person = person
        self._page = page
        self._control = control
        self._phone = phone_of(page, person)

    async def command(self, words: str) -> None:
        await self._to_messages()
        await types(self._phone, f"/pip {words}".strip())
        await self._checked(f"/pip {words}")

    async def fill(self, values: Mapping[str, object]) -> None:
        await self._caught_up()
        for key, value in values.items():
            await self._fill_one(await self._field(key), value)

    async def submit(self) -> None:
        await self._form.locator(".submit").click()
        await self._checked("submit")
        await self._control.settle(seconds=60)

    async def press(self, what: str, *, nth: int = 0) -> None:
        await self._caught_up()
        if await self._form.count():
            await self._press_in([self._form], what, nth=nth)
            return
        await self._to_messages()
        newest_first = (await self._phone.locator("article.message").all())[::-1]
        await self._press_in(newest_first, what, nth=nth)

    async def press_home(self, what: str, *, nth: int = 0) -> None:
        await self._turn("Home")
        await self._press_in([self._phone.locator(".home")], what, nth=nth)

    async def close(self) -> None:
        await self._caught_up()
        while await self._form.count():
            await self._form.locator(".close").click()
            await self._caught_up()

    async def reads(self) -> str:
        await self._caught_up()
        return await self._text()

    async def home(self) -> str:
        await self._turn("Home")
        return await self._phone.locator(".home").inner_text()

    async def messages(self) -> list[str]:
        await self._to_messages()
        return await self._phone.locator("article.message").all_inner_texts()

    @property
    def _form(self) -> Locator:
        return self._phone.locator(".modal")

    async def _text(self) -> str:
        return str(await self._form.evaluate(READS)) if await self._form.count() else ""

    async def _caught_up(self) -> None:
        """Wait until the phone shows everything the workspace has by now."""
        await idle(self._phone)
        reached = (await self._control.call("GET", "/wait?since=0&seconds=0"))["revision"]
        await shows(self._phone, int(reached))

    async def _turn(self, tab: str) -> None:
        await turns_to(self._phone, tab)
        await self._caught_up()

    async def _to_messages(self) -> None:
        if await self._phone.locator('[data-tab="messages"]').get_attribute("aria-selected") == "false":
            await self._turn("Messages")

    async def _field(self, key: str) -> Locator:
        by_id = self._form.locator(f'[data-field="{key}"]')
        if await by_id.count():
            return by_id
        label = self._page.locator(":is(label, legend) > span:first-child").get_by_text(key, exact=True)
        return self._form.locator(".field").filter(has=label)

    async def _fill_one(self, field: Locator, value: object) -> None:
        if await field.locator("select").count():
            wanted = str(value)
            labels = await field.locator("option").all_inner_texts()
            by_label = wanted in labels
            await field.locator("select").select_option(
                label=wanted if by_label else None, value=None if by_label else wanted
            )
        elif await field.locator(".choices").count():
            await self._choose(field.locator(".choices input"), value)
        else:
            await field.locator("input, textarea").fill("" if value is None else str(value))

    async def _choose(self, boxes: Locator, value: object) -> None:
        wanted = [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
        places = [await boxes.evaluate_all(CHOICE, one) for one in wanted]
        if -1 in places:
            raise StoryBrokenError(f"{self.person}: nothing to choose is called {wanted}")
        for place, box in enumerate(await boxes.all()):
            if await box.get_attribute("type") == "checkbox" or place in places:
                await box.set_checked(place in places)

    async def _press_in(self, places: list[Locator], what: str, *, nth: int) -> None:
        found = []
        for place in places:
            pressable = place.locator("button:not(.submit):not(.close)")
            buttons, texts = await pressable.all(), await pressable.all_inner_texts()
            exact = [one for one, text in zip(buttons, texts, strict=True) if text == what]
            near = [one for one, text in zip(buttons, texts, strict=True) if what.casefold() in text.casefold()]
            found += exact or near
            if len(found) > nth:
                break
        if len(found) <= nth:
            raise StoryBrokenError(f"{self.person} sees no button {what}\n{await self._phone.inner_text()}")
        await found[nth].click()
        question = self._phone.get_by_role("alertdialog")
        if await question.count():
            await question.locator("button").last.click()
        await self._checked(f"press {what}")

    async def _checked(self, act: str) -> None:
        await self._caught_up()
        shown = await self._text()
        complaints = await self._phone.locator(COMPLAINTS).all_inner_texts()
        if complaints or "⚠" in shown:
            raise StoryBrokenError(f"{self.person}, {act}: {complaints}\n{shown}")


class BrowserStage:
    """Three phones on one page, and the clock's buttons."""

    def __init__(self, page: Page, control: Control, *, people: tuple[str, str, str]) -> None:
        self.supervisor: Phone
        self.employee: Phone
        self.hr: Phone
        self.supervisor, self.employee, self.hr = (BrowserPhone(page, control, one) for one in people)
        self.chapters: list[str] = []
        self._page = page
        self._control = control

    async def go_to(self, day: date, *, hour: int = 10) -> datetime:
        """By a week, by a day, and as far as the next thing due; what is left, the page has no button for."""
        target = max(instant(day, time(hour), ZONE), await self._control.clock())
        for name, step in STEPS:
            if target - await self._control.clock() >= step:
                await self._step(name)
        due = await self._control.next_due()
        if due is not None and due <= target:
            await self._step("Next due")
        reached = await self._control.advance(to=target)
        await self._control.settle(seconds=60)
        return reached.astimezone(UTC)

    async def _step(self, name: str) -> None:
        button = self._page.get_by_role("button", name=name)
        await button.click()
        await expect(self._page.locator("#progress")).to_be_hidden(timeout=60_000)

    def tell(self, title: str) -> None:
        self.chapters.append(title)
