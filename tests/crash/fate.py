"""The moments at which a process may be told to kill itself, and what stands at them.

Everything here wraps a part of the program and passes on what it is asked; none of it changes what the part does.
"""

import os
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from app.connection import Socket
from app.rooms import Rooms
from app.seams import Seams
from jobs.timetable import RECONCILE, SWEEP
from plans.ports import Begin, Work

PLACES: Final = ("claim", "claim-commit", "send", "settle", "settle-commit", "audit", "keep-commit", "ack")
POINTS: Final = tuple(f"{side} {place}" for place in PLACES for side in ("before", "after"))
POST: Final = "/chat.postMessage"
# A twentieth of what it is in production, as the lease is.
QUICK_SWEEP: Final = replace(SWEEP, every=SWEEP.every / 20)


@dataclass(slots=True, kw_only=True)
class Fate:
    """Death at the ``nth`` time that ``point`` is reached, counted from when the file ``armed`` is there.

    It writes the point into ``told`` before it kills, so that whoever finds the body knows that this was the cause.
    """

    point: str
    nth: int
    armed: Path
    told: Path
    _reached: int = 0

    def reach(self, point: str) -> None:
        if point != self.point or not self.armed.exists():
            return
        self._reached += 1
        if self._reached == self.nth:
            self.told.write_text(point, encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def around(self, place: str) -> Iterator[None]:
        """Before and after whatever is done in the block, if that succeeds."""
        self.reach(f"before {place}")
        yield
        self.reach(f"after {place}")


class _Part:
    """Stands for a part of the program: what it has no words of its own for, the part answers."""

    def __init__(self, part: Any, fate: Fate, did: set[str]) -> None:  # noqa: ANN401 - a part of any kind
        self._part: Any = part
        self._fate = fate
        self._did = did

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the part has
        return getattr(self._part, name)


class _Notices(_Part):
    async def claim(self, **asked: object) -> Any:  # noqa: ANN401 - the part's own
        with self._fate.around("claim"):
            claimed = await self._part.claim(**asked)
        if claimed:
            self._did.add("claim")
        return claimed

    async def settle_all(self, settled: Sequence[object]) -> Any:  # noqa: ANN401 - the part's own
        with self._fate.around("settle"):
            ours = await self._part.settle_all(settled)
        self._did.add("settle")
        return ours


class _Audit(_Part):
    async def append(self, events: Sequence[object]) -> None:
        if not events:
            return
        with self._fate.around("audit"):
            await self._part.append(events)
        self._did.add("keep")


class _Work(_Part):
    """One transaction. What was done in it says what its commit is called."""

    def __init__(self, part: Work, fate: Fate) -> None:
        did = set[str]()
        super().__init__(part, fate, did)
        self.notices = _Notices(part.notices, fate, did)
        self.audit = _Audit(part.audit, fate, did)

    async def commit(self) -> None:
        done = next((what for what in ("keep", "claim", "settle") if what in self._did), None)
        self._did.clear()
        if done is None:
            await self._part.commit()
            return
        with self._fate.around(f"{done}-commit"):
            await self._part.commit()


@dataclass(frozen=True, slots=True)
class _Begin:
    begin: Begin
    fate: Fate

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Work]:
        async with self.begin() as work:
            yield cast("Work", _Work(work, self.fate))


class _Acknowledging(_Part):
    """The socket's client, as the handler that answers an envelope sees it."""

    async def send_socket_mode_response(self, response: SocketModeResponse) -> None:
        with self._fate.around("ack"):
            await self._part.send_socket_mode_response(response)


class _Handler(AsyncSocketModeHandler):
    fate: Fate

    async def handle(self, client: Any, req: SocketModeRequest) -> None:  # noqa: ANN401 - Bolt's own
        seen = client if req.type == "events_api" else _Acknowledging(client, self.fate, set())
        await super().handle(cast("SocketModeClient", seen), req)


def seams(fate: Fate | None, *, quick: bool) -> Seams:
    """The seams of a process with this fate, or with none; ``quick`` sweeps twenty times as often."""
    timetable = (QUICK_SWEEP if quick else SWEEP, RECONCILE)
    if fate is None:
        return Seams(timetable=timetable)
    rooms = partial(_doomed, fate=fate)
    return Seams(rooms=rooms, traces=(_trace(fate),), socket=_socket(fate), timetable=timetable)


def _doomed(rooms: Rooms, *, fate: Fate) -> Rooms:
    class DoomedRooms(Rooms):
        @property
        def begin(self) -> Begin:
            return _Begin(self.database.begin, fate)

    return DoomedRooms(
        database=rooms.database,
        packs=rooms.packs,
        wording=rooms.wording,
        workspace=rooms.workspace,
    )


def _socket(fate: Fate) -> type[Socket]:
    class DoomedSocket(Socket):
        def _fresh(self) -> AsyncSocketModeHandler:
            handler = _Handler(self._app, self._token, web_client=self._client)
            handler.fate = fate
            return handler

    return DoomedSocket


def _trace(fate: Fate) -> aiohttp.TraceConfig:
    """Before a post: not a byte of it has left. After: the workspace has answered, and nobody here has read it."""

    async def started(_session: object, _context: SimpleNamespace, seen: aiohttp.TraceRequestStartParams) -> None:
        if seen.url.path.endswith(POST):
            fate.reach("before send")

    async def ended(_session: object, _context: SimpleNamespace, seen: aiohttp.TraceRequestEndParams) -> None:
        if seen.url.path.endswith(POST):
            fate.reach("after send")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(started)
    trace.on_request_end.append(ended)
    return trace
