"""The bot's own small HTTP server: ``/health`` always, ``/slack/events`` when Slack is met over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.slack.ingress import BODY_LIMIT, Ingress

Health = Callable[[], Awaitable[Mapping[str, str]]]
"""Each part's state: "up", or a word for what is wrong with it."""

UP = "up"


@asynccontextmanager
async def serving(*, host: str, port: int, health: Health, ingress: Ingress | None) -> AsyncIterator[int]:
    """Serve for as long as the block; the port that was bound comes back, for port 0 takes a free one."""

    async def answer_health(_request: web.Request) -> web.Response:
        parts = dict(await health())
        well = all(state == UP for state in parts.values())
        return web.json_response({"status": UP if well else "down", **parts}, status=200 if well else 503)

    server = web.Application(client_max_size=BODY_LIMIT * 2)
    server.router.add_get("/health", answer_health)
    if ingress is not None:
        server.router.add_post("/slack/events", ingress.handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
