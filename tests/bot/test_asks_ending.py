"""How a plan ends at the desk: results, a proposal, HR's decision, delivery; and what HR may do besides."""

from datetime import timedelta

import pytest

from bot.replies import Denied, Done, FieldErrors
from plans import examples
from plans.acts import Act
from plans.ending import OutcomeState
from plans.events import EventKind
from plans.ports import System
from plans.states import PlanState
from storage.database import Database
from tests.bot.ending import EVIDENCE, GOALS, REASONS, propose, record, results
from tests.bot.playing import Player
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin, PlanState.DECISION_DUE)


async def test_a_plan_ends_in_four_steps(told: Story) -> None:
    await propose(told)
    await told.hr.open("decide_outcome", PLAN)
    assert EVIDENCE in shown(told.hr.shown)
    await told.hr.send({"decision": "approve"})
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
    assert (await told.plan()).state is PlanState.CLOSED
    await told.employee.open("read_outcome", PLAN)
    assert REASONS in shown(told.employee.shown)
    assert EVIDENCE in shown(told.employee.shown)
    assert "Add my own view" in told.employee.labels()


async def test_the_employee_reads_nothing_before_the_outcome_is_delivered(told: Story) -> None:
    await propose(told)
    await told.employee.open("read_outcome", PLAN)
    text = shown(told.employee.shown)
    assert REASONS not in text
    assert EVIDENCE not in text
    assert "no outcome to read yet" in text


async def test_the_employee_is_not_told_that_results_and_proposal_are_overdue_while_they_wait_for_hr(
    told: Story,
) -> None:
    await propose(told)
    await told.at(told.hr.now + timedelta(days=30))
    await told.employee.open("open_case", PLAN)
    text = shown(told.employee.shown)
    assert "Notes of the meeting" in text
    assert "Proposal of an outcome" not in text
    assert "Result for each goal" not in text
    await told.supervisor.open("open_case", PLAN)
    assert "Result for each goal, " in shown(told.supervisor.shown)


async def test_a_result_without_evidence_is_refused_at_the_goal(told: Story) -> None:
    await told.supervisor.open("record_results", PLAN)
    await told.supervisor.send({f"result_{goal}": "met" for goal in GOALS})
    assert set(told.supervisor.errors) == {f"evidence_{goal}" for goal in GOALS}


async def test_an_outcome_without_results_is_refused_where_it_is_chosen(told: Story) -> None:
    await told.supervisor.open("propose_outcome", PLAN)
    await told.supervisor.send({"kind": "met", "reasons": REASONS})
    assert list(told.supervisor.errors) == ["kind"]


async def test_that_a_plan_was_not_met_is_not_offered_on_its_last_day(told: Story) -> None:
    await record(told)
    for player in (told.supervisor, told.hr):
        await player.open("propose_outcome", PLAN)
        assert "not_met" not in offered(player)


async def test_a_forged_choice_is_refused(told: Story) -> None:
    await record(told)
    await told.supervisor.open("propose_outcome", PLAN)
    await told.supervisor.send({"kind": "not_met", "reasons": REASONS})
    assert list(told.supervisor.errors) == ["kind"]


def offered(player: Player) -> list[str]:
    return [option.value for option in next(one for one in player.shown.fields if one.id == "kind").options]


async def test_a_proposal_sent_back_needs_a_comment_which_the_supervisor_reads(told: Story) -> None:
    await propose(told)
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "return"})
    assert list(told.hr.errors) == ["returned_words"]
    await told.hr.send({"decision": "return", "returned_words": "Please say more about the desk."})
    await told.supervisor.open("propose_outcome", PLAN)
    assert "Please say more about the desk." in shown(told.supervisor.shown)
    assert (await told.plan()).outcomes[-1].state is OutcomeState.RETURNED


async def test_what_is_approved_is_what_was_read(told: Story) -> None:
    await propose(told)
    await told.hr.open("decide_outcome", PLAN)
    await told.supervisor.open("add_note", PLAN)
    await told.supervisor.send({"goal": "plan", "text": "Something new."})
    reply = await told.hr.send({"decision": "approve"})
    assert isinstance(reply, FieldErrors)
    assert reply.form_error is not None
    assert "while you were writing" in reply.form_error


async def test_a_supervisor_cannot_decide(told: Story) -> None:
    await propose(told)
    assert isinstance(await told.supervisor.open("decide_outcome", PLAN), Denied)


async def test_hr_lets_a_plan_end_before_its_final_review_and_says_why(database: Database) -> None:
    """S3-24: from HR's own page of the plan; the reason is on record, and the audit line tells that there was one."""
    told = await story(database.begin, PlanState.ACTIVE)
    await told.hr.open("open_case", PLAN)
    await told.hr.press("Record results")
    await told.hr.send(results(*GOALS))
    await told.hr.press("Propose an outcome")
    await told.hr.send({"kind": "met", "reasons": REASONS})
    assert list(told.hr.errors) == ["kind"]
    await told.hr.send({"kind": "met", "reasons": REASONS, "override_reason": "The position moves in March."})
    outcome = (await told.plan()).outcomes[-1]
    assert outcome.override_reason is not None
    async with told.begin() as work:
        lines = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    assert [line.fact("override") for line in lines if line.kind is EventKind.OUTCOME_PROPOSED] == ["yes"]


async def test_a_supervisor_has_no_way_around_the_final_review(database: Database) -> None:
    told = await story(database.begin, PlanState.ACTIVE)
    await record(told)
    await told.supervisor.press("Propose an outcome")
    assert "override_reason" not in [field.id for field in told.supervisor.shown.fields]
    assert "met" not in offered(told.supervisor)


async def test_once_it_is_decided_the_form_only_tells(told: Story) -> None:
    await propose(told)
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "approve"})
    await told.hr.open("decide_outcome", PLAN)
    assert told.hr.shown.submit is None


async def test_hr_ends_a_plan_early_and_both_read_why(database: Database) -> None:
    told = await story(database.begin, PlanState.ACTIVE)
    await told.hr.open("withdraw_plan", PLAN)
    await told.hr.send({"kind": "withdrawn", "reasons": "Other work from May on."})
    assert (await told.plan()).state is PlanState.CLOSED
    for player in (told.employee, told.supervisor):
        await player.open("read_outcome", PLAN)
        assert "Other work from May on." in shown(player.shown)


async def test_a_plan_that_was_ended_early_is_ended_once(database: Database) -> None:
    told = await story(database.begin, PlanState.ACTIVE)
    await told.hr.open("withdraw_plan", PLAN)
    reply = await told.hr.send({"kind": "ended_left", "reasons": "Moved away."}, again=True)
    assert isinstance(reply, Done)
    assert len((await told.plan()).outcomes) == 1


async def test_a_plan_is_met_early_with_a_result_for_each_goal_and_hrs_word(database: Database) -> None:
    """S3-21: the supervisor proposes it while the plan runs, HR confirms, and it ends without waiting for the end."""
    told = await story(database.begin, PlanState.ACTIVE)
    await told.supervisor.open("propose_outcome", PLAN)
    assert "met_early" in offered(told.supervisor)
    await told.supervisor.send({"kind": "met_early", "reasons": REASONS})
    assert list(told.supervisor.errors) == ["kind"]
    await record(told)
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({"kind": "met_early", "reasons": REASONS})
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "approve"})
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
    assert (await told.plan()).state is PlanState.CLOSED
    await told.employee.open("read_outcome", PLAN)
    assert "The goals are met, before the end" in shown(told.employee.shown)


@pytest.mark.parametrize("kind", ["ended_left", "ended_transferred"])
@pytest.mark.parametrize("state", [PlanState.DELIVERED, PlanState.PAUSED, PlanState.DECISION_DUE])
async def test_a_plan_ends_because_the_employee_left_or_moved_on_and_never_as_not_met(
    database: Database, state: PlanState, kind: str
) -> None:
    told = await story(database.begin, state)
    await told.hr.open("withdraw_plan", PLAN)
    await told.hr.send({"kind": kind, "reasons": "From October on."})
    plan = await told.plan()
    assert (plan.state, plan.outcomes[-1].kind, plan.results) == (PlanState.CLOSED, kind, ())
    assert not any(outcome.owed for outcome in plan.outcomes)


# HR's overview


async def test_the_overview_names_people_after_opening_and_leads_to_the_case(told: Story) -> None:
    await told.hr.open("read_digest")
    text = shown(told.hr.shown)
    assert "Jonas Okafor with Marta Lindqvist" in text
    assert "Record the result of a goal" in text
    assert told.hr.button("M-7K3QXZ").stands.ask == "open_case"


async def test_only_hr_opens_the_overview(told: Story) -> None:
    assert isinstance(await told.supervisor.open("read_digest"), Denied)


async def test_a_party_from_hr_finds_nothing_of_their_own_plan_in_the_overview(database: Database) -> None:
    told = await story(database.begin, PlanState.DECISION_DUE)
    async with told.begin() as work:
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.LEARN, now=told.hr.now)
        await work.plans.save(plan.with_(reviewer=examples.HR.id), next_at=None)
        await work.commit()
    await told.hr.open("read_digest")
    assert "M-7K3QXZ" not in shown(told.hr.shown)
