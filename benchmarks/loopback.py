"""A server that answers as Slack does, in a process of its own: the same for the floor, for us and for the peers.

It looks at nothing and keeps everything: what was posted and when. ``/side/…`` is for whoever measures.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

START_SECONDS: Final = 20.0
_POST: Final = "/api/chat.postMessage"


@dataclass(slots=True)
class Loopback:
    """What the server keeps. Bodies are read only when somebody asks for them, so that posting stays cheap."""

    posted: list[tuple[float, bytes]] = field(default_factory=list)
    delay: float = 0.0
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """One request, of Slack's kind or of ours."""
        at, body = time.time(), await request.read()
        if request.path == _POST:
            self.posted.append((at, body))
            if self.delay:
                await asyncio.sleep(self.delay)
            ts = f"{int(at)}.{next(self._count) % 1_000_000:06d}"
            return _json({"ok": True, "channel": _channel(body), "ts": ts})
        return _json(self._side(request.path, request.query, body))

    def _side(self, path: str, query: Any, body: bytes) -> dict[str, Any]:  # noqa: ANN401 - aiohttp's own mapping
        match path.rsplit("/", 1)[-1]:
            case "users.info":
                return {"ok": True, "user": _account(_field(body, "user"))}
            case "conversations.open":
                return {"ok": True, "channel": {"id": "D0", "user": _field(body, "users")}}
            case "reset":
                self.posted.clear()
                self.delay = float(query.get("delay", 0))
                return {"ok": True}
            case "seen":
                found = [(at, *_known(body)) for at, body in self.posted]
                return {"ok": True, "posts": found}
            case "bodies":
                return {"ok": True, "bodies": [body.decode() for _, body in self.posted]}
            case _:
                return {"ok": True, "count": len(self.posted)}


def _json(answer: dict[str, Any]) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), content_type="application/json", charset="utf-8")


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
    runner = web.ServerRunner(web.Server(Loopback().answer, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve())
