"""Payloads to the app, over whichever transport it uses now."""

from dataclasses import replace

from sandbox.http_line import HttpLine
from sandbox.parcels import Answer, Parcel
from sandbox.socket_line import Sockets
from sandbox.tasks import Tasks
from sandbox.workspace import Workspace


class Courier:
    """Delivers a parcel once and logs both ways."""

    def __init__(self, space: Workspace, tasks: Tasks) -> None:
        self._space = space
        self._tasks = tasks
        self.http = HttpLine(space, tasks)
        self.sockets = Sockets(space, tasks)

    async def _send(self, parcel: Parcel, url: str | None) -> Answer:
        if parcel.kind == "interactive" and not self._space.manifest.interactive:
            return Answer(result="unreachable", reason="interactivity_off")
        return await (self.http.send(parcel, url) if url else self.sockets.send(parcel))

    async def deliver(self, parcel: Parcel) -> Answer:
        """Send it and wait for the acknowledgement, at most until the deadline."""
        url = self._space.request_url
        line = self._space.records.note(
            "delivery",
            type=parcel.kind,
            what=parcel.label,
            transport="http" if url else "socket",
            attempt=parcel.attempt,
            payload=parcel.payload,
        )
        started = self._space.clock.monotonic()
        with self._tasks.busy():
            answer = await self._send(parcel, url)
        answer = replace(answer, delivery=line["id"], seconds=round(self._space.clock.monotonic() - started, 4))
        if answer.ok and answer.body and not parcel.takes_answer and parcel.kind == "interactive":
            self._space.records.violate("ack_body_ignored", what=parcel.label)
        self._space.records.note(
            "ack",
            delivery=answer.delivery,
            what=parcel.label,
            result=answer.result,
            status=answer.status,
            reason=answer.reason,
            seconds=answer.seconds,
            body=answer.body,
        )
        return answer
