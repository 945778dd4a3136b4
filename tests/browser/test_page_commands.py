"""The page as people type, press and read on it."""

import pytest
from playwright.async_api import expect

from sandbox.client import Control
from tests.browser.form_app import SHORT, FormApp
from tests.browser.pages import HAND, PageStart, clicks, idle, phone_of, turns_to, types
from tests.sandbox.bench import ANN, BEN, HANA, actions, button, post, running, section

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_three_people_stand_side_by_side_and_a_newcomer_is_told_what_to_type(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        for person in (ANN, BEN, HANA):
            await expect(phone_of(page, person)).to_be_visible()
        await expect(phone_of(page, ANN).locator(".empty")).to_contain_text("Type /ask in the field below")
        await expect(phone_of(page, ANN).get_by_label("Type a command")).to_have_attribute("placeholder", "Type /ask")


async def test_an_answer_for_one_person_says_so_and_stands_on_no_other_phone(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        await types(phone_of(page, ANN), "/ask quietly")
        answer = phone_of(page, ANN).locator(".only-you")
        await expect(answer).to_contain_text("Only visible to you")
        await expect(answer).to_contain_text("Only a word for you.")
        await expect(answer).to_have_count(1)
        await expect(phone_of(page, BEN).locator(".only-you")).to_have_count(0)
        await expect(phone_of(page, ANN).get_by_label("Type a command")).to_have_value("")


async def test_an_unknown_command_is_answered_and_stays_in_the_field(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        await types(phone_of(page, ANN), "/aks something")
        await expect(phone_of(page, ANN).locator(".said")).to_contain_text("/aks is not a command here")
        await expect(phone_of(page, ANN).get_by_label("Type a command")).to_have_value("/aks something")


async def test_an_app_that_does_not_answer_leaves_a_line_and_the_command(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        await bench.handlers.pop().close_async()
        await types(phone_of(page, ANN), "/ask")
        await expect(phone_of(page, ANN).locator(".trouble-line")).to_contain_text("trouble connecting")
        await expect(phone_of(page, ANN).get_by_label("Type a command")).to_have_value("/ask")


async def test_a_message_is_shown_as_a_lock_screen_shows_it_and_counts_as_unread(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        channel = (await bench.client.conversations_open(users=BEN))["channel"]["id"]
        await bench.client.chat_postMessage(**post(channel, section("The whole story"), actions(button("Open"))))
        toast = phone_of(page, BEN).locator(".toast")
        await expect(toast).to_contain_text("You have a new item.")
        assert "story" not in await toast.inner_text()
        await expect(phone_of(page, BEN).get_by_role("tab", name="Messages")).to_contain_text("1 unread")
        await expect(phone_of(page, ANN).locator(".toast")).to_have_count(0)
        await toast.click()
        await idle(phone_of(page, BEN))
        await expect(phone_of(page, BEN).locator(".badge")).to_have_count(0)
        await expect(phone_of(page, BEN).locator(".message")).to_contain_text("The whole story")


async def test_buttons_of_messages_and_of_home_reach_the_app_each_on_its_own(start: PageStart) -> None:
    app = FormApp()
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask everything")
        await clicks(ann, "Go on")
        await turns_to(ann, "Home")
        await expect(ann.locator(".home")).to_contain_text("Your page")
        for name in ("Three", "One", "Two"):
            await clicks(ann, name)
        assert app.pressed == ["Go on", "Three", "One", "Two"]


async def test_a_command_in_a_channel_is_typed_where_the_channel_is(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await turns_to(ann, "#general")
        await types(ann, "/ask quietly")
        await expect(ann.locator(".only-you")).to_contain_text("Only a word for you.")
        await turns_to(ann, "Messages")
        await expect(ann.locator(".only-you")).to_have_count(0)


async def test_a_dangerous_button_asks_first(start: PageStart) -> None:
    app = FormApp()
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await ann.locator(".modal").get_by_role("button", name="Remove").click()
        question = ann.get_by_role("alertdialog")
        await expect(question).to_contain_text("It is gone then.")
        await question.get_by_role("button", name="Keep").click()
        await idle(ann)
        assert app.pressed == []
        await ann.locator(".modal").get_by_role("button", name="Remove").click()
        await question.get_by_role("button", name="Remove").click()
        await idle(ann)
        assert app.pressed == ["Remove"]


async def test_two_people_type_into_their_own_forms_at_once(start: PageStart) -> None:
    app = FormApp(view=SHORT)
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann, ben = phone_of(page, ANN), phone_of(page, BEN)
        await types(ann, "/ask")
        await ann.get_by_label("Your why").fill("Ann's words")
        await types(ben, "/ask")
        await ben.get_by_label("Your why").fill("Ben's words")
        await expect(ann.get_by_label("Your why")).to_have_value("Ann's words")
        await ann.get_by_label("Your how").fill("a")
        await ben.get_by_label("Your how").fill("b")
        for phone in (ann, ben):
            await clicks(phone, "Send")
            await expect(phone.locator(".modal")).to_have_count(0)
        assert [one["why"]["typed"]["value"] for one in app.submitted] == ["Ann's words", "Ben's words"]


async def test_a_phone_shows_one_person_and_a_switcher(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url, size=HAND)
        await expect(phone_of(page, ANN)).to_be_visible()
        await expect(phone_of(page, BEN)).to_be_hidden()
        await page.get_by_role("button", name="Ben Baker").click()
        await expect(phone_of(page, BEN)).to_be_visible()
        await expect(phone_of(page, ANN)).to_be_hidden()
        await types(phone_of(page, BEN), "/ask")
        sideways = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not sideways
        submit = await phone_of(page, BEN).locator(".submit").bounding_box()
        assert submit is not None
        assert submit["y"] + submit["height"] <= HAND[1]


async def test_a_phone_can_be_anybody_and_stays_so_when_the_page_is_loaded_again(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        await phone_of(page, HANA).get_by_label("Whose phone this is").select_option("U0EXT")
        await types(phone_of(page, "U0EXT"), "/ask quietly")
        await page.reload()
        await expect(phone_of(page, "U0EXT").locator(".only-you")).to_contain_text("Only a word for you.")
        await expect(phone_of(page, HANA)).to_have_count(0)


async def test_the_clock_moves_by_a_day_a_week_and_shows_that_nothing_is_due(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench, Control(bench.sandbox.url) as control:
        await control.freeze(await control.clock())
        before = await control.clock()
        page = await start(bench.sandbox.url)
        await expect(page.locator("#due")).to_have_text("Nothing is due")
        await expect(page.get_by_role("button", name="Next due")).to_be_disabled()
        for name in ("+1 day", "+1 week"):
            await page.get_by_role("button", name=name).click()
            await expect(page.get_by_role("button", name=name)).to_be_enabled()
        assert (await control.clock() - before).days == 8
        await expect(page.locator("#now")).to_have_attribute("datetime", (await control.clock()).isoformat())
