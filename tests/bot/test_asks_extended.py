"""An outcome by which a plan goes on, and what is read once there is more than one."""

from datetime import UTC, date, datetime

import pytest

from bot.replies import FieldErrors
from plans import examples
from plans.ending import OutcomeState
from plans.notices import NoticeKind
from plans.states import PlanState
from storage.database import Database
from tests.bot.ending import (
    EVIDENCE,
    FINAL,
    FURTHER,
    GOALS,
    LONGER,
    NEW_END,
    REASONS,
    approve_longer,
    extend,
    propose,
    record,
    results,
)
from tests.bot.playing import WORDING
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin, PlanState.DECISION_DUE)


async def test_a_plan_that_is_extended_goes_on_and_its_new_text_is_acknowledged(told: Story) -> None:
    await extend(told)
    assert "The plan goes on" in shown(told.supervisor.shown)
    plan = await told.plan()
    assert (plan.state, plan.edition, plan.end) == (PlanState.ACTIVE, 2, date.fromisoformat(NEW_END))
    assert [review.on.isoformat() for review in plan.reviews[-2:]] == [FURTHER, FINAL]
    await told.employee.open("open_case", PLAN)
    await told.employee.press("Read the outcome")
    text = shown(told.employee.shown)
    assert REASONS in text
    assert EVIDENCE in text
    assert "Wednesday" in text
    await told.employee.open("read_plan", PLAN)
    await told.employee.press("Say that I read it")
    await told.employee.send({"answer": "yes", "typed_name": "Jonas Okafor"})
    after = await told.plan()
    assert (after.state, after.signatures[-1].edition) == (PlanState.ACTIVE, 2)


async def test_the_employee_is_sent_the_outcome_and_the_new_text_and_is_reminded_of_it(told: Story) -> None:
    await extend(told)
    async with told.begin() as work:
        waiting = await work.notices.waiting_for(PLAN)
    mine = {notice.owed.kind for notice in waiting if notice.owed.person == examples.EMPLOYEE.id}
    assert {NoticeKind.OUTCOME_DELIVERED, NoticeKind.PLAN_TO_READ, NoticeKind.ACKNOWLEDGE_AGAIN} <= mine


async def test_the_extended_plan_comes_to_a_decision_again_and_hr_is_told_that_it_is_not_the_first(told: Story) -> None:
    await extend(told)
    await told.at(datetime(2027, 12, 2, 12, 0, tzinfo=UTC))
    assert (await told.plan()).state is PlanState.DECISION_DUE
    await record(told)
    await told.employee.open("read_outcome", PLAN)
    assert shown(told.employee.shown).count(EVIDENCE) == len(GOALS)
    await told.supervisor.open("propose_outcome", PLAN)
    await told.supervisor.send({**LONGER, "new_end": "2028-03-01", "final": "2028-03-01", "added": None})
    await told.hr.open("decide_outcome", PLAN)
    assert "extended once before" in shown(told.hr.shown)


async def test_where_there_are_several_outcomes_all_are_read_the_oldest_first_and_each_with_what_it_rests_on(
    told: Story,
) -> None:
    await extend(told)
    await told.at(datetime(2027, 12, 2, 12, 0, tzinfo=UTC))
    await told.supervisor.open("record_results", PLAN)
    later = {name: "It lasted." if name.startswith("evidence") else "met" for name in results(*GOALS)}
    await told.supervisor.send(later)
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({"kind": "met", "reasons": "It lasted until the end."})
    await told.employee.open("read_outcome", PLAN)
    assert "more than one" not in shown(told.employee.shown)
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "approve"})
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("read_outcome", PLAN)
        text = shown(player.shown)
        assert text.count("Delivered on") == 2
        assert text.index("The plan goes on for longer") < text.index(REASONS) < text.index("The goals are met")
        assert (EVIDENCE in text, "It lasted." in text) == (False, True)
        await player.press("What this one rests on")
        assert (EVIDENCE in shown(player.shown), "It lasted." in shown(player.shown)) == (True, False)
        await player.press("All outcomes")
        assert "It lasted until the end." in shown(player.shown)


async def test_what_hr_sent_back_is_read_in_full_as_the_last_one_and_the_employee_reads_none_of_it(told: Story) -> None:
    await extend(told)
    await told.at(datetime(2027, 12, 2, 12, 0, tzinfo=UTC))
    await record(told)
    await told.supervisor.press("Propose an outcome")
    again = {**LONGER, "reasons": "More time, once more.", "new_end": "2028-03-01", "final": "2028-02-28"}
    await told.supervisor.send({**again, "added": None})
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "return", "returned_words": "Not a second time, please."})
    for player in (told.supervisor, told.hr):
        await player.open("read_outcome", PLAN)
        text = shown(player.shown)
        assert text.index(REASONS) < text.index("More time, once more.") < text.index("Not a second time, please.")
        assert "no outcome to read" not in text
        assert "goes on until the new last day" not in text
    await told.employee.open("read_outcome", PLAN)
    assert "More time" not in shown(told.employee.shown)
    assert "second time" not in shown(told.employee.shown)


async def test_a_statement_about_an_earlier_outcome_is_made_and_read_there(told: Story) -> None:
    await extend(told)
    await told.at(datetime(2027, 12, 2, 12, 0, tzinfo=UTC))
    await propose(told)
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "approve"})
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
    await told.employee.open("read_outcome", PLAN)
    await told.employee.press("What this one rests on")
    await told.employee.press("Add my own view")
    await told.employee.send({"text": "The first period was too short."})
    await told.employee.open("read_outcome", PLAN)
    text = shown(told.employee.shown)
    assert text.index("The first period was too short.") < text.index("The goals are met")


async def test_hr_reads_the_new_dates_and_what_is_sent_back_keeps_them(told: Story) -> None:
    await record(told)
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send(LONGER)
    await told.hr.open("decide_outcome", PLAN)
    for on in (NEW_END, FINAL, FURTHER):
        assert WORDING.day(date.fromisoformat(on)) in shown(told.hr.shown)
    await told.hr.send({"decision": "return", "returned_words": "A shorter time, please."})
    await told.supervisor.open("propose_outcome", PLAN)
    kept = {field.id: field.default for field in told.supervisor.shown.fields}
    assert kept["new_end"] == date.fromisoformat(NEW_END)
    assert (kept["final"], kept["added"]) == (date.fromisoformat(FINAL), date.fromisoformat(FURTHER))


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("new_end", None),
        ("new_end", "2027-09-01"),
        ("final", None),
        ("final", "2027-12-02"),
        ("added", "2027-12-01"),
        ("added_2", FURTHER),
    ],
)
async def test_a_date_that_does_not_fit_is_refused_where_it_was_typed(told: Story, field: str, day: str | None) -> None:
    await record(told)
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({**LONGER, field: day})
    assert list(told.supervisor.errors) == [field]


async def test_an_extension_whose_dates_pass_before_it_is_delivered_goes_back(told: Story) -> None:
    await approve_longer(told)
    await told.at(datetime(2027, 10, 18, 12, 0, tzinfo=UTC))
    await told.supervisor.open("deliver_outcome", PLAN)
    reply = await told.supervisor.send()
    assert isinstance(reply, FieldErrors)
    assert "has passed" in (reply.form_error or "")
    await told.hr.open("decide_outcome", PLAN)
    choice = next(field for field in told.hr.shown.fields if field.id == "decision")
    assert [option.value for option in choice.options] == ["return"]
    await told.hr.send({"decision": "return", "returned_words": "Please choose new dates."})
    assert (await told.plan()).outcomes[-1].state is OutcomeState.RETURNED
