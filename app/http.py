"""The bot's own small HTTP server: health, metrics, calendar files; ``/slack/events`` when Slack is met over HTTP."""

import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.slack.ingress import BODY_LIMIT, Ingress

Health = Callable[[], Awaitable[Mapping[str, str]]]
"""Each part's state: "up", or a word for what is wrong with it."""

Dates = Callable[[str], Awaitable[bytes | None]]
"""What a signed link to a calendar file opens; None for one that is not good."""

Scrape = Callable[[], Awaitable[bytes]]
"""The figures, in Prometheus' text form."""

UP = "up"
_FILE = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'attachment; filename="dates.ics"',
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class PortTakenError(Exception):
    """Something else listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


@asynccontextmanager
async def serving(
    *, host: str, port: int, health: Health, scrape: Scrape, ingress: Ingress | None, dates: Dates | None = None
) -> AsyncIterator[int]:
    """Serve for as long as the block; the port that was bound comes back, for port 0 takes a free one.

    Raises:
        PortTakenError: another program listens on the port.

    """

    async def answer_health(_request: web.Request) -> web.Response:
        parts = dict(await health())
        well = all(state == UP for state in parts.values())
        return web.json_response({"status": UP if well else "down", **parts}, status=200 if well else 503)

    async def answer_metrics(_request: web.Request) -> web.Response:
        return web.Response(body=await scrape(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def answer_dates(request: web.Request) -> web.Response:
        found = None if dates is None else await dates(request.match_info["token"])
        # The same for a link that never was one and for one that is over.
        return web.Response(status=404) if found is None else web.Response(body=found, headers=_FILE)

    server = web.Application(client_max_size=BODY_LIMIT * 2)
    server.router.add_get("/health", answer_health)
    server.router.add_get("/metrics", answer_metrics)
    server.router.add_get("/dates/{token}", answer_dates)
    if ingress is not None:
        server.router.add_post("/slack/events", ingress.handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(port) from None
        raise
