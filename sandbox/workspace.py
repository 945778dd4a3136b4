"""The workspace itself: people, conversations, screens. Everything here happens at once, nothing waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.canary import Canaries
from sandbox.clock import SandboxClock
from sandbox.conversations import Conversation, Message, Stamps
from sandbox.credentials import Credentials
from sandbox.forms import carried_values
from sandbox.ids import Ids
from sandbox.limits import Limits
from sandbox.manifest import Manifest
from sandbox.people import Kind, SandboxPerson
from sandbox.pulse import Pulse
from sandbox.records import Records
from sandbox.screens import Notification, OpenView, Phone, completed
from sandbox.shapes import Json
from sandbox.triggers import Triggers

GENERAL = "C0GENERAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Figures a test may want otherwise. Seconds are real ones.

    `opens_another` is the person whose conversation `conversations.open` answers with, whoever was asked for.
    """

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    late_seconds: float = 10.0
    follower_seconds: float = 20.0
    posts_per_minute: int = 60
    withhold_metadata: bool = False
    limit_status: int = 429
    limit_word: str = "ratelimited"
    opens_another: str | None = None


class Workspace:
    """One workspace with one app installed."""

    def __init__(
        self,
        manifest: Manifest,
        people: Sequence[SandboxPerson],
        *,
        credentials: Credentials,
        clock: SandboxClock,
        rules: Rules,
        seed: str,
    ) -> None:
        self.manifest = manifest
        self.credentials = credentials
        self.clock = clock
        self.rules = rules
        self.ids = Ids(seed)
        self.records = Records(clock)
        self.triggers = Triggers(clock, self.ids, life=rules.trigger_seconds)
        self.limits = Limits()
        self.stamps = Stamps()
        self.pulse = Pulse()
        self.canaries = Canaries(self.records)
        self.people: dict[str, SandboxPerson] = {person.id: person for person in people}
        self.phones: dict[str, Phone] = {person.id: Phone() for person in people}
        self.conversations: dict[str, Conversation] = {}
        self.request_url: str | None = None
        self.token_refusal: str | None = None
        self.add_conversation(Conversation(id=GENERAL, kind="channel", name="general", members=list(self.people)))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())

    def phone(self, person: str) -> Phone:
        return self.phones.setdefault(person, Phone())

    def add_person(self, person: SandboxPerson) -> None:
        self.people[person.id] = person
        self.phone(person.id)
        self.conversations[GENERAL].members.append(person.id)
        self.pulse.beat()

    def change_person(self, person_id: str, changes: Mapping[str, object]) -> SandboxPerson:
        """Raises KeyError for an unknown person, TypeError or ValueError for a change that cannot be."""
        changed = replace(self.people[person_id], **{**changes, "id": person_id})  # type: ignore[arg-type]
        self.people[person_id] = changed
        self.pulse.beat()
        return changed

    def kind(self, person_id: str) -> Kind:
        return self.people[person_id].kind

    def add_conversation(self, conversation: Conversation) -> None:
        self.conversations[conversation.id] = conversation
        self.ids.take(conversation.id)
        self.pulse.beat()

    def direct(self, person: str) -> Conversation | None:
        return next((one for one in self.conversations.values() if one.kind == "im" and one.members == [person]), None)

    def open_direct(self, person: str) -> Conversation:
        """The one conversation between the bot and this person."""
        found = self.direct(person)
        if found is None:
            found = Conversation(id=self.ids.new("D"), kind="im", members=[person])
            self.add_conversation(found)
        return found

    def put(self, conversation: Conversation, message: Message) -> Message:
        """Store a message, and show it to whoever is there as a notification."""
        if message.blocks:
            message.blocks = completed({"blocks": message.blocks}, self.ids)["blocks"]
        conversation.messages.append(message)
        readers = [message.audience] if message.audience else conversation.members
        if conversation.kind == "im" and message.audience is None:
            for person in readers:
                if person != message.author:
                    self.notify(person, conversation.id, message)
        self.pulse.beat()
        return message

    def notify(self, person: str, channel: str, message: Message) -> None:
        shown = Notification(at=self.now.isoformat(), channel=channel, ts=message.ts, text=message.text)
        self.phone(person).notifications.append(shown)

    def whisper(self, person: str, channel: str, *, text: str, blocks: list[Json] | None = None) -> Message:
        """An ephemeral message: for one person, in one conversation, gone with the next run."""
        ts = self.stamps.next(self.now)
        message = Message(ts=ts, author=self.credentials.bot_user_id, text=text, blocks=blocks or [], audience=person)
        return self.put(self.conversations[channel], message)

    def redraw(self, view: OpenView, payload: Json) -> None:
        """A new version on the same view: new hash, and values only where their ids stayed."""
        view.payload = completed(payload, self.ids)
        view.values = carried_values(view.payload, view.values)
        view.hash = self.ids.hash(self.seconds)
        view.errors = {}
        view.trouble = None
        self.pulse.beat()

    def view_by(self, *, view_id: str | None = None, external_id: str | None = None) -> OpenView | None:
        """An open modal by either id, on whosever screen it is."""
        for phone in self.phones.values():
            for view in phone.stack:
                if view_id == view.id or (external_id and external_id == view.external_id):
                    return view
        return None

    def external_id_taken(self, payload: Json, *, but: OpenView | None = None) -> bool:
        wanted = payload.get("external_id")
        if not wanted:
            return False
        homes = [phone.home for phone in self.phones.values() if phone.home is not None]
        opened = [view for phone in self.phones.values() for view in phone.stack] + homes
        return any(view.external_id == wanted and view is not but for view in opened)
