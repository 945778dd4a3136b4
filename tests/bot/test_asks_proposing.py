"""Drafting together, through the forms: handed over, proposed, one goal accepted and one sent back, and done."""

from dataclasses import replace

import pytest

from bot import home
from bot.asks import ASKS
from bot.parts import Buttons, Stands
from bot.replies import Denied, Done
from plans import examples
from plans.ids import EntryId
from plans.record import GoalProposal, ProposalState, Provider
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.drafting import start
from tests.bot.playing import table
from tests.bot.running import PLAN, Story, shown, story

FIRST = {"text": "Answer desk mails before noon", "target": "2027-02-01", "wish": "The rota six weeks ahead"}
SECOND = {"text_2": "Two guides", "target_2": "2027-03-01"}


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin, PlanState.DRAFT)


async def hand_over(told: Story) -> None:
    await told.supervisor.open("plan_check", PLAN)
    await told.supervisor.press("Let the employee write the goals")
    await told.supervisor.send({"spoken": ("spoken",)})


async def test_nobody_hands_a_draft_over_without_having_spoken(told: Story) -> None:
    assert isinstance(await told.employee.open("open_case", PLAN), Denied)
    await told.supervisor.open("share_for_drafting", PLAN)
    await told.supervisor.send()
    assert "talk with the employee first" in told.supervisor.errors["spoken"]
    assert (await told.plan()).state is PlanState.DRAFT


async def test_goals_are_drafted_together_from_the_talk_to_the_check_screen(told: Story) -> None:
    await hand_over(told)
    await told.employee.open("open_case", PLAN)
    await told.employee.press("Write my goals")
    await told.employee.press("Add another goal", FIRST)
    await told.employee.send({**SECOND, "view": "I should like quiet mornings."})
    assert isinstance(told.employee.last, Done)
    await told.supervisor.open("plan_check", PLAN)
    assert told.supervisor.shown.submit is None, "goals that were proposed wait for an answer"
    assert "2 goals are waiting" in shown(told.supervisor.shown)
    await told.supervisor.press("Answer goal 1")
    assert "The rota six weeks ahead" in shown(told.supervisor.shown)
    await told.supervisor.send({"decision": "accept", "promise": "supervisor"})
    await told.supervisor.press("Answer the next one")
    await told.supervisor.send({"decision": "change"})
    assert list(told.supervisor.errors) == ["answer"]
    await told.supervisor.send({"decision": "change", "answer": "Which guides?"})
    await told.supervisor.press("Hand it back to the employee")
    await told.supervisor.send()
    await told.employee.open("propose_goals", PLAN)
    assert "Which guides?" in shown(told.employee.shown)
    await told.employee.send({"text": "The scanner guide and the map guide"})
    await told.supervisor.open("plan_check", PLAN)
    await told.supervisor.press("Answer goal 1")
    await told.supervisor.send({"decision": "accept"})
    plan = await told.plan()
    theirs = [goal for goal in plan.goals if goal.by == examples.EMPLOYEE.id]
    assert [goal.text.reveal() for goal in theirs] == [FIRST["text"], "The scanner guide and the map guide"]
    states = [one.state for one in plan.record.proposals]
    assert states == [ProposalState.ACCEPTED, ProposalState.CHANGES_WANTED, ProposalState.ACCEPTED]
    assert (plan.supports[-1].what.reveal(), plan.supports[-1].provider) == (FIRST["wish"], Provider.SUPERVISOR)
    await told.supervisor.open("plan_check", PLAN)
    assert told.supervisor.shown.submit == "Send to HR"


async def test_waiting_proposals_are_the_supervisors_tasks_and_hr_reads_them_with_their_answers(told: Story) -> None:
    await hand_over(told)
    await told.employee.open("propose_goals", PLAN)
    await told.employee.send({**FIRST, "view": "I should like quiet mornings."})
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Answer a proposed goal")
    await told.supervisor.send({"decision": "accept", "answer": "Gladly, with the rota.", "promise": "supervisor"})
    await told.supervisor.open("open_case", PLAN)
    assert "Answer a proposed goal" not in told.supervisor.labels()
    await told.supervisor.open("plan_check", PLAN)
    await told.supervisor.send()
    await told.hr.open("review_plan", PLAN)
    text = shown(told.hr.shown)
    assert "Proposed by the employee" in text
    for words in (FIRST["text"], FIRST["wish"], "Gladly, with the rota.", "I should like quiet mornings."):
        assert words in text


async def test_the_employee_never_reads_what_falls_short_while_drafting(told: Story) -> None:
    await hand_over(told)
    deficiency = (await told.plan()).concerns[0].deficiency
    assert deficiency is not None
    for ask in ("propose_goals", "read_plan", "open_case"):
        await told.employee.open(ask, PLAN)
        assert deficiency.reveal() not in shown(told.employee.shown)
    await told.employee.open("read_plan", PLAN)
    assert "Guides and mails can be followed" in shown(told.employee.shown)


async def test_adding_a_goal_keeps_what_was_typed_and_stores_nothing(told: Story) -> None:
    await hand_over(told)
    before = await told.plan()
    await told.employee.open("propose_goals", PLAN)
    for place in range(2, 6):
        await told.employee.press("Add another goal", FIRST if place == 2 else None)
        assert f"target_{place}" in {field.id for field in told.employee.shown.fields}
    standing = {field.id: field.default for field in told.employee.shown.fields}
    assert getattr(standing["text"], "reveal", str)() == FIRST["text"]
    assert "Add another goal" not in told.employee.labels(), "five goals are the most one form holds"
    assert await told.plan() == before


async def test_a_wrong_day_is_said_at_its_goal(told: Story) -> None:
    await hand_over(told)
    await told.employee.open("propose_goals", PLAN)
    await told.employee.press("Add another goal", FIRST)
    await told.employee.send({**SECOND, "target_2": "2030-01-01"})
    assert list(told.employee.errors) == ["target_2"]


async def test_the_supervisor_takes_the_draft_back_and_a_late_proposal_is_refused(told: Story) -> None:
    await hand_over(told)
    await told.employee.open("propose_goals", PLAN)
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Take the draft back")
    await told.supervisor.send()
    await told.employee.send(FIRST)
    assert not isinstance(told.employee.last, Done)
    assert (await told.plan()).record.proposals == ()


async def test_home_offers_the_employee_to_write_their_goals(told: Story, database: Database) -> None:
    await hand_over(told)
    house = told.table.desk.house
    page = await home.draw(house, by=examples.EMPLOYEE, now=examples.NOW)
    buttons = [button for part in page.parts if isinstance(part, Buttons) for button in part.buttons]
    assert Stands(ask="propose_goals", plan=PLAN) in {button.stands for button in buttons}


async def test_where_the_form_has_the_employee_draft_the_wizard_goes_on_without_goals(database: Database) -> None:
    supervisor = table(database.begin).seat(examples.SUPERVISOR)
    plan = await start(supervisor)
    await supervisor.open("plan_goal", plan)
    assert "have the employee write the goals first" in shown(supervisor.shown)
    await supervisor.press("Leave the goals to the employee")
    assert supervisor.shown.title == "Dates"


async def test_a_form_of_the_supervisors_own_suggests_nothing(database: Database) -> None:
    found = examples.case(PlanState.DRAFT, name=examples.GENERIC)
    told = await story(database.begin, found=found)
    await told.supervisor.open("plan_check", found.plan.id)
    assert "have the employee write the goals first" not in shown(told.supervisor.shown)
    assert "Let the employee write the goals" in told.supervisor.labels()


async def test_a_proposal_and_its_answer_stand_in_the_record_that_both_read(database: Database) -> None:
    found = examples.case(PlanState.ACTIVE)
    kept = GoalProposal(
        id=EntryId(examples.example_id(0xF8)),
        goal=found.plan.goals[0].id,
        author=examples.EMPLOYEE.id,
        at=examples.NOW,
        text=Words("Mails before noon"),
        measure=None,
        target=found.plan.goals[0].target,
        wish=Words("Quiet mornings"),
        state=ProposalState.ACCEPTED,
        answered_by=examples.SUPERVISOR.id,
        answered_at=examples.NOW,
    )
    record = replace(found.plan.record, proposals=(kept,))
    told = await story(database.begin, found=replace(found, plan=found.plan.with_(record=record)))
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("read_record", PLAN)
        text = shown(player.shown)
        assert "Mails before noon" in text
        assert "Quiet mornings" in text
        assert "Accepted · Marta Lindqvist" in text


async def test_who_wrote_a_goal_stands_beside_it(told: Story) -> None:
    goal = (await told.plan()).goals[0].id
    await told.supervisor.open("plan_goal", PLAN, goal)
    assert "Written by Marta Lindqvist" in shown(told.supervisor.shown)


def test_the_asks_of_drafting_are_known() -> None:
    assert {"share_for_drafting", "take_back_draft", "propose_goals", "add_proposal", "answer_proposal"} <= set(ASKS)
