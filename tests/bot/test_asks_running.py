"""What both sides do while a plan runs, at the desk over a real database."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.replies import Denied, FieldErrors
from plans import examples
from plans.ids import EntryId
from plans.people import Role
from plans.record import ProgressNote
from plans.states import MilestoneState, MissClass, PlanState, SupportState
from plans.words import Words
from storage.database import Database
from tests.bot.running import FIRST_REVIEW, PLAN, Story, local, shown, story

SECRET = "I am alone on Fridays and nobody takes over the desk."


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


# Goals


async def test_a_goal_reported_done_waits_for_word_and_is_not_missed(told: Story) -> None:
    await told.at(local(2026, 11, 2, 10))
    await told.employee.open("report_done", PLAN, examples.GUIDES_DRAFTED)
    await told.employee.send()
    await told.at(local(2026, 11, 2, 18))
    assert (await told.plan()).milestone(examples.GUIDES_DRAFTED).state is MilestoneState.AWAITING_WORD
    await told.supervisor.open("settle_milestone", PLAN, examples.GUIDES_DRAFTED)
    await told.supervisor.send({"settlement": "met", "words": "The scanner guide reads well."})
    settled = (await told.plan()).milestone(examples.GUIDES_DRAFTED)
    assert settled.state is MilestoneState.MET
    assert settled.recognition is not None
    await told.employee.open("read_milestone", PLAN, examples.GUIDES_DRAFTED)
    assert "The scanner guide reads well." in shown(told.employee.shown)


async def test_nobody_can_mark_a_goal_missed(told: Story) -> None:
    await told.supervisor.open("settle_milestone", PLAN, examples.GUIDES_DRAFTED)
    options = next(field for field in told.supervisor.shown.fields if field.id == "settlement").options
    assert [option.value for option in options] == ["met", "waived"]


async def test_a_goal_cannot_be_waived_without_a_reason(told: Story) -> None:
    await told.supervisor.open("settle_milestone", PLAN, examples.GUIDES_DRAFTED)
    await told.supervisor.send({"settlement": "waived"})
    assert list(told.supervisor.errors) == ["words"]


async def test_a_silent_miss_shows_its_class_and_times_and_can_be_contested(told: Story) -> None:
    await told.at(local(2026, 11, 2, 18))
    await told.employee.open("read_milestone", PLAN, examples.GUIDES_DRAFTED)
    text = shown(told.employee.shown)
    assert "nothing about it was on record before" in text
    assert "Nov 2, 2026, 5:00" in text
    await told.employee.press("Contest this")
    await told.employee.send({"text": "I said so in the Monday meeting."})
    contest = (await told.plan()).record.contests[0]
    await told.supervisor.open("answer_contest", PLAN, contest.id)
    verdicts = next(field for field in told.supervisor.shown.fields if field.id == "verdict").options
    assert [option.value for option in verdicts] == ["met", "other-class"]
    await told.supervisor.send({"verdict": "met"})
    assert list(told.supervisor.errors) == ["on"]
    await told.supervisor.send({"verdict": "other-class"})
    assert list(told.supervisor.errors) == ["miss"]
    await told.supervisor.send({"verdict": "met", "on": "2026-11-02", "answer": "You are right."})
    assert (await told.plan()).milestone(examples.GUIDES_DRAFTED).state is MilestoneState.MET


async def test_only_hr_can_let_the_record_stay_and_the_employee_is_offered_a_statement(told: Story) -> None:
    await told.at(local(2026, 11, 2, 18))
    await told.employee.open("contest_class", PLAN, examples.GUIDES_DRAFTED)
    await told.employee.send({"text": "I said so in the Monday meeting."})
    contest = (await told.plan()).record.contests[0]
    await told.hr.open("answer_contest", PLAN, contest.id)
    await told.hr.send({"verdict": "rejected"})
    assert list(told.hr.errors) == ["answer"]
    await told.hr.send({"verdict": "rejected", "answer": "Nothing was on record before."})
    await told.employee.open("read_milestone", PLAN, examples.GUIDES_DRAFTED)
    assert "Add my own view" in told.employee.labels()
    assert "Nothing was on record before." in shown(told.employee.shown)


# Barriers


async def test_a_barrier_reported_in_time_says_so_with_the_time(told: Story) -> None:
    await told.at(local(2026, 11, 2, 10))
    await told.employee.open("raise_barrier", PLAN, examples.GUIDES_DRAFTED)
    which = next(field for field in told.employee.shown.fields if field.id == "milestones")
    assert which.default == (examples.GUIDES_DRAFTED,)
    await told.employee.send({"kind": "workload", "text": "Two more shifts.", "would_help": "One shift less."})
    text = shown(told.employee.shown)
    assert "Goal 1, on the way: reported before the due date, on Nov 2, 2026, 10:00" in text
    assert "Your supervisor is told" in text
    await told.at(local(2026, 11, 2, 18))
    assert (await told.plan()).milestone(examples.GUIDES_DRAFTED).miss is MissClass.BARRIER_BEFORE_UNANSWERED


async def test_a_barrier_reported_too_late_says_so(told: Story) -> None:
    await told.at(local(2026, 11, 2, 18))
    await told.employee.open("raise_barrier", PLAN, examples.GUIDES_DRAFTED)
    await told.employee.send({"kind": "other", "text": "The scanner was broken."})
    assert "reported after the due date" in shown(told.employee.shown)


async def test_a_barrier_is_answered_and_then_over(told: Story) -> None:
    await told.employee.open("raise_barrier", PLAN)
    await told.employee.send({"kind": "access_or_tool", "text": "No licence."})
    barrier = (await told.plan()).record.barriers[0]
    await told.supervisor.open("answer_barrier", PLAN, barrier.id)
    await told.supervisor.send({"answer": "Ordered for Thursday."})
    await told.supervisor.press("It is no longer in the way")
    await told.supervisor.send({"end": "resolved"})
    assert (await told.plan()).record.barriers[0].ended_at is not None


async def test_a_protected_barrier_reaches_hr_alone(told: Story) -> None:
    await told.employee.open("raise_barrier", PLAN, examples.GUIDES_DRAFTED)
    assert "Only HR reads it. Your supervisor does not." in shown(told.employee.shown)
    await told.employee.send({"kind": "protected", "text": SECRET, "milestones": (examples.GUIDES_DRAFTED,)})
    assert "Only HR is told" in shown(told.employee.shown)
    barrier = (await told.plan()).record.barriers[0]
    reply = await told.supervisor.open("answer_barrier", PLAN, barrier.id)
    assert isinstance(reply, Denied)
    for ask, subject in (("read_record", None), ("read_milestone", examples.GUIDES_DRAFTED)):
        await told.supervisor.open(ask, PLAN, subject)
        assert SECRET not in shown(told.supervisor.shown)
    assert "On hold" in shown(told.supervisor.shown)
    await told.hr.open("answer_barrier", PLAN, barrier.id)
    assert SECRET in shown(told.hr.shown)
    await told.hr.send({"answer": "Let us talk on Monday."})
    await told.hr.open("lift_hold", PLAN, examples.GUIDES_DRAFTED)
    await told.hr.send({"on": "2026-11-16"})
    assert (await told.plan()).milestone(examples.GUIDES_DRAFTED).on.isoformat() == "2026-11-16"


# Support


async def test_support_said_to_be_delivered_can_be_marked_as_not_received(told: Story) -> None:
    await told.supervisor.open("update_support", PLAN, examples.SHADOWING)
    await told.supervisor.send({"update": "delivered", "on": "2026-09-01"})
    await told.employee.open("mark_not_received", PLAN, examples.SHADOWING)
    await told.employee.send()
    assert (await told.plan()).support(examples.SHADOWING).disputed
    await told.supervisor.open("update_support", PLAN, examples.SHADOWING)
    await told.supervisor.send({"update": "answered"})
    assert list(told.supervisor.errors) == ["words"]
    await told.supervisor.send({"update": "answered", "words": "It is in the shared folder."})
    assert not (await told.plan()).support(examples.SHADOWING).disputed
    for reader in (told.employee, told.supervisor, told.hr):
        await reader.open("read_record", PLAN)
        text = shown(reader.shown)
        assert "The employee said that it was not received" in text
        assert "It is in the shared folder." in text


async def test_support_that_will_not_come_needs_a_reason(told: Story) -> None:
    await told.hr.open("update_support", PLAN, examples.WORKSHOP)
    await told.hr.send({"update": "not_delivered"})
    assert list(told.hr.errors) == ["words"]


async def test_the_employee_may_decline_support_without_a_reason(told: Story) -> None:
    await told.employee.open("decline_support", PLAN, examples.MENTOR)
    await told.employee.send()
    assert (await told.plan()).support(examples.MENTOR).state is SupportState.DECLINED
    await told.employee.open("decline_support", PLAN, examples.MENTOR)
    assert told.employee.shown.submit is None


# Notes and the record


async def test_a_note_is_read_by_the_other_side_and_corrected_by_a_new_one(told: Story) -> None:
    await told.employee.open("add_note", PLAN)
    await told.employee.send({"goal": examples.GUIDES, "text": "First draft is out."})
    await told.supervisor.open("read_record", PLAN)
    assert "First draft is out." in shown(told.supervisor.shown)
    assert "Correct my note" not in told.supervisor.labels()
    await told.employee.open("read_record", PLAN)
    await told.employee.press("Correct my note")
    await told.employee.send({"goal": examples.GUIDES, "text": "The second draft."})
    notes = (await told.plan()).record.notes
    assert notes[1].corrects == notes[0].id


async def test_the_record_tells_of_recognition_and_of_answers_to_contests(told: Story) -> None:
    await told.supervisor.open("settle_milestone", PLAN, examples.DESK_HALFWAY)
    await told.supervisor.send({"settlement": "met", "words": "Not one late shift.", "on": "2026-09-01"})
    await told.at(local(2026, 11, 2, 18))
    await told.employee.open("contest_class", PLAN, examples.GUIDES_DRAFTED)
    await told.employee.send({"text": "It was out on Friday."})
    contest = (await told.plan()).record.contests[0]
    await told.hr.open("answer_contest", PLAN, contest.id)
    await told.hr.send({"verdict": "rejected", "answer": "The file is dated Tuesday."})
    await told.employee.open("read_record", PLAN)
    text = shown(told.employee.shown)
    assert "Not one late shift." in text
    assert "The file is dated Tuesday." in text


async def test_nobody_corrects_somebody_elses_note(told: Story) -> None:
    await told.employee.open("add_note", PLAN)
    await told.employee.send({"goal": "plan", "text": "Mine."})
    note = (await told.plan()).record.notes[0]
    await told.supervisor.open("add_note", PLAN, note.id)
    reply = await told.supervisor.send({"goal": "plan", "text": "Yours."})
    assert isinstance(reply, FieldErrors)


async def test_a_long_record_comes_in_pages_and_loses_nothing(database: Database) -> None:
    case = examples.case()
    written = tuple(_long_note(number, at=case.at) for number in range(40))
    record = replace(case.plan.record, notes=written)
    told = await story(database.begin, found=replace(case, plan=case.plan.with_(record=record)))
    await told.employee.open("read_record", PLAN)
    read = shown(told.employee.shown)
    for _ in range(20):
        if "Next page" not in told.employee.labels():
            break
        await told.employee.press("Next page")
        read += shown(told.employee.shown)
    assert all(f"note {number:02d}" in read for number in range(40))
    assert "Page before" in told.employee.labels()


def _long_note(number: int, *, at: datetime) -> ProgressNote:
    return ProgressNote(
        id=EntryId(examples.example_id(0xA00 + number)),
        author=examples.SUPERVISOR.id,
        role=Role.SUPERVISOR,
        at=at,
        goal=None,
        text=Words(f"note {number:02d} " + "word " * 500),
    )


# Who may


async def test_an_outsider_gets_the_answer_for_a_plan_that_does_not_exist(told: Story) -> None:
    outsider = told.table.seat(examples.OUTSIDER, now=told.employee.now)
    asks = ("read_record", "read_summary", "raise_barrier", "read_outcome", "order_case_file", "hold_review")
    for ask in asks:
        theirs = await outsider.open(ask, PLAN, FIRST_REVIEW)
        nobodys = await outsider.open(ask, "0" * 32, FIRST_REVIEW)
        assert isinstance(theirs, Denied)
        assert theirs == nobodys


async def test_a_button_for_a_part_that_is_gone_says_so(told: Story) -> None:
    for ask in ("read_milestone", "answer_barrier", "answer_contest", "read_summary", "update_support"):
        reply = await told.supervisor.open(ask, PLAN, "f" * 32)
        assert isinstance(reply, Denied)
        assert "no longer in the plan" in reply.sentence


async def test_a_closed_plan_takes_no_more_notes(database: Database) -> None:
    closed = await story(database.begin, PlanState.CLOSED)
    reply = await closed.employee.open("add_note", PLAN)
    assert isinstance(reply, Denied)
    assert "moved on" in reply.sentence
