"""Following the pretend workspace's clock: take over each move, do what is due, and say what comes next."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

import aiohttp
import structlog

from app.clock import FollowedClock

RECONNECT_SECONDS: Final = 0.2

log = structlog.get_logger("following")


class Follower:
    """``sweep`` does everything due at the clock's present instant; ``next_due`` says when it has to be called again.

    The workspace walks from one due instant to the next and waits for our answer at each, so that a jump of a year
    sends every message at its own time.
    """

    def __init__(
        self,
        url: str,
        clock: FollowedClock,
        *,
        sweep: Callable[[], Awaitable[None]],
        next_due: Callable[[], Awaitable[datetime | None]],
    ) -> None:
        self._url = url.rstrip("/") + "/control/clock/follow"
        self._clock = clock
        self._sweep = sweep
        self._next_due = next_due
        self._changed = asyncio.Event()
        self.followed = asyncio.Event()

    def changed(self) -> None:
        """Something was kept: what comes next may be another instant now."""
        self._changed.set()

    async def run(self) -> None:
        """Follow until cancelled; a workspace that went away is tried again."""
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.ws_connect(self._url, heartbeat=20) as socket:
                        await self._follow(socket)
                except (aiohttp.ClientError, OSError):
                    pass
                except RuntimeError as error:
                    # The database was busy for a moment; connecting again does the same step again.
                    log.warning("step_failed", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        step = 0
        heard = asyncio.create_task(socket.receive())
        told = asyncio.create_task(self._changed.wait())
        try:
            while True:
                await asyncio.wait({heard, told}, return_when=asyncio.FIRST_COMPLETED)
                if heard.done():
                    message = heard.result()
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        return
                    step = self._taken(message.data)
                    heard = asyncio.create_task(socket.receive())
                self._changed.clear()
                if told.done():
                    told = asyncio.create_task(self._changed.wait())
                    # Said before the work begins: whoever waits for quiet must not take this moment for it.
                    await socket.send_json({"step": step, "next": self._clock.now().isoformat()})
                await self._sweep()
                due = await self._next_due()
                await socket.send_json({"step": step, "next": due.isoformat() if due else None})
                self.followed.set()
        finally:
            heard.cancel()
            told.cancel()

    def _taken(self, text: str) -> int:
        frame = json.loads(text)
        self._clock.set(datetime.fromisoformat(frame["now"]), running=bool(frame.get("running")))
        return int(frame["step"])
