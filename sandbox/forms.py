"""Elements as people fill them: first values, what a value may be, and what a submission carries."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from sandbox.shapes import Json
from sandbox.validate.hand import elements, options_of

Values: TypeAlias = dict[str, dict[str, Json]]
"""block_id → action_id → the element's state, as in `view.state.values`."""


class FillError(ValueError):
    """A person cannot do this on the screen they have; the message says what was looked for."""


STATE_FIELD: Mapping[str, str] = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
}
_FIRST: Mapping[str, str] = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_option": "initial_option",
    "selected_user": "initial_user",
    "selected_options": "initial_options",
    "selected_users": "initial_users",
}
_LISTS = {"selected_options", "selected_users"}
REQUIRED = "Please fill in this field."


def holders(view: Json) -> Iterator[tuple[Json, Json]]:
    """Each block and element that holds a value."""
    for block in view.get("blocks", []):
        for element, _ in elements(block, ""):
            if element["type"] in STATE_FIELD:
                yield block, element


def first_values(view: Json) -> Values:
    """What the fields hold before anybody touched them."""
    values: Values = {}
    for block, element in holders(view):
        field = STATE_FIELD[element["type"]]
        start = element.get(_FIRST[field], [] if field in _LISTS else None)
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], field: start}
    return values


def carried_values(view: Json, before: Values) -> Values:
    """Values after an update: kept where block id, action id and type stayed the same."""
    values = first_values(view)
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            old = before.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state["type"]:
                actions[action_id] = old
    return values


def is_empty(state: Json) -> bool:
    return state[STATE_FIELD[state["type"]]] in (None, "", [])


def local_errors(view: Json, values: Values) -> dict[str, str]:
    """What the person's own screen refuses before anything is sent."""
    errors = {}
    for block, element in holders(view):
        if block["type"] != "input":
            continue
        state = values[block["block_id"]][element["action_id"]]
        if is_empty(state):
            if not block.get("optional", False):
                errors[block["block_id"]] = REQUIRED
        elif (wrong := _outside(element, state)) is not None:
            errors[block["block_id"]] = wrong
    return errors


def _outside(element: Json, state: Json) -> str | None:
    value = state[STATE_FIELD[element["type"]]]
    if element["type"] == "plain_text_input":
        low, high = element.get("min_length", 0), element.get("max_length", 3000)
        if len(value) > high:
            return f"Please use {high} characters or fewer."
        return f"Please use {low} characters or more." if len(value) < low else None
    if element["type"] == "number_input":
        low, high = element.get("min_value"), element.get("max_value")
        if low is not None and float(value) < float(low):
            return f"Please enter {low} or more."
        return f"Please enter {high} or less." if high is not None and float(value) > float(high) else None
    if element["type"] == "email_text_input" and "@" not in value:
        return "Please enter an email address."
    return None


def state_for(element: Json, wanted: object) -> Json:
    """The state after a person enters `wanted`; None empties the field.

    Raises FillError when the element cannot hold it.
    """
    field = STATE_FIELD[element["type"]]
    if wanted is None:
        return {"type": element["type"], field: [] if field in _LISTS else None}
    return {"type": element["type"], field: _ENTERED[field](element, wanted)}


def _typed(element: Json, wanted: object) -> str:
    typed = str(wanted)
    if element["type"] == "number_input":
        pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
        if re.fullmatch(pattern, typed) is None:
            raise FillError("this field takes numbers only")
    return typed if element.get("multiline") else typed.replace("\n", " ")


def _dated(_element: Json, wanted: object) -> str:
    try:
        return date.fromisoformat(str(wanted)).isoformat()
    except ValueError as error:
        raise FillError("this field takes a date as YYYY-MM-DD") from error


def _timed(_element: Json, wanted: object) -> str:
    if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(wanted)) is None:
        raise FillError("this field takes a time as HH:MM")
    return str(wanted)


def _chosen(element: Json, wanted: object) -> Json:
    for option in options_of(element):
        if wanted in (option["value"], option["text"]["text"]):
            return option
    raise FillError("there is no such option")


def _all_chosen(element: Json, wanted: object) -> list[Json]:
    several = wanted if isinstance(wanted, list | tuple | set) else [wanted]
    chosen = [_chosen(element, one) for one in several]
    most = element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise FillError(f"no more than {most} can be chosen")
    # Slack sends selections in the order the options are shown.
    return [option for option in options_of(element) if option in chosen]


def _people(_element: Json, wanted: object) -> list[str]:
    return [str(one) for one in wanted] if isinstance(wanted, list | tuple) else [str(wanted)]


_ENTERED: Mapping[str, Callable[[Json, object], object]] = {
    "value": _typed,
    "selected_date": _dated,
    "selected_time": _timed,
    "selected_option": _chosen,
    "selected_options": _all_chosen,
    "selected_user": lambda _element, wanted: str(wanted),
    "selected_users": _people,
}
