"""What a person saw of an act."""

from collections.abc import Mapping
from typing import Literal

from sandbox.parcels import Answer
from sandbox.screens import OpenView
from sandbox.shapes import Json
from sandbox.workspace import Workspace

TROUBLE = "We had trouble connecting. Please try again."
AckKind = Literal["nothing", "closed", "updated", "pushed", "cleared", "errors"]


def outcome(
    answer: Answer | None = None,
    *,
    kind: AckKind = "nothing",
    errors: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    text: str | None = None,
    error: str | None = None,
    trouble: bool = False,
    opened: bool = False,
) -> Json:
    """`errors` is keyed by block id, `labels` says the visible label of each."""
    found = dict(errors or {})
    return {
        "kind": kind,
        "sent": answer is not None,
        "trouble": trouble or (answer is not None and not answer.ok),
        "errors": found,
        "errors_by_label": {(labels or {}).get(key, key): value for key, value in found.items()},
        "text": text,
        "error": error,
        "opened": opened,
        "delivery": None if answer is None else answer.delivery,
        "seconds": 0.0 if answer is None else answer.seconds,
    }


def opened_since(space: Workspace, person: str, before: OpenView | None) -> bool:
    """Whether another modal is on top than before the act."""
    top = space.phone(person).top
    return top is not None and top is not before
