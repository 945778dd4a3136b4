"""The case file of the shared example plans, in every state a plan can be in."""

import json

import pytest

from bot.documents import FORMATS, FORMS, documents
from plans.case_file import case_file
from plans.document import CaseFile, Entry, Exact, Facts, Remark
from plans.drafting import opened
from plans.edition import hash_of
from plans.examples import EMPLOYEE, GENERIC, HR, ILLINOIS, ILLINOIS_PLAN, NOW, SUPERVISOR, Case, case, terms
from plans.ids import CaseNumber, EntryId
from plans.people import Person
from plans.policy import PackId
from plans.rights import rebutted
from plans.scribe import ids_in
from plans.states import BEFORE_DELIVERY, PlanState
from plans.visible import visible
from plans.words import Words

PACKS = (ILLINOIS, GENERIC)
WITHOUT_CONTENT = {PlanState.DISCARDED, PlanState.ERASED}


def made(found: Case) -> CaseFile:
    return case_file(found.plan, found.terms, found.events, order=None, made_at=found.at)


def names(file: CaseFile) -> list[str]:
    return [section.name for section in file.sections]


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("state", sorted(PlanState))
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_document_is_made_in_every_state_and_is_a_draft_until_delivery(
    name: PackId, state: PlanState, form: str
) -> None:
    file = made(case(state, name=name))
    assert file.draft is (state in BEFORE_DELIVERY)
    assert file.case_number in FORMATS[form](file)


@pytest.mark.parametrize("state", sorted(WITHOUT_CONTENT))
def test_every_form_is_made_of_a_plan_whose_content_is_gone(state: PlanState) -> None:
    found = case(state)
    assert {name for names in FORMS.values() for name in names} == set(documents(made(found), found.plan, found.terms))


@pytest.mark.parametrize("name", [*PACKS, PackId("dc-government"), PackId("coaching")])
def test_every_form_is_made_of_a_draft_nobody_has_written_in(name: PackId) -> None:
    on = terms(name)
    first = opened(
        ILLINOIS_PLAN, CaseNumber("M-7K3QXZ"), kind=on.pack.kind, employee=EMPLOYEE, pack=on.pack, by=SUPERVISOR, at=NOW
    )
    found = Case(plan=first.plan, terms=on, at=NOW, events=first.events)
    assert all(documents(made(found), found.plan, found.terms).values())


@pytest.mark.parametrize("state", sorted(set(PlanState) - WITHOUT_CONTENT))
def test_purpose_comes_before_strengths_and_strengths_before_concerns(state: PlanState) -> None:
    order = names(made(case(state)))
    assert order.index("purpose") < order.index("strengths") < order.index("concerns") < order.index("goals")


def test_the_head_names_the_edition_of_the_template_the_plan_began_with() -> None:
    found = case(PlanState.ACTIVE)
    section = made(found).section("head")
    assert section is not None
    assert isinstance(section.blocks[0], Facts)
    known = {fact.name: fact.value for fact in section.blocks[0].facts}
    assert (known["template"], known["template_version"], known["template_version_date"]) == (
        found.plan.pack.id,
        found.plan.pack.version,
        found.plan.pack.version_date,
    )


def test_the_signed_text_in_the_file_has_the_hash_that_was_signed() -> None:
    """So a signature can be checked with the file alone."""
    file = made(case(PlanState.ACTIVE))
    section, signed = file.section("editions"), file.section("signatures")
    assert section is not None
    assert signed is not None
    texts = [block.text for block in section.blocks if isinstance(block, Exact)]
    hashes = {fact.value for block in signed.blocks if isinstance(block, Entry) for fact in block.facts}
    assert texts
    assert all(hash_of(text.reveal()) in hashes for text in texts)
    told = json.loads(FORMATS["json"](file))
    exact = [block for part in told["sections"] for block in part["blocks"] if block["type"] == "exact"]
    assert [hash_of(block["text"]) for block in exact] == [edition.text_hash for edition in case().plan.editions]


def test_every_line_of_the_audit_trail_is_in_it() -> None:
    found = case(PlanState.CLOSED)
    told = FORMATS["json"](made(found))
    assert all(f'"event.{event.kind}"' in told for event in found.events)


def test_a_discarded_plan_has_nothing_left_to_hand_over() -> None:
    order = names(made(case(PlanState.DISCARDED)))
    assert not {"strengths", "concerns", "goals", "notes", "editions"} & set(order)


def test_without_a_word_of_the_employee_it_says_so_and_with_one_it_does_not() -> None:
    silent = made(case(PlanState.DELIVERED)).section("employee_input")
    heard = made(case(PlanState.ACTIVE)).section("employee_input")
    assert silent is not None
    assert heard is not None
    assert silent.blocks == (Remark("no_employee_input"),)
    assert isinstance(heard.blocks[0], Entry)


@pytest.mark.parametrize(("about", "section"), [("outcome", "outcomes"), ("results", "results"), ("plan", "rebuttals")])
def test_a_rebuttal_stands_in_the_section_it_is_about(about: str, section: str) -> None:
    found = case(PlanState.CLOSED)
    entry = EntryId("f" * 32)
    change = rebutted(
        found.plan, found.terms, entry=entry, about=about, text=Words("I see it otherwise."), by=EMPLOYEE, at=found.at
    )
    file = case_file(change.plan, found.terms, (), order=None, made_at=found.at)
    places = [part.name for part in file.sections if entry in set(ids_in(part.blocks))]
    assert places == [section]


@pytest.mark.parametrize("reader", [EMPLOYEE, SUPERVISOR, HR])
@pytest.mark.parametrize("state", sorted(BEFORE_DELIVERY ^ set(PlanState) ^ WITHOUT_CONTENT ^ {PlanState.ARCHIVED}))
def test_the_parties_and_hr_read_a_delivered_plan_as_it_was_delivered(reader: Person, state: PlanState) -> None:
    found = case(state)
    seen = visible(found.plan, reader, now=found.at, terms=found.terms)
    assert (seen.strengths, seen.concerns, seen.goals, seen.supports, seen.editions) == (
        found.plan.strengths,
        found.plan.concerns,
        found.plan.goals,
        found.plan.supports,
        found.plan.editions,
    )
