"""One thing wrong with a payload, and where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sandbox.shapes import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`pointer` is a JSON pointer into the payload; `code` is Slack's error word for it."""

    pointer: str
    message: str
    code: str = "invalid"

    def line(self) -> str:
        """As Slack lists it in `response_metadata.messages`."""
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"

    def as_json(self) -> Json:
        return {"pointer": self.pointer, "message": self.message, "code": self.code}


Check: TypeAlias = Callable[[object, str], Iterator[Finding]]
"""Looks at one value at one pointer."""
