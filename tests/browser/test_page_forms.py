"""Forms on the page: every kind of field, complaints where they belong, and nothing typed that gets lost."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.form_app import SHORT, FormApp
from tests.browser.pages import PageStart, clicks, idle, phone_of, turns_to, types
from tests.sandbox.bench import ANN, BEN, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


def block(phone: Locator, name: str) -> Locator:
    return phone.locator(f'[data-block="{name}"]')


async def test_every_kind_of_field_is_filled_and_arrives_as_typed(start: PageStart) -> None:
    app = FormApp()
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        for label, value in {
            "Your line": "One line",
            "Your lines": "Two\nlines",
            "Your count": "7",
            "Your mail": "ann@example.org",
            "Your day": "2026-04-14",
            "Your hour": "09:30",
        }.items():
            await ann.get_by_label(label, exact=True).fill(value)
        await ann.get_by_label("Your one").select_option(label="Blue")
        await ann.get_by_label("Your who").select_option(label="Gus Gone (deactivated)")
        await block(ann, "round").get_by_label("Red").check()
        for name, labels in {"boxes": ("Green", "Red"), "several": ("Blue",), "crew": ("Ben Baker",)}.items():
            for label in labels:
                await block(ann, name).get_by_label(label).check()
        await clicks(ann, "Send")
        await expect(ann.locator(".modal")).to_have_count(0)
    (values,) = app.submitted
    held = {name: state["held"] for name, state in values.items()}
    assert held["line"]["value"] == "One line"
    assert held["lines"]["value"] == "Two\nlines"
    assert (held["count"]["value"], held["mail"]["value"]) == ("7", "ann@example.org")
    assert (held["day"]["selected_date"], held["hour"]["selected_time"]) == ("2026-04-14", "09:30")
    assert (held["one"]["selected_option"]["value"], held["who"]["selected_user"]) == ("blue", "U0GONE")
    assert held["round"]["selected_option"]["value"] == "red"
    assert [one["value"] for one in held["boxes"]["selected_options"]] == ["red", "green"]
    assert [one["value"] for one in held["several"]["selected_options"]] == ["blue"]
    assert held["crew"]["selected_users"] == [BEN]


async def test_an_empty_form_complains_at_each_field_and_puts_the_cursor_into_the_first(start: PageStart) -> None:
    app = FormApp(view=SHORT)
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await ann.get_by_label("Your how").fill("Kept")
        await clicks(ann, "Send")
        await expect(block(ann, "why").get_by_role("alert")).to_have_text("Please fill in this field.")
        await expect(block(ann, "how").locator(".error")).to_be_hidden()
        await expect(ann.get_by_label("Your why")).to_be_focused()
        await expect(ann.get_by_label("Your why")).to_have_attribute("aria-invalid", "true")
        await expect(ann.get_by_label("Your how")).to_have_value("Kept")
        await expect(ann.locator(".wrong-line")).to_have_text("One answer needs another look.")
        await ann.get_by_label("Your why").fill("Now it is there")
        await expect(block(ann, "why").locator(".error")).to_be_hidden()
        assert app.submitted == []


async def test_a_complaint_of_the_app_stands_at_its_field_and_the_text_is_kept(start: PageStart) -> None:
    app = FormApp(view=SHORT, answer={"response_action": "errors", "errors": {"how": "Say how, not why."}})
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await ann.get_by_label("Your why").fill("Because")
        await ann.get_by_label("Your how").fill("Because")
        await clicks(ann, "Send")
        await expect(block(ann, "how").get_by_role("alert")).to_have_text("Say how, not why.")
        for label in ("Your why", "Your how"):
            await expect(ann.get_by_label(label)).to_have_value("Because")


async def test_more_than_fits_is_counted_not_cut(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        field = ann.get_by_label("Your line", exact=True)
        await field.fill("x" * 18)
        await expect(block(ann, "line").locator(".counter")).to_have_text("2 left")
        await field.fill("x" * 23)
        await expect(block(ann, "line").locator(".counter")).to_have_text("3 too many")
        await clicks(ann, "Send")
        await expect(block(ann, "line").get_by_role("alert")).to_have_text("Please use 20 characters or fewer.")
        await expect(field).to_have_value("x" * 23)


async def test_typed_text_outlives_a_redraw_a_change_of_person_and_a_reload(start: PageStart) -> None:
    async with running("socket", FormApp(view=SHORT).listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await ann.get_by_label("Your why").press_sequentially("Half a sen")
        await clicks(ann, "Redraw")
        await expect(ann.get_by_role("heading", name="Drawn again")).to_be_visible()
        await expect(ann.get_by_label("Your why")).to_have_value("Half a sen")
        await ann.get_by_label("Your why").press("End")
        await ann.get_by_label("Your why").press_sequentially("tence")
        await ann.get_by_label("Whose phone this is").select_option("U0EXT")
        await phone_of(page, "U0EXT").get_by_label("Whose phone this is").select_option(ANN)
        await expect(ann.get_by_label("Your why")).to_have_value("Half a sentence")
        await page.reload()
        await expect(ann.get_by_label("Your why")).to_have_value("Half a sentence")


async def test_writing_goes_on_while_the_form_is_drawn_anew_beneath_the_cursor(start: PageStart) -> None:
    async with running("socket", FormApp(view=SHORT).listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        field = ann.get_by_label("Your why")
        await field.press_sequentially("One ")
        modal = await bench.ann.modal()
        assert modal is not None
        await bench.client.views_update(
            view_id=modal.id, view={**SHORT, "title": {"type": "plain_text", "text": "New"}}
        )
        await expect(ann.get_by_role("heading", name="New")).to_be_visible()
        await page.keyboard.type("two")
        await expect(field).to_be_focused()
        await expect(field).to_have_value("One two")


async def test_a_form_on_top_of_another_shows_what_lies_beneath_and_gives_it_back(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await ann.get_by_label("Your line", exact=True).fill("Beneath")
        await clicks(ann, "Underline")
        await expect(ann.get_by_role("dialog")).to_contain_text("On top")
        await expect(ann.locator(".under")).to_contain_text("A form")
        await clicks(ann, "Cancel")
        await expect(ann.get_by_label("Your line", exact=True)).to_have_value("Beneath")
        await expect(ann.locator(".under")).to_have_count(0)


async def test_a_form_keeps_the_rest_of_its_phone_out_of_reach_and_gives_the_cursor_back(start: PageStart) -> None:
    async with running("socket", FormApp(view=SHORT).listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await expect(ann.get_by_role("dialog")).to_be_focused()
        for name in ("Your why", "Your how"):
            await page.keyboard.press("Tab")
            await expect(ann.get_by_label(name)).to_be_focused()
        for name in ("Redraw", "Cancel", "Send"):
            await page.keyboard.press("Tab")
            await expect(ann.get_by_role("button", name=name).last).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(phone_of(page, BEN).get_by_label("Whose phone this is")).to_be_focused()
        await clicks(ann, "Cancel")
        await expect(ann.get_by_label("Type a command")).to_be_focused()


async def test_no_more_can_be_chosen_than_the_form_allows(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        for label in ("Red", "Blue"):
            await block(ann, "several").get_by_label(label).check()
        await expect(block(ann, "several").locator(".error")).to_be_hidden()
        await expect(block(ann, "several").get_by_label("Green")).to_be_disabled()
        await block(ann, "several").get_by_label("Red").uncheck()
        await expect(block(ann, "several").get_by_label("Green")).to_be_enabled()


async def test_a_double_click_sends_once(start: PageStart) -> None:
    app = FormApp(view=SHORT)
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        for label in ("Your why", "Your how"):
            await ann.get_by_label(label).fill("x")
        await ann.locator(".submit").dblclick()
        await idle(ann)
        await expect(ann.locator(".modal")).to_have_count(0)
        await turns_to(ann, "Messages")
        assert len(app.submitted) == 1
