"""A case file as Markdown and JSON: hostile words stay words, and what is sealed is in neither."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.documents import FORMATS
from bot.documents import json as as_json
from bot.documents import markdown as as_markdown
from bot.documents.escaping import inline
from plans.case_file import case_file
from plans.people import Role
from plans.states import PlanState
from plans.words import Words
from tests.bot.hostile_words import HOSTILE, endless, hostile_plans, made, reworded
from tests.plans import everything as the

NEVER = {"link_open", "image", "html_inline", "html_block", "s_open", "definition", "footnote_ref"}
# What a text may be made of; its amount says nothing.
FREE = {"paragraph_open", "paragraph_close", "text", "text_special", "softbreak", "hardbreak", "inline", "code_inline"}


def tokens(text: str) -> Iterator[Token]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for token in parser.parse(text):
        yield token
        yield from token.children or ()


def structure(text: str) -> Counter[str]:
    return Counter(token.type for token in tokens(text) if token.type not in FREE)


def quotations(text: str) -> Iterator[str]:
    """What each block quotation says."""
    depth, said = 0, list[str]()
    for token in MarkdownIt("commonmark").parse(text):
        depth += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "blockquote_close":
            yield " ".join("".join(said).split())
            said = []
        elif depth and token.children is not None:
            said += [one.content or " " for one in token.children] + [" "]


def plainly(text: str) -> str:
    return " ".join(text.split())


def test_the_corpus_has_five_hundred_hostile_strings() -> None:
    assert len(set(HOSTILE)) >= 500


def test_hostile_words_become_no_markup_and_no_link() -> None:
    harmless = structure(as_markdown.render(made(reworded(the.plan_with_everything(), endless("harmless")))))
    for plan in hostile_plans():
        found = structure(as_markdown.render(made(plan)))
        assert not NEVER & set(found)
        assert found == harmless


def test_hostile_words_read_as_they_were_written() -> None:
    for plan in hostile_plans():
        said = set(quotations(as_markdown.render(made(plan))))
        for contest in plan.record.contests:
            assert plainly(contest.text.reveal()) in said
        for note in plan.record.notes:
            assert plainly(note.text.reveal()) in said


@pytest.mark.parametrize("text", HOSTILE)
def test_a_note_reads_back_equal(text: str) -> None:
    record = the.record()
    notes = (replace(record.notes[0], text=Words(text)),)
    plan = the.plan_with_everything(record=replace(record, notes=notes))
    markdown = as_markdown.render(made(plan)).split("## Progress notes")[1].split("\n## ")[0]
    *_, said = quotations(markdown)
    assert said == plainly(Words(text).reveal())


@pytest.mark.parametrize("text", [text for text in HOSTILE if "@" in text or "://" in text or "www." in text])
def test_an_address_stands_in_a_code_span_where_nothing_links_it(text: str) -> None:
    """Some renderers link bare addresses after all escapes are undone; they leave code alone."""
    parser = MarkdownIt("commonmark")
    for token in parser.parseInline(inline(Words(text).reveal())):
        for one in token.children or ():
            if one.type != "code_inline":
                assert "@" not in one.content
                assert "://" not in one.content
                assert "www." not in one.content


def test_json_holds_hostile_words_to_the_letter() -> None:
    for plan in hostile_plans():
        told = set(the.words_in(json.loads(as_json.render(made(plan)))))
        for note in plan.record.notes:
            assert note.text.reveal() in told
        for contest in plan.record.contests:
            assert contest.text.reveal() in told


def test_json_has_the_same_shape_whatever_was_written() -> None:
    def shape(thing: object) -> object:
        if isinstance(thing, dict):
            return {key: shape(value) for key, value in thing.items()}
        return [shape(one) for one in thing] if isinstance(thing, list) else None

    harmless = shape(json.loads(as_json.render(made(reworded(the.plan_with_everything(), endless("harmless"))))))
    for plan in hostile_plans():
        assert shape(json.loads(as_json.render(made(plan)))) == harmless


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_note_that_is_still_sealed_is_in_no_document(form: str) -> None:
    plan = reworded(the.plan_with_everything(), (f"word{n}x" for n in range(10_000)))
    sealed = [text for text in the.words_in(plan.record.check_ins[-1]) if text.startswith("word")]
    for compartment in (False, True):
        text = FORMATS[form](made(plan, compartment=compartment))
        assert len(sealed) == 4
        assert not any(word in text for word in sealed)
    opened = case_file(plan, the.terms(), (), order=None, made_at=the.at(120))
    assert all(word in FORMATS[form](opened) for word in sealed)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_what_is_between_hr_and_its_author_is_in_no_document_that_was_not_asked_for_it(form: str) -> None:
    plan = reworded(the.plan_with_everything(), (f"word{n}x" for n in range(10_000)))
    protected = next(barrier for barrier in plan.record.barriers if barrier.protected)
    words = [text for text in the.words_in((protected, plan.record.hr_requests)) if text.startswith("word")]
    assert len(words) == 5
    assert not any(word in FORMATS[form](made(plan, compartment=False)) for word in words)
    assert all(word in FORMATS[form](made(plan, compartment=True)) for word in words)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_case_file_gives_the_same_text(form: str) -> None:
    assert FORMATS[form](made(the.plan_with_everything())) == FORMATS[form](made(the.plan_with_everything()))


def test_the_signed_text_stands_to_the_letter_behind_a_fence() -> None:
    exact = 'a "text" with ``` and ~~~ and\n````\n# more'
    edition = replace(the.editions()[0], text=Words(exact))
    markdown = as_markdown.render(made(the.plan_with_everything(editions=(edition,))))
    fences = [token.content for token in MarkdownIt("commonmark").parse(markdown) if token.type == "fence"]
    assert fences == [exact + "\n"]


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.HR_REVIEW])
def test_a_draft_is_marked_at_the_top_of_the_first_page(state: PlanState) -> None:
    plan = the.plan_with_everything(state, delivered_at=None)
    assert "**DRAFT.**" in as_markdown.render(made(plan)).split("\n## ", maxsplit=1)[0]
    assert json.loads(as_json.render(made(plan)))["draft"] is True
    assert "**DRAFT.**" not in as_markdown.render(made(the.plan_with_everything()))


def test_the_first_page_says_what_the_plan_is_for() -> None:
    headings = [line for line in as_markdown.render(made(the.plan_with_everything())).splitlines() if line[:3] == "## "]
    assert headings[:4] == [
        "## The plan",
        "## Purpose",
        "## Strengths",
        "## Areas to improve, and what is expected",
    ]


def test_a_signature_shows_the_time_where_it_was_given_and_in_utc() -> None:
    text = as_markdown.render(made(the.plan_with_everything()))
    assert "1 June 2026, 07:00 America/Chicago (2026-06-01 12:00:00 UTC)" in text.split("## Signatures")[1]


def test_the_reviewer_standing_in_is_named_as_such() -> None:
    record = the.record()
    notes = (replace(record.notes[1], author=the.REVIEWER.id, role=Role.REVIEWER),)
    text = as_markdown.render(made(the.plan_with_everything(record=replace(record, notes=notes))))
    assert "name of reviewer (as reviewer, in the absence of the supervisor)" in text
