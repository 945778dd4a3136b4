"""The timeline and the charts of a case file: both sides' dates alike, and only numbers a review documented."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pypdfium2

from bot.documents import FORMATS
from bot.documents.pdf import render
from plans import examples
from plans.case_file import case_file
from plans.document import CaseFile, Chart, Lane, Timeline
from plans.ending import Pause
from plans.goals import Direction, Figures
from plans.meetings import Documented
from plans.record import GoalProgress
from plans.states import MilestoneState, PlanState, ReviewState, SupportState
from plans.words import Words

FIGURES = Figures(
    metric=Words("Desk shifts begun on time"),
    unit=Words("%"),
    baseline=Decimal(72),
    aim=Decimal(98),
    direction=Direction.UP,
)


@cache
def lived() -> CaseFile:
    """The first review found 80, the second 91 but is not documented yet; a date is missed, and a pause lies behind."""
    found = examples.case(PlanState.ACTIVE)
    plan = found.plan
    goal = plan.goals[0].measured_by(FIGURES)
    said = (GoalProgress(goal=goal.id, text=Words("Better."), number=Decimal(80)),)
    first = replace(plan.reviews[0], state=ReviewState.DOCUMENTED, documented=Documented.BOTH, progress=said)
    second = replace(plan.reviews[1], state=ReviewState.HELD, progress=(replace(said[0], number=Decimal(91)),))
    missed = replace(plan.milestones[0], state=MilestoneState.MISSED)
    given = replace(plan.supports[0], state=SupportState.DELIVERED)
    assert plan.start is not None
    pause = Pause(
        first=plan.start + timedelta(days=40),
        last=plan.start + timedelta(days=50),
        approved_by=examples.HR.id,
        at=found.at,
    )
    plan = plan.with_(
        goals=(goal, *plan.goals[1:]),
        reviews=(replace(first, documented_at=found.at), second, *plan.reviews[2:]),
        milestones=(missed, *plan.milestones[1:]),
        supports=(given, *plan.supports[1:]),
        pauses=(pause,),
    )
    return case_file(plan, found.terms, found.events, order=None, made_at=found.at + timedelta(days=100))


def only(file: CaseFile, name: str) -> object:
    section = file.section(name)
    assert section is not None
    (block,) = section.blocks
    return block


def test_the_timeline_has_every_review_every_goals_date_and_every_dated_support() -> None:
    plan = examples.case(PlanState.ACTIVE).plan
    block = only(lived(), "timeline")
    assert isinstance(block, Timeline)
    assert [mark.on for mark in block.marks if mark.lane is Lane.REVIEWS] == [review.on for review in plan.reviews]
    days = sorted(milestone.on for milestone in plan.milestones)
    assert [mark.on for mark in block.marks if mark.lane is Lane.EMPLOYEE] == days
    dated = sorted(item.due for item in plan.supports if item.due is not None)
    assert [mark.on for mark in block.marks if mark.lane is Lane.ORGANISATION] == dated
    assert (block.first, block.last) == (plan.start, plan.end)
    assert len(block.pauses) == 1


def test_a_chart_has_what_documented_reviews_found_and_nothing_else() -> None:
    block = only(lived(), "progress")
    assert isinstance(block, Chart)
    assert (block.goal, block.baseline, block.aim) == (1, Decimal(72), Decimal(98))
    assert block.found == ((examples.case(PlanState.ACTIVE).plan.reviews[0].on, Decimal(80)),)


def test_a_plan_told_in_words_has_no_chart() -> None:
    found = examples.case(PlanState.ACTIVE)
    file = case_file(found.plan, found.terms, found.events, order=None, made_at=found.at)
    assert file.section("progress") is None


def test_what_is_drawn_stands_in_words_in_every_other_form() -> None:
    markdown, table = FORMATS["md"](lived()), FORMATS["csv"](lived())
    for said in ("Goal 1: Desk shifts begun on time", "72 %", "80 %", "98 %", "Delivered", "Missed"):
        assert said in markdown
        assert said in table
    drawn = json.loads(FORMATS["json"](lived()))
    (chart,) = next(section["blocks"] for section in drawn["sections"] if section["name"] == "progress")
    assert (chart["type"], chart["baseline"], chart["aim"]) == ("chart", "72", "98")
    assert chart["found"] == [{"on": date(2027, 1, 4).isoformat(), "number": "80"}]


def test_on_paper_each_shape_is_explained_and_each_number_named() -> None:
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(render(lived())))
    for said in (
        "To reach: 98 %",
        "Where it stood: 72 %",
        "80 %",
        "missed",
        "delivered",
        "shaded: paused",
        "upright line",
    ):
        assert said in text


def test_a_plan_of_a_day_or_of_ten_years_is_drawn_too() -> None:
    for days in (0, 3_700):
        block = only(lived(), "timeline")
        assert isinstance(block, Timeline)
        line = replace(block, last=block.first + timedelta(days=days))
        sections = tuple(
            replace(section, blocks=(line,)) if section.name == "timeline" else section for section in lived().sections
        )
        assert render(replace(lived(), sections=sections)).startswith(b"%PDF-")
