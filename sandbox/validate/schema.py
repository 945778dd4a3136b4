"""The blocks, elements and views that may be used, with the limits Slack's own types state.

What is not listed is refused as unknown, even where Slack knows it: the page cannot draw it.
"""

from collections.abc import Mapping

from sandbox.validate.findings import Check
from sandbox.validate.shape import by_type, day, flag, number, one_of, record, several, text

TIME = r"([01]\d|2[0-3]):[0-5]\d"
DECIMAL = r"-?\d+(\.\d+)?"
ID = text(most=255)


def _constant(word: str) -> Check:
    return one_of(word)


def plain(most: int) -> Check:
    return record({"type": _constant("plain_text"), "text": text(most=most)}, {"emoji": flag})


def marked(most: int) -> Check:
    return record({"type": _constant("mrkdwn"), "text": text(most=most)}, {"verbatim": flag})


def either(most: int) -> Check:
    return by_type({"plain_text": plain(most), "mrkdwn": marked(most)}, noun="text")


CONFIRM = record(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
# 75 characters is the smaller of two figures Slack gives for an option's value.
_OPTION_FIELDS: Mapping[str, Check] = {"text": plain(75), "value": text(most=75)}
OPTION = record(_OPTION_FIELDS, {"description": plain(75)})
RICH_OPTION = record({"text": either(75), "value": text(most=75)}, {"description": either(75)})
GROUP = record({"label": plain(75), "options": several(OPTION, most=100)}, {})


def _element(kind: str, needs: Mapping[str, Check], may: Mapping[str, Check]) -> Check:
    return record({"type": _constant(kind), **needs}, {"action_id": ID, **may})


_FOCUS: Mapping[str, Check] = {"focus_on_load": flag}
_HINTED: Mapping[str, Check] = {"placeholder": plain(150), **_FOCUS}
_PICKED: Mapping[str, Check] = {**_HINTED, "confirm": CONFIRM}
_TYPED: Mapping[str, Check] = {
    **_HINTED,
    "dispatch_action_config": record(
        {},
        {"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), most=2)},
    ),
}
PERSON = text(most=30, pattern=r"[UW][A-Z0-9]+")

ELEMENTS: Mapping[str, Check] = {
    "button": _element(
        "button",
        {"text": plain(75)},
        {
            "value": text(most=2000),
            "url": text(most=3000, pattern=r"https?://\S+"),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": text(most=75),
        },
    ),
    "overflow": _element("overflow", {"options": several(OPTION, most=5)}, {"confirm": CONFIRM}),
    "static_select": _element(
        "static_select",
        {},
        {
            **_PICKED,
            "options": several(OPTION, most=100),
            "option_groups": several(GROUP, most=100),
            "initial_option": OPTION,
        },
    ),
    "multi_static_select": _element(
        "multi_static_select",
        {},
        {
            **_PICKED,
            "options": several(OPTION, most=100),
            "option_groups": several(GROUP, most=100),
            "initial_options": several(OPTION, most=100),
            "max_selected_items": number(least=1, most=100),
        },
    ),
    "users_select": _element("users_select", {}, {**_PICKED, "initial_user": PERSON}),
    "multi_users_select": _element(
        "multi_users_select",
        {},
        {
            **_PICKED,
            "initial_users": several(PERSON, most=100),
            "max_selected_items": number(least=1, most=100),
        },
    ),
    "radio_buttons": _element(
        "radio_buttons",
        {"options": several(RICH_OPTION, most=10)},
        {**_FOCUS, "initial_option": RICH_OPTION, "confirm": CONFIRM},
    ),
    "checkboxes": _element(
        "checkboxes",
        {"options": several(RICH_OPTION, most=10)},
        {**_FOCUS, "initial_options": several(RICH_OPTION, most=10), "confirm": CONFIRM},
    ),
    "datepicker": _element("datepicker", {}, {**_PICKED, "initial_date": day}),
    "timepicker": _element(
        "timepicker",
        {},
        {**_PICKED, "initial_time": text(most=5, pattern=TIME), "timezone": text(most=100)},
    ),
    "plain_text_input": _element(
        "plain_text_input",
        {},
        {
            **_TYPED,
            "initial_value": text(most=3000),
            "multiline": flag,
            "min_length": number(least=0, most=3000),
            "max_length": number(least=1, most=3000),
        },
    ),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {
            **_TYPED,
            "initial_value": text(most=40, pattern=DECIMAL),
            "min_value": text(most=40, pattern=DECIMAL),
            "max_value": text(most=40, pattern=DECIMAL),
        },
    ),
    "email_text_input": _element("email_text_input", {}, {**_TYPED, "initial_value": text(most=3000)}),
}


def _some(*names: str) -> Check:
    return by_type({name: ELEMENTS[name] for name in names}, noun="element")


_CHOICES = ("static_select", "users_select", "radio_buttons", "checkboxes", "datepicker", "timepicker")
_MANY = ("multi_static_select", "multi_users_select")
IN_ACTIONS = _some("button", "overflow", *_CHOICES)
IN_SECTION = _some("button", "overflow", *_CHOICES, *_MANY)
IN_INPUT = _some(*_CHOICES, *_MANY, "plain_text_input", "number_input", "email_text_input")


def _block(kind: str, needs: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    return record({"type": _constant(kind), **needs}, {"block_id": ID, **(may or {})})


_SHOWN: Mapping[str, Check] = {
    "header": _block("header", {"text": plain(150)}),
    "section": _block(
        "section",
        {},
        {"text": either(3000), "fields": several(either(2000), most=10), "accessory": IN_SECTION, "expand": flag},
    ),
    "context": _block("context", {"elements": several(either(3000), most=10)}),
    "divider": _block("divider", {}),
    "actions": _block("actions", {"elements": several(IN_ACTIONS, most=25)}),
}
_ASKED: Mapping[str, Check] = {
    "input": _block(
        "input",
        {"label": plain(2000), "element": IN_INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
}

MESSAGE_BLOCKS = several(by_type(_SHOWN, noun="block"), most=50)
VIEW_BLOCKS = several(by_type({**_SHOWN, **_ASKED}, noun="block"), most=100)

_ANY_VIEW: Mapping[str, Check] = {
    "callback_id": ID,
    "external_id": ID,
    "private_metadata": text(most=3000, least=0),
}
VIEWS: Mapping[str, Check] = {
    "modal": record(
        {"type": _constant("modal"), "title": plain(24), "blocks": VIEW_BLOCKS},
        {
            **_ANY_VIEW,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
        },
    ),
    "home": record({"type": _constant("home"), "blocks": VIEW_BLOCKS}, _ANY_VIEW),
}
