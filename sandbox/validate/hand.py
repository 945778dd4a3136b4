"""The rules that neither models nor schema know, by their numbers in the specification."""

import json
from collections import Counter
from collections.abc import Iterator

from sandbox.shapes import Json
from sandbox.validate.findings import Finding

MESSAGE_TEXT = 13_000
VIEW_BYTES = 250_000
LONGEST_ID = 255


def elements(block: Json, at: str) -> Iterator[tuple[Json, str]]:
    """Every interactive element of a block with its pointer."""
    kind = block.get("type")
    if kind == "input" and isinstance(block.get("element"), dict):
        yield block["element"], f"{at}/element"
    if kind == "section" and isinstance(block.get("accessory"), dict):
        yield block["accessory"], f"{at}/accessory"
    if kind == "actions" and isinstance(block.get("elements"), list):
        for index, element in enumerate(block["elements"]):
            if isinstance(element, dict):
                yield element, f"{at}/elements/{index}"


def common(blocks: list[Json]) -> Iterator[Finding]:
    """Rules 1, 2, 3, 5 and 6, for every surface."""
    yield from _twice((block.get("block_id") for block in blocks), noun="block_id", at="/blocks")
    focused = 0
    for index, block in enumerate(blocks):
        at = f"/blocks/{index}"
        found = list(elements(block, at))
        yield from _twice((element.get("action_id") for element, _ in found), noun="action_id", at=at)
        if block.get("type") == "section" and not block.get("text") and not block.get("fields"):
            yield Finding(pointer=f"{at}/text", message="a section needs text or fields")
        for element, where in found:
            focused += element.get("focus_on_load") is True
            yield from _lengths(element, where)
            yield from _options(element, where)
    if focused > 1:
        yield Finding(pointer="/blocks", message="focus_on_load is set more than once")


def for_view(view: Json) -> Iterator[Finding]:
    """Rules 4 and 8 for modals and Home."""
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        asks = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
        if view.get("type") == "modal" and asks and "submit" not in view:
            yield Finding(pointer="/submit", message="a modal with an input block needs submit")
    if len(json.dumps(view, ensure_ascii=False).encode()) >= VIEW_BYTES:
        yield Finding(pointer="", message="the view is too large", code="view_too_large")


def for_message(blocks: list[Json]) -> Iterator[Finding]:
    """Rule 8 for messages."""
    total = sum(len(text) for block in blocks for text in _texts(block))
    if total >= MESSAGE_TEXT:
        yield Finding(pointer="/blocks", message="the text is too long", code="msg_blocks_too_long")


def metadata(value: object) -> Iterator[Finding]:
    """Rule 11: one event type and one opaque key."""
    at = "/metadata"
    if not isinstance(value, dict) or set(value) != {"event_type", "event_payload"}:
        yield Finding(pointer=at, message="must hold event_type and event_payload alone")
        return
    kind, payload = value["event_type"], value["event_payload"]
    if not isinstance(kind, str) or not 1 <= len(kind) <= LONGEST_ID:
        yield Finding(pointer=f"{at}/event_type", message="must be a word")
    if not isinstance(payload, dict) or len(payload) != 1:
        yield Finding(pointer=f"{at}/event_payload", message="must hold one key alone")
    elif not all(isinstance(inner, str) and 1 <= len(inner) <= LONGEST_ID for inner in payload.values()):
        yield Finding(pointer=f"{at}/event_payload", message="must hold an opaque string")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _twice(ids: Iterator[object], *, noun: str, at: str) -> Iterator[Finding]:
    counts = Counter(one for one in ids if isinstance(one, str))
    if any(count > 1 for count in counts.values()):
        yield Finding(pointer=at, message=f"{noun} is used twice")


def _lengths(element: Json, at: str) -> Iterator[Finding]:
    low, high = element.get("min_length"), element.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and high < low:
        yield Finding(pointer=f"{at}/max_length", message="is below min_length")
    start = element.get("initial_value")
    if isinstance(start, str) and isinstance(high, int) and len(start) > high:
        yield Finding(pointer=f"{at}/initial_value", message="is longer than max_length")


def _options(element: Json, at: str) -> Iterator[Finding]:
    choices = options_of(element)
    selects = element.get("type") in {"static_select", "multi_static_select"}
    if selects and ("options" in element) == ("option_groups" in element):
        yield Finding(pointer=at, message="needs either options or option_groups")
    if choices:
        values = Counter(str(option.get("value")) for option in choices)
        if any(count > 1 for count in values.values()):
            yield Finding(pointer=f"{at}/options", message="an option value is used twice")
    started = element.get("initial_options", [])
    first = element.get("initial_option")
    for option in [*(started if isinstance(started, list) else []), *([first] if first else [])]:
        if option not in choices:
            yield Finding(pointer=f"{at}/initial_option", message="is not among the options")


def options_of(element: Json) -> list[Json]:
    """The options of an element, those in groups included."""
    found = [one for one in element.get("options", []) if isinstance(one, dict)]
    for group in element.get("option_groups", []):
        if isinstance(group, dict):
            found += [one for one in group.get("options", []) if isinstance(one, dict)]
    return found
