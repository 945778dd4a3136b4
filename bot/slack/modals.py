"""A form becomes a modal, and what stood in a modal becomes raw answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from bot.forms import Form, Raw
from bot.parts import Field, FieldKind, Value
from bot.parts import Option as Choice
from bot.slack.blocks import Drawing, plain, shortened
from plans.words import Words

TITLE_LIMIT: Final = 24
OPTION_LIMIT: Final = 75
HINT_LIMIT: Final = 2000
PLACEHOLDER_LIMIT: Final = 150
CHECKBOXES_LIMIT: Final = 10
BLOCKS_LIMIT: Final = 100
_LAST_BLOCKS: Final = 20
INPUT_LIMIT: Final = 3000
_MARK: Final = "--"


@dataclass(frozen=True, slots=True)
class Modals:
    """Draws forms for one reader. ``drawing`` draws the parts; ``handle`` is what the form carries."""

    drawing: Drawing
    close: str
    more: str

    def view(self, form: Form, *, handle: str, trouble: str | None = None) -> View:
        """The modal. ``trouble`` is a sentence about the form as a whole, shown above everything."""
        blocks: list[Block] = [SectionBlock(text=plain(trouble))] if trouble else []
        for part in form.parts:
            if isinstance(part, Field):
                blocks.append(_input(part, form))
            else:
                blocks.extend(self.drawing.blocks([part]))
        if len(blocks) > BLOCKS_LIMIT:
            blocks = _most(blocks, SectionBlock(text=plain(self.more)))
        return View(
            type="modal",
            callback_id=form.stands.ask,
            private_metadata=handle,
            title=plain(shortened(form.title, TITLE_LIMIT)),
            submit=plain(shortened(form.submit, TITLE_LIMIT)) if form.submit else None,
            close=plain(shortened(form.close or self.close, TITLE_LIMIT)),
            blocks=blocks,
        )


def _most(blocks: list[Block], more: Block) -> list[Block]:
    """As many as fit, in order, and ``more`` where something is left out.

    A field stays, whatever has to go for it, or the form could not be sent; so do the last blocks, which hold the
    buttons of the form as a whole.
    """
    spare = max(0, BLOCKS_LIMIT - 1 - sum(isinstance(block, InputBlock) for block in blocks))
    others = [place for place, block in enumerate(blocks) if not isinstance(block, InputBlock)]
    first = spare - min(spare, _LAST_BLOCKS)
    gone = set(others[first : len(others) - (spare - first)])
    cut = min(gone, default=None)
    kept = ((place, block) for place, block in enumerate(blocks) if place not in gone or place == cut)
    return [more if place == cut else block for place, block in kept][:BLOCKS_LIMIT]


def block_id(field: str, form: Form) -> str:
    """A field's block id: new with every drawn form, so that Slack never carries typed values into the next one."""
    return f"{field}{_MARK}{(form.entry or '')[:8]}"


def _input(field: Field, form: Form) -> InputBlock:
    element = _element(field)
    element.focus_on_load = True if field.focus else None
    return InputBlock(
        block_id=block_id(field.id, form),
        label=plain(shortened(field.label, 2000)),
        hint=plain(shortened(field.hint, HINT_LIMIT)) if field.hint else None,
        optional=not field.required,
        element=element,
    )


def _element(field: Field) -> InputInteractiveElement:  # noqa: PLR0911 - one line for each kind reads best
    default = field.default
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return _text(field)
        case FieldKind.NUMBER:
            shown = default if isinstance(default, str) else None
            return NumberInputElement(action_id=field.id, is_decimal_allowed=True, initial_value=shown)
        case FieldKind.DATE:
            day = default.isoformat() if isinstance(default, date) else None
            return DatePickerElement(action_id=field.id, initial_date=day)
        case FieldKind.TIME:
            hour = default.isoformat("minutes") if isinstance(default, time) else None
            return TimePickerElement(action_id=field.id, initial_time=hour)
        case FieldKind.CHOICE:
            options = [_option(choice) for choice in field.options]
            return StaticSelectElement(
                action_id=field.id,
                options=options,
                initial_option=_initial(options, default),
                placeholder=_placeholder(field),
            )
        case FieldKind.RADIO:
            options = [_option(choice) for choice in field.options]
            return RadioButtonsElement(
                action_id=field.id,
                options=options,
                initial_option=_initial(options, default),
            )
        case FieldKind.CHOICES:
            return _many(field)
        case FieldKind.PERSON:
            return UserSelectElement(
                action_id=field.id,
                initial_user=default if isinstance(default, str) else None,
                placeholder=_placeholder(field),
            )


def _placeholder(field: Field) -> str | None:
    return shortened(field.placeholder, PLACEHOLDER_LIMIT) if field.placeholder else None


def _text(field: Field) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=field.id,
        multiline=field.kind is FieldKind.LONG_TEXT,
        initial_value=_shown(field.default),
        max_length=min(field.max_length, INPUT_LIMIT),
        min_length=field.min_length or None,
        placeholder=_placeholder(field),
    )


def _shown(default: Value | None) -> str | None:
    if isinstance(default, Words):
        return default.reveal() or None
    return default if isinstance(default, str) else None


def _many(field: Field) -> CheckboxesElement | StaticMultiSelectElement:
    options = [_option(choice) for choice in field.options]
    chosen = field.default if isinstance(field.default, tuple) else ()
    initial = [option for option in options if option.value in chosen] or None
    if len(options) <= CHECKBOXES_LIMIT:
        return CheckboxesElement(action_id=field.id, options=options, initial_options=initial)
    return StaticMultiSelectElement(action_id=field.id, options=options, initial_options=initial)


def _option(choice: Choice) -> Option:
    label = choice.label.reveal() if isinstance(choice.label, Words) else choice.label
    return Option(
        value=choice.value,
        text=plain(shortened(label.replace("\n", " ") or "—", OPTION_LIMIT)),
        description=plain(shortened(choice.description, OPTION_LIMIT)) if choice.description else None,
    )


def _initial(options: list[Option], default: Value | None) -> Option | None:
    return next((option for option in options if option.value == default), None)


def raw_answers(state: Mapping[str, Any]) -> dict[str, Raw]:
    """Field id to what stood there, from ``view.state.values``. Shapes we never drew are passed over."""
    raw = dict[str, Raw]()
    for block, elements in state.items():
        for element in elements.values():
            raw[block.partition(_MARK)[0]] = _raw(element)
    return raw


def _raw(element: Mapping[str, Any]) -> Raw:
    for key in ("value", "selected_date", "selected_time", "selected_user"):
        if isinstance(element.get(key), str):
            return str(element[key])
    one = element.get("selected_option")
    if isinstance(one, Mapping):
        return str(one.get("value"))
    many = element.get("selected_options")
    if isinstance(many, list):
        return tuple(str(option.get("value")) for option in many if isinstance(option, Mapping))
    return None
