"""The outline of a talk comes from the plan, strengths first, and a topic that is off leaves nothing behind (S2-06)."""

import re
from itertools import combinations

import pytest

from bot.wording import load
from plans.examples import GENERIC, ILLINOIS, Case, case
from plans.states import PlanState
from plans.talking_points import USUALLY_OFF, Point, Stage, Topic, outline, topics_of
from tests.bot.coaching import stages

WORDING = load()
CASES = {
    "illinois": case(PlanState.DRAFT, name=ILLINOIS),
    "generic": case(PlanState.DRAFT, name=GENERIC),
    "coaching": stages()["draft"],
}
# What a sentence on each topic cannot do without, typed apart from the tags: a sentence whose tag somebody forgot is
# found by its words.
TOLD_BY = {
    Topic.VALUES: r"\bvalues?\b",
    Topic.EXAMPLES: r"\bexamples?\b",
    Topic.BEFORE: r"\btalked about before\b",
    Topic.NEXT: r"what may follow",
    Topic.TRAINING: r"\blearn\w*|\bcourses?\b|\btrain\w*",
    Topic.COLLABORATION: r"\bwork on this\b|shared out|\bcollaborat\w*",
    Topic.DELEGATION: r"off their hands|shared out|\bdelegat\w*|\bdistribut\w*",
    Topic.WORKLOAD: r"on their desk|shared out|\bmay wait\b|\bworkload\b|\bdistribut\w*",
    Topic.TIME: r"their week|\btime for the goals\b|time management",
}


def said(points: tuple[Point, ...]) -> str:
    """Our own sentences, without what people wrote."""
    return "\n".join(
        WORDING.say(f"talking-{point.line}", **({"number": point.number} if point.line == "goal" else {}))  # type: ignore[arg-type]
        for point in points
    )


@pytest.mark.parametrize("name", CASES)
def test_strengths_come_first_and_the_parts_stand_in_their_order(name: str) -> None:
    found: Case = CASES[name]
    points = outline(found.plan, found.terms)
    assert [point.stage for point in points] == sorted((point.stage for point in points), key=list(Stage).index)
    assert {point.stage for point in points} == set(Stage)
    texts = [point.words for point in points if point.words]
    assert texts[0] == found.plan.strengths


@pytest.mark.parametrize("name", CASES)
def test_everything_the_plan_promises_and_expects_is_in_it(name: str) -> None:
    found = CASES[name]
    texts = {point.words for point in outline(found.plan, found.terms, off=())}
    plan = found.plan
    wanted = {
        plan.strengths,
        *(concern.expectation for concern in plan.concerns),
        *(concern.deficiency for concern in plan.concerns),
        *(example.text for concern in plan.concerns for example in concern.examples),
        *(goal.text for goal in plan.goals),
        *(item.what for item in plan.supports),
    }
    assert wanted <= texts


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("count", range(len(Topic) + 1))
def test_a_topic_that_is_off_leaves_no_sentence_behind(name: str, count: int) -> None:
    """Whichever topics are off: no point has their tag, and none of our sentences has their words."""
    found = CASES[name]
    for off in combinations(Topic, count):
        points = outline(found.plan, found.terms, off=off)
        assert not [point for point in points if point.topics & set(off)]
        text = said(points)
        assert not [topic for topic in off if re.search(TOLD_BY[topic], text, re.IGNORECASE)]


@pytest.mark.parametrize("topic", Topic)
def test_a_topic_that_is_on_is_spoken_of(topic: Topic) -> None:
    """So the words above can be found where they may stand."""
    found = CASES["illinois"]
    points = outline(found.plan, found.terms, off=())
    assert topic in topics_of(found.plan, found.terms)
    assert re.search(TOLD_BY[topic], said(tuple(one for one in points if topic in one.topics)), re.IGNORECASE)


def test_a_sentence_on_several_topics_goes_with_each_of_them() -> None:
    """Sharing out the work is about workload as much as about handing it to others."""
    found = CASES["illinois"]
    shared = next(point for point in outline(found.plan, found.terms, off=()) if point.line == "share-load")
    for topic in (Topic.COLLABORATION, Topic.DELEGATION, Topic.WORKLOAD):
        assert shared not in outline(found.plan, found.terms, off=(topic,))


def test_advice_nobody_asked_for_is_off_at_first() -> None:
    found = CASES["illinois"]
    assert outline(found.plan, found.terms) == outline(found.plan, found.terms, off=USUALLY_OFF)
    assert {Topic.WORKLOAD, Topic.TIME, Topic.DELEGATION} <= USUALLY_OFF


def test_coaching_has_no_word_on_what_may_follow() -> None:
    found = CASES["coaching"]
    assert Topic.NEXT not in topics_of(found.plan, found.terms)
    points = outline(found.plan, found.terms, off=())
    assert "why-coaching" in {point.line for point in points}
    assert "why-improvement" not in {point.line for point in points}


def test_an_empty_draft_has_an_outline_too() -> None:
    found = CASES["illinois"]
    bare = found.plan.with_(
        strengths=None, areas=(), concerns=(), goals=(), supports=(), reviews=(), milestones=(), end=None
    )
    assert {point.stage for point in outline(bare, found.terms)} >= {Stage.STRENGTHS, Stage.CLOSE}
