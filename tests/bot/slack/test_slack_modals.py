"""Forms of every kind of field go through the workspace and come back as they were filled in."""

from datetime import date, time
from typing import Any, Final

import pytest

from bot.forms import Form, Raw, read_answers
from bot.parts import Button, Buttons, Field, FieldKind, Option, Said, Stands, Text, Value
from bot.slack.blocks import Drawing
from bot.slack.modals import BLOCKS_LIMIT, Modals, raw_answers
from plans.words import Words
from tests.app.living import EMPLOYEE, HR, Living

FEW: Final = tuple(Option(value=f"v{number}", label=f"Choice {number}", description="why") for number in range(3))
MANY: Final = tuple(Option(value=f"v{number}", label=Words(f"Choice {number} " + "x" * 90)) for number in range(40))


def field(kind: FieldKind, name: str | None = None, **more: Any) -> Field:  # noqa: ANN401 - handed on to the field
    return Field(id=name or kind.value, kind=kind, label=f"L {name or kind.value}", required=False, **more)


def form(*parts: Any, submit: str | None = "Send") -> Form:  # noqa: ANN401 - parts of every kind
    return Form(title="A form with a title that is long", stands=Stands(ask="help"), parts=parts, submit=submit)


EVERY: Final = form(
    Text("Before."),
    field(FieldKind.TEXT, hint="h" * 3000, placeholder="p" * 200, max_length=80),
    field(FieldKind.LONG_TEXT, min_length=2),
    field(FieldKind.NUMBER),
    field(FieldKind.DATE),
    field(FieldKind.TIME),
    field(FieldKind.CHOICE, options=MANY),
    field(FieldKind.RADIO, options=FEW),
    field(FieldKind.CHOICES, options=FEW),
    field(FieldKind.CHOICES, "more_choices", options=MANY),
    field(FieldKind.PERSON),
    Buttons((Button(label="Other", stands=Stands(ask="help")),)),
)
VALUES: Final[dict[str, Value]] = {
    "text": Words("<!channel> & :smile: *bold*"),
    "long_text": Words("two\nlines \u05e9\u05dc\u05d5\u05dd"),
    "number": "42",
    "date": date(2027, 2, 28),
    "time": time(9, 30),
    "choice": "v39",
    "radio": "v1",
    "choices": ("v0", "v2"),
    "more_choices": ("v3", "v17"),
    "person": EMPLOYEE,
}


async def opened(live: Living, asked: Form) -> None:
    """The form stands open on the supervisor's screen."""
    assert (await live.supervisor.command("/pip", "help")).ok
    modal = await live.supervisor.modal()
    assert modal is not None
    view = modals().view(asked.with_entry("0123456789abcdef"), handle="-")
    await live.milepost.listeners.front.client.views_update(view_id=modal.id, view=view)


def modals() -> Modals:
    return Modals(Drawing(lambda stands: stands.ask), close="Close", more="There is more.")


async def answers(live: Living, asked: Form) -> dict[str, Value]:
    """What stands in the open form, as an ask would read it."""
    modal = await live.supervisor.modal()
    assert modal is not None
    found, faults = read_answers(asked, raw_answers(modal.raw["values"]))
    assert faults == {}
    return dict(found.values)


async def test_what_stands_in_a_form_when_it_opens_is_what_comes_back_untouched(live: Living) -> None:
    asked = EVERY.filled(VALUES)
    await opened(live, asked)
    assert await answers(live, asked) == VALUES


async def test_what_is_filled_in_comes_back(live: Living) -> None:
    await opened(live, EVERY)
    assert await answers(live, EVERY) == {}
    await live.supervisor.fill(
        {
            "text": "another",
            "long_text": "a\nb",
            "number": 7,
            "date": "2028-02-29",
            "time": "23:59",
            "choice": "v0",
            "radio": "v2",
            "choices": ["v1"],
            "more_choices": ["v4", "v5"],
            "person": HR,
        }
    )
    assert await answers(live, EVERY) == {
        "text": Words("another"),
        "long_text": Words("a\nb"),
        "number": "7",
        "date": date(2028, 2, 29),
        "time": time(23, 59),
        "choice": "v0",
        "radio": "v2",
        "choices": ("v1",),
        "more_choices": ("v4", "v5"),
        "person": HR,
    }


async def test_a_form_drawn_anew_has_other_block_ids_so_that_nothing_typed_is_carried_over(live: Living) -> None:
    first = modals().view(EVERY.with_entry("a" * 32), handle="-").to_dict()
    second = modals().view(EVERY.with_entry("b" * 32), handle="-").to_dict()
    ids = [{block.get("block_id") for block in view["blocks"] if block["type"] == "input"} for view in (first, second)]
    assert ids[0].isdisjoint(ids[1])


def test_a_form_too_long_for_one_screen_says_so_and_keeps_its_fields_and_its_last_buttons() -> None:
    lines = [Text(f"line {number}") for number in range(150)]
    button = Buttons((Button(label="Drop it", stands=Stands(ask="help")),))
    asked = form(*lines[:120], field(FieldKind.TEXT), *lines[120:], button)
    blocks = modals().view(asked.with_entry("a" * 32), handle="-").to_dict()["blocks"]
    assert len(blocks) == BLOCKS_LIMIT
    assert [block["type"] for block in blocks].count("input") == 1
    assert blocks[-1]["type"] == "actions"
    told = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert told[:78] == [line.text for line in lines[:78]]
    assert told[78] == "There is more."
    assert told[79:] == [line.text for line in lines[-19:]]


async def test_a_long_form_with_long_words_passes_the_workspaces_validation(live: Living) -> None:
    said = tuple(Said(label="They wrote", words=Words("word " * 1500)) for _ in range(8))
    await opened(live, form(*said, submit=None))


SHAPES: Final[dict[str, tuple[dict[str, Any], Raw]]] = {
    "text": ({"type": "plain_text_input", "value": "x"}, "x"),
    "nothing": ({"type": "plain_text_input", "value": None}, None),
    "no key": ({}, None),
    "a number in a text's place": ({"value": 7}, None),
    "one option": ({"selected_option": {"value": "a"}}, "a"),
    "no option": ({"selected_option": None}, None),
    "options": ({"selected_options": [{"value": "a"}, {"value": "b"}]}, ("a", "b")),
    "no options": ({"selected_options": []}, ()),
    "an option that is a text": ({"selected_option": "a"}, None),
    "options that are texts": ({"selected_options": ["a"]}, ()),
}


@pytest.mark.parametrize(("element", "raw"), SHAPES.values(), ids=SHAPES)
def test_a_field_is_read_by_its_shape_and_what_we_never_drew_is_nothing(element: dict[str, Any], raw: Raw) -> None:
    assert raw_answers({"name--0123abcd": {"name": element}}) == {"name": raw}
