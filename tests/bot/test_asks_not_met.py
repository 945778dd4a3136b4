"""*Not met* at the desk: the list of what was owed stands in every form, and two people decide (F-01, P-27)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.forms import Raw
from bot.replies import Denied
from plans import examples
from plans.acts import Act
from plans.ending import OutcomeState, Result
from plans.ids import SupportId
from plans.notices import NoticeKind
from plans.outcomes import ResultTyped, results_recorded
from plans.policy import OutcomeKind
from plans.ports import System
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.bot.ending import record
from tests.bot.playing import Player
from tests.bot.running import PLAN, Story, shown, story
from tests.bot.test_asks_ending import offered

REASONS = "Two of the three guides are missing, and the desk stood empty four times since May."
NOT_MET: dict[str, Raw] = {
    "kind": "not_met",
    "reasons": REASONS,
    "insufficient": ("uneven-performance",),
    "next_step": "other",
}
OWED = ("Writer's workshop", "The rota six weeks ahead instead of two", "An hour with a peer mentor every other week")


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    """Two days after the last day, with a result for each goal."""
    told = await story(database.begin, PlanState.DECISION_DUE)
    await told.at(told.hr.now + timedelta(days=2))
    await record(told)
    return told


async def propose(player: Player) -> None:
    await player.open("propose_outcome", PLAN)
    await player.send(NOT_MET)


async def test_a_plan_that_was_not_met_ends_with_the_list_in_every_form(told: Story) -> None:
    await told.supervisor.press("Propose an outcome")
    assert "not_met" in offered(told.supervisor)
    for what in OWED:
        assert what in shown(told.supervisor.shown)
    await told.supervisor.send(NOT_MET)
    await told.hr.open("decide_outcome", PLAN)
    for what in (*OWED, REASONS, "Ups and downs that show no lasting improvement", "Not held: First review"):
        assert what in shown(told.hr.shown)
    await told.hr.send({"decision": "approve"})
    assert list(told.hr.errors) == ["owed"]
    await told.hr.send({"decision": "approve", "owed": ("accepted",)})
    await told.supervisor.open("deliver_outcome", PLAN)
    assert OWED[0] in shown(told.supervisor.shown)
    await told.supervisor.send()
    plan = await told.plan()
    assert (plan.state, plan.outcomes[-1].kind) == (PlanState.CLOSED, OutcomeKind.NOT_MET)
    assert plan.outcomes[-1].owed_accepted == plan.outcomes[-1].owed
    await told.employee.open("read_outcome", PLAN)
    text = shown(told.employee.shown)
    for what in (*OWED, REASONS, "Letter of Expectation(s)", "Read and accepted: Priya Raman"):
        assert what in text
    assert "Add my own view" in told.employee.labels()


async def test_what_follows_is_chosen_from_the_forms_own_list(told: Story) -> None:
    await told.supervisor.press("Propose an outcome")
    field = next(one for one in told.supervisor.shown.fields if one.id == "next_step")
    assert [option.value for option in field.options] == ["civil-service", "other"]
    await told.supervisor.send({**NOT_MET, "next_step": None})
    assert list(told.supervisor.errors) == ["next_step"]


async def test_of_a_known_group_only_what_fits_is_offered(database: Database) -> None:
    found = examples.case(PlanState.DECISION_DUE)
    typed = tuple(ResultTyped(goal=one.id, result=Result.PARTLY, evidence=Words("Half.")) for one in found.plan.goals)
    judged = examples.then(found, results_recorded(found.plan, typed, by=examples.SUPERVISOR, at=found.at))
    plan = judged.plan.with_(classification="civil-service")
    told = await story(database.begin, found=replace(judged, plan=plan))
    await told.at(found.at + timedelta(days=1))
    await told.supervisor.open("propose_outcome", PLAN)
    assert all(one.id != "next_step" for one in told.supervisor.shown.fields)
    assert "Performance Partnership Program" in shown(told.supervisor.shown)
    assert "Letter of Expectation(s)" not in shown(told.supervisor.shown)


async def test_reasons_are_needed_for_every_outcome_but_met(told: Story) -> None:
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({**NOT_MET, "reasons": None})
    assert list(told.supervisor.errors) == ["reasons"]
    await told.supervisor.send({"kind": "met"})
    assert (await told.plan()).outcomes[-1].state is OutcomeState.PROPOSED


async def test_the_hr_member_who_proposed_it_cannot_decide_and_another_can(told: Story) -> None:
    await propose(told.hr)
    assert isinstance(await told.hr.open("decide_outcome", PLAN), Denied)
    second = told.table.seat(examples.SECOND_HR, now=told.hr.now)
    await second.open("decide_outcome", PLAN)
    await second.send({"decision": "approve", "owed": ("accepted",)})
    assert (await told.plan()).outcomes[-1].decided_by == examples.SECOND_HR.id


async def test_hr_may_send_it_back_without_accepting_anything(told: Story) -> None:
    await propose(told.supervisor)
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "return", "returned_words": "Please deliver the workshop first."})
    outcome = (await told.plan()).outcomes[-1]
    assert (outcome.state, outcome.owed_accepted) == (OutcomeState.RETURNED, None)
    assert len(outcome.owed) == 6


async def test_met_asks_for_no_list(told: Story) -> None:
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({"kind": "met", "reasons": REASONS, "acceptable": ("sustained",)})
    await told.hr.open("decide_outcome", PLAN)
    assert "owed" not in [field.id for field in told.hr.shown.fields]
    assert "The improvement held over several reviews" in shown(told.hr.shown)


async def test_a_list_too_long_to_be_shown_in_full_still_stands_there_whole(told: Story, database: Database) -> None:
    """F-01: HR accepts what it was shown, so nothing of it may fall out of the form for want of room."""
    async with told.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.LEARN, now=told.hr.now)
        more = tuple(replace(plan.supports[0], id=SupportId(f"{n:032x}"), what=Words(f"Help {n}")) for n in range(60))
        await work.plans.save(plan.with_(supports=(*plan.supports, *more)), next_at=None)
        await work.commit()
    await propose(told.supervisor)
    await told.hr.open("decide_outcome", PLAN)
    told_there = shown(told.hr.shown)
    assert told_there.count("Support that was not delivered") == 63
    assert told_there.count("Not held: ") == 3
    await told.hr.send({"decision": "approve", "owed": ("accepted",)})
    assert len((await told.plan()).outcomes[-1].owed_accepted or ()) == 66


async def test_met_without_reasons_reads_well_for_everybody(told: Story) -> None:
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({"kind": "met"})
    await told.hr.open("decide_outcome", PLAN)
    assert "The reasons" not in shown(told.hr.shown)
    await told.hr.send({"decision": "approve"})
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
    await told.employee.open("read_outcome", PLAN)
    assert "The goals are met" in shown(told.employee.shown)
    assert "The reasons" not in shown(told.employee.shown)


async def test_a_decision_that_comes_late_is_flagged_to_hr_and_decided_by_people(database: Database) -> None:
    """P-15: the rule of the form that nobody could verify stands beside the outcome, for HR alone."""
    found = examples.case(PlanState.DECISION_DUE, name=examples.DC)
    told = await story(database.begin, found=found)
    plan = found.plan.id
    await told.at(told.hr.now + timedelta(days=30))
    await told.supervisor.open("record_results", plan)
    goals = [field.id.removeprefix("result_") for field in told.supervisor.shown.fields if field.id.startswith("res")]
    evidence = {f"evidence_{goal}": "Not there." for goal in goals}
    await told.supervisor.send({**{f"result_{goal}": "not_met" for goal in goals}, **evidence})
    await told.supervisor.press("Propose an outcome")
    assert "written decision" not in shown(told.supervisor.shown)
    assert offered(told.supervisor) == ["met", "extended", "reassignment", "reduction_in_grade", "removal"]
    await told.supervisor.send({"kind": "reassignment", "reasons": REASONS})
    await told.hr.open("decide_outcome", plan)
    assert "The days for the written decision were over" in shown(told.hr.shown)
    assert "An older text, 6-B1410.6 of 2017" in shown(told.hr.shown)
    await told.hr.send({"decision": "approve", "owed": ("accepted",)})
    await told.supervisor.open("deliver_outcome", plan)
    await told.supervisor.send()
    await told.employee.open("read_outcome", plan)
    text = shown(told.employee.shown)
    assert "Not met: reassignment to other work" in text
    assert "An older text" not in text


async def test_hr_has_a_list_to_go_through_and_is_told_of_the_end_and_nobody_else_reads_it(told: Story) -> None:
    """S3-29: Milepost stops at the outcome; what comes after is HR's, and the form's list reminds it."""
    item = "would somebody else in the same place be treated the same way?"
    await propose(told.supervisor)
    await told.hr.open("decide_outcome", PLAN)
    assert item in shown(told.hr.shown)
    await told.hr.send({"decision": "approve", "owed": ("accepted",)})
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
    async with told.begin() as work:
        waiting = await work.notices.waiting_for(PLAN)
    reached = {one.owed.person for one in waiting if one.owed.kind is NoticeKind.OUTCOME_DELIVERED}
    assert reached == {examples.EMPLOYEE.id, examples.HR.id, examples.SECOND_HR.id}
    for player, reads in ((told.hr, True), (told.employee, False), (told.supervisor, False)):
        await player.open("read_outcome", PLAN)
        assert (item in shown(player.shown)) is reads
