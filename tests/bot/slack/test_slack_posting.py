"""Posting: whatever comes back from the other end of the line has a class, and no answer is taken for another."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import (
    LONGEST_WAIT,
    UNREADABLE,
    DeliveryError,
    InstallationDownError,
    OurFaultError,
    OutcomeUnknownError,
    TryLaterError,
    UnreachableError,
    delivery_error,
)
from bot.slack.posting import NoSharedSessionError, Posting

TOKEN = "xoxb-of-this-test"
POSTED = {"ok": True, "channel": "D0ONE", "ts": "1700000000.000100"}

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Line:
    """A server on loopback that gives one answer to everything, and keeps what it was asked."""

    address: str
    answer: Answer
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.heard.append((request.raw_path, dict(request.headers), await request.read()))
        return await self.answer(request)


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[Line]:
    line = Line("", answer)
    runner = web.ServerRunner(web.Server(line))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    line.address = f"http://{host}:{port}/"
    try:
        yield line
    finally:
        await runner.cleanup()


def json_of(data: object, *, status: int = 200, **headers: str) -> Answer:
    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response(data, status=status, headers=named)

    return answer


def raw(body: bytes, *, status: int = 200, kind: str = "application/json") -> Answer:
    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=body, status=status, content_type=kind)

    return answer


async def hang_up(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def hang_up_halfway(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true,')
    assert request.transport is not None
    request.transport.abort()
    return response


async def post(address: str, *, proxy: str | None = None) -> tuple[str, str]:
    async with ClientSession() as session:
        client = AsyncWebClient(token=TOKEN, base_url=address, session=session, proxy=proxy)
        return await Posting(client).post({"channel": "D0ONE", "text": "Größe — 😀"})


async def refused(address: str) -> DeliveryError:
    with pytest.raises(Exception) as caught:
        await post(address)
    return delivery_error(caught.value)


async def test_what_was_posted_says_where_it_stands_and_is_asked_for_once() -> None:
    async with answering(json_of(POSTED)) as line:
        assert await post(line.address) == ("D0ONE", "1700000000.000100")
    ((path, headers, body),) = line.heard
    assert path == "/chat.postMessage"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(body.decode("utf-8")) == {"channel": "D0ONE", "text": "Größe — 😀"}


UNKNOWN = OutcomeUnknownError
ANSWERS: dict[str, tuple[Answer, type[DeliveryError], str | None]] = {
    "yes, and not to what": (json_of({"ok": True, "channel": "D0ONE"}), UNKNOWN, None),
    "yes, at no time": (json_of(POSTED | {"ts": None}), UNKNOWN, None),
    "yes, in no conversation": (json_of(POSTED | {"channel": ""}), UNKNOWN, None),
    "a yes that is none": (json_of(POSTED | {"ok": "true"}), UNKNOWN, None),
    "yes with a server's error": (json_of(POSTED, status=503), UNKNOWN, None),
    "no": (json_of({"ok": False, "error": "user_not_found"}), UnreachableError, "user_not_found"),
    "no to us": (json_of({"ok": False, "error": "token_revoked"}), InstallationDownError, "token_revoked"),
    "no to how it is drawn": (json_of({"ok": False, "error": "invalid_blocks"}), OurFaultError, "invalid_blocks"),
    "a no we do not know": (json_of({"ok": False, "error": "brand_new"}), UNKNOWN, "brand_new"),
    "a no without a word": (json_of({"ok": False}), UNKNOWN, UNREADABLE),
    "not now": (json_of({"ok": False, "error": "ratelimited"}), TryLaterError, "ratelimited"),
    "a server's error": (raw(b"oops", status=500), UNKNOWN, UNREADABLE),
    "a page": (raw(b"<html>Sorry</html>", kind="text/html"), UNKNOWN, UNREADABLE),
    "half an object": (raw(b'{"ok": true, "channel'), UNKNOWN, UNREADABLE),
    "a list": (raw(b'[{"ok": true}]'), UNKNOWN, UNREADABLE),
    "a number": (raw(b"1"), UNKNOWN, UNREADABLE),
    "nothing": (raw(b""), UNKNOWN, UNREADABLE),
    "no text at all": (raw(b"\xff\xfe\x00"), UNKNOWN, UNREADABLE),
    "very deep": (raw(b"[" * 100_000), UNKNOWN, None),
    "a line that breaks": (hang_up, UNKNOWN, None),
    "a line that breaks halfway": (hang_up_halfway, UNKNOWN, None),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_every_other_answer_has_its_class(name: str) -> None:
    answer, kind, code = ANSWERS[name]
    async with answering(answer) as line:
        found = await refused(line.address)
    assert type(found) is kind
    assert code is None or found.code == code
    # Asked again, it might be posted twice.
    assert len(line.heard) == 1


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [("7", 7.0), ("0", 0.0), ("99999999999", LONGEST_WAIT), ("soon", None), ("-1", None), ("", None)],
)
@pytest.mark.parametrize("header", ["Retry_After", "retry_after"])
async def test_too_fast_is_told_with_the_wait_however_the_header_is_written(
    header: str, wait: str, seconds: float | None
) -> None:
    async with answering(json_of({"ok": False, "error": "ratelimited"}, status=429, **{header: wait})) as line:
        found = await refused(line.address)
    assert isinstance(found, TryLaterError)
    assert (found.code, found.retry_after, found.alone, found.limited) == ("ratelimited", seconds, False, True)


async def test_too_fast_need_not_be_said_in_json() -> None:
    async with answering(raw(b"slow down", status=429, kind="text/plain")) as line:
        found = await refused(line.address)
    assert (type(found), found.code) == (TryLaterError, "ratelimited")


async def test_where_nobody_listens_nothing_was_said() -> None:
    async with answering(json_of(POSTED)) as line:
        address = line.address
    found = await refused(address)
    assert (type(found), found.code) == (TryLaterError, "connect_failed")


async def test_it_takes_the_way_out_that_every_other_call_takes() -> None:
    async with answering(json_of(POSTED)) as proxy:
        assert (await post("http://surface.example.org/api/", proxy=proxy.address))[0] == "D0ONE"
    assert [path for path, _, _ in proxy.heard] == ["http://surface.example.org/api/chat.postMessage"]


async def test_without_a_session_to_share_nothing_is_posted() -> None:
    arguments: dict[str, Any] = {}
    with pytest.raises(NoSharedSessionError):
        await Posting(AsyncWebClient(token=TOKEN)).post(arguments)
