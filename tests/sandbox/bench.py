"""A workspace, a small Bolt app in front of it on either transport, and payloads that keep every rule."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Actor, Control
from sandbox.people import SandboxPerson
from sandbox.server import Sandbox
from sandbox.shapes import Json
from sandbox.workspace import Rules

Transport = Literal["http", "socket"]
Ask = Callable[[AsyncAck, Json, AsyncWebClient], Awaitable[None]]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANN, BEN, HANA = "U0ANN", "W0BEN", "U0HANA"
PEOPLE = (
    SandboxPerson(id=ANN, name="Ann Archer", email="ann@example.org", tz="America/Chicago"),
    SandboxPerson(id=BEN, name="Ben Baker", email="ben@example.org"),
    SandboxPerson(id=HANA, name="Hana Hill", email="hana@example.org", tz=None),
    SandboxPerson(id="U0GONE", name="Gus Gone", email="gus@example.org", deleted=True),
    SandboxPerson(id="U0GUEST", name="Gil Guest", email="gil@example.org", kind="multi_guest"),
    SandboxPerson(id="U0SOLO", name="Sol Solo", email="sol@example.org", kind="single_guest"),
    SandboxPerson(id="U0EXT", name="Eve Extern", email="eve@example.org", kind="external"),
    SandboxPerson(id="U0ROBOT", name="Rob Robot", email="rob@example.org", kind="bot"),
)
SCOPES = ["chat:write", "commands", "im:history", "im:write", "users:read", "users:read.email"]


def manifest(*, scopes: list[str] | None = None, interactive: bool = True, **home: bool) -> Json:
    """A manifest that asks for everything these tests use; keyword arguments change App Home."""
    tabs = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    granted = SCOPES if scopes is None else scopes
    events = ["app_home_opened", "app_uninstalled", "tokens_revoked"]
    events += ["message.im"] if "im:history" in granted else []
    events += ["team_join", "user_change"] if "users:read" in granted else []
    command = {"command": "/ask", "description": "Ask"}
    return {
        "display_information": {"name": "Helper"},
        "features": {"app_home": tabs | home, "slash_commands": [command] if "commands" in granted else []},
        "oauth_config": {"scopes": {"bot": granted}},
        "settings": {
            "event_subscriptions": {"bot_events": events},
            "interactivity": {"is_enabled": interactive},
            "socket_mode_enabled": True,
        },
    }


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A running workspace with an app connected to it. `handlers` are its sockets, if any."""

    sandbox: Sandbox
    control: Control
    app: AsyncApp
    handlers: list[AsyncSocketModeHandler]

    @property
    def client(self) -> AsyncWebClient:
        return self.app.client

    @property
    def ann(self) -> Actor:
        return self.control.act_as(ANN)

    async def violated(self) -> list[str]:
        """The kinds of violation so far, in order."""
        await self.control.settle()
        return [one["kind"] for one in await self.control.violations()]


@dataclass(frozen=True, kw_only=True)
class Alone:
    """A workspace with no app connected, for calls alone. Its clock stands still at START."""

    sandbox: Sandbox
    control: Control
    client: AsyncWebClient

    @property
    def ann(self) -> Actor:
        return self.control.act_as(ANN)

    async def violated(self) -> list[str]:
        return [one["kind"] for one in await self.control.violations()]


Listen = Callable[[AsyncApp], None]


class Connect(Protocol):
    """Runs an app on the transport of the test."""

    def __call__(
        self, listen: Listen, *, rules: Rules | None = None, described: Json | None = None
    ) -> AbstractAsyncContextManager[Bench]: ...


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


async def open_socket(app: AsyncApp, sandbox: Sandbox) -> AsyncSocketModeHandler:
    """One more socket of the app."""
    handler = AsyncSocketModeHandler(app, sandbox.workspace.credentials.app_token, ping_interval=0.1)
    await handler.connect_async()
    return handler


def new_app(sandbox: Sandbox) -> AsyncApp:
    """A Bolt app as ours is built: no retries, and everything done before the acknowledgement."""
    credentials = sandbox.workspace.credentials
    client = AsyncWebClient(token=credentials.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    return AsyncApp(signing_secret=credentials.signing_secret, client=client, process_before_response=True)


@asynccontextmanager
async def running(
    transport: Transport, listen: Listen, *, rules: Rules | None = None, described: Json | None = None
) -> AsyncIterator[Bench]:
    """A workspace and an app; `listen` adds the app's listeners."""
    async with (
        Sandbox.serve(described or manifest(), PEOPLE, rules=rules) as sandbox,
        Control(sandbox.url) as control,
    ):
        app = new_app(sandbox)
        listen(app)
        handlers: list[AsyncSocketModeHandler] = []
        bench = Bench(sandbox=sandbox, control=control, app=app, handlers=handlers)
        if transport == "http":
            async with http_front(app, control):
                yield bench
            return
        handlers.append(await open_socket(app, sandbox))
        try:
            yield bench
        finally:
            for handler in handlers:
                await handler.close_async()


async def refused(call: Awaitable[object]) -> Json:
    """The refusal of a call that must be refused."""
    try:
        await call
    except SlackApiError as error:
        found: Json = dict(error.response.data) | {"status": error.response.status_code}
        return found
    raise AssertionError("the call was not refused")


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


def asking(element: Json, block_id: str = "pick", **block: object) -> Json:
    """An input block with any element."""
    held = {"action_id": "held", **element}
    return {"type": "input", "block_id": block_id, "label": plain(f"Your {block_id}"), "element": held, **block}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


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


def home(*blocks: Json, **more: object) -> Json:
    """A valid Home view."""
    return {"type": "home", "blocks": list(blocks) or [section("Your page")], **more}


def button(text: str, action_id: str = "go", **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str = "Something") -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def post(channel: str, *blocks: Json, **more: object) -> Json:
    """The arguments of a post that keeps every rule."""
    return {
        "channel": channel,
        "text": "You have a new item.",
        "blocks": list(blocks) or [section()],
        "unfurl_links": False,
        "unfurl_media": False,
        **more,
    }


def opening(view: Json, **listeners: Ask) -> Listen:
    """Listeners of an app whose command `/ask` opens a view; others go by callback or action id.

    A name of the form `view_ID` listens to submissions, `closed_ID` to closings, `action_ID` to actions.
    """

    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    def listen(app: AsyncApp) -> None:
        app.command("/ask")(ask)
        for name, listener in listeners.items():
            kind, _, key = name.partition("_")
            {"view": app.view, "closed": app.view_closed, "action": app.action}[kind](key)(listener)

    return listen


def acks(answer: Json | None = None) -> Ask:
    """A listener that acknowledges with this answer."""
    given: Json = answer or {}

    async def listener(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack(**given)

    return listener
