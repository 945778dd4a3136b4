"""``milepost verify``: whether a bundle is what was handed over, without a server and without a database."""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from app.keys import signed_by
from app.private_files import write_private
from bot.documents.labels import code
from plans.bundle import Bundle, NoBundleError, unpacked
from plans.chain import Anchor
from plans.events import EventKind
from plans.people import Role
from plans.verification import Fault, first_fault

# Far more than a plan of ten years needs.
LARGEST: Final = 512 * 1024 * 1024
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_KINDS: Final = frozenset(kind.value for kind in EventKind)
_ROLES: Final = frozenset(role.value for role in Role)
_ANCHOR: Final = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


class NoFingerprintError(ValueError):
    """What was given as the fingerprint of the key is none."""


class NoAnchorError(ValueError):
    """What was given as an anchor is none."""


class BundleFaultError(Exception):
    """The bundle does not hold; ``sentence`` says what is the first thing that does not."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def verified(
    file: Path,
    *,
    key: str,
    anchors: Sequence[str] = (),
    noted: Sequence[Anchor] = (),
    documents: Sequence[Path] = (),
    unpack: Path | None = None,
) -> str:
    """What was verified, in a few sentences. ``documents`` must be in the bundle, byte for byte.

    Each of ``anchors`` must lie within it. ``noted`` come from a file, and those from before and after it are left out.

    Into the folder ``unpack`` come the documents of a bundle that holds; there may be no file of their names yet.

    Raises:
        BundleFaultError: it does not hold.
        NoFingerprintError, NoAnchorError: what it is to be compared with makes no sense.
        OSError: a file cannot be read or written.

    """
    # Nothing of it lies in circles; to look for them again and again would take as long as all the rest.
    gc.disable()
    try:
        bundle, compared = _verified(file, _fingerprint(key), anchors, noted)
        said = [_good(bundle, compared), *(_same(bundle, document) for document in documents)]
        return "\n".join(said if unpack is None else [*said, *_unpacked(bundle, unpack)])
    finally:
        gc.enable()


def _verified(file: Path, fingerprint: str, anchors: Sequence[str], noted: Sequence[Anchor]) -> tuple[Bundle, int]:
    """The bundle, and how many anchors it agrees with."""
    wanted = [anchor_of(anchor) for anchor in anchors]
    if file.stat().st_size > LARGEST:
        raise BundleFaultError(_NO_BUNDLE["not-ours"])
    try:
        bundle = unpacked(file.read_bytes())
    except NoBundleError as error:
        raise BundleFaultError(_NO_BUNDLE[error.code]) from error
    within = range(bundle.trail.start.count, bundle.end.count + 1)
    wanted += [anchor for anchor in noted if anchor.count in within]
    fault = first_fault(bundle, fingerprint=fingerprint, anchors=wanted, signed_by=signed_by)
    if fault is not None:
        raise BundleFaultError(sentence(fault))
    return bundle, len(wanted)


def _same(bundle: Bundle, document: Path) -> str:
    if document.stat().st_size > LARGEST or document.read_bytes() not in bundle.documents.values():
        raise BundleFaultError(f"The bundle holds, but {document} is none of the documents in it: it was changed.")
    return f"{document} is in it, byte for byte."


def _unpacked(bundle: Bundle, folder: Path) -> Iterator[str]:
    """Their names were looked at when the bundle was read, and cannot lead out of the folder."""
    for name, content in sorted(bundle.documents.items()):
        write_private(folder / name, content)
        yield f"{folder / name}"


def _fingerprint(given: str) -> str:
    found = re.sub(r"[\s:-]", "", given).lower()
    if not _HASH.fullmatch(found):
        raise NoFingerprintError
    return found


def anchor_of(given: str) -> Anchor:
    """Raises ``NoAnchorError``."""
    found = _ANCHOR.fullmatch(given.strip().lower())
    if found is None:
        raise NoAnchorError
    return Anchor(count=int(found[1]), head=found[2])


def _good(bundle: Bundle, anchors: int) -> str:
    withheld = sum(line.content is None for line in bundle.trail.lines)
    said = [
        f"The bundle of case {bundle.case_number}, made {day_of(bundle.made_at)}, is as it was written.",
        "It was signed with the key you named.",
        f"Lines of its trail: {len(bundle.trail.lines)}, each following from the one before.",
        f"Texts the parties were given: {len(bundle.texts)}, letter for letter.",
    ]
    if bundle.documents:
        said.append(f"Documents in it: {', '.join(sorted(bundle.documents))}.")
    if withheld:
        said.append(f"Kept back, and proven by their hashes alone: {withheld}.")
    if anchors:
        said.append(f"It agrees with what HR's overviews noted at the time ({anchors}).")
    return "\n".join(said)


_NO_BUNDLE: Final = {
    "not-ours": "This file is not a bundle of Milepost's, or it is damaged: it cannot be read as one.",
    "newer": "This bundle was made by a newer Milepost; verify it with that version.",
    "repacked": "This file was changed after it was written: it says the same in other bytes than Milepost writes.",
}
_PARTS: Final = {
    "documents": "One of the documents (the case file as PDF, for Word, as a table, or the dates for a calendar)",
    "head": "The case number or date on the bundle",
    "record": "The record of the plan (the case file)",
    "texts": "The texts that were signed",
    "trail": "The audit trail",
    "workspace": "The list that ties the plan to everything else that was recorded",
}


def sentence(fault: Fault) -> str:
    """What does not match, for somebody who knows nothing of hashes."""
    return _SENTENCES[fault.code](fault)


def _line_changed(fault: Fault) -> str:
    return (
        f"Line {fault.facts['line']} of the audit trail ({_what(fault)}) is not what was recorded: "
        "it was changed after it was written."
    )


def _text_changed(fault: Fault) -> str:
    return (
        f"The text of version {fault.facts['edition']} of the plan is not the text recorded with “{_what(fault)}”: "
        "it was changed afterwards."
    )


def _what(fault: Fault) -> str:
    return f"{_kind(fault)}, {day_of(str(fault.facts['at']))}"


def _kind(fault: Fault) -> str:
    """In words; whatever else may stand in a forged bundle is not repeated."""
    return kind_of(fault.facts["kind"])


def kind_of(kind: str | int) -> str:
    """What happened, in words."""
    return code(f"event.{kind}").lower() if kind in _KINDS else "an entry"


def _who(fault: Fault) -> str:
    return f"{_role(fault)}, {day_of(str(fault.facts['at']))}"


def _role(fault: Fault) -> str:
    role = fault.facts["role"]
    if role == Role.HR:
        return "HR"
    return f"the {role}" if role in _ROLES else "a party"


def day_of(at: str) -> str:
    """Day and hour in UTC, of a time as it is written down."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return "at a time that cannot be read"
    return f"on {moment:%Y-%m-%d} at {moment:%H:%M} UTC"


_SENTENCES: Final[dict[str, Callable[[Fault], str]]] = {
    "other-key": lambda _: (
        "The bundle is not signed with the key you named: another installation made it, or somebody made it anew."
    ),
    "line-before": lambda fault: (
        f"Before line {fault.facts['line']} of the audit trail something is missing, was put in, or stands in "
        "another order than it was recorded in."
    ),
    "line-changed": _line_changed,
    "line-changed-unread": lambda fault: (
        f"Line {fault.facts['line']} of the audit trail is not what was recorded: it was changed after it was written."
    ),
    "line-foreign": lambda fault: f"Line {fault.facts['line']} of the audit trail belongs to another plan.",
    "cut": lambda _: "The audit trail does not end with the writing of this bundle: its end was cut off.",
    "links": lambda _: (
        f"{_PARTS['workspace']} does not lead to the end it names: something in it was changed, taken out or put in."
    ),
    "text-missing": lambda fault: f"The text of version {fault.facts['edition']} of the plan is missing.",
    "text-changed": _text_changed,
    "text-unknown": lambda fault: (
        f"The bundle holds a version {fault.facts['edition']} of the plan's text that the audit trail knows nothing of."
    ),
    "record-foreign": lambda _: "The record in this bundle is that of another case.",
    "record-texts": lambda _: "The record shows other texts than those that were signed.",
    "record-unreadable": lambda _: "The record of the plan cannot be read: it was changed after it was written.",
    "signature-missing": lambda fault: f"The record lacks a signature that was given ({_who(fault)}).",
    "signature-changed": lambda fault: (
        f"A signature in the record ({_who(fault)}) is not the one that was given: its name, comment, time or text "
        "was changed afterwards."
    ),
    "signature-unknown": lambda fault: (
        f"The record shows a signature of {_role(fault)} that the audit trail knows nothing of."
    ),
    "part-changed": lambda fault: f"{_PARTS[str(fault.facts['part'])]} was changed after the bundle was signed.",
    "signature-of-bundle": lambda _: "The signature on the bundle is not good: it was changed after it was signed.",
    "anchor": lambda fault: (
        f"What HR's overview noted when {fault.facts['count']} lines were recorded does not agree with this bundle: "
        "the trail was rewritten after that overview."
    ),
    "anchor-outside": lambda fault: (
        f"The anchor at {fault.facts['count']} cannot be compared: this bundle covers lines {fault.facts['first']} to "
        f"{fault.facts['last']} of the workspace. If the bundle is newer than the anchor, its end was cut off."
    ),
}
