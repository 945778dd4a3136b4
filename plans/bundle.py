"""The bundle: one file with a plan's record, the texts that were signed and its chain, signed as a whole (F-08).

It is one canonical JSON text: keys sorted, no blank space, UTF-8. A file that is not exactly what packing its own
content gives is none, so no byte of it can be changed without showing. Of other plans it has bare hashes of lines,
which nobody can open; they show that the plan's lines were written in this place of the workspace's chain.
"""

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from plans.chain import Anchor, Line, Trail, canonical, digest_of, head_after
from plans.holding import text_with
from plans.plan import Plan
from plans.visible import confidential

FORMAT: Final = 2
_SEAL: Final = "seal"
_FIRST_PARTS: Final = ("head", "record", "texts", "trail", "workspace")
# By format. Bundles of the first had no documents, and can be verified for good.
_PARTS: Final = {1: _FIRST_PARTS, FORMAT: ("documents", *_FIRST_PARTS)}
_DOCUMENT: Final = re.compile(r"[a-z][a-z-]{0,40}\.[a-z]{2,4}")
_PURPOSE: Final = b"milepost bundle 1\n"


# What a line says, by name.
Said = Mapping[str, Any]


class NoBundleError(ValueError):
    """This is no bundle of ours. ``code``: not-ours, newer, or repacked for one whose bytes are not canonical."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Signer(Protocol):
    """A key of the installation's. ``public`` is its raw public half."""

    @property
    def public(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """``parts`` has the SHA-256 of each part of the bundle; ``signature`` is the key's on all of them together."""

    key: bytes
    parts: Mapping[str, str]
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """``record`` is the case file as JSON. ``texts`` are the editions by number, letter for letter.

    ``said`` is what each line of the trail says, None where it is kept back. ``end`` is the workspace's chain when the
    bundle was made. ``digests`` are worked out from the content, not read.
    """

    case_number: str
    made_at: str
    record: str
    documents: Mapping[str, bytes]
    texts: Mapping[int, str]
    trail: Trail
    said: Sequence[Said | None]
    end: Anchor
    seal: Seal
    digests: Mapping[str, str]

    @property
    def signed(self) -> bytes:
        """What the key's signature is on."""
        return _message(self.seal.parts)


def packed(
    plan: Plan,
    trail: Trail,
    *,
    record: str,
    made_at: datetime,
    signer: Signer,
    documents: Mapping[str, bytes] = MappingProxyType({}),
    hidden: Collection[str] | None = None,
) -> str:
    """The bundle's text. ``plan`` is whole; what it keeps between HR and its author stays out."""
    hidden = confidential(plan) if hidden is None else hidden
    content = {
        "head": {
            "bundle": FORMAT,
            "case_number": plan.case_number,
            "made_at": made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        },
        "record": record,
        "documents": [{"name": name, "content": b64encode(made).decode()} for name, made in sorted(documents.items())],
        "texts": [{"edition": edition.number, "text": edition.text.reveal()} for edition in plan.editions],
        "workspace": {
            "start": _anchor(trail.start),
            # An empty place stands for the next of the plan's own lines.
            "links": ["" if link is None else link for link in trail.links],
            "end": _anchor(end_of(trail)),
        },
    }
    parts = {name: canonical(part) for name, part in content.items()}
    return sealed({**parts, "trail": _listed(_line(line, hidden) for line in trail.lines)}, signer)


def sealed(parts: Mapping[str, str], signer: Signer) -> str:
    """The bundle with these parts, each a canonical text already, signed."""
    digests = {name: digest_of(part) for name, part in parts.items()}
    signature = signer.sign(_message(digests)).hex()
    seal = canonical({"key": signer.public.hex(), "parts": digests, "signature": signature})
    every = {**parts, _SEAL: seal}
    return _joined({name: part.encode() for name, part in every.items()}).decode()


def unpacked(data: bytes) -> Bundle:
    """Raises ``NoBundleError``. Nothing is compared yet but that the bytes are canonical."""
    try:
        content = json.loads(data.decode())
        if isinstance(content, dict) and _format(content) > FORMAT:
            raise NoBundleError("newer")
        bundle, parts = _read(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise error if isinstance(error, NoBundleError) else NoBundleError("not-ours") from None
    if _joined(parts) != data:
        raise NoBundleError("repacked")
    return bundle


def heads_of(trail: Trail) -> Iterator[tuple[int, str]]:
    """The workspace's chain after each of the links, beginning with where it starts: how many lines, and the head.

    Raises:
        ValueError: when the empty places are not as many as the plan's own lines.

    """
    count, head = trail.start.count, trail.start.head
    own = iter(trail.lines)
    yield count, head
    for link in trail.links:
        if link is None:
            mine = next(own, None)
            if mine is None:
                raise ValueError
            head = head_after(head, mine.hash)
        else:
            head = head_after(head, link)
        count += 1
        yield count, head
    if next(own, None) is not None:
        raise ValueError


def end_of(trail: Trail) -> Anchor:
    """The workspace's chain after the last of the links. Raises like ``heads_of``."""
    count, head = trail.start.count, trail.start.head
    for count, head in heads_of(trail):  # noqa: B007 - the last one is wanted
        pass
    return Anchor(count=count, head=head)


def _line(line: Line, hidden: Collection[str]) -> str:
    """Canonical as it stands: what it says is canonical already."""
    if line.content is None or _tells(line.content, hidden):
        return f'{{"before":"{line.before}","hash":"{line.hash}","withheld":"{line.digest}"}}'
    return f'{{"before":"{line.before}","content":{line.content},"hash":"{line.hash}"}}'


def _listed(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def _tells(content: str, hidden: Collection[str]) -> bool:
    """Whether a line speaks of something that is between HR and its author."""
    if not hidden:
        return False
    said = json.loads(content)
    held = any(one in place for place, _ in said.get("words", ()) for one in hidden)
    return held or said["subject"] in hidden or any(value in hidden for _, value in said["facts"])


def _anchor(anchor: Anchor) -> dict[str, object]:
    return {"count": anchor.count, "head": anchor.head}


def _joined(parts: Mapping[str, bytes]) -> bytes:
    """The same as packing all of it in one go, without doing that twice."""
    return b"{" + b",".join(b'"%b":%b' % (name.encode(), parts[name]) for name in sorted(parts)) + b"}"


def _message(parts: Mapping[str, str]) -> bytes:
    return _PURPOSE + canonical(dict(parts)).encode()


def _format(content: dict[str, object]) -> int:
    head = content["head"]
    number = head.get("bundle") if isinstance(head, dict) else None
    if type(number) is not int or number < 1:
        raise NoBundleError("not-ours")
    return number


class _Given:
    """What a part holds: exactly these names, each of the kind it is asked for as. Raises ``NoBundleError``."""

    def __init__(self, value: object, *names: str) -> None:
        if not isinstance(value, dict) or set(value) != set(names):
            raise NoBundleError("not-ours")
        self._value = value

    def value(self, name: str) -> object:
        return self._value[name]

    def text(self, name: str) -> str:
        found = self._value[name]
        if not isinstance(found, str):
            raise NoBundleError("not-ours")
        return found

    def number(self, name: str) -> int:
        found = self._value[name]
        if type(found) is not int:
            raise NoBundleError("not-ours")
        return found

    def part(self, name: str, *names: str) -> "_Given":
        return _Given(self._value[name], *names)

    def items(self, name: str) -> list[object]:
        found = self._value[name]
        if not isinstance(found, list):
            raise NoBundleError("not-ours")
        return found


def _read(content: object) -> tuple[Bundle, dict[str, bytes]]:
    """The bundle, and each of its parts as it is when it is canonical."""
    names = _PARTS[_format(content)] if isinstance(content, dict) else _FIRST_PARTS
    given = _Given(content, *names, _SEAL)
    head = given.part("head", "bundle", "case_number", "made_at")
    workspace = given.part("workspace", "start", "links", "end")
    items = given.items("trail")
    read = [_read_line(item) for item in items]
    parts = {name: canonical(given.value(name)).encode() for name in (*names, _SEAL) if name != "trail"}
    parts["trail"] = _listed(_line(line, ()) for line in read).encode()
    bundle = Bundle(
        case_number=head.text("case_number"),
        made_at=head.text("made_at"),
        record=given.text("record"),
        documents=_documents(given.items("documents")) if "documents" in names else {},
        texts=_texts(given.items("texts")),
        trail=Trail(
            lines=tuple(read),
            start=_read_anchor(workspace.part("start", "count", "head")),
            links=tuple(_read_link(link) for link in workspace.items("links")),
        ),
        said=[item.get("content") for item in items if isinstance(item, dict)],
        end=_read_anchor(workspace.part("end", "count", "head")),
        seal=_read_seal(given.part(_SEAL, "key", "parts", "signature"), names),
        digests={name: hashlib.sha256(parts[name]).hexdigest() for name in names},
    )
    return bundle, parts


def _texts(items: list[object]) -> dict[int, str]:
    found = {(one := _Given(item, "edition", "text")).number("edition"): one.text("text") for item in items}
    if len(found) != len(items):
        raise NoBundleError("not-ours")
    return found


def _documents(items: list[object]) -> dict[str, bytes]:
    """Names that could lead out of a folder are none of ours."""
    found: dict[str, bytes] = {}
    for item in items:
        one = _Given(item, "name", "content")
        name = one.text("name")
        if name in found or not _DOCUMENT.fullmatch(name):
            raise NoBundleError("not-ours")
        found[name] = b64decode(one.text("content"), validate=True)
    return found


def _read_line(item: object) -> Line:
    # By far the most of a bundle are these, so they are looked at without ceremony.
    if not isinstance(item, dict) or len(item) != len(Line._fields) - 1:
        raise NoBundleError("not-ours")
    before, own, content = item["before"], item["hash"], item.get("content")
    if not (isinstance(before, str) and isinstance(own, str)):
        raise NoBundleError("not-ours")
    if isinstance(content, dict):
        text = text_with(content)
        return Line(before, digest_of(text), own, text)
    withheld = item["withheld"]
    if not isinstance(withheld, str):
        raise NoBundleError("not-ours")
    return Line(before, withheld, own, None)


def _read_link(item: object) -> str | None:
    if not isinstance(item, str):
        raise NoBundleError("not-ours")
    return item or None


def _read_anchor(given: _Given) -> Anchor:
    return Anchor(count=given.number("count"), head=given.text("head"))


def _read_seal(given: _Given, names: Sequence[str]) -> Seal:
    parts = given.part("parts", *names)
    return Seal(
        key=bytes.fromhex(given.text("key")),
        parts={name: parts.text(name) for name in names},
        signature=bytes.fromhex(given.text("signature")),
    )
