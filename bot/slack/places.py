"""Where a person is spoken to: their direct message with the bot, and no other conversation (threats §3.6)."""

from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import TryLaterError, UnreachableError, delivery_error
from bot.slack.pacing import Pacing
from plans.ids import PersonId
from plans.people import Person

MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Opens direct messages and remembers which is whose. ``client`` may be either of the two."""

    client: AsyncWebClient
    pacing: Pacing
    known: dict[PersonId, str] = field(default_factory=dict)

    async def of(self, person: Person) -> str:
        """The id of the person's direct message. It is compared with whom Slack says it belongs to.

        Raises:
            DeliveryError, SlackApiError: it cannot be opened, or not now. Nothing was said to anybody.

        """
        known = self.known.get(person.id)
        if known is not None:
            return known
        with self.pacing.call("conversations.open"):
            answer = await self.client.conversations_open(users=person.handle.native_id, return_im=True)
        if answer["channel"].get("user") != person.handle.native_id:
            raise UnreachableError("user_not_found")
        return self.learn(person, str(answer["channel"]["id"]))

    async def address(self, person: Person) -> str:
        """Where to post for this person: their direct message, or their account itself while no more can be opened.

        Slack takes either. Fewer direct messages can be opened in a minute than messages posted, and after a start
        none is known: a morning must not be the slower for that. Raises as ``of``.
        """
        try:
            return await self.of(person)
        except (TryLaterError, SlackApiError) as error:
            found = delivery_error(error)
            if not (isinstance(found, TryLaterError) and found.limited):
                raise
            return person.handle.native_id

    def learn(self, person: Person, channel: str) -> str:
        """Slack said that this is the person's direct message."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[person.id] = channel
        return channel

    def forget(self, person: Person) -> None:
        """What was said there was refused; it may be the wrong place by now."""
        self.known.pop(person.id, None)
