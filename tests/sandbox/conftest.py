"""A workspace, a small Bolt app in front of it on either transport, and people to act as."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control
from sandbox.people import SandboxPerson
from sandbox.server import Sandbox
from sandbox.shapes import Json
from sandbox.workspace import Rules

Transport = Literal["http", "socket"]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANN, BEN, HANA = "U0ANN", "W0BEN", "U0HANA"
PEOPLE = (
    SandboxPerson(id=ANN, name="Ann Archer", email="ann@example.org", tz="America/Chicago"),
    SandboxPerson(id=BEN, name="Ben Baker", email="ben@example.org"),
    SandboxPerson(id=HANA, name="Hana Hill", email="hana@example.org", tz=None),
)


def manifest(**changes: object) -> dict[str, object]:
    """A manifest that asks for everything these tests use; keyword arguments replace app_home flags."""
    home = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    return {
        "display_information": {"name": "Helper"},
        "features": {
            "app_home": home | changes,
            "slash_commands": [{"command": "/ask", "description": "Ask"}],
        },
        "oauth_config": {
            "scopes": {
                "bot": ["chat:write", "commands", "im:history", "im:write", "users:read", "users:read.email"]
            }
        },
        "settings": {
            "event_subscriptions": {
                "bot_events": ["app_home_opened", "message.im", "team_join", "user_change"]
            },
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A running workspace with the app connected to it."""

    sandbox: Sandbox
    control: Control
    app: AsyncApp
    transport: Transport

    @property
    def client(self) -> AsyncWebClient:
        return self.app.client


Connect = Callable[..., AbstractAsyncContextManager[Bench]]


@asynccontextmanager
async def http_front(app: AsyncApp, control: Control) -> AsyncIterator[None]:
    """Serve the app over HTTP and point the workspace at it."""

    async def handle(request: web.Request) -> web.Response:
        response = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)

    site = web.Application()
    site.router.add_post("/slack/events", handle)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await control.set_request_url(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def socket_front(app: AsyncApp, sandbox: Sandbox) -> AsyncIterator[None]:
    """Connect the app through Socket Mode."""
    handler = AsyncSocketModeHandler(app, sandbox.workspace.credentials.app_token, ping_interval=1)
    handler.client.web_client = app.client
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def running(
    transport: Transport,
    listen: Callable[[AsyncApp], None],
    *,
    rules: Rules | None = None,
    described: dict[str, object] | None = None,
    bolt: Json | None = None,
) -> AsyncIterator[Bench]:
    """A workspace and an app; `listen` adds the app's listeners."""
    async with (
        Sandbox.serve(described or manifest(), PEOPLE, rules=rules) as sandbox,
        Control(sandbox.url) as control,
    ):
        credentials = sandbox.workspace.credentials
        app = AsyncApp(
            signing_secret=credentials.signing_secret,
            client=AsyncWebClient(token=credentials.bot_token, base_url=sandbox.api_url, retry_handlers=[]),
            **{"process_before_response": True, **(bolt or {})},
        )
        listen(app)
        front = http_front(app, control) if transport == "http" else socket_front(app, sandbox)
        async with front:
            yield Bench(sandbox=sandbox, control=control, app=app, transport=transport)


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> Transport:
    """Both ways to the app."""
    found: Transport = request.param
    return found


@pytest.fixture
def connect(transport: Transport) -> Connect:
    """Run an app on the transport of this test."""

    def start(listen: Callable[[AsyncApp], None], **more: object) -> AbstractAsyncContextManager[Bench]:
        return running(transport, listen, **more)  # type: ignore[arg-type]

    return start


@pytest.fixture
async def alone() -> AsyncIterator[tuple[Sandbox, Control, AsyncWebClient]]:
    """A workspace with no app connected, for calls alone. Its clock stands still at START."""
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        token = sandbox.workspace.credentials.bot_token
        yield sandbox, control, AsyncWebClient(token=token, base_url=sandbox.api_url, retry_handlers=[])


Listener = Callable[..., Awaitable[None]]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def question(block_id: str = "why", **element: object) -> Json:
    """An input block with a text field."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(f"Your {block_id}"),
        "element": {"type": "plain_text_input", "action_id": "typed", **element},
    }


def modal(*blocks: Json, **more: object) -> Json:
    """A valid modal."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": list(blocks) or [question()],
        **more,
    }


def button(text: str, action_id: str = "go", **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str = "Something") -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def message(channel: str, *blocks: Json, **more: object) -> Json:
    """The arguments of a post that keeps every rule."""
    return {
        "channel": channel,
        "text": "You have a new item.",
        "blocks": list(blocks) or [section()],
        "unfurl_links": False,
        "unfurl_media": False,
        **more,
    }
