"""Answers to commands: in the acknowledgement, or later through a response URL."""

import json
from dataclasses import dataclass

from aiohttp import web

from sandbox.conversations import Message
from sandbox.methods.call import RefusedError
from sandbox.methods.chat import checked_message
from sandbox.reading import message_text
from sandbox.screens import completed
from sandbox.shapes import Json
from sandbox.showing import names_of
from sandbox.workspace import Workspace

USES = 5
LIFE_SECONDS = 30 * 60.0


@dataclass(kw_only=True, slots=True)
class Slot:
    """One response URL: for one person, in one conversation, perhaps about one message."""

    person: str
    channel: str
    ts: str | None
    made: float
    uses: int = 0


class Responses:
    """Response URLs work five times within half an hour of real time."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._slots: dict[str, Slot] = {}
        self.base = ""

    def address(self, person: str, channel: str, *, ts: str | None = None) -> str:
        token = self._space.ids.new("", length=24)
        self._slots[token] = Slot(person=person, channel=channel, ts=ts, made=self._space.clock.monotonic())
        return f"{self.base}/response/{token}"

    async def serve(self, request: web.Request) -> web.Response:
        slot = self._slots.get(request.match_info["token"])
        if slot is None or self._space.clock.monotonic() - slot.made > LIFE_SECONDS or slot.uses >= USES:
            self._space.records.violate("dead_response_url")
            return web.Response(status=404, text="expired_url" if slot is None else "used_url")
        slot.uses += 1
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.Response(status=400, text="invalid_payload")
        try:
            self._use(slot, body)
        except RefusedError as refusal:
            return web.Response(status=400, text=refusal.code)
        return web.Response(text="ok")

    def _use(self, slot: Slot, body: Json) -> None:
        place = self._space.conversations[slot.channel]
        original = None if slot.ts is None else place.find(slot.ts)
        if original is not None and body.get("delete_original") is True:
            place.messages.remove(original)
        elif original is not None and body.get("replace_original") is True:
            text, blocks, _ = checked_message(self._space, body, where="response_url", unfurls=False)
            original.text = text
            original.blocks = completed({"blocks": blocks}, self._space.ids)["blocks"]
        else:
            self.show_answer(body, person=slot.person, channel=slot.channel)
        self._space.pulse.beat()

    def show_answer(self, body: Json | str, *, person: str, channel: str) -> str | None:
        """Show what an app said to a command; only to the person who asked, unless it says otherwise."""
        said: Json = {"text": body} if isinstance(body, str) else body
        try:
            text, blocks, _ = checked_message(self._space, said, where="response", unfurls=False)
        except RefusedError as refusal:
            self._space.records.violate("invalid_response", error=refusal.code)
            return None
        if said.get("response_type") == "in_channel":
            ts = self._space.stamps.next(self._space.now)
            author = self._space.credentials.bot_user_id
            message = Message(ts=ts, author=author, text=text, blocks=blocks)
            self._space.put(self._space.conversations[channel], message)
        else:
            message = self._space.whisper(person, channel, text=text, blocks=blocks)
        return message_text(text, message.blocks, names_of(self._space))
