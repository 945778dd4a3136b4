"""A server that answers as Slack does, in a process of its own: the same for the floor, for us and for the peers.

It looks at nothing and keeps everything: what was posted and when. ``/side/…`` is for whoever measures.

Slack's work is not done on our machine. An HTTP server of a library takes 100 us for a message, which on two cores are
taken from the database beside it and not from the floor, which has none; this one takes 40.
"""

import asyncio
import itertools
import json
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import aiohttp

START_SECONDS: Final = 20.0
_POST: Final = "/api/chat.postMessage"
_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# With headers as an answer of Slack's has them: the client reads each.
_ANSWER: Final = (
    b"HTTP/1.1 200 OK\r\nDate: Sun, 01 Nov 2026 09:00:00 GMT\r\nServer: loopback\r\n"
    b"Content-Type: application/json; charset=utf-8\r\nContent-Length: %d"
)


@dataclass(slots=True)
class Loopback:
    """What the server keeps. Bodies are read only when somebody asks for them, so that posting stays cheap."""

    posted: list[tuple[float, bytes]] = field(default_factory=list)
    delay: float = 0.0
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def answer(self, target: str, body: bytes) -> dict[str, Any]:
        """To one request, of Slack's kind or of ours."""
        if target != _POST:
            asked = urlsplit(target)
            return self._side(asked.path, parse_qs(asked.query), body)
        at = time.time()
        self.posted.append((at, body))
        return {"ok": True, "channel": _channel(body), "ts": f"{int(at)}.{next(self._count) % 1_000_000:06d}"}

    def _side(self, path: str, query: dict[str, list[str]], body: bytes) -> dict[str, Any]:
        match path.rsplit("/", 1)[-1]:
            case "users.info":
                return {"ok": True, "user": _account(_field(body, "user"))}
            case "conversations.open":
                return {"ok": True, "channel": {"id": "D0", "user": _field(body, "users")}}
            case "reset":
                self.posted.clear()
                self.delay = float(query["delay"][0])
                return {"ok": True}
            case "seen":
                found = [(at, *_known(body)) for at, body in self.posted]
                return {"ok": True, "posts": found}
            case "bodies":
                return {"ok": True, "bodies": [body.decode() for _, body in self.posted]}
            case _:
                return {"ok": True, "count": len(self.posted)}


class _Connection(asyncio.Protocol):
    """As much of HTTP as our clients speak: one question after the other, each with the length of what it says."""

    def __init__(self, kept: Loopback) -> None:
        self._kept = kept
        self._come = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._come += data
        head, ended, rest = self._come.partition(_END)
        length = _length(head)
        if not ended or len(rest) < length:
            return
        self._come = rest[length:]
        target = head.split(b" ", 2)[1].decode()
        answer = json.dumps(self._kept.answer(target, rest[:length])).encode()
        delay = self._kept.delay if target == _POST else 0
        if delay:
            asyncio.get_running_loop().call_later(delay, self._write, answer)
        else:
            self._write(answer)

    def _write(self, answer: bytes) -> None:
        # Whoever asked may have gone away meanwhile.
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_ANSWER % len(answer) + _END + answer)


def _length(head: bytes) -> int:
    found = _LENGTH.search(head)
    return int(found[1]) if found else 0


def _channel(body: bytes) -> str:
    """Where it is to go, without reading all of it: the server shall not be what is measured."""
    begins = body.find(b'"channel":"') + len(b'"channel":"')
    return body[begins : body.find(b'"', begins)].decode()


def _field(body: bytes, name: str) -> str:
    return parse_qs(body.decode()).get(name, [""])[0]


def _account(native_id: str) -> dict[str, Any]:
    return {"id": native_id, "name": native_id, "tz": "America/Denver", "locale": "en-US", "profile": {}}


def _known(body: bytes) -> tuple[str, str]:
    posted = json.loads(body)
    return posted["metadata"]["event_payload"]["key"], posted["channel"]


@dataclass(frozen=True, slots=True)
class Post:
    """What came in: when (seconds since 1970), with which send key, for which conversation."""

    at: float
    key: str
    channel: str


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the server, for whoever measures."""

    port: int
    session: aiohttp.ClientSession

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    async def reset(self, *, delay: float = 0) -> None:
        """Forget what was posted; from now on each post takes ``delay`` seconds."""
        await self._asked(f"reset?delay={delay}")

    async def count(self) -> int:
        return int((await self._asked("count"))["count"])

    async def seen(self) -> list[Post]:
        return [Post(*one) for one in (await self._asked("seen"))["posts"]]

    async def bodies(self) -> list[bytes]:
        """Everything that was posted, byte for byte."""
        return [str(one).encode() for one in (await self._asked("bodies"))["bodies"]]

    async def _asked(self, what: str) -> dict[str, Any]:
        async with self.session.get(f"http://127.0.0.1:{self.port}/side/{what}") as answer:
            found: dict[str, Any] = await answer.json()
            return found


@asynccontextmanager
async def loopback() -> AsyncIterator[Line]:
    """The server, for as long as the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.loopback", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
            told = await process.stdout.readline() if process.stdout else b""
            yield_to = Line(int(told), session)
        async with aiohttp.ClientSession() as session:
            yield Line(yield_to.port, session)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def _serve() -> None:
    """Tell the port, and serve until whoever started us goes away."""
    kept = Loopback()
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(kept), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
