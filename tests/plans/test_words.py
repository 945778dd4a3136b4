"""What a person wrote refuses to print itself, and is tidied the same way wherever it came from."""

import copy
import logging
import pickle  # noqa: TID251 - this is about what must not work
import traceback
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.plan import PlanError
from plans.texts import LIMIT, limited, optional, required
from plans.words import Words, WordsWithheldError

SECRET = "she asked me for the rota"


@pytest.mark.parametrize(
    "print_it",
    [
        pytest.param(str, id="str"),
        pytest.param(lambda words: f"{words}", id="f-string"),
        pytest.param(lambda words: f"{words:>20}", id="f-string with a format"),
        pytest.param("{}".format, id="format"),
        pytest.param(lambda words: "%s" % words, id="percent"),  # noqa: UP031 - the old way must fail as well
        pytest.param(lambda words: ", ".join(one for one in (words,)), id="join"),
        pytest.param(lambda words: "to " + words, id="plus"),
        pytest.param(pickle.dumps, id="pickle"),
        pytest.param(copy.copy, id="copy"),
    ],
)
def test_words_refuse_every_way_of_becoming_text_by_accident(print_it: object) -> None:
    assert callable(print_it)
    with pytest.raises(TypeError) as refused:
        print_it(Words(SECRET))
    assert SECRET not in str(refused.value)


def test_a_traceback_and_a_failing_assertion_show_the_length_alone() -> None:
    words = Words(SECRET)
    with pytest.raises(PlanError) as raised:
        _refuse(words)
    assert SECRET not in "".join(traceback.format_exception(raised.value)) + repr(raised.value.facts)
    assert repr(words) == f"<Words: {len(SECRET)} characters>"


def _refuse(words: Words) -> None:
    raise PlanError("required", words=words)


def test_a_log_line_that_meets_words_raises_instead_of_leaking() -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "said %s", (Words(SECRET),), None)
    with pytest.raises(WordsWithheldError):
        record.getMessage()


def test_words_reveal_what_was_written_when_asked() -> None:
    assert Words(SECRET).reveal() == SECRET


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\r\nlines\r", "two\nlines"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("pay\u202eevil\u2066x", "payevilx"),
        ("a\x00b\x1bc\td", "abc\td"),
        ("e\u200b\u0301", "\u00e9"),
        ("\ud800broken", "broken"),
        ("\u05e9\u05dc\u05d5\u05dd 👩‍💻", "\u05e9\u05dc\u05d5\u05dd 👩‍💻"),
        (" \n\t ", ""),
    ],
)
def test_words_are_composed_and_lose_what_hides_or_reorders_text(typed: str, kept: str) -> None:
    assert Words(typed).reveal() == kept


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = Words(text).reveal()
    assert Words(once).reveal() == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(), st.text())
def test_words_are_equal_exactly_when_their_texts_are(one: str, other: str) -> None:
    assert (Words(one) == Words(other)) is (Words(one).reveal() == Words(other).reveal())


def test_a_text_of_the_limit_is_taken_and_one_more_character_is_refused_with_both_numbers() -> None:
    assert required(Words("x" * LIMIT), "text")
    for check in (required, limited, optional):
        with pytest.raises(PlanError) as refused:
            check(Words("x" * (LIMIT + 1)), "text")
        assert (refused.value.code, refused.value.field) == ("too-long", "text")
        assert refused.value.facts == {"limit": 3_000, "length": 3_001}


@pytest.mark.parametrize("nothing", [None, Words(""), Words(" \n ")])
def test_a_required_text_must_say_something_and_an_optional_one_need_not(nothing: Words | None) -> None:
    with pytest.raises(PlanError) as refused:
        required(nothing, "text")
    assert (refused.value.code, refused.value.field) == ("required", "text")
    assert optional(nothing, "text") is None
