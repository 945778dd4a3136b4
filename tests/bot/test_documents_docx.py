"""A case file for Word: the employer's form in its own order, then the record; words and nothing else."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache

import docx
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from bot.documents import documents
from bot.documents.docx import render
from bot.documents.paper import Paper
from plans import examples
from plans.case_file import case_file
from plans.document import CaseFile
from plans.employer_form import employer_form
from plans.handing_over import stood_in
from plans.lifecycle import delivered
from plans.policy import PackId
from plans.states import PlanState
from plans.words import Words
from tests.bot.hostile_words import HOSTILE, UNWRAPPED, endless, hostile_plans, made, reworded
from tests.plans import everything as the

DC = PackId("dc-government")
# What a field, a link, a picture, a script or anything fetched from elsewhere would be made of.
LIVE = {"hyperlink", "object", "drawing", "pict", "altChunk", "control", "fldSimple", "attachedTemplate", "OLEObject"}


@cache
def word(name: PackId = examples.ILLINOIS, state: PlanState = PlanState.CLOSED) -> bytes:
    found = examples.case(state, name=name)
    file = case_file(found.plan, found.terms, found.events, order=None, made_at=found.at)
    return documents(file, found.plan, found.terms, forms=("docx",))["case-file.docx"]


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def headings(data: bytes) -> list[str]:
    styled = ((found.text, found.style) for found in opened(data).paragraphs)
    return [text for text, style in styled if style is not None and style.name == "Heading 1"]


def texts(data: bytes) -> Iterator[str]:
    """Every line as it stands, in tables too."""
    for block in opened(data).iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (line for row in block.rows for cell in row.cells for line in cell.text.split("\n"))


def table_after(data: bytes, heading: str) -> list[list[str]]:
    blocks = iter(opened(data).iter_inner_content())
    for block in blocks:
        if isinstance(block, Paragraph) and block.text == heading:
            break
    table = next(block for block in blocks if isinstance(block, Table))
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_illinois_form_stands_in_its_own_order_before_the_record() -> None:
    assert headings(word())[:11] == [
        "The plan",
        "Areas",
        "Purpose",
        "Action plan",
        "Progress reviews",
        "What each side has undertaken",
        "What may follow",
        "Resources and support",
        "Signed by",
        "What makes a good goal",
        "The record",
    ]


def test_the_districts_form_stands_in_its_own_order_before_the_record() -> None:
    """Its purpose is printed above everything else."""
    assert headings(word(DC))[:8] == [
        "Purpose",
        "The plan",
        "Areas",
        "Strengths",
        "Action",
        "What may follow",
        "Signed by",
        "The record",
    ]


def test_the_head_has_the_lines_of_the_form_in_the_packs_order() -> None:
    lines = [row[0] for row in table_after(word(DC), "The plan")]
    labels = [field.label for field in examples.pack(DC).header]
    assert lines == ["Case number", *labels]


def test_the_areas_of_the_form_are_all_there_and_those_chosen_are_ticked() -> None:
    rows = table_after(word(), "Areas")[1:]
    assert [row[1] for row in rows] == [area.label for area in examples.pack().competencies]
    ticked = {row[1] for row in rows if row[0] == "☒"}
    chosen = examples.case(PlanState.CLOSED).plan.areas
    assert ticked == {area.label for area in examples.pack().competencies if area.key in chosen}


def test_an_action_block_has_its_five_parts() -> None:
    parts = [row[0] for row in table_after(word(DC), "Action")[1:]]
    assert list(dict.fromkeys(parts)) == [
        "For",
        "Deficiency",
        "Desired outcome",
        "Action",
        "Check-in on",
        "Expected by then",
        "Progress",
    ]


def test_a_signature_nobody_gave_has_an_empty_line() -> None:
    rows = table_after(word(state=PlanState.DELIVERED), "Signed by")[1:]
    assert [row[0] for row in rows if not row[1]] == ["Employee"]


def test_the_reviewers_signature_stands_in_the_supervisors_place() -> None:
    """Nobody is asked for another one (S1-12)."""
    found = examples.case(PlanState.APPROVED)
    away = stood_in(found.plan, reviewer=examples.REVIEWER, away=True, by=examples.HR, at=found.at).plan
    plan = delivered(
        away,
        found.terms,
        signature=examples.SUPERVISOR_SIGNATURE,
        typed_name=Words("Noor Haddad"),
        met_on=found.at.date(),
        by=examples.REVIEWER,
        at=found.at,
    ).plan
    file = case_file(plan, found.terms, (), order=None, made_at=found.at)
    rows = table_after(render(employer_form(file, plan, found.terms, made_at=found.at)), "Signed by")[1:]
    assert [row[0] for row in rows if not row[1]] == ["Employee"]
    assert "Reviewer, in the supervisor’s absence" in [row[0] for row in rows]


def test_nothing_of_the_case_file_is_left_out() -> None:
    plan = reworded(the.plan_with_everything(), (f"word{n}x" for n in range(10_000)))
    file = made(plan, compartment=False)
    said = "\n".join(texts(render(employer_form(file, plan, the.terms(), made_at=the.NOW))))
    assert all(words in said for words in the.words_in(file) if words.startswith("word"))


def test_what_is_sealed_or_kept_to_hr_is_not_in_the_form_either() -> None:
    plan = reworded(the.plan_with_everything(), (f"word{n}x" for n in range(10_000)))
    file = made(plan, compartment=False)
    said = "\n".join(texts(render(employer_form(file, plan, the.terms(), made_at=the.NOW))))
    protected = next(barrier for barrier in plan.record.barriers if barrier.protected)
    hidden = (protected, plan.record.hr_requests, plan.record.check_ins[-1])
    assert not [words for words in the.words_in(hidden) if words.startswith("word") and words in said]


def test_the_same_record_gives_the_same_bytes_and_names_no_time_but_its_own() -> None:
    again = word.__wrapped__()
    assert again == word()
    with zipfile.ZipFile(io.BytesIO(again)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_draft_says_so_at_the_top_and_at_the_foot_of_every_page() -> None:
    draft = opened(word(state=PlanState.DRAFT))
    assert draft.paragraphs[2].text.startswith("DRAFT")
    assert "DRAFT" in draft.sections[0].footer.paragraphs[0].text
    assert not [line for line in texts(word()) if line.startswith("DRAFT")]


@pytest.mark.parametrize(("paper", "width"), [(None, 216), (Paper.A4, 210), (Paper.LETTER, 216)])
def test_the_paper_is_that_of_the_packs_country_unless_another_is_asked_for(paper: Paper | None, width: int) -> None:
    found = opened(render(example(), paper=paper)).sections[0].page_width
    assert found is not None
    assert round(found.mm) == width


def example() -> CaseFile:
    found = examples.case(PlanState.CLOSED)
    return case_file(found.plan, found.terms, found.events, order=None, made_at=found.at)


def alive(data: bytes) -> set[str]:
    """Parts of the document that do something, but for the two numbers at the foot of the page."""
    found: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".bin", ".vbs", ".js", ".exe")):
                found.add(name)
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False))
                tags = {etree.QName(element).localname for element in root.iter(etree.Element)}
                fields = {element.text for element in root.iter("{*}instrText")} - {"PAGE", "NUMPAGES"}
                found |= (tags & LIVE) | {str(field) for field in fields}
                outside = (element for element in root.iter() if element.get("TargetMode") == "External")
                found |= {element.get("Target", "") for element in outside}
    return found


def letters(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(etree.fromstring(package.read("word/document.xml")).itertext())


def test_hostile_words_become_words_and_nothing_else() -> None:
    for plan in hostile_plans(UNWRAPPED):
        data = render(made(plan))
        assert not alive(data)
        said = "".join(letters(data).split())
        for note in plan.record.notes:
            lines = [line for line in note.text.reveal().split("\n") if line.isprintable()]
            assert all("".join(line.split()) in said for line in lines if "\uffff" not in line)


def test_what_xml_cannot_hold_is_written_as_its_code() -> None:
    plan = reworded(the.plan_with_everything(), endless("a\uffffb"))
    assert "a[U+FFFF]b" in "\n".join(texts(render(made(plan))))


@pytest.mark.deep
@pytest.mark.parametrize("start", range(0, len(HOSTILE), 50))
def test_every_hostile_text_may_stand_in_every_field_for_word(start: int) -> None:
    plan = the.plan_with_everything()
    for text in HOSTILE[start : start + 50]:
        said = reworded(plan, endless(text))
        assert not alive(render(employer_form(made(said), said, the.terms(), made_at=the.NOW)))


def test_arabic_runs_from_right_to_left() -> None:
    plan = reworded(the.plan_with_everything(), endless("مرحبا"))
    with zipfile.ZipFile(io.BytesIO(render(made(plan)))) as package:
        text = package.read("word/document.xml").decode()
    assert "<w:bidi/>" in text
    assert "<w:rtl/>" in text
