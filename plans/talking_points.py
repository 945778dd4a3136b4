"""A private outline for the supervisor's conversation, made anew each time from what the plan says (S2-05, S2-06).

Every point carries the topics it touches; a topic that is switched off takes each of its points out. What people wrote
in the plan is no point of ours, but where it stands under a topic it goes with it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plans.goals import Concern, Goal
from plans.ids import GoalId
from plans.plan import Plan
from plans.policy import PlanKind
from plans.record import Support
from plans.states import ReviewState
from plans.terms import Terms
from plans.words import Words


class Topic(StrEnum):
    """What may be left out. The first four are about this plan; the others are only worth saying where they fit."""

    VALUES = "values"
    EXAMPLES = "examples"
    BEFORE = "before"
    NEXT = "next"
    TRAINING = "training"
    COLLABORATION = "collaboration"
    DELEGATION = "delegation"
    WORKLOAD = "workload"
    TIME = "time"


# Advice nobody asked for is off until somebody switches it on.
USUALLY_OFF: Final = frozenset({Topic.COLLABORATION, Topic.DELEGATION, Topic.WORKLOAD, Topic.TIME})


class Stage(StrEnum):
    """The parts of the conversation, in their order: what goes well comes before anything else (S2-04)."""

    STRENGTHS = "strengths"
    OVERVIEW = "overview"
    GOALS = "goals"
    SUPPORT = "support"
    CHECK_INS = "check_ins"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to say. ``line`` is a code, ``words`` what the plan says, ``text`` a text of the pack."""

    stage: Stage
    line: str
    words: Words | None = None
    text: str | None = None
    on: date | None = None
    number: int | None = None
    topics: frozenset[Topic] = frozenset()


def outline(plan: Plan, terms: Terms, *, off: Collection[Topic] = USUALLY_OFF) -> tuple[Point, ...]:
    """The points in their order, without every one that touches a topic which is off."""
    return tuple(point for point in _every(plan, terms) if not point.topics & frozenset(off))


def topics_of(plan: Plan, terms: Terms) -> tuple[Topic, ...]:
    """The topics something would be said about; only these are worth a switch."""
    touched = {topic for point in _every(plan, terms) for topic in point.topics}
    return tuple(topic for topic in Topic if topic in touched)


def _every(plan: Plan, terms: Terms) -> Iterator[Point]:
    yield from _strengths(plan)
    yield from _overview(plan, terms)
    for number, goal in enumerate(plan.goals, start=1):
        yield from _goal(goal, number)
    yield from _on_the_way()
    yield from _support(plan)
    yield from _check_ins(plan)
    yield from _close(plan, terms)


def _strengths(plan: Plan) -> Iterator[Point]:
    yield Point(stage=Stage.STRENGTHS, line="open")
    yield Point(stage=Stage.STRENGTHS, line="strengths", words=plan.strengths)
    yield _tagged(Stage.STRENGTHS, "values", Topic.VALUES)
    yield Point(stage=Stage.STRENGTHS, line="build-on")


def _overview(plan: Plan, terms: Terms) -> Iterator[Point]:
    coaching = plan.kind is PlanKind.COACHING
    yield Point(stage=Stage.OVERVIEW, line="why-coaching" if coaching else "why-improvement")
    if plan.values_level is not None:
        yield _tagged(Stage.OVERVIEW, f"values-{plan.values_level}", Topic.VALUES)
    if plan.performance_level is not None:
        yield Point(stage=Stage.OVERVIEW, line=f"performance-{plan.performance_level}")
    if plan.main_cause is not None:
        yield Point(stage=Stage.OVERVIEW, line=f"cause-{plan.main_cause}")
    for concern in plan.concerns:
        yield from _concern(concern, terms)
    yield Point(stage=Stage.OVERVIEW, line="ask-view")


def _concern(concern: Concern, terms: Terms) -> Iterator[Point]:
    stage, area = Stage.OVERVIEW, terms.pack.competency(concern.competency)
    if area is None:
        yield Point(stage=stage, line="area", words=concern.label)
    else:
        yield Point(stage=stage, line="area", text=area.label)
    yield Point(stage=stage, line="expectation", words=concern.expectation)
    if concern.deficiency:
        yield Point(stage=stage, line="deficiency", words=concern.deficiency)
    for example in concern.examples:
        yield _tagged(stage, "example", Topic.EXAMPLES, words=example.text, on=example.on)
    if concern.feedback_on is not None:
        yield _tagged(stage, "before", Topic.BEFORE, words=concern.feedback, on=concern.feedback_on)


def _goal(goal: Goal, number: int) -> Iterator[Point]:
    yield Point(stage=Stage.GOALS, line="goal", words=goal.text, on=goal.target, number=number)
    if goal.measure:
        yield Point(stage=Stage.GOALS, line="measure", words=goal.measure)


def _on_the_way() -> Iterator[Point]:
    yield Point(stage=Stage.GOALS, line="ask-reach")
    yield _tagged(Stage.GOALS, "time-plan", Topic.TIME)
    yield _tagged(Stage.GOALS, "time-order", Topic.TIME, Topic.WORKLOAD)
    yield _tagged(Stage.GOALS, "together", Topic.COLLABORATION)
    yield _tagged(Stage.GOALS, "share-load", Topic.COLLABORATION, Topic.WORKLOAD, Topic.DELEGATION)
    yield _tagged(Stage.GOALS, "hand-over", Topic.DELEGATION)


def _support(plan: Plan) -> Iterator[Point]:
    places = {goal.id: number for number, goal in enumerate(plan.goals, start=1)}
    yield Point(stage=Stage.SUPPORT, line="promise")
    yield from (_promised(item, places) for item in plan.supports)
    yield Point(stage=Stage.SUPPORT, line="ask-support")
    yield _tagged(Stage.SUPPORT, "training", Topic.TRAINING)
    yield _tagged(Stage.SUPPORT, "workload", Topic.WORKLOAD)
    yield Point(stage=Stage.SUPPORT, line="barrier")


def _promised(item: Support, places: dict[GoalId, int]) -> Point:
    number = None if item.goal is None else places.get(item.goal)
    return Point(stage=Stage.SUPPORT, line=f"from-{item.provider}", words=item.what, on=item.due, number=number)


def _check_ins(plan: Plan) -> Iterator[Point]:
    for review in plan.reviews:
        if review.state is not ReviewState.NOT_HELD:
            yield Point(stage=Stage.CHECK_INS, line=f"review-{review.kind}", on=review.on)
    yield Point(stage=Stage.CHECK_INS, line="notes")
    yield Point(stage=Stage.CHECK_INS, line="two-way")


def _close(plan: Plan, terms: Terms) -> Iterator[Point]:
    if plan.end is not None:
        yield Point(stage=Stage.CLOSE, line="end", on=plan.end)
    if terms.pack.consequences:
        yield _tagged(Stage.CLOSE, "next", Topic.NEXT, text=terms.pack.consequences)
    yield Point(stage=Stage.CLOSE, line="receipt-signed" if terms.pack.signatures else "receipt")
    yield Point(stage=Stage.CLOSE, line="talk-freely")
    yield Point(stage=Stage.CLOSE, line="thank")


def _tagged(
    stage: Stage, line: str, *topics: Topic, words: Words | None = None, text: str | None = None, on: date | None = None
) -> Point:
    return Point(stage=stage, line=line, words=words, text=text, on=on, topics=frozenset(topics))
