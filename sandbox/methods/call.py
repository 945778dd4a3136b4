"""What a method is given, what it answers, and how it refuses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from sandbox.shapes import Json
from sandbox.validate.findings import Finding
from sandbox.workspace import Workspace

TokenKind = Literal["bot", "app"]


class RefusedError(Exception):
    """An `ok: false` answer: Slack's error word and any further fields."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Arguments that passed the method's own list, and what else is known of the caller."""

    method: str
    args: Json
    base: str

    def text(self, key: str) -> str:
        """A text argument.

        Raises RefusedError when it is missing or no text.
        """
        value = self.args.get(key)
        if not isinstance(value, str) or not value:
            raise missing(key)
        return value

    def maybe(self, key: str) -> str | None:
        value = self.args.get(key)
        return value if isinstance(value, str) and value else None

    def truth(self, key: str) -> bool:
        """A flag, in any of the spellings clients use."""
        return str(self.args.get(key, "")).lower() in {"1", "true"}

    def count(self, key: str, *, default: int, most: int) -> int:
        value = str(self.args.get(key) or default)
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise RefusedError("invalid_limit")
        return int(value)


Run = Callable[[Workspace, Call], Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """One line of the method table. `per_minute` is the floor of the method's tier."""

    run: Run
    args: frozenset[str] = field(default_factory=frozenset)
    scope: str | None = None
    per_minute: int = 50
    token: TokenKind = "bot"  # noqa: S105 - a kind of token, not one
    header_only: bool = False


def missing(key: str) -> RefusedError:
    return invalid([Finding(pointer=f"/{key}", message=f"missing required field: {key}")])


def invalid(findings: Iterable[Finding], *, code: str = "invalid_arguments") -> RefusedError:
    """The refusal for findings; a finding with a code of its own decides the word."""
    listed = list(findings)
    special = next((one.code for one in listed if one.code != "invalid"), None)
    lines = [one.line() for one in listed]
    return RefusedError(special or code, response_metadata={"messages": lines})
