"""The door for signed HTTP requests: checked here, before Bolt parses anything (threats §3.1).

Refused requests get an empty body and leave a reason code in the log, nothing else.
"""

import asyncio
import hashlib
import hmac
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

BODY_LIMIT: Final = 256 * 1024
SKEW_SECONDS: Final = 300
REPLAY_SECONDS: Final = 600
REMEMBERED: Final = 20_000
DEPTH_LIMIT: Final = 32
_TIMESTAMP: Final = re.compile(r"[0-9]{9,11}")
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")
_JSON_SPACE: Final = re.compile(r'"(?:[^"\\]|\\.)*"')

log = structlog.get_logger("ingress")


class RefusedError(Exception):
    """The request is not let in. ``reason`` is a code for the log."""

    def __init__(self, reason: str, status: int = 401) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(slots=True)
class Ingress:
    """Lets in what Slack signed, once. ``wall_clock`` gives real seconds: signatures never follow a pretend clock."""

    app: AsyncApp
    signing_secret: str
    wall_clock: Callable[[], float]
    _answers: OrderedDict[str, tuple[float, asyncio.Future[BoltResponse]]] = field(default_factory=OrderedDict)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request from Slack."""
        try:
            body = await _body(request)
            signature = self._checked(request, body)
            _shallow(request, body)
        except RefusedError as refusal:
            log.warning("request_refused", reason=refusal.reason)
            return web.Response(status=refusal.status)
        earlier = self._earlier(signature)
        if earlier is not None:
            # A replay, maybe of a request still being answered: the same reply, and no second effect (threats T3).
            return _web(await asyncio.shield(earlier))
        answer = asyncio.ensure_future(self._dispatch(request, body))
        self._answers[signature] = (self.wall_clock(), answer)
        return _web(await asyncio.shield(answer))

    def _checked(self, request: web.Request, body: bytes) -> str:
        stamps = request.headers.getall("X-Slack-Request-Timestamp", [])
        signatures = request.headers.getall("X-Slack-Signature", [])
        if len(stamps) != 1 or not _TIMESTAMP.fullmatch(stamps[0]):
            raise RefusedError("timestamp")
        if len(signatures) != 1 or not _SIGNATURE.fullmatch(signatures[0]):
            raise RefusedError("signature_shape")
        if abs(self.wall_clock() - int(stamps[0])) > SKEW_SECONDS:
            raise RefusedError("skew")
        base = b"v0:" + stamps[0].encode() + b":" + body
        made = "v0=" + hmac.new(self.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(made, signatures[0]):
            raise RefusedError("signature")
        return made

    def _earlier(self, signature: str) -> asyncio.Future[BoltResponse] | None:
        horizon = self.wall_clock() - REPLAY_SECONDS
        while self._answers and (next(iter(self._answers.values()))[0] < horizon or len(self._answers) > REMEMBERED):
            self._answers.popitem(last=False)
        found = self._answers.get(signature)
        return None if found is None else found[1]

    async def _dispatch(self, request: web.Request, body: bytes) -> BoltResponse:
        headers: dict[str, str | Sequence[str]] = {
            name: value for name, value in request.headers.items() if not name.lower().startswith("x-slack-bolt-")
        }
        return await self.app.async_dispatch(AsyncBoltRequest(body=body.decode("utf-8"), headers=headers))


async def _body(request: web.Request) -> bytes:
    collected = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        collected += chunk
        if len(collected) > BODY_LIMIT:
            raise RefusedError("too_large", 413)
    return bytes(collected)


def _shallow(request: web.Request, body: bytes) -> None:
    """Refuse what is not the JSON object or form Slack sends, before anything walks through it."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("encoding") from error
    if request.content_type == "application/json":
        _json_object(text)
    elif "payload=" in text:
        for payload in parse_qs(text).get("payload", []):
            _json_object(payload)


def _json_object(text: str) -> None:
    depth = deepest = 0
    for mark in _JSON_SPACE.sub("", text):
        depth += (mark in "{[") - (mark in "}]")
        deepest = max(deepest, depth)
    if deepest > DEPTH_LIMIT:
        raise RefusedError("depth")
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("json") from error
    if not isinstance(parsed, dict):
        raise RefusedError("json_shape")


def _web(response: BoltResponse) -> web.Response:
    kind = response.first_headers().get("content-type", "text/plain").split(";")[0]
    return web.Response(status=response.status, text=response.body, content_type=kind)
