"""Sends a message to a person, in a direct message only, and redraws one that was sent."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.metadata import Metadata
from slack_sdk.web.async_client import AsyncWebClient

from bot.handles import BUTTON_LIFE, Handles
from bot.messages import Message
from bot.parts import Stands
from bot.slack.blocks import Drawing
from bot.slack.errors import UnreachableError, before_sending, delivery_error
from bot.slack.people import SlackDirectory
from plans.ids import PersonId
from plans.people import Person, Standing

CALL_SECONDS: Final = 10.0
# Together with the call itself this stays under the 15 s a delivery may take.
PREPARE_SECONDS: Final = 4.0
EVENT_TYPE: Final = "milepost_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessenger:
    """``posting`` retries nothing by itself: the SDK would post twice when a connection drops."""

    posting: AsyncWebClient
    directory: SlackDirectory
    handles: Handles
    channels: dict[PersonId, str] = field(default_factory=dict)

    async def send(self, person: Person, message: Message, *, key: str, now: datetime) -> str:
        """Post and say where it landed: an opaque, versioned reference.

        Raises:
            DeliveryError: of the class that says what to do next.

        """
        try:
            async with asyncio.timeout(PREPARE_SECONDS):
                present, channel = await self._place(person, now=now)
        except Exception as error:  # noqa: BLE001 - every failure has a class; none may be lost
            raise before_sending(error) from None
        blocks = self._blocks(present, message, now=now)
        try:
            async with asyncio.timeout(CALL_SECONDS):
                answer = await self.posting.chat_postMessage(
                    channel=channel,
                    text=message.preview,
                    blocks=blocks,
                    metadata=Metadata(event_type=EVENT_TYPE, event_payload={"key": key}),
                    unfurl_links=False,
                    unfurl_media=False,
                )
        except Exception as error:  # noqa: BLE001 - every failure has a class; none may be lost
            # Whatever was wrong may be the channel we remember; the next try asks for it again.
            self.channels.pop(person.id, None)
            raise delivery_error(error) from None
        return json.dumps({"v": 1, "channel": answer["channel"], "ts": answer["ts"]})

    async def _place(self, person: Person, *, now: datetime) -> tuple[Person, str]:
        # A post to a deactivated account succeeds and nobody reads it: look just before sending (B-07).
        present = await self.directory.look_up(person.handle.native_id, now=now)
        if present.standing is not Standing.MEMBER:
            raise UnreachableError("account_deactivated")
        return present, await self._channel(present)

    async def update(self, reference: str, person: Person, message: Message, *, now: datetime) -> None:
        """Draw a sent message anew.

        Raises:
            DeliveryError: of the class that says what to do next.

        """
        place = json.loads(reference)
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await self.posting.chat_update(
                    channel=place["channel"],
                    ts=place["ts"],
                    text=message.preview,
                    blocks=self._blocks(person, message, now=now),
                )
        except Exception as error:  # noqa: BLE001 - every failure has a class; none may be lost
            raise delivery_error(error) from None

    async def _channel(self, person: Person) -> str:
        """The direct message with this person; never a stored channel of somebody else (threats §3.6)."""
        known = self.channels.get(person.id)
        if known is None:
            answer = await self.posting.conversations_open(users=person.handle.native_id, return_im=True)
            if answer["channel"].get("user") != person.handle.native_id:
                raise UnreachableError("user_not_found")
            known = str(answer["channel"]["id"])
            self.channels[person.id] = known
        return known

    def _blocks(self, person: Person, message: Message, *, now: datetime) -> list[dict[str, Any]]:
        def seal(stands: Stands) -> str:
            return self.handles.seal(
                stands,
                workspace=person.workspace,
                person=person.id,
                expires=now + BUTTON_LIFE,
            )

        return [block.to_dict() for block in Drawing(seal).blocks(message.parts)]
