"""Chains of hashes over the audit trail, so that a line changed afterwards shows (P-24). Nothing here reads or writes.

Scheme 1. A line's content is canonical JSON; its digest is the SHA-256 of that. A line's hash is made from the hash
before it in its chain and its digest, so a line can be proven to be there while its content is kept back. What is in
the content of a line that was kept back cannot be guessed from its digest, because each has a random id in it.

A plan has two chains, so that a case file can show all of one without telling whether the other holds anything: what
the parties may read, and what is between HR and its author (29 CFR 1630.14). What is about no plan has a chain too.
The workspace's chain holds nothing but hashes of lines, in the order they were written: its head stands for all.

A later scheme gets another number and leaves these functions as they are: old lines are checked by them for ever.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final, NamedTuple

from plans.events import Event, EventKind
from plans.ids import WorkspaceId

SCHEME: Final = 1
# What a hash of a line, and a head, begin with.
LINE_MARK: Final = f"milepost line {SCHEME}\n"
HEAD_MARK: Final = f"milepost head {SCHEME}\n"
# What stands before the first line of every chain.
BEGINNING: Final = "0" * 64

_FIELDS: Final = ("apart", "at", "by", "facts", "id", "kind", "plan", "scheme", "subject", "workspace")
_NULL: Final = "null"
_YES_NO: Final = {True: "true", False: "false"}
# It takes texts alone, and raises TypeError for anything else.
_quoted: Final[Callable[[str], str]] = json.encoder.encode_basestring
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))

# Always between HR and its author; about days away, which may give away why; about what HR keeps a plan for;
# and who in HR stands apart from it.
ONLY_FOR_HR: Final = frozenset(
    {
        EventKind.HR_CONTACTED,
        EventKind.ABSENCE_RECORDED,
        EventKind.ABSENCE_TAKEN_BACK,
        EventKind.LEGAL_HOLD_SET,
        EventKind.LEGAL_HOLD_LIFTED,
        EventKind.CONFLICT_SET,
        EventKind.CONFLICT_LIFTED,
        EventKind.WORDS_HELD_APART,
    }
)
# Whether these are depends on what they are about.
_ABOUT_AN_ENTRY: Final = frozenset(
    {
        EventKind.BARRIER_ANSWERED,
        EventKind.BARRIER_RESOLVED,
        EventKind.BARRIER_WITHDRAWN,
        EventKind.REBUTTAL_ANSWERED,
        EventKind.CHANGE_ACCEPTED,
        EventKind.CHANGE_DECLINED,
    },
)


_ABOUT_ANOTHER: Final = frozenset({EventKind.REBUTTAL_ADDED, EventKind.PAPER_RECORDED})


# There may be a hundred thousand of them, so it is a named tuple.
class Line(NamedTuple):
    """A line as it hangs in its chain. ``content`` is None where it is kept back, and then ``digest`` speaks for it."""

    before: str
    digest: str
    hash: str
    content: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The workspace's chain at one moment: how many lines it had, and its head."""

    count: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One plan's lines with the part of the workspace's chain they hang on.

    ``links`` are the hashes of all lines from the first of these to the last, whoever's they are; None stands for the
    next one of ``lines``. ``start`` is the workspace's chain before the first of them.
    """

    lines: tuple[Line, ...]
    start: Anchor
    links: tuple[str | None, ...]


def content_of(event: Event, *, workspace: WorkspaceId, apart: bool) -> str:
    """The canonical text of a line: keys sorted, no blank space, times in UTC to the microsecond."""
    content = {
        "scheme": SCHEME,
        "workspace": workspace,
        "plan": event.plan,
        "apart": apart,
        "id": event.id,
        "kind": event.kind.value,
        "by": event.by,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "subject": event.subject,
        "facts": event.facts,
    }
    return text_of(content)


def text_of(content: Mapping[str, Any]) -> str:
    """What ``canonical`` gives for the content of a line, in half the time; it is done for every line ever checked.

    Raises:
        KeyError, TypeError, ValueError: for what is no content of this scheme.

    """
    if len(content) != len(_FIELDS) or content["scheme"] != SCHEME:
        raise ValueError
    facts = ",".join([f"[{_quoted(name)},{_quoted(value)}]" for name, value in content["facts"]])
    by, plan, subject = content["by"], content["plan"], content["subject"]
    return (
        f'{{"apart":{_YES_NO[content["apart"]]},"at":{_quoted(content["at"])},'
        f'"by":{_NULL if by is None else _quoted(by)},"facts":[{facts}],'
        f'"id":{_quoted(content["id"])},"kind":{_quoted(content["kind"])},'
        f'"plan":{_NULL if plan is None else _quoted(plan)},"scheme":{SCHEME},'
        f'"subject":{_NULL if subject is None else _quoted(subject)},"workspace":{_quoted(content["workspace"])}}}'
    )


def canonical(content: object) -> str:
    """JSON that is the same for the same content, byte for byte."""
    return _ENCODER.encode(content)


def digest_of(content: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def hash_after(before: str, digest: str) -> str:
    """The hash of a line that follows ``before`` in its chain."""
    return hashlib.sha256(f"{LINE_MARK}{before}\n{digest}".encode()).hexdigest()


def head_after(before: str, line: str) -> str:
    """The head of the workspace's chain once the line with this hash is in it."""
    return hashlib.sha256(f"{HEAD_MARK}{before}\n{line}".encode()).hexdigest()


def line_of(event: Event, *, workspace: WorkspaceId, apart: bool, before: str) -> Line:
    content = content_of(event, workspace=workspace, apart=apart)
    digest = digest_of(content)
    return Line(before=before, digest=digest, hash=hash_after(before, digest), content=content)


def asks_about(event: Event) -> str | None:
    """The id of the entry that decides whether this line is kept apart, where the line itself does not say."""
    if event.kind in _ABOUT_AN_ENTRY:
        return event.subject
    return event.fact("about") if event.kind in _ABOUT_ANOTHER else None


def kept_apart(event: Event, *, known: Collection[str] = ()) -> bool:
    """Whether it belongs in the chain of what is between HR and its author.

    ``known`` are the entries that lines of that chain were about before.
    """
    if event.kind in ONLY_FOR_HR:
        return True
    if event.kind in {EventKind.BARRIER_RAISED, EventKind.CHANGE_ASKED}:
        return event.fact("protected") == "yes"
    return asks_about(event) in known
