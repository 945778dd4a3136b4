"""Rule 12: what people wrote, and who they are, must not stand where it would leak."""

import html
import re
from collections.abc import Iterable, Iterator

from sandbox.records import Records
from sandbox.shapes import Json

SHORTEST = 12
"""Shorter texts are everybody's: "Yes", a date, a number."""
LONG_NAME = 5
SEALED = 40
SHORT_NAME = 3
ID_FIELDS = {"action_id", "block_id", "callback_id", "external_id", "private_metadata", "value"}


class Canaries:
    """Remembers what people typed and looks for it in what the app sends."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._written: dict[str, str] = {}

    def heard(self, person: str, text: str) -> None:
        """Somebody typed this into a form or a message."""
        for line in (text, *text.splitlines()):
            plain = _flat(line)
            if len(plain) >= SHORTEST:
                self._written.setdefault(plain, person)

    def look(self, where: str, *, shown: object, names: Iterable[str], hidden: Json) -> None:
        """Record a violation for each word of theirs in a message, and each name in its hidden parts.

        `shown` is everything of the message; `hidden` is what notifications and ids carry.
        """
        everything = _flat(" ".join(_strings(shown)))
        for words, person in self._written.items():
            if words in everything:
                self._records.violate("canary", where=where, what="words", person=person)
        self.names(where, names=names, hidden=hidden)

    def names(self, where: str, *, names: Iterable[str], hidden: Json) -> None:
        """Record a violation for each name in ids, values, metadata or notification text."""
        # Case counts here: Will is a name, and so are Mark and Grant.
        secrets = list(_strings(hidden))
        for name in names:
            if any(_holds(secret, name) for secret in secrets):
                self._records.violate("canary", where=where, what="name")


def _holds(secret: str, name: str) -> bool:
    # In a long sealed handle three or four letters in a row are chance, not a leak.
    if len(name) < LONG_NAME and len(secret) >= SEALED and " " not in secret:
        return False
    return re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", secret) is not None


def name_parts(names: Iterable[str]) -> set[str]:
    """Whole names and their parts of three letters or more."""
    return {part for name in names for part in (name, *name.split()) if len(part) >= SHORT_NAME}


def hidden_parts(payload: object) -> list[str]:
    """Every id and value in a view or in blocks."""
    return list(_hidden(payload))


def _hidden(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ID_FIELDS and isinstance(inner, str):
                yield inner
            else:
                yield from _hidden(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hidden(inner)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _flat(text: str) -> str:
    return " ".join(html.unescape(text).split()).casefold()
