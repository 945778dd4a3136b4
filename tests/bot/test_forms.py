"""Raw answers become values in one place, and what cannot be taken is a fault at its field."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asks.base import Pin, derived, relaxed
from bot.forms import Form, Raw, read_answers
from bot.parts import Field, FieldKind, Option, Stands, Text
from plans.words import Words

OPTIONS = (Option(value="a", label="A"), Option(value="b", label="B"))


def form(*fields: Field) -> Form:
    return Form(title="A form", stands=Stands(ask="an_ask"), parts=(Text("Before"), *fields))


def one(kind: FieldKind, *, required: bool = True, max_length: int = 3000, min_length: int = 0) -> Form:
    chosen = kind in {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.RADIO}
    return form(
        Field(
            id="it",
            kind=kind,
            label="It",
            required=required,
            options=OPTIONS if chosen else (),
            max_length=max_length,
            min_length=min_length,
        )
    )


@pytest.mark.parametrize(
    ("kind", "given_raw", "value"),
    [
        (FieldKind.TEXT, "  words  ", Words("words")),
        (FieldKind.LONG_TEXT, "שלום 👋\r\nsecond", Words("שלום 👋\nsecond")),
        (FieldKind.NUMBER, "12", "12"),
        (FieldKind.NUMBER, " -2.5 ", "-2.5"),
        (FieldKind.DATE, "2026-09-01", date(2026, 9, 1)),
        (FieldKind.TIME, "09:30", time(9, 30)),
        (FieldKind.CHOICE, "a", "a"),
        (FieldKind.RADIO, "b", "b"),
        (FieldKind.CHOICES, ("a", "b"), ("a", "b")),
        (FieldKind.PERSON, "U0EMPLOYEE", "U0EMPLOYEE"),
    ],
)
def test_each_kind_has_its_value(kind: FieldKind, given_raw: Raw, value: object) -> None:
    answers, faults = read_answers(one(kind), {"it": given_raw})
    assert faults == {}
    assert answers.values == {"it": value}


@pytest.mark.parametrize(
    ("kind", "given_raw", "code"),
    [
        (FieldKind.NUMBER, "twelve", "not-a-number"),
        (FieldKind.NUMBER, "1e9", "not-a-number"),
        (FieldKind.NUMBER, "٣", "not-a-number"),
        (FieldKind.NUMBER, "1,5", "not-a-number"),
        (FieldKind.DATE, "2026-02-30", "not-a-date"),
        (FieldKind.DATE, ("2026-09-01",), "not-a-date"),
        (FieldKind.TIME, "25:00", "not-a-time"),
        (FieldKind.CHOICE, "forged", "not-an-option"),
        (FieldKind.RADIO, ("a", "b"), "not-an-option"),
        (FieldKind.CHOICES, ("a", "forged"), "not-an-option"),
        (FieldKind.PERSON, ("U1", "U2"), "not-a-person"),
    ],
)
def test_what_cannot_be_taken_is_named_by_a_code(kind: FieldKind, given_raw: Raw, code: str) -> None:
    answers, faults = read_answers(one(kind), {"it": given_raw})
    assert faults["it"].code == code
    assert answers.values == {}


@pytest.mark.parametrize("kind", list(FieldKind))
@pytest.mark.parametrize("empty", [None, "", "   ", ()])
def test_an_empty_field_is_a_fault_only_where_it_is_required(kind: FieldKind, empty: Raw) -> None:
    assert read_answers(one(kind), {"it": empty})[1]["it"].code == "required"
    assert read_answers(one(kind, required=False), {"it": empty})[1] == {}
    assert read_answers(relaxed(one(kind)), {"it": empty})[1] == {}


@pytest.mark.parametrize(("length", "faulty"), [(3000, False), (3001, True)])
def test_three_thousand_characters_fit_and_one_more_does_not(length: int, *, faulty: bool) -> None:
    _, faults = read_answers(one(FieldKind.LONG_TEXT), {"it": "x" * length})
    assert bool(faults) is faulty
    if faulty:
        assert faults["it"].facts == {"limit": 3000, "length": 3001}


def test_marks_that_hide_or_reorder_text_are_no_answer() -> None:
    _, faults = read_answers(one(FieldKind.TEXT), {"it": "\u202e\u200b"})
    assert faults["it"].code == "required"


def test_too_short_is_said_with_both_figures() -> None:
    _, faults = read_answers(one(FieldKind.TEXT, min_length=5), {"it": "abc"})
    assert faults["it"].facts == {"limit": 5, "length": 3}


def test_answers_to_fields_nobody_asked_are_dropped() -> None:
    answers, faults = read_answers(one(FieldKind.TEXT, required=False), {"other": "x"})
    assert (answers.values, faults) == ({}, {})


raws = st.none() | st.text(max_size=50) | st.lists(st.text(max_size=5), max_size=3).map(tuple)


@given(kind=st.sampled_from(list(FieldKind)), given_raw=raws)
def test_whatever_comes_is_a_value_or_a_fault_and_never_both(kind: FieldKind, given_raw: Raw) -> None:
    answers, faults = read_answers(one(kind), {"it": given_raw})
    assert ("it" in answers.values) is not ("it" in faults)


def test_a_form_filled_shows_the_values_where_they_belong() -> None:
    filled = one(FieldKind.TEXT).filled({"it": Words("kept"), "other": Words("dropped")})
    assert [field.default for field in filled.fields] == [Words("kept")]


def test_a_pin_comes_back_from_what_a_form_stands_for() -> None:
    for subject in (None, "communication", "own_area"):
        pin = Pin(subject=subject, revision=7)
        assert Pin.of(pin.stands("plan_concern", "p")) == pin
    assert Pin.of(Stands(ask="plan_concern", plan="p", subject="communication")) == Pin(
        subject="communication", revision=None
    )


def test_derived_ids_are_the_same_each_time_and_differ_by_place() -> None:
    assert derived("e" * 32, "support/1") == derived("e" * 32, "support/1")
    assert len({derived("e" * 32, f"support/{place}") for place in range(5)} | {derived("f" * 32, "support/1")}) == 6
    assert len(derived("e" * 32, "view")) == 32
