"""The text that is signed: the same plan always gives the same bytes, and they read back as what was shown."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.edition import Section, edition_of, hash_of, intact, read_edition, sections_of
from plans.examples import EMPLOYEE, HR, ILLINOIS, NOW, SUPERVISOR, case, illinois_plan, terms
from plans.plan import Plan
from plans.policy import PackId
from plans.states import PlanState
from plans.words import Words
from tests.plans.opening import DAY

PLAN = illinois_plan()
HOSTILE = [
    "\u202eright to left\u2066",
    "שלום, 👩‍💻 é é",
    '"},{"name":"forged"',
    "line\nbreak\ttab \\ back",
    "<script>alert(1)</script> *bold* _x_ `code` <@U123>",
]


def section(sections: tuple[Section, ...], name: str) -> Section:
    return next(one for one in sections if one.name == name)


def texts(plan: Plan, name: str) -> list[str]:
    found = section(sections_of(plan, terms(), at=NOW), name)
    return [line.text.reveal() for item in found.items for line in item.lines if line.text]


def test_the_sections_stand_in_the_order_the_employee_reads_them() -> None:
    names = [one.name for one in sections_of(illinois_plan(), terms(), at=NOW)]
    assert names == [
        "purpose",
        "header",
        "strengths",
        "concerns",
        "goals",
        "support",
        "dates",
        "consequences",
        "rights",
    ]


def test_the_text_is_canonical_json_whose_sha_256_is_the_hash() -> None:
    edition = edition_of(illinois_plan(), terms(), at=NOW)
    text = edition.text.reveal()
    assert edition.text_hash == hashlib.sha256(text.encode()).hexdigest()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert (edition.number, edition.made_at) == (1, NOW)


def test_the_same_plan_always_gives_the_same_hash() -> None:
    """Whatever no reader sees makes no difference: revisions, authors of parts, states."""
    plan = illinois_plan()
    other = plan.with_(
        revision=7,
        state=PlanState.APPROVED,
        goals=tuple(replace(goal, by=HR.id, at=NOW + DAY) for goal in plan.goals),
    )
    assert edition_of(plan, terms(), at=NOW).text_hash == edition_of(other, terms(), at=NOW).text_hash


@pytest.mark.parametrize(
    "part", ["strengths", "expectation", "standard", "example", "measure", "target", "support", "notes", "review"]
)
def test_every_change_that_a_reader_would_see_changes_the_hash(part: str) -> None:
    plan, new = illinois_plan(), Words("Something else.")
    concern, goal, support, review = plan.concerns[0], plan.goals[0], plan.supports[0], plan.reviews[0]
    example = replace(concern.examples[0], text=new)
    changed: dict[str, dict[str, object]] = {
        "strengths": {"strengths": new},
        "expectation": {"concerns": (replace(concern, expectation=new), *plan.concerns[1:])},
        "standard": {"concerns": (replace(concern, standard=new), *plan.concerns[1:])},
        "example": {"concerns": (replace(concern, examples=(example,)), *plan.concerns[1:])},
        "measure": {"goals": (replace(goal, measure=new), *plan.goals[1:])},
        "target": {"goals": (replace(goal, target=goal.target + DAY), *plan.goals[1:])},
        "support": {"supports": (replace(support, where=new), *plan.supports[1:])},
        "notes": {"supports": (replace(support, notes=new), *plan.supports[1:])},
        "review": {"reviews": (replace(review, on=review.on + DAY), *plan.reviews[1:])},
    }
    other = plan.with_(**changed[part])
    assert edition_of(plan, terms(), at=NOW).text_hash != edition_of(other, terms(), at=NOW).text_hash


def test_an_edition_reads_back_as_exactly_the_sections_it_was_made_from() -> None:
    plan = illinois_plan()
    edition = edition_of(plan, terms(), at=NOW)
    assert read_edition(edition) == sections_of(plan, terms(), at=NOW)


def test_it_names_the_pack_with_version_and_date_and_the_case_number() -> None:
    plan = illinois_plan()
    content = json.loads(edition_of(plan, terms(), at=NOW).text.reveal())
    assert content["pack"] == {
        "id": "illinois-library",
        "version": terms().pack.version,
        "version_date": "2026-06-19",
    }
    assert (content["case_number"], content["edition"]) == (plan.case_number, 1)


def test_the_header_has_the_packs_fields_with_both_names_and_the_supervisors_date() -> None:
    found = section(sections_of(illinois_plan(), terms(), at=NOW.replace(hour=3)), "header")
    assert [item.subject for item in found.items] == ["employee", "supervisor", "date"]
    assert [item.lines[0].text for item in found.items] == [
        Words("Employee name"),
        Words("Supervisor name"),
        Words("Date"),
    ]
    assert [item.lines[1].text for item in found.items[:2]] == [EMPLOYEE.name, SUPERVISOR.name]
    assert found.items[2].lines[1].on == (NOW - DAY).date()


def test_prior_feedback_and_examples_are_part_of_the_text() -> None:
    plan = illinois_plan()
    concern = plan.concerns[0]
    assert concern.feedback is not None
    said = texts(plan, "concerns")
    assert concern.feedback.reveal() in said
    assert concern.examples[0].text.reveal() in said
    assert "Communication Skills" in said


def test_support_for_a_goal_stands_with_the_goal_and_the_plans_own_in_a_list_of_its_own() -> None:
    plan = illinois_plan()
    assert "Writer's workshop" in texts(plan, "goals")
    assert "Writer's workshop" not in texts(plan, "support")
    assert "An hour with a peer mentor every other week" in texts(plan, "support")


def test_sections_that_would_be_empty_are_left_out() -> None:
    on = terms()
    quiet = replace(on, pack=replace(on.pack, consequences="", disclaimers=()))
    names = [one.name for one in sections_of(illinois_plan().with_(strengths=None), quiet, at=NOW)]
    assert "consequences" not in names
    assert "strengths" not in names


def test_consequences_are_the_packs_words_with_its_disclaimers() -> None:
    on = terms()
    said = replace(on, pack=replace(on.pack, consequences="What follows.", disclaimers=("Not a contract.",)))
    found = section(sections_of(illinois_plan(), said, at=NOW), "consequences")
    assert [item.lines[0].text for item in found.items] == [Words("What follows."), Words("Not a contract.")]


def test_nothing_only_hr_may_read_is_in_the_text() -> None:
    plan = case(PlanState.CHANGES_REQUESTED).plan.with_(support_override=Words("hr canary"))
    text = edition_of(plan, terms(), at=NOW).text.reveal()
    assert "hr canary" not in text
    assert plan.change_requests[0].text.reveal() not in text
    assert not any(person.id in text for person in terms().people.values())


def test_an_edition_that_was_tampered_with_is_found() -> None:
    edition = edition_of(illinois_plan(), terms(), at=NOW)
    assert intact(edition)
    forged = Words(edition.text.reveal().replace("three", "four"))
    assert not intact(replace(edition, text=forged))


def test_the_next_edition_has_the_next_number() -> None:
    plan = case(PlanState.ACTIVE).plan
    assert edition_of(plan, terms(), at=NOW).number == plan.edition + 1 == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_carried_unharmed_and_makes_no_structure_of_its_own(text: str) -> None:
    plan = illinois_plan().with_(strengths=Words(text))
    edition = edition_of(plan, terms(), at=NOW)
    assert section(read_edition(edition), "strengths").items[0].lines[0].text == Words(text)
    assert len(read_edition(edition)) == 9


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_read_back_and_hash_to_what_is_stored(strengths: str, expectation: str) -> None:
    plan = PLAN
    concern = replace(plan.concerns[0], expectation=Words(expectation))
    changed = plan.with_(strengths=Words(strengths) or None, concerns=(concern, *plan.concerns[1:]))
    edition = edition_of(changed, terms(ILLINOIS), at=NOW)
    assert intact(edition)
    assert hash_of(edition.text.reveal()) == edition.text_hash
    assert read_edition(edition) == sections_of(changed, terms(ILLINOIS), at=NOW)


def test_the_generic_text_offers_its_own_purpose() -> None:
    generic = terms(PackId("generic"))
    found = case(PlanState.DRAFT, name=PackId("generic")).plan
    said = section(sections_of(found, generic, at=NOW), "purpose").items[0].lines[0].text
    assert said == Words(generic.pack.purpose)
