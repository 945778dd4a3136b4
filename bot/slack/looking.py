"""Whether a message whose answer was lost stands in the person's direct message after all.

It proves itself: "not there" is said only of a conversation in which our own metadata can be read. Slack promises
nowhere that a bot gets it back (our Slack notes, section 15), and without it every message would seem to be missing.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import CLASS_OF, UNREADABLE, DeliveryError, OutcomeUnknownError, TryLaterError, before_sending
from bot.slack.pacing import Pacing
from bot.slack.places import Places
from plans.people import Person

SCOPE: Final = "im:history"
EVENT_TYPE: Final = "milepost_notice"
# Between a notice's send key and the number of the try, in what a message carries.
TRY: Final = "-"
# Slack's clock stamps the messages, and ours says when we began. Signatures allow five minutes between the two.
EARLIER: Final = timedelta(minutes=6)
A_PAGE: Final = 100
MOST_PAGES: Final = 10
LOOK_SECONDS: Final = 6.0
# For a failure that names no time of its own.
AGAIN_AFTER: Final = timedelta(seconds=30)
# A reminder does not wait for its look-up for longer than this: said twice is better than not said.
LONGEST: Final = timedelta(hours=1)
# Where only a limit is in the way its turn will come; but the day is over some time, too.
LONGEST_IN_TURN: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Found:
    """It was sent. ``reference`` finds it again, as ``SlackMessenger.send`` would have given it."""

    reference: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """It was not sent: the conversation was read as far back as it could stand, and our metadata comes back."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """Nothing was learnt. ``again_at`` is when to look again; None if looking again would not help."""

    reason: str
    again_at: datetime | None = None


Seen = Found | NotThere | CannotLook


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackLooking:
    """``client`` is the one for reading. ``scopes`` are those the installation was granted.

    A look that takes longer than ``seconds`` is one to be made again. Whoever asks must be ready to wait for longer:
    cut off from outside, it says nothing, and the message is sent once more.
    """

    client: AsyncWebClient
    places: Places
    pacing: Pacing
    scopes: frozenset[str]
    seconds: float = LOOK_SECONDS

    async def look_up(self, person: Person, *, key: str, since: datetime, now: datetime) -> Seen:
        """Look for a message of any try with this send key in the person's direct message.

        ``since`` is when it was first tried, on the injected clock. To be called once no try of it can be under way.
        What passes is worth another look for an hour from then; waiting for our turn is worth a day.
        """
        if SCOPE not in self.scopes:
            return CannotLook("not_granted")
        try:
            async with asyncio.timeout(self.seconds):
                return await self._read(await self.places.of(person), person, key=key, since=since)
        except Exception as error:  # noqa: BLE001 - every failure says whether to look again
            return self._failed(error, person, now=now, since=since)

    async def _read(self, channel: str, person: Person, *, key: str, since: datetime) -> Seen:
        page = _Page()
        ours = proven = False
        for _ in range(MOST_PAGES):
            page = await self._page(channel, since=since, cursor=page.next)
            for message in page.messages:
                found = key_of(message)
                if found is not None and found.partition(TRY)[0] == key:
                    return Found(json.dumps({"v": 1, "channel": channel, "ts": str(message["ts"])}))
                ours = ours or message.get("user") != person.handle.native_id
                proven = proven or found is not None
            if not page.next:
                return NotThere() if proven or not ours else CannotLook("metadata_withheld")
        return CannotLook("too_many_messages")

    async def _page(self, channel: str, *, since: datetime, cursor: str) -> "_Page":
        with self.pacing.call("conversations.history"):
            answer = await self.client.conversations_history(
                channel=channel,
                oldest=f"{(since - EARLIER).timestamp():.6f}",
                limit=A_PAGE,
                include_all_metadata=True,
                cursor=cursor or None,
            )
        after = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if answer.get("has_more") and not after:
            # There is more, and no way to it.
            raise OutcomeUnknownError(UNREADABLE)
        return _Page(messages=answer["messages"], next=after)

    async def comes_back(self, reference: str) -> bool | None:
        """Whether our own metadata comes back with a message that was sent; None if that message is gone.

        Raises:
            DeliveryError: the conversation cannot be read, or not now.

        """
        place = json.loads(reference)
        try:
            async with asyncio.timeout(self.seconds):
                with self.pacing.call("conversations.history"):
                    answer = await self.client.conversations_history(
                        channel=place["channel"],
                        oldest=place["ts"],
                        latest=place["ts"],
                        inclusive=True,
                        limit=1,
                        include_all_metadata=True,
                    )
        except Exception as error:  # noqa: BLE001 - every failure has a class
            raise before_sending(error) from None
        same = [message for message in answer.get("messages") or () if message.get("ts") == place["ts"]]
        return key_of(same[0]) is not None if same else None

    def _failed(self, error: Exception, person: Person, *, now: datetime, since: datetime) -> CannotLook:
        found = before_sending(error)
        if not isinstance(found, TryLaterError) or _for_good(error, found):
            # It may be the place we remember; the next time it is asked for.
            self.places.forget(person)
            return CannotLook(found.code)
        if now - since >= (LONGEST_IN_TURN if found.limited else LONGEST):
            return CannotLook(found.code)
        wait = AGAIN_AFTER if found.retry_after is None else timedelta(seconds=found.retry_after)
        return CannotLook(found.code, again_at=now + wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    messages: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    next: str = ""


def _for_good(error: Exception, found: DeliveryError) -> bool:
    """Whether Slack refused in words we do not know: nobody can say why they should change."""
    return isinstance(error, SlackApiError) and found.code not in {*CLASS_OF, UNREADABLE}


def key_of(message: Mapping[str, Any]) -> str | None:
    """The send key in a message's metadata; None where there is no metadata of ours."""
    metadata = message.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    key = payload.get("key") if isinstance(payload, Mapping) else None
    return key if isinstance(key, str) else None
