"""A goal that a number shows, through the forms: typed in the draft, asked for at reviews, drawn in the case file."""

from decimal import Decimal

import pytest

from bot.documents import FORMATS
from plans import examples
from plans.case_file import case_file
from plans.change import Change
from plans.edition import edition_of
from plans.figures import FiguresTyped, figures_set
from plans.goals import Direction
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.drafting import start, stored
from tests.bot.playing import Player, table
from tests.bot.running import AFTER_FIRST, FIRST_REVIEW, PLAN, shown, story

METRIC = {"metric": "Corrections in a report", "unit": "corrections", "baseline": "12", "aim": "4"}
GOAL = {"text": "Fewer corrections", "target": "2027-02-01"}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
def supervisor(database: Database) -> Player:
    return table(database.begin).seat(examples.SUPERVISOR)


async def test_a_number_is_typed_with_the_goal_and_stands_in_the_plan(supervisor: Player, database: Database) -> None:
    plan = await start(supervisor)
    await supervisor.open("plan_goal", plan)
    await supervisor.send({**GOAL, **METRIC})
    kept = (await stored(database, plan)).goals[0].figures
    assert kept is not None
    assert (kept.baseline, kept.aim, kept.direction) == (Decimal(12), Decimal(4), Direction.DOWN)
    await supervisor.open("plan_goal", plan, (await stored(database, plan)).goals[0].id)
    again = {field.id: field.default for field in supervisor.shown.fields}
    assert (again["baseline"], again["aim"], again["unit"]) == ("12", "4", Words("corrections"))
    await supervisor.open("read_plan", plan)
    assert "From 12 today to 4. Lower is better, or just as low." in shown(supervisor.shown)
    await supervisor.open("plan_check", plan)
    assert "is to change by 67 per cent" in shown(supervisor.shown)


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"baseline": None}, "baseline", "Please fill this in"),
        ({"metric": ""}, "metric", "Please fill this in"),
        ({"aim": "few"}, "aim", "number in digits"),
        ({"direction": "up"}, "aim", "Higher is better here"),
        ({"aim": "99999999999999"}, "aim", "looks like a slip"),
    ],
)
async def test_what_is_wrong_with_a_number_is_said_at_its_field(
    supervisor: Player, wrong: dict[str, str | None], field: str, says: str
) -> None:
    await supervisor.open("plan_goal", await start(supervisor))
    await supervisor.send({**GOAL, **METRIC, **wrong})
    assert says in supervisor.errors[field]


def with_a_number() -> examples.Case:
    """The running example, its first goal measured, in a text of its own."""
    found = examples.case(PlanState.ACTIVE)
    figures = figures_set(
        FiguresTyped(metric=Words("Guides tried out"), unit=Words("guides"), baseline=Decimal(10), aim=Decimal(20))
    )
    first = found.plan.goals[0].measured_by(figures)
    plan = found.plan.with_(goals=(first, *found.plan.goals[1:]))
    text = edition_of(plan.with_(editions=()), found.terms, at=found.plan.editions[-1].made_at)
    return examples.then(found, Change(plan=plan.with_(editions=(text,)), events=()))


async def test_a_review_asks_for_the_number_and_shows_the_bar_ever_after(database: Database) -> None:
    told = await story(database.begin, found=with_a_number())
    await told.at(AFTER_FIRST)
    await told.supervisor.open("hold_review", PLAN, FIRST_REVIEW)
    assert "Guides tried out" in shown(told.supervisor.shown)
    goals = (await told.plan()).goals
    said = {f"progress-{goal.id}": "Said." for goal in goals[1:]}
    answers = {"held_on": "2027-01-04", "discussion": "Guides.", "adjustments": "None.", **said}
    await told.supervisor.send(answers)
    assert list(told.supervisor.errors) == [f"number-{goals[0].id}"]
    await told.supervisor.send({**answers, f"number-{goals[0].id}": "15"})
    for ask, subject in (("read_summary", FIRST_REVIEW), ("case_goals", None)):
        await told.employee.open(ask, PLAN, subject)
        assert "█████░░░░░ 50 %" in shown(told.employee.shown), ask
    plan = await told.plan()
    made = case_file(plan, examples.terms(), (), order=None, made_at=told.hr.now)
    text = FORMATS["md"](made)
    assert "█████░░░░░ 50 %" in text
    assert "15 guides" in text


async def test_the_employee_may_give_the_number_in_a_note(database: Database) -> None:
    told = await story(database.begin, found=with_a_number())
    await told.at(AFTER_FIRST)
    goal = (await told.plan()).goals[0].id
    await told.employee.open("answer_check_in", PLAN, FIRST_REVIEW)
    await told.employee.send({f"number-{goal}": "12.5"})
    await told.employee.open("read_summary", PLAN, FIRST_REVIEW)
    assert "12.5 guides" in shown(told.employee.shown)
    assert "██░░░░░░░░ 25 %" in shown(told.employee.shown)
