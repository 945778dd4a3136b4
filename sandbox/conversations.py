"""Conversations and what stands in them."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from sandbox.shapes import Json

ConversationKind = Literal["im", "channel"]


@dataclass(kw_only=True, slots=True)
class Message:
    """One message. `audience` names the only person who sees it, or nobody for everyone there."""

    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    audience: str | None = None
    edited: str | None = None
    unfurl: Json = field(default_factory=dict)

    def as_json(self, *, bot_id: str | None, app_id: str, with_metadata: bool = False) -> Json:
        """As Slack describes it in payloads and history."""
        shown: Json = {"type": "message", "user": self.author, "ts": self.ts, "text": self.text}
        if bot_id is not None:
            shown |= {"bot_id": bot_id, "app_id": app_id}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.edited is not None:
            shown["edited"] = {"user": self.author, "ts": self.edited}
        if with_metadata and self.metadata:
            shown["metadata"] = self.metadata
        return shown


@dataclass(kw_only=True, slots=True)
class Conversation:
    """A direct message between the bot and one person, or a channel."""

    id: str
    kind: ConversationKind
    members: list[str]
    name: str = "directmessage"
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    read_up_to: dict[str, str] = field(default_factory=dict)

    def find(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def seen_by(self, person: str) -> list[Message]:
        """What this person finds here; what only others see is left out."""
        return [message for message in self.messages if message.audience in (None, person)]

    def unread(self, person: str) -> int:
        last = self.read_up_to.get(person, "")
        return sum(1 for one in self.seen_by(person) if one.author != person and one.ts > last)

    def as_saved(self) -> Json:
        return asdict(self)

    @classmethod
    def from_saved(cls, saved: Json) -> "Conversation":
        rest = {key: value for key, value in saved.items() if key != "messages"}
        return cls(**rest, messages=[Message(**one) for one in saved["messages"]])


class Stamps:
    """Message timestamps: sandbox time in microseconds, each given once."""

    def __init__(self) -> None:
        self._given: set[int] = set()

    def next(self, now: datetime) -> str:
        since = now - datetime(1970, 1, 1, tzinfo=UTC)
        micros = since // timedelta(microseconds=1)
        while micros in self._given:
            micros += 1
        self._given.add(micros)
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def take(self, ts: str) -> None:
        """Never give this one: it stands in a conversation kept from an earlier run."""
        seconds, _, micros = ts.partition(".")
        self._given.add(int(seconds) * 1_000_000 + int(micros))
