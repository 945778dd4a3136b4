"""Whether a bundle holds, and if not, what is the first thing in it that does not (P-24, F-08).

It needs the bundle and the fingerprint of the key, and nothing else. What it finds are codes; ``app`` has the
sentences. Lines of the trail are counted from 1 as they stand in the bundle.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from plans.bundle import Bundle, Said, end_of, heads_of
from plans.chain import BEGINNING, Anchor, digest_of, hash_after
from plans.events import EventKind
from plans.signing import Statement

_SIGNED: Final = frozenset(
    {EventKind.SIGNATURE_GIVEN.value, EventKind.SIGNATURE_DECLINED.value, EventKind.DELIVERY_CONFIRMED.value}
)
# After these the texts are gone, as they should be.
_EMPTIED: Final = frozenset({EventKind.PLAN_DISCARDED.value, EventKind.PLAN_ERASED.value})

# Public key, signature, message.
Check = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold. ``facts`` tell where, all of it from this bundle."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def first_fault(bundle: Bundle, *, fingerprint: str, anchors: Sequence[Anchor] = (), signed_by: Check) -> Fault | None:
    """The first thing that does not match, or None when all does.

    ``anchors`` are what HR's digests said about the workspace's chain; those from before or after it are faults too.
    """
    if hashlib.sha256(bundle.seal.key).hexdigest() != fingerprint:
        return Fault("other-key")
    return next(_faults(bundle, anchors, signed_by), None)


def _faults(bundle: Bundle, anchors: Sequence[Anchor], signed_by: Check) -> Iterator[Fault]:
    said: list[Said] = []
    yield from _chain(bundle, said)
    yield from _whole(said)
    yield from _workspace(bundle)
    yield from _texts(bundle, said)
    yield from _record(bundle, said)
    yield from _seal(bundle, signed_by)
    yield from _anchored(bundle, anchors)


# The chain


def _chain(bundle: Bundle, said: list[Said]) -> Iterator[Fault]:
    """Each line follows from the one before it. What the lines say, but for those kept back, goes to ``said``."""
    end = BEGINNING
    plan: tuple[object, object] | None = None
    for number, (line, content) in enumerate(zip(bundle.trail.lines, bundle.said, strict=True), start=1):
        before, digest, own, _ = line
        if before != end:
            yield Fault("line-before", {"line": number})
        if hash_after(before, digest) != own:
            yield _changed(number, content)
        end = own
        if content is None:
            continue
        mine = (content["workspace"], content["plan"])
        plan = plan or mine
        if mine != plan or content["apart"]:
            yield Fault("line-foreign", {"line": number})
        said.append(content)


def _changed(number: int, content: Said | None) -> Fault:
    if content is None:
        return Fault("line-changed-unread", {"line": number})
    return Fault("line-changed", {"line": number, "kind": content["kind"], "at": content["at"]})


def _whole(said: Sequence[Said]) -> Iterator[Fault]:
    """It ends with the line that says the bundle was written, so nothing was cut off after it was."""
    if not said or said[-1]["kind"] != EventKind.EXPORT_WRITTEN.value:
        yield Fault("cut")


def _workspace(bundle: Bundle) -> Iterator[Fault]:
    try:
        end = end_of(bundle.trail)
    except ValueError:
        yield Fault("links")
        return
    if end != bundle.end:
        yield Fault("links")


# What was signed


def _texts(bundle: Bundle, said: Sequence[Said]) -> Iterator[Fault]:
    """Every text is the one that its lines speak of, and every text they speak of is there."""
    hashes = {str(number): digest_of(text) for number, text in bundle.texts.items()}
    gone = any(line["kind"] in _EMPTIED for line in said)
    known: set[str] = set()
    for line in said:
        facts = dict(line["facts"])
        edition, wanted = facts.get("edition"), facts.get("text_hash")
        if edition is None or wanted is None or (gone and edition not in hashes):
            continue
        known.add(edition)
        if edition not in hashes:
            yield Fault("text-missing", {"edition": edition})
        elif hashes[edition] != wanted:
            yield Fault("text-changed", {"edition": edition, "kind": line["kind"], "at": line["at"]})
    for edition in hashes.keys() - known:
        yield Fault("text-unknown", {"edition": edition})


def _record(bundle: Bundle, said: Sequence[Said]) -> Iterator[Fault]:
    """The record shows the same texts, and signatures that say what their lines say."""
    try:
        record = json.loads(bundle.record)
        if record["case_number"] != bundle.case_number:
            yield Fault("record-foreign")
        sections = {section["name"]: section["blocks"] for section in record["sections"]}
        shown = [block["text"] for block in sections.get("editions", ()) if block["type"] == "exact"]
        if shown != [text for _, text in sorted(bundle.texts.items())]:
            yield Fault("record-texts")
        given = {entry["id"]: entry["facts"] for entry in sections.get("signatures", ())}
        yield from _signatures(bundle, said, given)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Fault("record-unreadable")


def _signatures(bundle: Bundle, said: Sequence[Said], given: Mapping[str, Said]) -> Iterator[Fault]:
    gone = any(line["kind"] in _EMPTIED for line in said)
    lines = {line["subject"]: line for line in said if line["kind"] in _SIGNED}
    for entry, line in lines.items():
        facts = dict(line["facts"])
        where = {"role": facts["role"], "at": line["at"]}
        if entry not in given:
            if not gone:
                yield Fault("signature-missing", where)
        elif not _says_the_same(given[entry], facts, bundle.texts):
            yield Fault("signature-changed", where)
    for entry in given.keys() - lines.keys():
        yield Fault("signature-unknown", {"role": given[entry]["role"].rpartition(".")[2]})


def _says_the_same(given: Said, facts: Mapping[str, str], texts: Mapping[int, str]) -> bool:
    """Lines of an earlier version held fast the text alone, and have no hash of the whole statement."""
    statement = Statement(
        text=texts.get(given["edition"], ""),
        edition=given["edition"],
        role=given["role"].removeprefix("role."),
        kind=given["signature"].removeprefix("signature."),
        name_shown=given.get("name_shown", ""),
        typed_name=given.get("typed_name", ""),
        comment=given.get("comment", ""),
        at=datetime.fromisoformat(given["signed_at"]["utc"]),
        zone=given["signed_at"]["zone"],
    )
    shown = {"role": statement.role, "edition": str(statement.edition), "text_hash": given["text_hash"]}
    same = all(facts.get(name) == value for name, value in shown.items())
    return same and facts.get("statement", statement.hash) == statement.hash


# The whole


def _seal(bundle: Bundle, signed_by: Check) -> Iterator[Fault]:
    for part, digest in bundle.digests.items():
        if bundle.seal.parts[part] != digest:
            yield Fault("part-changed", {"part": part})
    if not signed_by(bundle.seal.key, bundle.seal.signature, bundle.signed):
        yield Fault("signature-of-bundle")


def _anchored(bundle: Bundle, anchors: Sequence[Anchor]) -> Iterator[Fault]:
    if not anchors:
        return
    known = dict(heads_of(bundle.trail))
    for anchor in anchors:
        if anchor.count not in known:
            within = {"first": bundle.trail.start.count, "last": bundle.end.count}
            yield Fault("anchor-outside", {"count": anchor.count, **within})
        elif known[anchor.count] != anchor.head:
            yield Fault("anchor", {"count": anchor.count})
