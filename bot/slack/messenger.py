"""Sends a message to a person, in a direct message only, and redraws one that was sent."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.handles import BUTTON_LIFE, Handles
from bot.messages import Cast, Message, Mould
from bot.slack.errors import TryLaterError, UnreachableError, before_sending, delivery_error
from bot.slack.looking import EVENT_TYPE
from bot.slack.message_blocks import MouldBlocks, message_blocks, mould_blocks
from bot.slack.people import SlackDirectory
from bot.slack.places import Places
from bot.slack.posting import Posting
from plans.people import Person, Standing
from plans.records import record

CALL_SECONDS: Final = 10.0
# Looking the person up takes this share of a call's time at most, so that both fit into half a call more.
_PREPARING: Final = 0.4
# More kinds of reminders times days than a morning has.
_MOST_MOULDS: Final = 1_000
_quoted: Final = json.encoder.encode_basestring_ascii


@record
class Drawn:
    """A message as Slack gets it, drawn for one reader."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessenger:
    """``client`` retries nothing by itself: the SDK would post twice when a connection drops."""

    client: AsyncWebClient
    directory: SlackDirectory
    places: Places
    handles: Handles
    call_seconds: float = CALL_SECONDS
    _moulds: dict[Mould, MouldBlocks] = field(default_factory=dict, repr=False, compare=False)

    def draw(self, person: Person, message: Message | Cast, *, now: datetime) -> Drawn:
        """The message with buttons that only this person can use."""
        seal = self.handles.sealer(workspace=person.workspace, person=person.id, expires=now + BUTTON_LIFE)
        if isinstance(message, Cast):
            return Drawn(text=message.preview, blocks=self._mould_blocks(message.mould).cast(message, seal))
        return Drawn(text=message.preview, blocks=message_blocks(message.parts, seal))

    def _mould_blocks(self, mould: Mould) -> MouldBlocks:
        found = self._moulds.get(mould)
        if found is None:
            if len(self._moulds) >= _MOST_MOULDS:
                self._moulds.clear()
            found = self._moulds[mould] = mould_blocks(mould)
        return found

    async def post(self, person: Person, drawn: Drawn, *, key: str, now: datetime) -> str:
        """Post and say where it landed: an opaque, versioned reference.

        Raises:
            DeliveryError: of the class that says what to do next.

        """
        channel = self._known_place(person, now=now)
        if channel is None:
            try:
                async with asyncio.timeout(self.call_seconds * _PREPARING):
                    channel = await self._place(person, now=now)
            except Exception as error:  # noqa: BLE001 - every failure has a class; none may be lost
                raise before_sending(error) from None
        arguments = {
            "channel": channel,
            "text": drawn.text,
            "blocks": drawn.blocks,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        try:
            async with asyncio.timeout(self.call_seconds):
                place, ts = await Posting(self.client).post(arguments)
        except Exception as error:  # noqa: BLE001 - every failure has a class; none may be lost
            # Whatever was wrong may be the channel we remember; the next try asks for it again.
            self.places.forget(person)
            raise delivery_error(error) from None
        self.places.learn(person, place)
        return reference_to(place, ts)

    def _known_place(self, person: Person, *, now: datetime) -> str | None:
        """Where to post, if nothing has to be asked for that."""
        return self.places.known.get(person.id) if person.active and person.fresh_at(now) else None

    async def _place(self, person: Person, *, now: datetime) -> str:
        # A post to a deactivated account succeeds and nobody reads it: look just before sending (B-07).
        present = await self.directory.present(person, now=now)
        if present.standing is not Standing.MEMBER:
            raise UnreachableError("account_deactivated")
        if present.zone != person.zone:
            # They have moved, and nobody told us: it may be night there. What waits for them is worked out anew first.
            raise TryLaterError("zone_changed", alone=True)
        return await self.places.address(present)

    async def update(self, reference: str, person: Person, message: Message, *, now: datetime) -> None:
        """Draw a sent message anew.

        Raises:
            DeliveryError: of the class that says what to do next.

        """
        place, drawn = json.loads(reference), self.draw(person, message, now=now)
        try:
            async with asyncio.timeout(self.call_seconds):
                with self.places.pacing.call("chat.update"):
                    await self.client.chat_update(
                        channel=place["channel"], ts=place["ts"], text=drawn.text, blocks=drawn.blocks
                    )
        except Exception as error:  # noqa: BLE001 - every failure has a class; none may be lost
            raise delivery_error(error) from None


def reference_to(channel: str, ts: str) -> str:
    """What finds a message again, as JSON."""
    return f'{{"v": 1, "channel": {_quoted(channel)}, "ts": {_quoted(ts)}}}'
