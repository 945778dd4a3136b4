"""What people see, as plain objects: outcomes, views, messages, Home."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sandbox.shapes import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of an act.

    `kind` is what the acknowledgement did. `sent` is False when nothing left the person's screen,
    because it found errors itself. `trouble` says that the person saw "trouble connecting".
    `text` is an answer only they see. `error` is the workspace's own, such as an unknown command.
    `opened` says that another modal is on top now. `seconds` are real ones until the answer.
    """

    kind: Literal["nothing", "closed", "updated", "pushed", "cleared", "errors"]
    sent: bool
    trouble: bool
    errors: Mapping[str, str] = field(default_factory=dict)
    errors_by_label: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    error: str | None = None
    opened: bool = False
    delivery: int | None = None
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it reached the app and came back without complaint."""
        return self.sent and not self.trouble and not self.errors and self.error is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """Something to press."""

    text: str
    action_id: str
    block_id: str
    value: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """Something to fill. `shown` is its value in words."""

    label: str
    block_id: str
    action_id: str
    type: str
    value: object
    shown: str
    options: tuple[str, ...]
    optional: bool
    error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A modal or Home. `text` is all a person reads, top to bottom; `errors` is keyed by block id."""

    id: str
    title: str
    text: str
    blocks: list[Json]
    buttons: tuple[Button, ...]
    fields: tuple[Field, ...]
    errors: Mapping[str, str]
    trouble: str | None
    callback_id: str
    private_metadata: str
    hash: str
    submit: str | None
    close: str | None
    raw: Json = field(repr=False)

    def field_named(self, key: str) -> Field:
        """The field with this label, action id or block id.

        Raises KeyError when there is none.
        """
        for one in self.fields:
            if key in (one.label, one.action_id, one.block_id):
                return one
        raise KeyError(key)


Home = View


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message. `text` is what the conversation shows, `notification` what a phone showed."""

    channel: str
    ts: str
    author: str
    from_app: bool
    ephemeral: bool
    edited: bool
    text: str
    notification: str
    blocks: list[Json]
    buttons: tuple[Button, ...]
    metadata: Json | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Notification:
    """What a phone showed when a message came."""

    at: str
    channel: str
    ts: str
    text: str


def outcome_of(shown: Json) -> Outcome:
    return Outcome(**shown)


def _buttons(shown: Json) -> tuple[Button, ...]:
    return tuple(
        Button(text=one["text"], action_id=one["action_id"], block_id=one["block_id"], value=one["value"])
        for one in shown["buttons"]
    )


def view_of(shown: Json) -> View:
    plain = ("id", "title", "text", "blocks", "errors", "trouble", "callback_id", "private_metadata", "hash")
    return View(
        **{key: shown[key] for key in (*plain, "submit", "close")},
        buttons=_buttons(shown),
        fields=tuple(Field(**{**one, "options": tuple(one["options"])}) for one in shown["fields"]),
        raw=shown,
    )


def message_of(shown: Json) -> Message:
    plain = ("channel", "ts", "author", "from_app", "ephemeral", "edited", "text", "notification", "blocks")
    return Message(**{key: shown[key] for key in (*plain, "metadata")}, buttons=_buttons(shown))
