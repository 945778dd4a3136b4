"""Every form around drafting, delivery and a plan's page is a view Slack would take, in every state, for everyone."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.asking import Asked
from bot.asks import case_parts, checking, delivering, hub, opening, reviewing, rights
from bot.asks import help as help_asks
from bot.asks.looking import Look, PlanAsk
from bot.asks.opening_check import draw_check
from bot.asks.opening_concerns import draw_areas, draw_concern
from bot.asks.opening_draft import LATER, Draft
from bot.asks.opening_goals import draw_goal, draw_support
from bot.asks.reviewing import ASKS as REVIEWING
from bot.forms import Form
from bot.parts import Said, Stands
from bot.replies import Denied, ShowForm
from plans import examples
from plans.change import Change
from plans.goals import Example, Interim
from plans.ids import GoalId, MilestoneId, SupportId, fresh
from plans.keeping import keep
from plans.people import Role
from plans.plan import Plan
from plans.policy import PackId
from plans.ports import Begin, Work
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.playing import WORDING, Table, buttons_of, table
from tests.bot.running import assert_fits

ASKS = tuple(
    ask.name
    for group in (hub, help_asks, opening, checking, reviewing, delivering, rights, case_parts)
    for ask in group.ASKS
    # "finish later" draws the very form it stands in
    if not ask.name.endswith(LATER)
)
PEOPLE = (examples.EMPLOYEE, examples.SUPERVISOR, examples.HR)
# The states in which somebody is offered something else.
STATES = (
    PlanState.DRAFT,
    PlanState.HR_REVIEW,
    PlanState.CHANGES_REQUESTED,
    PlanState.APPROVED,
    PlanState.DELIVERED,
    PlanState.ACTIVE,
    PlanState.DECISION_DUE,
    PlanState.CLOSED,
    PlanState.DISCARDED,
)
LONG = Words("long words " * 270)


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough to draw from."""
    return chosen_address


async def furnished(begin: Begin, state: PlanState, name: PackId = examples.ILLINOIS) -> tuple[Table, examples.Case]:
    found = examples.case(state, name=name)
    async with begin() as work:
        await work.packs.keep(found.terms.pack)
        await keep(work, Change(plan=found.plan, events=found.events))
        await work.commit()
    return table(begin), found


def subjects(plan: Plan, ask: str) -> list[str | None]:
    """What a button of this ask may be about."""
    if ask.startswith("plan_concern"):
        return list(plan.areas)
    if ask.startswith(("plan_goal", "remove_goal")):
        return [None, *(goal.id for goal in plan.goals)]
    return [None]


@pytest.mark.parametrize("state", STATES)
async def test_every_form_can_be_shown(database: Database, state: PlanState) -> None:
    desk, found = await furnished(database.begin, state)
    shown = 0
    for person in PEOPLE:
        player = desk.seat(person, now=found.at)
        for ask in ASKS:
            for subject in subjects(found.plan, ask):
                reply = await player.open(ask, found.plan.id, subject)
                assert isinstance(reply, ShowForm | Denied), (ask, reply)
                if isinstance(reply, ShowForm):
                    assert_fits(reply.form, person)
                    shown += 1
    assert shown >= 2 * len(PEOPLE)


async def test_every_form_of_the_other_pack_can_be_shown(database: Database) -> None:
    desk, found = await furnished(database.begin, PlanState.DRAFT, examples.GENERIC)
    player = desk.seat(examples.SUPERVISOR, now=found.at)
    for ask in ("plan_areas", "plan_goal", "plan_dates", "plan_reviews", "plan_check", "read_plan", "open_plan"):
        assert isinstance(await player.open(ask, found.plan.id), ShowForm)
        assert_fits(player.shown, examples.SUPERVISOR)


async def test_every_button_opens_an_ask_that_is_there(database: Database) -> None:
    desk, found = await furnished(database.begin, PlanState.ACTIVE)
    for person in PEOPLE:
        player = desk.seat(person, now=found.at)
        for ask in ("open_case", "case_goals", "case_support", "case_reviews", "read_plan", "my_plans"):
            await player.open(ask, found.plan.id)
            for button in buttons_of(player.shown):
                assert button.stands.ask in desk.desk.asks, button


@pytest.mark.parametrize("state", [PlanState.DELIVERED, PlanState.ACTIVE, PlanState.DECISION_DUE])
async def test_no_button_of_the_page_leads_to_a_refusal(database: Database, state: PlanState) -> None:
    desk, found = await furnished(database.begin, state)
    for person in PEOPLE:
        player = desk.seat(person, now=found.at)
        await player.open("open_case", found.plan.id)
        for button in buttons_of(player.shown):
            reply = await desk.desk.show(button.stands, by=person, now=found.at)
            assert isinstance(reply, ShowForm), (button, reply)


def crowded() -> tuple[Draft, examples.Case]:
    """A draft with as much in it as its rules allow, every text as long as can be."""
    found = examples.case(PlanState.DRAFT)
    plan, pack = found.plan, found.terms.pack
    concern = replace(
        plan.concerns[0],
        expectation=LONG,
        standard=Words("x" * 500),
        deficiency=LONG,
        feedback=LONG,
        examples=tuple(Example(on=found.at.date(), text=LONG) for _ in range(10)),
    )
    concerns = tuple(replace(concern, competency=area.key) for area in pack.competencies)
    goal = replace(
        plan.goals[0],
        text=LONG,
        measure=LONG,
        interim=tuple(
            Interim(id=MilestoneId(fresh()), text=LONG, on=plan.goals[0].target - timedelta(days=n + 1))
            for n in range(6)
        ),
    )
    goals = tuple(replace(goal, id=GoalId(fresh())) for _ in range(20))
    support = replace(plan.supports[0], what=LONG, where=LONG)
    supports = tuple(
        replace(support, id=SupportId(fresh()), goal=whose)
        for whose in (None, *(one.id for one in goals))
        for _ in range(12)
    )
    full = plan.with_(
        strengths=LONG,
        areas=tuple(area.key for area in pack.competencies),
        concerns=concerns,
        goals=goals,
        supports=supports,
    )
    asked = _asked(Stands(ask="plan_goal", plan=plan.id))
    return Draft(asked=asked, plan=full, terms=found.terms, subject=goals[0].id), replace(found, plan=full)


def _asked(stands: Stands) -> Asked:
    desk = table(_nothing)
    return Asked(by=examples.SUPERVISOR, stands=stands, now=examples.NOW, house=desk.desk.house)


def _nothing() -> AbstractAsyncContextManager[Work]:
    """These forms are drawn from what is at hand."""
    raise AssertionError


def test_the_fullest_draft_fits_into_its_forms() -> None:
    draft, _ = crowded()
    forms: list[Form] = [draw_goal(draft), draw_support(draft), draw_areas(draft), draw_check(draft)]
    forms.append(draw_concern(draft.about(draft.plan.areas[0])))
    for form in forms:
        assert_fits(form, examples.SUPERVISOR)


def test_the_longest_plan_is_read_page_by_page_and_nothing_is_left_out() -> None:
    _, found = crowded()
    review = next(ask for ask in REVIEWING if ask.name == "review_plan")
    assert isinstance(review, PlanAsk)
    said, page = 0, 1
    while True:
        stands = Stands(ask="review_plan", plan=found.plan.id, subject=f"~{page}")
        look = Look(asked=_asked(stands), plan=found.plan, terms=found.terms, role=Role.HR, hr_there=True)
        form = review.draw(look)
        assert_fits(form, examples.HR)
        said += sum(isinstance(part, Said) and part.words == LONG for part in form.parts)
        if WORDING.say("button-page-after") not in [button.label for button in buttons_of(form)]:
            break
        page += 1
    assert page > 5
    # strengths; 7 areas of 13 texts; 20 goals of 2 + 6 + 24; and the plan's own 24
    assert said == 1 + 7 * 13 + 20 * 32 + 24
