"""What stands on a person's screen besides conversations: modals, Home, notifications."""

from dataclasses import dataclass, field

from sandbox.forms import Values, first_values
from sandbox.ids import Ids
from sandbox.shapes import Json
from sandbox.validate.hand import elements

MAX_STACK = 3


@dataclass(kw_only=True, slots=True)
class OpenView:
    """One view somebody can see now, with what they typed into it."""

    id: str
    person: str
    payload: Json
    hash: str
    values: Values
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None
    busy: bool = False

    @property
    def external_id(self) -> str:
        return str(self.payload.get("external_id", ""))


@dataclass(kw_only=True, slots=True)
class Notification:
    """What a phone showed when something came."""

    at: str
    channel: str
    ts: str
    text: str


@dataclass(slots=True)
class Phone:
    """One person's screen. Nobody else's act ever changes its modals (rule 1)."""

    stack: list[OpenView] = field(default_factory=list)
    home: OpenView | None = None
    notifications: list[Notification] = field(default_factory=list)
    trouble: list[Json] = field(default_factory=list)

    @property
    def top(self) -> OpenView | None:
        return self.stack[-1] if self.stack else None

    def find(self, view_id: str) -> OpenView | None:
        return next((view for view in self.stack if view.id == view_id), None)


def completed(payload: Json, ids: Ids) -> Json:
    """The view or message with ids where the app left them out, as Slack fills them in."""
    blocks = []
    for block in payload["blocks"]:
        whole = {**block, "block_id": block.get("block_id") or ids.block()}
        for key in ("element", "accessory"):
            if isinstance(whole.get(key), dict):
                whole[key] = _with_action_id(whole[key], ids)
        if whole["type"] == "actions":
            whole["elements"] = [_with_action_id(element, ids) for element in whole["elements"]]
        blocks.append(whole)
    return {**payload, "blocks": blocks}


def _with_action_id(element: Json, ids: Ids) -> Json:
    return {**element, "action_id": element.get("action_id") or ids.block()}


def buttons(blocks: list[Json]) -> list[Json]:
    """What can be pressed: buttons, and each entry of an overflow menu."""
    found = []
    for block in blocks:
        for element, _ in elements(block, ""):
            spot = {"block_id": block["block_id"], "action_id": element["action_id"], "type": element["type"]}
            if element["type"] == "button":
                text = element["text"]["text"]
                found.append({**spot, "text": text, "value": element.get("value"), "style": element.get("style")})
            elif element["type"] == "overflow":
                found += [
                    {**spot, "text": option["text"]["text"], "value": option["value"], "style": None}
                    for option in element["options"]
                ]
    return found


def new_view(payload: Json, *, person: str, ids: Ids, seconds: int, below: OpenView | None) -> OpenView:
    """A fresh view on top of `below`, or a root."""
    whole = completed(payload, ids)
    view_id = ids.new("V")
    return OpenView(
        id=view_id,
        person=person,
        payload=whole,
        hash=ids.hash(seconds),
        values=first_values(whole),
        root_id=view_id if below is None else below.root_id,
        previous_id=None if below is None else below.id,
    )
