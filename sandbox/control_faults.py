"""Control routes for faults on request."""

import json
from collections.abc import Container

from aiohttp import web

from sandbox.faults import EVERY_METHOD, Fault, FaultScript
from sandbox.shapes import Json


class FaultControl:
    """Ask for faults, see which are still to come, clear them."""

    def __init__(self, script: FaultScript, *, methods: Container[str]) -> None:
        self._script = script
        self._methods = methods

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/faults", self._show),
            web.post("/control/faults", self._add),
            web.delete("/control/faults", self._clear),
        ]

    async def _show(self, _request: web.Request) -> web.Response:
        return web.json_response(list(self._script.left()))

    async def _add(self, request: web.Request) -> web.Response:
        try:
            fault = self._fault(request, json.loads(await request.text()))
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=409)
        self._script.add(fault)
        return await self._show(request)

    def _fault(self, request: web.Request, said: Json) -> Fault:
        if request.content_type != "application/json" or not isinstance(said, dict):
            raise ValueError("send a JSON object")
        fault = Fault(**said)
        if fault.method != EVERY_METHOD and fault.method not in self._methods:
            raise ValueError(f"no such method: {fault.method}")
        return fault

    async def _clear(self, request: web.Request) -> web.Response:
        self._script.clear()
        return await self._show(request)
