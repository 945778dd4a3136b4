"""Signed HTTP requests to the app (rule 14)."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import aiohttp

from sandbox.parcels import Answer, Parcel
from sandbox.shapes import Json
from sandbox.tasks import Tasks
from sandbox.workspace import Workspace

LONGEST_ANSWER = 1_000_000
GOOD, BAD = 200, 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """How requests are signed: rightly, or wrongly on purpose. `seconds` moves the timestamp."""

    how: Literal["right", "wrong", "missing"] = "right"
    seconds: int = 0


class HttpLine:
    """Posts to the request URL. Redirects are not followed."""

    def __init__(self, space: Workspace, tasks: Tasks) -> None:
        self._space = space
        self._tasks = tasks
        self._session: aiohttp.ClientSession | None = None
        self.signing = Signing()

    async def start(self) -> None:
        # A kept connection to an app that restarted would look like a failed delivery.
        connector = aiohttp.TCPConnector(force_close=True)
        timeout = aiohttp.ClientTimeout(total=self._space.rules.late_seconds)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, parcel: Parcel, url: str) -> Answer:
        """The answer, or `missed` after the deadline; what comes later is only recorded."""
        body, kind = _encoded(parcel)
        started = self._space.clock.monotonic()
        exchange = asyncio.create_task(self._exchange(url, body, self._headers(parcel, body, kind)))
        done, _ = await asyncio.wait({exchange}, timeout=self._space.rules.ack_seconds)
        if done:
            return exchange.result()
        self._tasks.spawn(self._await_late(exchange, parcel, started))
        return Answer(result="missed", reason="http_timeout")

    async def verify(self, url: str) -> bool:
        """Whether the app echoes a challenge, as Slack asks before it uses a request URL."""
        challenge = self._space.ids.new("", length=24)
        body = json.dumps({"type": "url_verification", "token": "unused", "challenge": challenge})
        parcel = Parcel(kind="interactive", payload={})
        answer = await self._exchange(url, body, self._headers(parcel, body, "application/json"))
        found = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        return answer.ok and found == challenge

    async def _await_late(self, exchange: asyncio.Task[Answer], parcel: Parcel, started: float) -> None:
        answer = await exchange
        if answer.ok:
            seconds = round(self._space.clock.monotonic() - started, 3)
            self._space.records.violate("late_ack", what=parcel.label, seconds=seconds)

    async def _exchange(self, url: str, body: str, headers: dict[str, str]) -> Answer:
        if self._session is None:
            return Answer(result="unreachable", reason="connection_failed")
        try:
            async with self._session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as response:
                raw = await response.content.read(LONGEST_ANSWER)
                return _answer(response, raw)
        except TimeoutError:
            return Answer(result="missed", reason="http_timeout")
        except aiohttp.ClientSSLError:
            return Answer(result="unreachable", reason="ssl_error")
        except aiohttp.ClientError:
            return Answer(result="unreachable", reason="connection_failed")

    def _headers(self, parcel: Parcel, body: str, kind: str) -> dict[str, str]:
        stamp = str(int(self._space.clock.real()) + self.signing.seconds)
        secret = self._space.credentials.signing_secret + ("x" if self.signing.how == "wrong" else "")
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
        }
        if self.signing.how != "missing":
            headers["X-Slack-Signature"] = signature(secret, stamp, body)
        if parcel.kind == "events_api" and parcel.attempt:
            headers["X-Slack-Retry-Num"] = str(parcel.attempt)
            headers["X-Slack-Retry-Reason"] = parcel.reason
        return headers


def signature(secret: str, stamp: str, body: str) -> str:
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


def _encoded(parcel: Parcel) -> tuple[str, str]:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload), "application/json"
    form = (
        {"payload": json.dumps(parcel.payload)}
        if parcel.kind == "interactive"
        else {key: str(value) for key, value in parcel.payload.items()}
    )
    return urlencode(form), "application/x-www-form-urlencoded"


def _answer(response: aiohttp.ClientResponse, raw: bytes) -> Answer:
    no_retry = response.headers.get("x-slack-no-retry") == "1"
    if not GOOD <= response.status < BAD:
        return Answer(result="refused", status=response.status, reason="http_error", no_retry=no_retry)
    text = raw.decode("utf-8", errors="replace")
    body: Json | str | None = text or None
    if text and response.content_type == "application/json":
        try:
            body = json.loads(text)
        except ValueError:
            body = text
    return Answer(result="acked", status=response.status, body=body)
