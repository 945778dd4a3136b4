"""The door for signed HTTP requests: checked here, before Bolt parses anything (threats §3.1).

When too many ask at once, this is also where people are told so (threats §3.2). Refused requests get an empty body and
leave a reason code in the log, nothing else.
"""

import asyncio
import hashlib
import hmac
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
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
SERVER_ERROR: Final = 500
_TIMESTAMP: Final = re.compile(r"[0-9]{9,11}")
# What Bolt reaches into without looking.
_SHAPES: Final[dict[str, type[dict[str, object] | list[object]]]] = {"event": dict, "authorizations": list}
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")

Said = Mapping[str, Any]
TurnedAway = Callable[[Said], BoltResponse | None]

log = structlog.get_logger("ingress")


def _nobody(_said: Said) -> None:
    """Everybody is let in."""


class RefusedError(Exception):
    """The request is not let in. ``reason`` is a code for the log."""

    def __init__(self, reason: str, status: int = 401) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(slots=True)
class Ingress:
    """Lets in what Slack signed, once. ``wall_clock`` gives real seconds: signatures never follow a pretend clock.

    ``turned_away`` answers for us where somebody has to be told that we are busy.
    """

    app: AsyncApp
    signing_secret: str
    wall_clock: Callable[[], float]
    turned_away: TurnedAway = _nobody
    _answers: OrderedDict[str, tuple[float, asyncio.Future[BoltResponse]]] = field(default_factory=OrderedDict)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request from Slack."""
        try:
            body = await _body(request)
            signature = self._checked(request, body)
            said = _shallow(body, claimed=request.content_type)
            earlier = self._earlier(signature)
            busy = self.turned_away(said) if earlier is None else None
            if busy is not None:
                # Not remembered: sent again in the same second it may well be taken.
                return _web(busy)
            bolt = _for_bolt(request, body)
        except RefusedError as refusal:
            log.warning("request_refused", reason=refusal.reason)
            return web.Response(status=refusal.status)
        if earlier is not None:
            # A replay, maybe of a request still being answered: the same reply, and no second effect (threats T3).
            return _web(await asyncio.shield(earlier))
        answer = asyncio.ensure_future(self.app.async_dispatch(bolt))
        self._answers[signature] = (self.wall_clock(), answer)
        answer.add_done_callback(lambda done: self._answers.pop(signature, None) if _failed(done) else None)
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


def _failed(answer: asyncio.Future[BoltResponse]) -> bool:
    """Such an answer is not remembered: Slack's first retry comes within the second, under the same signature."""
    return answer.cancelled() or answer.exception() is not None or answer.result().status >= SERVER_ERROR


def _for_bolt(request: web.Request, body: bytes) -> AsyncBoltRequest:
    """Bolt's request, without the headers that would steer it past its own order."""
    headers: dict[str, str | Sequence[str]] = {
        name: value for name, value in request.headers.items() if not name.lower().startswith("x-slack-bolt-")
    }
    try:
        return AsyncBoltRequest(body=body.decode("utf-8"), headers=headers)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        # It reads ids out of the payload at once, and trusts the shape of every field.
        raise RefusedError("shape") from error


async def _body(request: web.Request) -> bytes:
    if "Content-Encoding" in request.headers:
        # Slack never packs its requests, and a signature is over what was sent, not over what comes out.
        raise RefusedError("packed")
    collected = bytearray()
    try:
        async for chunk in request.content.iter_chunked(16 * 1024):
            collected += chunk
            if len(collected) > BODY_LIMIT:
                raise RefusedError("too_large", 413)
    except (web.RequestPayloadError, OSError) as error:
        raise RefusedError("broken_body") from error
    return bytes(collected)


def _shallow(body: bytes, *, claimed: str) -> Said:
    """What is said, once it is known to be the JSON object or form Slack sends, and before anything walks through it.

    What counts as JSON is what Bolt takes for it, whatever the content type says.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("encoding") from error
    if claimed == "application/json" or text.startswith("{"):
        return _json_object(text)
    fields = parse_qs(text, keep_blank_values=True)
    if not fields:
        raise RefusedError("shape")
    payloads = [_json_object(payload) for payload in fields.get("payload", [])]
    return payloads[0] if payloads else {name: values[0] for name, values in fields.items()}


def _json_object(text: str) -> Said:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("json") from error
    if not isinstance(parsed, dict):
        raise RefusedError("json_shape")
    if _deeper(parsed, DEPTH_LIMIT):
        raise RefusedError("depth")
    for name, kind in _SHAPES.items():
        if not isinstance(parsed.get(name, kind()), kind):
            raise RefusedError("shape")
    return parsed


def _deeper(value: object, limit: int) -> bool:
    """Whether something is nested deeper than this. No recursion: the depth is what is in doubt."""
    level: list[object] = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _web(response: BoltResponse) -> web.Response:
    kind = response.first_headers().get("content-type", "text/plain").split(";")[0]
    return web.Response(status=response.status, text=response.body, content_type=kind)
