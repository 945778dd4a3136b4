"""The connection to Slack: two clients, Bolt, and one of the two ways in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from app.settings import Settings

CALL_SECONDS: Final = 10
# After this much silence the socket is built anew; Slack's own advice is to expect drops.
REBUILD_SECONDS: Final = 60.0
WATCH_SECONDS: Final = 5.0

log = structlog.get_logger("slack")


class SlackRefusedError(Exception):
    """Slack did not accept the bot's token. ``code`` is Slack's own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """``posting`` retries nothing by itself, ``reading`` may. ``team`` is the workspace the token belongs to."""

    posting: AsyncWebClient
    reading: AsyncWebClient
    team: str
    scopes: frozenset[str]


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Clients]:
    """Clients on one shared session, once Slack has accepted the token.

    Raises:
        SlackRefusedError: it has not.

    """
    token = settings.slack_bot_token.get_secret_value()
    async with aiohttp.ClientSession() as session:
        posting = AsyncWebClient(
            token=token,
            base_url=settings.slack_api_url,
            session=session,
            timeout=CALL_SECONDS,
            retry_handlers=[],
        )
        reading = AsyncWebClient(
            token=token,
            base_url=settings.slack_api_url,
            session=session,
            timeout=CALL_SECONDS,
            retry_handlers=[
                AsyncConnectionErrorRetryHandler(),
                AsyncRateLimitErrorRetryHandler(),
                AsyncServerErrorRetryHandler(),
            ],
        )
        try:
            answer = await reading.auth_test()
        except SlackApiError as error:
            raise SlackRefusedError(str(error.response.get("error"))) from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise SlackRefusedError("unreachable") from None
        granted = {name.lower(): value for name, value in (answer.headers or {}).items()}.get("x-oauth-scopes", "")
        scopes = frozenset(scope.strip() for scope in str(granted).split(",") if scope.strip())
        yield Clients(posting=posting, reading=reading, team=str(answer["team_id"]), scopes=scopes)


def bolt_app(settings: Settings, clients: Clients) -> AsyncApp:
    """Bolt as we use it: it answers after the listener, so that the commit comes before the acknowledgement."""
    secret = settings.slack_signing_secret
    return AsyncApp(
        client=clients.posting,
        signing_secret=secret.get_secret_value() if secret else None,
        process_before_response=True,
        # Over a socket nothing is signed; over HTTP our own door checks first and Bolt checks again.
        request_verification_enabled=secret is not None,
    )


class Socket:
    """Socket Mode, watched: a socket that stays silent is replaced by a new handler."""

    def __init__(self, app: AsyncApp, token: str, client: AsyncWebClient) -> None:
        self._app = app
        self._token = token
        self._client = client
        self._handler: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None
        self._down_since: float | None = None

    async def start(self) -> None:
        self._handler = self._fresh()
        await self._handler.connect_async()
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        if self._handler is not None:
            await self._handler.close_async()

    async def up(self) -> bool:
        """Whether a socket is open and has answered its last ping."""
        return self._handler is not None and await self._handler.client.is_connected()

    def _fresh(self) -> AsyncSocketModeHandler:
        return AsyncSocketModeHandler(self._app, self._token, web_client=self._client)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if await self.up():
                self._down_since = None
                continue
            self._down_since = self._down_since or loop.time()
            if loop.time() - self._down_since >= REBUILD_SECONDS:
                await self._rebuild()
                self._down_since = loop.time()

    async def _rebuild(self) -> None:
        log.warning("socket_rebuilt")
        old, self._handler = self._handler, self._fresh()
        try:
            if old is not None:
                await old.close_async()
            await self._handler.connect_async()
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("socket_not_rebuilt", error=type(error).__name__)
