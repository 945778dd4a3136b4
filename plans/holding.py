"""What a line of the trail holds fast of the words it stands for, from the moment it is written (P-24, P-10).

Scheme 2. Beside what happened, a line names each place of the plan whose words came, changed or went with it, and a
commitment to them: an HMAC with a random salt of the plan's own, so that short words cannot be guessed from it. When a
plan is erased its words and its salt go; the line stays as it is, and nobody can tell any more what it stood for.

A line with which no words changed is of scheme 1, as ever; both hang in the same chains, by the same hashes.
"""

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from plans.chain import Line, content_of, digest_of, hash_after, text_of
from plans.events import Event
from plans.ids import WorkspaceId

SCHEME: Final = 2
# Of a place whose words went.
GONE: Final = ""
_FIELDS: Final = 11
_NULL: Final = "null"
_YES_NO: Final = {True: "true", False: "false"}
# It takes texts alone, and raises TypeError for anything else.
_quoted: Final[Callable[[str], str]] = json.encoder.encode_basestring

# A place in the plan, such as ``progress_note/`` and an id, with the commitment to its words, in order of places.
Words = tuple[tuple[str, str], ...]


def commitment(salt: str, place: str, words: str) -> str:
    """In hexadecimal. ``words`` is the canonical text of everything written in this place."""
    return hmac.digest(bytes.fromhex(salt), f"milepost words {SCHEME}\n{place}\n{words}".encode(), "sha256").hex()


def committed(salt: str, changed: Iterable[tuple[str, str | None]]) -> Words:
    """The entries for places whose words are these now; None for words that went."""
    return tuple((place, GONE if words is None else commitment(salt, place, words)) for place, words in sorted(changed))


def content_with(event: Event, words: Words, *, workspace: WorkspaceId, apart: bool) -> str:
    """The canonical text of a line: of scheme 1 if no words changed with it."""
    plain = content_of(event, workspace=workspace, apart=apart)
    return text_with({**json.loads(plain), "scheme": SCHEME, "words": words}) if words else plain


def text_with(content: Mapping[str, Any]) -> str:
    """What ``chain.text_of`` is for scheme 1, for the content of a line of either scheme.

    Raises:
        KeyError, TypeError, ValueError: for what is no content of these schemes.

    """
    if "words" not in content:
        return text_of(content)
    if len(content) != _FIELDS or content["scheme"] != SCHEME or not content["words"]:
        raise ValueError
    facts = _listed(content["facts"])
    by, plan, subject = content["by"], content["plan"], content["subject"]
    return (
        f'{{"apart":{_YES_NO[content["apart"]]},"at":{_quoted(content["at"])},'
        f'"by":{_NULL if by is None else _quoted(by)},"facts":[{facts}],'
        f'"id":{_quoted(content["id"])},"kind":{_quoted(content["kind"])},'
        f'"plan":{_NULL if plan is None else _quoted(plan)},"scheme":{SCHEME},'
        f'"subject":{_NULL if subject is None else _quoted(subject)},"words":[{_listed(content["words"])}],'
        f'"workspace":{_quoted(content["workspace"])}}}'
    )


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return ",".join([f"[{_quoted(name)},{_quoted(value)}]" for name, value in pairs])


def line_with(event: Event, words: Words, *, workspace: WorkspaceId, apart: bool, before: str) -> Line:
    """The line as it hangs in its chain."""
    content = content_with(event, words, workspace=workspace, apart=apart)
    digest = digest_of(content)
    return Line(before=before, digest=digest, hash=hash_after(before, digest), content=content)


def written(words: Words) -> str | None:
    """As it is kept beside the line; None where no words changed."""
    return f"[{_listed(words)}]" if words else None


def read(kept: str | None) -> Words:
    """What ``written`` gave. Raises ``ValueError`` or ``TypeError`` for what it never gave."""
    if kept is None:
        return ()
    found = tuple((place, held) for place, held in json.loads(kept))
    if written(found) != kept:
        raise ValueError
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One plan: the words that stand in it now, and what its lines noted of each place last, with the line's number.

    Without ``salt`` nothing was held fast yet, or it is gone with the plan (``gone``).
    """

    salt: str | None
    present: Mapping[str, str]
    noted: Mapping[str, tuple[int, str]]
    gone: bool = False

    def fault(self) -> tuple[str, int] | None:
        """What does not match, and at which line: the first line there is, or 0 for words that no line knows.

        ``words``: changed or gone since that line; ``words-new``: put in past the trail; ``salt``: taken away.
        """
        if self.gone:
            return None
        standing = {place: line for place, (line, held) in self.noted.items() if held != GONE}
        if self.salt is None:
            return ("salt", min(standing.values())) if standing else None
        wrong = [line for place, line in standing.items() if not self._same(place)]
        if wrong:
            return "words", min(wrong)
        return ("words-new", 0) if self.present.keys() - standing.keys() else None

    def _same(self, place: str) -> bool:
        words = self.present.get(place)
        if words is None or self.salt is None:
            return False
        return hmac.compare_digest(commitment(self.salt, place, words), self.noted[place][1])
