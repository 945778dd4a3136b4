"""Values and performance are looked at apart, with the main cause of a shortfall (S2-03)."""

from itertools import product

import pytest

from bot.wording import load
from plans.case_file import case_file
from plans.drafting import stepped
from plans.edition import edition_of, sections_of
from plans.examples import GENERIC, NOW, SUPERVISOR, Case, case, then
from plans.goals import Cause, Level
from plans.states import PlanState
from plans.steps import StrengthsStep
from plans.talking_points import Topic, outline
from plans.words import Words
from tests.bot.coaching import stages

WORDING = load()


def rated(found: Case, values: Level | None, performance: Level | None, cause: Cause | None) -> Case:
    step = StrengthsStep(strengths=Words("Calm"), values=values, performance=performance, cause=cause)
    return then(found, stepped(found.plan, found.terms, step, by=SUPERVISOR, at=NOW))


@pytest.mark.parametrize("found", [case(PlanState.DRAFT, name=GENERIC), stages()["draft"]], ids=["plan", "coaching"])
def test_what_was_said_stands_in_the_text_right_after_the_strengths(found: Case) -> None:
    told = rated(found, Level.MEETS, Level.BELOW, Cause.VOLUME)
    sections = sections_of(told.plan, told.terms, at=NOW)
    names = [section.name for section in sections]
    assert names[names.index("strengths") + 1] == "overview"
    lines = sections[names.index("overview")].items[0].lines
    assert [(line.name, line.text) for line in lines] == [
        ("values", Words("meets")),
        ("performance", Words("below")),
        ("cause", Words("volume")),
    ]
    bare = rated(found, None, None, None)
    assert "overview" not in [section.name for section in sections_of(bare.plan, bare.terms, at=NOW)]
    assert edition_of(told.plan, told.terms, at=NOW).text_hash != edition_of(bare.plan, bare.terms, at=NOW).text_hash


def test_every_answer_has_a_sentence_in_the_plan_and_one_for_the_talk() -> None:
    found = case(PlanState.DRAFT, name=GENERIC)
    for values, performance, cause in product(Level, Level, Cause):
        told = rated(found, values, performance, cause)
        for line in (f"values-{values}", f"performance-{performance}", f"cause-{cause}"):
            assert WORDING.say(f"view-{line}")
            assert WORDING.say(f"talking-{line}")
            assert line in {point.line for point in outline(told.plan, told.terms, off=())}
        assert f"values-{values}" not in {point.line for point in outline(told.plan, told.terms, off=(Topic.VALUES,))}


def test_it_stands_in_the_case_file() -> None:
    told = rated(case(PlanState.DRAFT, name=GENERIC), Level.MEETS, Level.PARTLY, Cause.KNOWLEDGE)
    made = case_file(told.plan, told.terms, (), order=None, made_at=NOW)
    head = made.section("head")
    assert head is not None
    names = {fact.name for fact in head.blocks[0].facts}  # type: ignore[union-attr]
    assert {"values", "performance", "cause"} <= names
