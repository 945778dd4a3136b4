"""The door for signed requests with real Bolt behind it, called in process."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.ingress import Ingress

SECRET: Final = "the-signing-secret"
CANARY: Final = "lighthouse-at-noon"
Headers = list[tuple[str, str]]


def signature(body: bytes, stamp: str, *, secret: str = SECRET) -> str:
    base = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed(body: bytes, *, kind: str, at: float | None = None, secret: str = SECRET) -> Headers:
    stamp = str(int(time.time() if at is None else at))
    return [
        ("Content-Type", kind),
        ("X-Slack-Request-Timestamp", stamp),
        ("X-Slack-Signature", signature(body, stamp, secret=secret)),
    ]


FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


def command_body(**fields: str) -> bytes:
    said = {
        "command": "/pip",
        "text": CANARY,
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "D1",
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:1/",
    }
    return urlencode(said | fields).encode()


def event_body(event_id: str = "Ev1") -> bytes:
    event = {"type": "user_change", "user": {"id": "U1", "name": CANARY}}
    return json.dumps({"type": "event_callback", "event_id": event_id, "team_id": "T1", "event": event}).encode()


@dataclass(frozen=True, slots=True)
class Bare:
    """What the door looks at in a request."""

    headers: CIMultiDict[str]
    content: StreamReader

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")


def _read(body: bytes) -> StreamReader:
    loop = asyncio.get_running_loop()
    reader = StreamReader(BaseProtocol(loop), 2**20, loop=loop)
    reader.feed_data(body)
    reader.feed_eof()
    return reader


async def _authorize(**_given: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0")


@dataclass(slots=True)
class Door:
    """``effects`` counts what got through to a listener; each waits until ``open`` is set. So many first ``breaks``."""

    wall: float | None = None
    effects: int = 0
    breaks: int = 0
    steered: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    ingress: Ingress = field(init=False)

    def __post_init__(self) -> None:
        self.open.set()
        app = AsyncApp(authorize=_authorize, signing_secret=SECRET, process_before_response=True)
        app.middleware(self._headers)
        app.command("/pip")(self._command)
        app.event("user_change")(self._event)
        self.ingress = Ingress(app, SECRET, lambda: time.time() if self.wall is None else self.wall)

    async def _headers(self, request: Any, next: Any) -> None:  # noqa: A002, ANN401 - Bolt hands them over by these names
        if self.breaks:
            self.breaks -= 1
            raise OSError
        self.steered += [name for name in request.headers if name.startswith("x-slack-bolt-")]
        await next()

    async def _command(self, ack: Any) -> None:  # noqa: ANN401 - Bolt's own type of ack
        await self.open.wait()
        self.effects += 1
        await ack(text=f"effect {self.effects}")

    async def _event(self) -> None:
        self.effects += 1

    async def ask(self, body: bytes, headers: Iterable[tuple[str, str]]) -> web.Response:
        request = make_mocked_request("POST", "/slack/events", headers=CIMultiDict(list(headers)), payload=_read(body))
        return await self.ingress.handle(request)

    async def ask_quickly(self, body: bytes, headers: Iterable[tuple[str, str]]) -> web.Response:
        """The same with only those parts of a request the door looks at; making a whole one takes ten times as long."""
        return await self.ingress.handle(cast("web.Request", Bare(CIMultiDict(list(headers)), _read(body))))

    async def send(self, body: bytes, *, kind: str = FORM, at: float | None = None) -> web.Response:
        return await self.ask(body, signed(body, kind=kind, at=at))
