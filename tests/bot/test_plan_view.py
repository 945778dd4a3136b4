"""A plan is read in the order of the employee's view, and says everything that is signed."""

import json
from collections.abc import Iterator

import pytest

from bot.parts import Divider, Facts, Heading, Part, Said, Small, Text
from bot.plan_view import chunks, plan_parts
from bot.wording import load
from plans import examples
from plans.policy import PackId
from plans.states import PlanState

WORDING = load()


def parts_of(state: PlanState = PlanState.ACTIVE, name: PackId = examples.ILLINOIS) -> tuple[Part, ...]:
    found = examples.case(state, name=name)
    return plan_parts(found.plan, found.terms, wording=WORDING, now=found.at)


def read(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case Heading() | Text() | Small():
                yield part.text
            case Said():
                yield part.label
                yield part.words.reveal()
                yield part.aside or ""
            case Facts():
                yield from (text for pair in part.pairs for text in pair)
            case _:
                pass


@pytest.mark.parametrize("name", [examples.ILLINOIS, examples.GENERIC])
def test_the_purpose_comes_first_and_strengths_before_concerns(name: PackId) -> None:
    headings = [part.text for part in parts_of(name=name) if isinstance(part, Heading)]
    assert headings[0] == "What this plan is for"
    assert headings.index("What goes well") < headings.index("What is expected") < headings.index("Goals")
    assert headings[-2:] == ["What happens at the end", "Your rights"]


@pytest.mark.parametrize("name", [examples.ILLINOIS, examples.GENERIC])
def test_every_text_that_is_signed_can_be_read(name: PackId) -> None:
    found = examples.case(PlanState.ACTIVE, name=name)
    shown = "\n".join(read(plan_parts(found.plan, found.terms, wording=WORDING, now=found.at)))
    sections = json.loads(found.plan.editions[-1].text.reveal())["sections"]
    lines = [line for section in sections for item in section["items"] for line in item["lines"]]
    texts = [line["text"] for line in lines if "text" in line and line["name"] != "provider"]
    assert len(texts) > 20
    assert [text for text in texts if text not in shown] == []


def test_every_promise_says_who_made_it() -> None:
    found = examples.case(PlanState.ACTIVE)
    asides = [part.aside or "" for part in parts_of() if isinstance(part, Said) and part.label == "Support promised"]
    assert len(asides) == len(found.plan.supports)
    assert sum("from the organisation" in aside for aside in asides) == 2
    assert sum("from the supervisor" in aside for aside in asides) == 1


def test_what_people_wrote_is_quoted_and_never_mixed_with_our_words() -> None:
    found = examples.case(PlanState.ACTIVE)
    ours = "\n".join(part.text for part in parts_of() if isinstance(part, Heading | Text | Small))
    for goal in found.plan.goals:
        assert goal.text.reveal() not in ours


def test_a_draft_shows_the_text_as_it_stands_and_a_delivered_plan_the_text_that_was_signed() -> None:
    found = examples.case(PlanState.ACTIVE)
    changed = found.plan.with_(strengths=examples.EMPLOYEE.name)
    signed = plan_parts(changed, found.terms, wording=WORDING, now=found.at)
    assert "\n".join(read(signed)) == "\n".join(read(parts_of()))
    drafted = changed.with_(state=PlanState.DRAFT)
    assert "\n".join(read(plan_parts(drafted, found.terms, wording=WORDING, now=found.at))) != "\n".join(read(signed))


def test_dates_are_shown_with_their_weekday() -> None:
    dates = next(
        part for part in parts_of() if isinstance(part, Facts) and part.pairs[0][0] == WORDING.say("view-line-start")
    )
    assert all("day, " in day for _, day in dates.pairs)
    assert [label for label, _ in dates.pairs][-1] == "Final review"


def test_chunks_begin_with_a_heading_or_a_divider_and_lose_nothing() -> None:
    parts = parts_of()
    found = list(chunks(parts))
    assert [part for chunk in found for part in chunk] == list(parts)
    assert all(isinstance(chunk[0], Heading | Divider) for chunk in found)
