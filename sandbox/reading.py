"""What a person reads: plain lines, top to bottom, as a screen would show them."""

import html
import re
from collections.abc import Callable, Mapping

from sandbox.forms import STATE_FIELD, Values
from sandbox.screens import buttons
from sandbox.shapes import Json
from sandbox.validate.hand import options_of

Names = Mapping[str, str]
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w_])_([^_\n]+)_(?![\w_])")
_STRUCK = re.compile(r"(?<![\w~])~([^~\n]+)~(?![\w~])")
_ANGLE = re.compile(r"<([^<>\n]+)>")


def readable(text: str, names: Names) -> str:
    """Slack's markup as it looks: mentions by name, links by label, entities undone."""

    def angle(match: re.Match[str]) -> str:
        inside, bar, label = match[1].partition("|")
        if inside[:1] == "@":
            return "@" + names.get(inside[1:], inside[1:])
        if inside[:1] in {"!", "#"}:
            return label if bar else inside.strip("!#")
        return label if bar else inside

    shown = _ANGLE.sub(angle, text)
    for pattern in (_BOLD, _ITALIC, _STRUCK):
        shown = pattern.sub(r"\1", shown)
    return html.unescape(shown.replace("`", ""))


def text_of(part: Json, names: Names) -> str:
    """A text object."""
    return readable(part["text"], names) if part["type"] == "mrkdwn" else part["text"]


def block_lines(block: Json, names: Names, values: Values) -> list[str]:
    """One block. Values are those of its surface; a message has none that matter."""
    lines = [line for line in _BLOCKS[block["type"]](block, names) if line]
    held = values.get(block["block_id"], {})
    lines += [
        f"  {shown_value(element, held.get(element['action_id']), names)}"
        for element in _elements_shown(block)
        if element["type"] in STATE_FIELD
    ]
    if block["type"] == "input" and "hint" in block:
        lines.append(f"  ({block['hint']['text']})")
    pressable = [f"[ {one['text']} ]" for one in buttons([block])]
    return [*lines, "  ".join(pressable)] if pressable else lines


def _elements_shown(block: Json) -> list[Json]:
    if block["type"] == "actions":
        return list(block["elements"])
    one = block.get("element") or block.get("accessory")
    return [one] if one else []


def shown_value(element: Json, state: Json | None, names: Names) -> str:
    """What stands in a field: its value in words, every option with a mark, or the placeholder."""
    value = None if state is None else state[STATE_FIELD[element["type"]]]
    if element["type"] in {"radio_buttons", "checkboxes"}:
        chosen = value if isinstance(value, list) else [value]
        return "\n  ".join(_option(option, marked=option in chosen, names=names) for option in options_of(element))
    if value in (None, "", []):
        placeholder = element.get("placeholder", {}).get("text", "")
        return f"[ {placeholder} ]" if placeholder else "[ ]"
    several = value if isinstance(value, list) else [value]
    words = [one["text"]["text"] if isinstance(one, dict) else names.get(str(one), str(one)) for one in several]
    return f"[ {', '.join(words)} ]"


def _option(option: Json, *, marked: bool, names: Names) -> str:
    words = text_of(option["text"], names)
    if "description" in option:
        words += f" - {text_of(option['description'], names)}"
    return f"({'x' if marked else ' '}) {words}"


def _section(block: Json, names: Names) -> list[str]:
    parts = [block["text"]] if "text" in block else []
    return [text_of(part, names) for part in [*parts, *block.get("fields", [])]]


_BLOCKS: Mapping[str, Callable[[Json, Names], list[str]]] = {
    "header": lambda block, names: [text_of(block["text"], names)],
    "section": _section,
    "context": lambda block, names: [text_of(one, names) for one in block["elements"]],
    "divider": lambda _block, _names: ["----"],
    "actions": lambda _block, _names: [],
    "input": lambda block, _names: [block["label"]["text"] + (" (optional)" if block.get("optional") else "")],
}


def view_text(payload: Json, *, values: Values, errors: Mapping[str, str], trouble: str | None, names: Names) -> str:
    """A whole modal or Home."""
    lines = [payload["title"]["text"]] if "title" in payload else []
    if trouble:
        lines.append(f"! {trouble}")
    for block in payload["blocks"]:
        lines += block_lines(block, names, values)
        if block["block_id"] in errors:
            lines.append(f"  ! {errors[block['block_id']]}")
    closing = [f"[ {payload[key]['text']} ]" for key in ("close", "submit") if payload.get(key)]
    return "\n".join([*lines, "  ".join(closing)] if closing else lines)


def message_text(text: str, blocks: list[Json], names: Names) -> str:
    """A message as it stands in the conversation: its blocks, or its text where there are none."""
    if not blocks:
        return readable(text, names)
    return "\n".join(line for block in blocks for line in block_lines(block, names, {}))


def fields(payload: Json, *, values: Values, errors: Mapping[str, str], names: Names) -> list[Json]:
    """Every field that holds a value, with what one needs to draw and fill it."""
    found = []
    for block in payload["blocks"]:
        for element in _elements_shown(block):
            if element["type"] not in STATE_FIELD:
                continue
            state = values[block["block_id"]][element["action_id"]]
            found.append(
                {
                    "label": field_label(block, names),
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "type": element["type"],
                    "value": state[STATE_FIELD[element["type"]]],
                    "shown": shown_value(element, state, names),
                    "options": [one["text"]["text"] for one in options_of(element)],
                    "optional": bool(block.get("optional", block["type"] != "input")),
                    "error": errors.get(block["block_id"]),
                }
            )
    return found


def field_label(block: Json, names: Names) -> str:
    """The visible words beside a field."""
    if block["type"] == "input":
        return str(block["label"]["text"])
    return text_of(block["text"], names) if "text" in block else ""
