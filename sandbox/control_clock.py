"""Control routes for the workspace's clock."""

import json
from datetime import datetime, timedelta

from aiohttp import web

from sandbox.followers import Followers
from sandbox.workspace import Workspace


class ClockControl:
    """Freeze, run and advance the clock."""

    def __init__(self, space: Workspace, followers: Followers) -> None:
        self._space = space
        self._followers = followers

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/clock", self._show),
            web.post("/control/clock", self._move),
            web.get("/control/clock/follow", self._followers.serve),
        ]

    async def _show(self, _request: web.Request) -> web.Response:
        due = self._followers.next_due
        return web.json_response(
            {
                "now": self._space.now.isoformat(),
                "running": not self._space.clock.frozen,
                "next_due": None if due is None else due.isoformat(),
                "followers": self._followers.count,
            }
        )

    async def _move(self, request: web.Request) -> web.Response:
        try:
            what, value = _one_order(request, await request.text())
            await self._do(what, value)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=409)
        self._space.pulse.beat()
        return await self._show(request)

    async def _do(self, what: str, value: object) -> None:
        clock = self._space.clock
        if what == "freeze":
            clock.freeze(None if value is None else instant(value))
            await self._followers.tell()
        elif what == "run":
            clock.run()
            await self._followers.tell()
        elif what == "advance_to":
            await self._followers.advance(instant(value))
        elif what == "advance_by" and isinstance(value, int | float):
            await self._followers.advance(clock.now() + timedelta(seconds=value))
        elif what == "advance_to_next":
            due = self._followers.next_due
            if due is not None:
                await self._followers.advance(max(due, clock.now()))
        else:
            raise ValueError(f"the clock cannot {what}")


def _one_order(request: web.Request, text: str) -> tuple[str, object]:
    said = json.loads(text)
    if request.content_type != "application/json" or not isinstance(said, dict) or len(said) != 1:
        raise ValueError("send one of freeze, run, advance_to, advance_by, advance_to_next")
    return next(iter(said.items()))


def instant(value: object) -> datetime:
    """An ISO instant with its offset.

    Raises ValueError for one without.
    """
    found = datetime.fromisoformat(str(value))
    if found.tzinfo is None:
        raise ValueError("an instant needs its UTC offset")
    return found
