"""The connection to Slack: two clients, Bolt, and one of the two ways in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
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
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient

from app.settings import Settings
from bot.slack.errors import code_of

CALL_SECONDS: Final = 10
# After this much silence the socket is built anew; Slack's own advice is to expect drops.
REBUILD_SECONDS: Final = 60.0
WATCH_SECONDS: Final = 5.0
# After this much the process ends, so that whatever started it may start it anew.
GIVE_UP_SECONDS: Final = 300.0
CLOSE_SECONDS: Final = 3.0
# Whoever looks somebody up has a second in all; the SDK's own pause before it asks again is half of one to one and a
# half.
SOON: Final = FixedValueRetryIntervalCalculator(0.1)

log = structlog.get_logger("slack")


class SlackRefusedError(Exception):
    """Slack did not accept the bot's token. ``code`` is Slack's own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SocketRefusedError(Exception):
    """Slack opens no socket with the app-level token. ``code`` is Slack's own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SocketLostError(Exception):
    """No socket could be opened for five minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """``posting`` retries nothing by itself, ``reading`` may. ``team`` is the workspace the token belongs to.

    A rate limit is not sat out by either: whoever looks somebody up has a second, and must learn how long to wait.
    """

    posting: AsyncWebClient
    reading: AsyncWebClient
    team: str
    scopes: frozenset[str]


@asynccontextmanager
async def connected(settings: Settings, *traces: aiohttp.TraceConfig) -> AsyncIterator[Clients]:
    """Clients on one shared session, once Slack has accepted the token; ``traces`` look at each answer.

    Raises:
        SlackRefusedError: it has not.

    """
    token = settings.slack_bot_token.get_secret_value()
    # The SDK's own timeout does not hold for a session it is handed.
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trace_configs=list(traces)) as session:
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
                AsyncConnectionErrorRetryHandler(interval_calculator=SOON),
                AsyncServerErrorRetryHandler(interval_calculator=SOON),
            ],
        )
        try:
            answer = await _patient(settings, session).auth_test()
        except SlackApiError as error:
            raise SlackRefusedError(code_of(error)) from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise SlackRefusedError("unreachable") from None
        granted = {name.lower(): value for name, value in (answer.headers or {}).items()}.get("x-oauth-scopes", "")
        scopes = frozenset(scope.strip() for scope in str(granted).split(",") if scope.strip())
        yield Clients(posting=posting, reading=reading, team=str(answer["team_id"]), scopes=scopes)


def _patient(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For the first call alone, which may wait for as long as Slack asks."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        timeout=CALL_SECONDS,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(),
            AsyncServerErrorRetryHandler(),
        ],
    )


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


async def try_socket(client: AsyncWebClient, token: str) -> None:
    """Ask for a socket's address and leave it unused: the SDK itself would try a wrong token again for ever.

    Raises:
        SocketRefusedError: there is no address to be had with this token.

    """
    try:
        async with asyncio.timeout(CALL_SECONDS):
            await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        raise SocketRefusedError(code_of(error)) from None
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise SocketRefusedError("unreachable") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a socket may be silent, in real seconds, before each step is taken."""

    watch: float = WATCH_SECONDS
    rebuild: float = REBUILD_SECONDS
    give_up: float = GIVE_UP_SECONDS


USUAL_PATIENCE: Final = Patience()


class Socket:
    """Socket Mode, watched: a socket that stays silent is replaced by a new handler; in the end ``lost`` is set."""

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        client: AsyncWebClient,
        *,
        patience: Patience = USUAL_PATIENCE,
    ) -> None:
        self._patience = patience
        self.lost = asyncio.Event()
        self._app = app
        self._token = token
        self._client = client
        self._handler: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and watch.

        Raises:
            SocketRefusedError: the token opens no socket.

        """
        await try_socket(self._client, self._token)
        self._handler = self._fresh()
        await self._handler.connect_async()
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        if self._handler is not None:
            await self._close(self._handler)

    async def up(self) -> bool:
        """Whether a socket is open and has answered its last ping."""
        return self._handler is not None and await self._handler.client.is_connected()

    def _fresh(self) -> AsyncSocketModeHandler:
        return AsyncSocketModeHandler(self._app, self._token, web_client=self._client)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        silent_since = rebuilt_at = loop.time()
        while not self.lost.is_set():
            await asyncio.sleep(self._patience.watch)
            now = loop.time()
            if await self.up():
                silent_since = rebuilt_at = now
            elif now - silent_since >= self._patience.give_up:
                log.error("socket_lost")
                self.lost.set()
            elif now - rebuilt_at >= self._patience.rebuild:
                await self._rebuild()
                rebuilt_at = loop.time()

    async def _rebuild(self) -> None:
        log.warning("socket_rebuilt")
        old, self._handler = self._handler, self._fresh()
        if old is not None:
            await self._close(old)
        try:
            # The SDK tries for ever inside this call; the watch must go on.
            async with asyncio.timeout(self._patience.rebuild):
                await self._handler.connect_async()
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("socket_not_rebuilt", error=type(error).__name__)

    async def _close(self, handler: AsyncSocketModeHandler) -> None:
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await handler.close_async()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("socket_not_closed", error=type(error).__name__)
