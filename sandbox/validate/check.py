"""The three layers together, for each surface."""

import json
from collections.abc import Iterator

from sandbox.shapes import Json
from sandbox.validate import hand, models, schema
from sandbox.validate.findings import Finding


def message_blocks(blocks: object) -> list[Finding]:
    """What is wrong with the blocks of a message."""
    found = list(schema.MESSAGE_BLOCKS(blocks, "/blocks"))
    if isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks):
        found += hand.for_message(blocks)
        if not found:
            found += hand.common(blocks)
            found += models.through_blocks(blocks)
    return found


def view(payload: object, *, kind: str) -> list[Finding]:
    """What is wrong with a modal or a Home view (`kind` says which it must be)."""
    if not isinstance(payload, dict):
        return [Finding(pointer="", message="must be an object")]
    if payload.get("type") != kind:
        return [Finding(pointer="/type", message=f"must be {kind}")]
    return list(_view(payload, kind))


def _view(payload: Json, kind: str) -> Iterator[Finding]:
    shape = list(schema.VIEWS[kind](payload, ""))
    yield from shape
    yield from hand.for_view(payload)
    if not shape:
        yield from hand.common(payload["blocks"])
        # Slack keeps an empty private_metadata; the models drop it, which is no fault.
        kept = {key: value for key, value in payload.items() if (key, value) != ("private_metadata", "")}
        yield from models.through_view(kept)


def parsed(value: object) -> object:
    """An argument that may have come as JSON text, as forms and query strings send it."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
