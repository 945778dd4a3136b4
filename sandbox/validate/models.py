"""The layer of Slack's own Python models: build, write out again, and compare.

An unknown field or an empty text does not raise there; it shows only as a difference.
"""

from collections.abc import Iterator
from typing import cast

from slack_sdk.models import basic_objects
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from sandbox.shapes import Json
from sandbox.validate.findings import Finding

# Only the models may be imported; the error they raise is defined elsewhere and met through them.
FORMATION = cast("type[Exception]", vars(basic_objects)["SlackObjectFormationError"])
REFUSALS = (FORMATION, TypeError, KeyError, ValueError, AttributeError)


def through_view(payload: Json) -> Iterator[Finding]:
    try:
        written = View(**payload).to_dict()
    except REFUSALS as error:
        yield Finding(pointer="", message=_fact(error))
        return
    yield from differences(payload, written, at="")


def through_blocks(blocks: list[Json]) -> Iterator[Finding]:
    for index, block in enumerate(blocks):
        at = f"/blocks/{index}"
        try:
            built = Block.parse(block)
            written = None if built is None else built.to_dict()
        except REFUSALS as error:
            yield Finding(pointer=at, message=_fact(error))
            continue
        yield from differences(block, written, at=at)


def differences(sent: object, written: object, *, at: str) -> Iterator[Finding]:
    """Where what was sent is not what the models would send."""
    if isinstance(sent, dict) and isinstance(written, dict):
        for key in sent.keys() | written.keys():
            yield from differences(sent.get(key), written.get(key), at=f"{at}/{key}")
    elif isinstance(sent, list) and isinstance(written, list) and len(sent) == len(written):
        for index, (left, right) in enumerate(zip(sent, written, strict=True)):
            yield from differences(left, right, at=f"{at}/{index}")
    elif sent != written:
        yield Finding(pointer=at, message="is not kept by Slack's models")


def _fact(error: Exception) -> str:
    # Formation errors name a limit. The others may quote the payload, so only their class is told.
    return str(error) if isinstance(error, FORMATION) else type(error).__name__
