"""Socket Mode: connections, envelopes and their acknowledgements (rule 6)."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMessage, WSMsgType, web

from sandbox.methods.call import Call
from sandbox.parcels import Answer, Parcel
from sandbox.shapes import Json
from sandbox.tasks import Tasks
from sandbox.workspace import Workspace

MOST = 10
WARNING_SECONDS = 10.0
CLOSE_SECONDS = 1.0
REMEMBERED = 2_000
Disconnect = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets", "silent", "drop"]


@dataclass(eq=False, kw_only=True, slots=True)
class Connection:
    """One websocket of the app. A silent one takes everything and gives nothing, pongs included."""

    id: str
    ws: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    leaving: bool = False


@dataclass(eq=False, kw_only=True, slots=True)
class Envelope:
    """One envelope under way, until its acknowledgement or its deadline."""

    parcel: Parcel
    connection: Connection
    started: float
    answer: asyncio.Future[Answer]
    acked: bool = False
    late: bool = field(default=False)


class Sockets:
    """All connections of the app."""

    def __init__(self, space: Workspace, tasks: Tasks) -> None:
        self._space = space
        self._tasks = tasks
        self._tickets: set[str] = set()
        self._envelopes: dict[str, Envelope] = {}
        self.connections: list[Connection] = []

    @property
    def open(self) -> list[Connection]:
        return [one for one in self.connections if not one.leaving and not one.ws.closed]

    def ticket(self, _space: Workspace, call: Call) -> Json:
        """`apps.connections.open`: an address that works once."""
        ticket = self._space.ids.new("", length=32)
        self._tickets.add(ticket)
        host = call.base.removeprefix("http://")
        return {"url": f"ws://{host}/link/?ticket={ticket}&app_id={self._space.credentials.app_id}"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One websocket, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="this address was used or never given")
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=False, timeout=CLOSE_SECONDS)
        await ws.prepare(request)
        connection = Connection(id=self._space.ids.new("L"), ws=ws, request=request)
        if len(self.open) >= MOST:
            await self._say_goodbye(connection, "too_many_websockets")
            return ws
        self.connections.append(connection)
        await ws.send_json(self._hello(request))
        self._space.records.note("socket", what="opened", connection=connection.id)
        self._tasks.pulse.beat()
        try:
            async for message in ws:
                await self._take(connection, message)
        finally:
            self._gone(connection)
        return ws

    async def send(self, parcel: Parcel) -> Answer:
        """Give the envelope to one open connection, at random, and wait for its acknowledgement."""
        choices = self.open
        if not choices:
            return Answer(result="unreachable", reason="connection_failed")
        connection = choices[self._space.ids.choose(len(choices))]
        envelope_id = self._space.ids.envelope()
        envelope = Envelope(
            parcel=parcel,
            connection=connection,
            started=self._space.clock.monotonic(),
            answer=asyncio.get_running_loop().create_future(),
        )
        self._envelopes[envelope_id] = envelope
        if len(self._envelopes) > REMEMBERED:
            # Old ones are kept only to know a second acknowledgement when it comes.
            self._envelopes.pop(next(iter(self._envelopes)))
        if not connection.silent:
            try:
                await connection.ws.send_json(_frame(parcel, envelope_id))
            except ConnectionError:
                return Answer(result="unreachable", reason="connection_failed")
        done, _ = await asyncio.wait({envelope.answer}, timeout=self._space.rules.ack_seconds)
        if done:
            return envelope.answer.result()
        envelope.late = True
        return Answer(result="missed", reason="http_timeout")

    async def disconnect(self, how: Disconnect, *, seconds: float = WARNING_SECONDS) -> None:
        """End every connection in one of Slack's ways, or let it fall silent.

        After a warning the connection stays for `seconds` of real time.
        """
        for connection in self.open:
            if how == "silent":
                connection.silent = True
            elif how == "drop":
                self._drop(connection)
            elif how == "warning":
                await connection.ws.send_json(_goodbye(how))
                self._tasks.spawn(self._close_after(connection, seconds), counted=False)
            else:
                await self._say_goodbye(connection, how)
        self._space.records.note("socket", what=how)

    async def stop(self) -> None:
        for connection in list(self.connections):
            connection.leaving = True
            await connection.ws.close()

    async def _say_goodbye(self, connection: Connection, how: Disconnect) -> None:
        connection.leaving = True
        await connection.ws.send_json(_goodbye(how))
        await connection.ws.close()

    async def _close_after(self, connection: Connection, seconds: float) -> None:
        await asyncio.sleep(seconds)
        connection.leaving = True
        await connection.ws.close()

    @staticmethod
    def _drop(connection: Connection) -> None:
        connection.leaving = True
        if connection.request.transport is not None:
            connection.request.transport.abort()

    async def _take(self, connection: Connection, message: WSMessage) -> None:
        if connection.silent:
            return
        if message.type is WSMsgType.PING:
            await connection.ws.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            self._ack(str(message.data))

    def _ack(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        envelope_id = said.get("envelope_id") if isinstance(said, dict) else None
        envelope = self._envelopes.get(envelope_id) if isinstance(envelope_id, str) else None
        if envelope is None:
            self._space.records.violate("unknown_ack")
            return
        seconds = round(self._space.clock.monotonic() - envelope.started, 3)
        if envelope.acked:
            self._space.records.violate("two_acks", what=envelope.parcel.label)
            return
        envelope.acked = True
        if envelope.late or envelope.answer.done():
            self._space.records.violate("late_ack", what=envelope.parcel.label, seconds=seconds)
            return
        envelope.answer.set_result(Answer(result="acked", body=said.get("payload") or None))

    def _gone(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        self._space.records.note("socket", what="closed", connection=connection.id)
        for envelope in self._envelopes.values():
            if envelope.connection is connection and not envelope.answer.done() and not envelope.late:
                envelope.answer.set_result(Answer(result="unreachable", reason="connection_failed"))

    def _hello(self, request: web.Request) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": request.host, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._space.credentials.app_id},
        }


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}


def _frame(parcel: Parcel, envelope_id: str) -> Json:
    frame: Json = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "accepts_response_payload": parcel.takes_answer,
        "payload": parcel.payload,
    }
    if parcel.kind == "events_api":
        frame |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return frame
