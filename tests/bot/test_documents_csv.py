"""A case file as a table: a row for each entry, which no spreadsheet takes for a formula and which reads back."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.csv import guarded, render, unguarded
from plans.words import Words
from tests.bot.hostile_words import HOSTILE, made, reworded
from tests.plans import everything as the

# What begins a formula, after which a program may look for one, and what it skips before it.
FORMULA = re.compile("(?:^|[;\t\r\n])[\\s\x00\ufeff]*[=+@\uff1d\uff0b\uff0d\uff20-]")
FORBIDDEN = tuple("=+-@\t\r\n\x00 \uff1d\uff0b\uff0d\uff20")


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def harmless(cell: str) -> bool:
    return not cell.startswith(FORBIDDEN) and FORMULA.search(cell) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_no_formula_and_reads_back_equal(text: str) -> None:
    for said in (text, Words(text).reveal()):
        assert harmless(guarded(said))
        assert unguarded(guarded(said)) == said


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("=+-@'; \t\n\r\x00\ufeffa\uff1d\u2212,\"")) | st.text())
def test_any_text_is_no_formula_and_reads_back_equal(text: str) -> None:
    assert harmless(guarded(text))
    assert unguarded(guarded(text)) == text


def test_every_entry_has_a_row_with_its_id_its_time_and_its_author() -> None:
    found = {row["Id"]: row for row in rows(render(made(the.plan_with_everything()))) if row["Entry"] == "Note"}
    for note in the.plan_with_everything().record.notes:
        row = found[note.id]
        assert row["Text"] == note.text.reveal()
        assert row["UTC"] == f"{note.at:%Y-%m-%d %H:%M:%S}"
        assert row["Time zone"] == "America/Chicago"
        assert row["Who"] == f"name of {note.author} ({note.role.value})"


def test_what_belongs_to_an_entry_names_it() -> None:
    found = rows(render(made(the.plan_with_everything())))
    (rebuttal,) = [row for row in found if row["Id"] == "rebuttal-1"]
    assert rebuttal["Belongs to"] == "contest-1"


def test_a_whole_file_of_hostile_words_has_the_rows_of_a_harmless_one_and_no_formula() -> None:
    words = iter(HOSTILE * 2)
    hostile = rows(render(made(reworded(the.plan_with_everything(), words))))
    plain = rows(render(made(the.plan_with_everything())))
    assert [row["Id"] for row in hostile] == [row["Id"] for row in plain]
    assert all(harmless(cell) for row in hostile for cell in row.values())
