"""Whatever people are called and whatever they write, the page shows it and nothing of it runs.

The fixture ``start`` hears dialogs, errors, breaches of the page's policy, new windows and calls to other addresses.
"""

import pytest
from playwright.async_api import Browser, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control
from sandbox.people import SandboxPerson
from sandbox.server import Sandbox
from tests.browser.form_app import FormApp
from tests.browser.hostile import PAYLOADS
from tests.browser.pages import Pages, PageStart, phone_of, turns_to, types
from tests.sandbox.bench import (
    ANN,
    PEOPLE,
    actions,
    button,
    home,
    manifest,
    modal,
    option,
    plain,
    post,
    question,
    running,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")
ALIEN = (
    "script:not([src='/page.js']), main :is(img, svg, iframe, object, embed, style, link, a, video, audio, base, meta)"
)


async def nothing_came_alive(page: Page, *, title: str) -> None:
    assert await page.locator(ALIEN).count() == 0
    assert title in await page.title()


async def test_there_are_at_least_a_hundred_hostile_texts() -> None:
    assert len(set(PAYLOADS)) >= 100


async def test_whatever_did_come_alive_would_be_heard(chromium: Browser) -> None:
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox:
        for harm in ("innerHTML = '<img src=x onerror=alert(1)>'", "innerHTML = '<img src=https://example.org/x>'"):
            pages = Pages(chromium)
            page = await pages.open(sandbox.url)
            await page.evaluate(f"document.querySelector('main').{harm}")
            await page.wait_for_timeout(200)
            await pages.close()
            assert any("policy" in fault for fault in pages.faults)
        pages = Pages(chromium)
        page = await pages.open(sandbox.url)
        await page.evaluate("alert('taken')")
        await pages.close()
        assert pages.faults == ["dialog: taken"]


async def test_hostile_messages_are_shown_as_written_and_run_nothing(start: PageStart) -> None:
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
        await control.call("PATCH", "/rules", {"posts_per_minute": 10_000})
        client = AsyncWebClient(token=sandbox.workspace.credentials.bot_token, base_url=sandbox.api_url)
        page = await start(sandbox.url)
        channel = (await client.conversations_open(users=ANN))["channel"]["id"]
        clock = await control.clock()
        await control.freeze(clock)
        for group in range(0, len(PAYLOADS), 15):
            some = PAYLOADS[group : group + 15]
            texts = [{"type": "section", "text": plain(text)} for text in some]
            marked = [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in some]
            buttons = [button(text[:75], f"b{number}") for number, text in enumerate(some)]
            row = actions(*buttons)
            await client.chat_postMessage(**{**post(channel, *texts, *marked, row), "text": some[0]})
            await control.call("POST", "/clock", {"advance_by": 2})
        ann = phone_of(page, ANN)
        await turns_to(ann, "Messages")
        for text in PAYLOADS:
            await expect(ann.get_by_text(text, exact=True).first).to_be_attached()
        await expect(ann.locator(".toast")).to_contain_text(PAYLOADS[105][:10])
        await nothing_came_alive(page, title="Helper")
        wide = await ann.locator(".pane").evaluate("(pane) => pane.scrollWidth > pane.clientWidth")
        assert not wide


async def test_hostile_names_are_shown_as_written_everywhere_and_run_nothing(start: PageStart) -> None:
    named = [
        SandboxPerson(id=f"U0H{number}", name=text, email=f"h{number}@example.org")
        for number, text in enumerate(PAYLOADS)
    ]
    async with Sandbox.serve({**manifest(), "display_information": {"name": "<b>Helper"}}, named) as sandbox:
        page = await start(sandbox.url)
        options = await page.locator("#phone-1 select").first.locator("option").all_inner_texts()
        assert [" ".join(one.split()) for one in options] == [" ".join(text.split()) for text in PAYLOADS]
        await expect(page.locator("#app-name")).to_have_text("<b>Helper")
        await nothing_came_alive(page, title="<b>Helper")


async def test_hostile_forms_and_homes_run_nothing_and_hold_what_is_typed_into_them(start: PageStart) -> None:
    some = [text for text in PAYLOADS if "\n" not in text][:100]
    fields = [
        question(f"q{number}", placeholder=plain(text[:150]), initial_value=text)
        for number, text in enumerate(some[:50])
    ]
    labels = [
        {**question(f"l{number}"), "label": plain(text), "hint": plain(text), "optional": True}
        for number, text in enumerate(some[50:90])
    ]
    options = [{**option(f"o{number}"), "text": plain(text[:75])} for number, text in enumerate(some)]
    pick = {**question("pick"), "element": {"type": "static_select", "action_id": "held", "options": options}}
    view = modal(*fields, *labels, pick, title=plain("<img src=x>"), submit=plain("<b>Send"))
    errors = {f"q{number}": text for number, text in enumerate(some[:50])}
    app = FormApp(view=view, answer={"response_action": "errors", "errors": errors})
    async with running("socket", app.listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        await types(ann, "/ask")
        await ann.locator('[data-block="pick"] select').select_option("o7")
        await ann.locator(".submit").click()
        await expect(ann.locator(".wrong-line")).to_have_text("50 answers need another look.")
        shown = await ann.locator(".field .error:visible").all_text_contents()
        assert shown == some[:50]
        held = [await one.input_value() for one in await ann.locator('[data-block^="q"] input').all()]
        assert held == some[:50]
        blocks = [{"type": "section", "text": plain(text)} for text in some]
        await bench.client.views_publish(user_id=ANN, view=home(*blocks))
        await ann.locator(".close").click()
        await turns_to(ann, "Home")
        await nothing_came_alive(page, title="Helper")


async def test_hostile_words_typed_as_commands_come_back_as_words(start: PageStart) -> None:
    async with running("socket", FormApp().listen) as bench:
        page = await start(bench.sandbox.url)
        ann = phone_of(page, ANN)
        for text in PAYLOADS[::12]:
            await types(ann, f"/{text}")
        await expect(ann.locator(".said")).to_contain_text("is not a command here")
        await nothing_came_alive(page, title="Helper")
