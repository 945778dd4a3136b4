"""A case file on paper: it says everything, nothing in it comes alive, and the same record gives the same bytes."""

import re
import socket
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import pypdfium2
import pytest

from bot.documents.paper import Paper
from bot.documents.pdf import render
from bot.documents.pdf.faces import face_for, legible
from bot.documents.pdf.typesetting import Line, Run, Span, lines
from plans import examples
from plans.case_file import case_file
from plans.document import CaseFile
from plans.states import PlanState
from plans.words import Words
from tests.bot.hostile_words import HOSTILE, UNWRAPPED, endless, hostile_plans, made, reworded
from tests.plans import everything as the

ROOT = Path(__file__).resolve().parents[2]
# What makes a reader do something: follow, run, open, fetch, send.
LIVE = (b"/URI", b"/JS", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Annot", b"/AA", b"/OpenAction", b"/GoToR")


@cache
def example(state: PlanState = PlanState.CLOSED) -> CaseFile:
    found = examples.case(state)
    return case_file(found.plan, found.terms, found.events, order=None, made_at=found.at)


@cache
def pages(data: bytes) -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(data)
    return tuple(page.get_textpage().get_text_bounded() for page in document)


@cache
def printed(state: PlanState = PlanState.CLOSED) -> bytes:
    return render(example(state))


def bare(text: str) -> str:
    """Without anything a line's end may have changed."""
    return "".join(char for char in text if not char.isspace() and char not in "\ufffe\u00ad\u0002-")


def alive(data: bytes) -> list[bytes]:
    """What in the document would do something; what is drawn lies in streams and cannot. To begin at page 1 is none."""
    objects = re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.DOTALL)
    objects = re.sub(rb"/OpenAction \[3 0 R /FitH null\]", b"", objects)
    return [name for name in LIVE if name in objects]


# What stands in it


def test_the_first_page_has_the_head_of_the_form_and_what_the_plan_is_for() -> None:
    first = pages(printed())[0]
    found = examples.case(PlanState.CLOSED)
    assert bare(found.terms.pack.purpose) in bare(first)
    labels = [field.label for field in found.terms.pack.header]
    assert [first.index(label) for label in labels] == sorted(first.index(label) for label in labels)


def test_every_page_has_its_number_the_case_number_and_the_edition_of_the_template() -> None:
    found = pages(printed())
    assert len(found) > 3
    for number, page in enumerate(found, start=1):
        template = "template illinois-library, version 1 of 19 June 2026"
        foot = f"Page {number} of {len(found)} · Case file M-7K3QXZ · {template}"
        assert bare(foot) in bare(page)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.DELIVERED])
def test_a_draft_says_so_on_every_page_until_it_is_delivered(state: PlanState) -> None:
    marked = ["DRAFT" in page for page in pages(printed(state))]
    assert all(marked) if state is PlanState.DRAFT else not any(marked)


def test_a_signature_has_the_name_as_shown_both_times_and_the_hash_of_the_text() -> None:
    text = bare("".join(pages(printed())))
    for given in examples.case(PlanState.CLOSED).plan.signatures:
        assert bare(given.name_shown.reveal()) in text
        assert given.text_hash in text
        assert bare(f"({given.at:%Y-%m-%d %H:%M:%S} UTC)") in text


def test_both_columns_of_promises_stand_in_it() -> None:
    text = bare("".join(pages(printed())))
    for heading in ("The employee", "The supervisor and the organisation"):
        assert bare(heading) in text


def test_it_is_on_the_paper_of_the_packs_country_unless_another_is_asked_for() -> None:
    def size(data: bytes) -> tuple[int, int]:
        width, height = pypdfium2.PdfDocument(data)[0].get_size()
        return round(width), round(height)

    assert size(printed()) == (612, 792)
    assert size(render(example(), paper=Paper.A4)) == (595, 842)


def test_nothing_anybody_wrote_is_missing_from_it() -> None:
    """Every text of a plan with something in every field, but for what is sealed or between HR and its author."""
    plan = reworded(the.plan_with_everything(), (f"word{n}x" for n in range(10_000)))
    file = made(plan, compartment=False)
    text = bare("".join(pages(render(file))))
    for words in (word for word in the.words_in(file) if word.startswith("word")):
        assert words in text


# The same bytes


def test_the_same_record_gives_the_same_bytes_in_another_process_too() -> None:
    script = (
        "import hashlib;from tests.bot.test_documents_pdf import printed;print(hashlib.sha256(printed()).hexdigest())"
    )
    here = render(example())
    assert here == printed()
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == sha256(here).hexdigest()


# Nothing comes alive


def test_hostile_words_neither_break_it_nor_become_anything_but_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> NoReturn:
        raise AssertionError("a document is made without asking anybody")

    monkeypatch.setattr(socket, "socket", refused)
    for plan in hostile_plans(UNWRAPPED):
        assert not alive(render(made(plan)))


@pytest.mark.deep
@pytest.mark.parametrize("start", range(0, len(HOSTILE), 50))
def test_every_hostile_text_may_stand_in_every_field(start: int) -> None:
    plan = the.plan_with_everything()
    for text in HOSTILE[start : start + 50]:
        data = render(made(reworded(plan, endless(text))))
        assert not alive(data)
        assert pages(data)


# Lines


def measured(run: Run) -> float:
    """Every letter is as wide as any other."""
    return 500.0 * len(run.text)


def text_of(found: list[Line]) -> str:
    return "".join(run.text for line in found for run, _ in line.runs)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str) -> None:
    for part in Words(text).reveal().split("\n"):
        found = lines([Span(part)], room=20_000, measure=measured)
        assert all(line.width <= 20_000 or len(line.runs[0][0].text.strip()) == 1 for line in found if len(part) < 400)
        steering = "\u200e\u200f"
        wanted = sorted(char for char in legible(part.replace("\t", "    ")) if char not in steering)
        assert bare("".join(wanted)) == bare("".join(sorted(text_of(found))))


def test_what_no_typeface_has_is_written_as_its_code() -> None:
    assert legible("a \U00010330 b") == "a [U+10330] b"
    assert legible("\ue000\x07\u202e") == "[U+E000][U+0007][U+202E]"


@pytest.mark.parametrize(
    "text", ["مرحبا", "你好，世界", "日本語のかな", "한국어", "👩‍👩‍👧‍👦👍🏽🇺🇸❤️1️⃣", "नमस्ते", "שלום", "ไทย", "Ωмега", "→✓☐"]
)
def test_what_people_write_in_their_own_script_is_drawn(text: str) -> None:
    assert legible(text) == text


def test_an_emoji_made_of_several_is_drawn_as_one() -> None:
    family = "👩‍👩‍👧‍👦"
    face = face_for(family)
    assert face is not None
    assert face.name == "NotoEmoji-Regular"


def sight(*spans: str) -> list[tuple[str, bool]]:
    (line,) = lines([Span(text) for text in spans], room=10**9, measure=measured)
    return [(run.text, run.rtl) for run, _ in line.runs]


def test_arabic_runs_from_right_to_left_and_what_is_latin_in_it_from_left_to_right() -> None:
    found = [(text.strip(), rtl) for text, rtl in sight("مرحبا abc عالم") if text.strip()]
    assert found == [("عالم", True), ("abc", False), ("مرحبا", True)]


def test_a_name_in_arabic_stays_between_the_words_around_it() -> None:
    found = "".join(text for text, _ in sight("By ", "محمد", " on 2 June"))
    assert found.index("By") < found.index("محمد") < found.index("2 June")


def test_a_line_of_arabic_begins_at_the_right_edge() -> None:
    (line,) = lines([Span("مرحبا")], room=10**9, measure=measured)
    assert line.rtl
    (line,) = lines([Span("hello مرحبا")], room=10**9, measure=measured)
    assert not line.rtl


def test_chinese_breaks_between_signs_but_begins_no_line_with_a_stop() -> None:
    found = lines([Span("你好世界。" * 9)], room=500 * 9, measure=measured)
    assert len(found) > 3
    assert not [line for line in found if line.runs[0][0].text.startswith("。")]
