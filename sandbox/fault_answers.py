"""What a fault looks like on the wire."""

import asyncio
import json
import socket
import struct

from aiohttp import web

from sandbox.faults import Fault
from sandbox.shapes import Json

HTML = "<!DOCTYPE html><html><head><title>Server error</title></head><body>Something went wrong.</body></html>"
LOOK_SECONDS = 0.05
# Linger for no time: the close becomes a reset.
_AT_ONCE = struct.pack("ii", 1, 0)


async def spoilt(request: web.Request, fault: Fault, answer: Json, *, cleared: asyncio.Event) -> web.Response:
    """The answer as the fault leaves it; `answer` is what would have been said."""
    match fault.kind:
        case "drop" | "reset":
            return _hung_up(request, reset=fault.kind == "reset")
        case "silence":
            await _silent(request, seconds=fault.seconds, cleared=cleared)
            return _hung_up(request, reset=False)
        case "http":
            return web.Response(status=fault.shown_status, text="")
        case "html":
            return web.Response(status=fault.shown_status, text=HTML, content_type="text/html")
        case "broken_json":
            half = json.dumps(answer)
            return web.Response(status=fault.shown_status, text=half[: len(half) // 2], content_type="application/json")
        case "rate_limit" | "error":
            wait = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            said = {"ok": False, "error": fault.word}
            return web.json_response(said, status=fault.shown_status, headers=wait)


def _hung_up(request: web.Request, *, reset: bool) -> web.Response:
    """Close the connection; what is returned has nowhere to go any more."""
    transport = request.transport
    if transport is not None:
        line = transport.get_extra_info("socket")
        if reset and line is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()
    return web.Response(status=500)


async def _silent(request: web.Request, *, seconds: float, cleared: asyncio.Event) -> None:
    """Say nothing until the caller gives up, the fault is cleared, or the seconds are over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    waiting = asyncio.create_task(cleared.wait())
    try:
        while loop.time() < deadline and not waiting.done():
            await asyncio.wait({waiting}, timeout=LOOK_SECONDS)
            if request.transport is None or request.transport.is_closing():
                return
    finally:
        waiting.cancel()
