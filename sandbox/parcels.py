"""One payload on its way to the app, and what came back."""

from dataclasses import dataclass
from typing import Literal

from sandbox.shapes import Json

ParcelKind = Literal["events_api", "interactive", "slash_commands"]
Result = Literal["acked", "refused", "missed", "unreachable"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """A payload and how it is marked. `attempt` counts retries from 0, for events alone."""

    kind: ParcelKind
    payload: Json
    attempt: int = 0
    reason: str = ""

    @property
    def label(self) -> str:
        """What it is, for the log."""
        if self.kind == "events_api":
            return str(self.payload["event"]["type"])
        return str(self.payload.get("type") or self.payload.get("command"))

    @property
    def takes_answer(self) -> bool:
        """Whether the acknowledgement may carry something to show."""
        return self.kind == "slash_commands" or self.payload.get("type") == "view_submission"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`body` is what the acknowledgement carried: JSON, plain text, or nothing.

    `reason` is Slack's word for the failure; `seconds` are real ones.
    """

    result: Result
    delivery: int = 0
    status: int | None = None
    body: Json | str | None = None
    reason: str = ""
    no_retry: bool = False
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return self.result == "acked"
