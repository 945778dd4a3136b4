"""Asking for a change or a pause at the desk, the answer to it, and the form that is opened filled in."""

from datetime import timedelta

import pytest

from bot.replies import Denied, Done, FieldErrors
from plans.examples import DESK
from plans.record import WantedKind, WantedState
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, local, shown, story

WISH = "Two weeks later, please: the inventory takes all of us."
SECRET = "It is about my health."


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def _asked(told: Story, kind: WantedKind = WantedKind.DATE, *, text: str = WISH) -> str:
    await told.employee.open("open_case", PLAN)
    await told.employee.press("Ask for a change")
    goal = (await told.plan()).goal(DESK)
    on = (goal.target + timedelta(days=14)).isoformat()
    reply = await told.employee.send({"kind": kind.value, "text": text, "goal": DESK, "on": on})
    assert isinstance(reply, Done)
    return (await told.plan()).record.wanted_changes[-1].id


async def test_a_wish_is_accepted_and_the_goals_form_opens_with_the_date_in_it(told: Story) -> None:
    wanted = await _asked(told)
    assert "Your supervisor has a message and owes you an answer by" in shown(told.employee.shown)
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Answer a request for a change")
    assert WISH in shown(told.supervisor.shown)
    await told.supervisor.send({"verdict": "yes"})
    await told.supervisor.press("Make the change")
    plan = await told.plan()
    assert told.supervisor.shown.stands.ask == "amend_goal"
    assert WISH in shown(told.supervisor.shown)
    target = next(field for field in told.supervisor.shown.fields if field.id == "target")
    assert target.default == plan.goal(DESK).target + timedelta(days=14)
    await told.supervisor.send()
    await told.supervisor.open("amend_plan", PLAN)
    await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    assert (await told.plan()).goal(DESK).target == target.default
    await told.supervisor.open("answer_change", PLAN, wanted)
    assert "Make the change" not in told.supervisor.labels()
    await told.employee.open("read_record", PLAN)
    assert "Accepted" in shown(told.employee.shown)


async def test_a_no_needs_words_at_the_field_and_both_read_them(told: Story) -> None:
    wanted = await _asked(told)
    await told.supervisor.open("answer_change", PLAN, wanted)
    await told.supervisor.send({"verdict": "no"})
    assert list(told.supervisor.errors) == ["answer"]
    await told.supervisor.send({"verdict": "no", "answer": "The desk opens on that day. One week is possible."})
    for player in (told.employee, told.supervisor, told.hr):
        await player.open("read_record", PLAN)
        assert "One week is possible." in shown(player.shown)
        assert WISH in shown(player.shown)
    await told.hr.open("answer_change", PLAN, wanted)
    assert told.hr.shown.submit is None


async def test_support_that_was_asked_for_stands_in_the_form_in_the_employees_words(told: Story) -> None:
    wanted = await _asked(told, WantedKind.SUPPORT, text="A second monitor at the desk.")
    await told.supervisor.open("answer_change", PLAN, wanted)
    await told.supervisor.send({"verdict": "yes", "answer": "It is ordered."})
    await told.supervisor.press("Make the change")
    first = told.supervisor.shown.fields[0]
    assert str(told.supervisor.shown.stands.ask) == "amend_support"
    assert first.default is not None
    assert "A second monitor at the desk." in shown(told.supervisor.shown)


async def test_a_protected_wish_is_hrs_alone(told: Story) -> None:
    wanted = await _asked(told, WantedKind.PROTECTED, text=SECRET)
    assert "Only HR is told." in shown(told.employee.shown)
    await told.supervisor.open("answer_change", PLAN, wanted)
    assert told.supervisor.form is None or SECRET not in shown(told.supervisor.shown)
    for ask in ("read_record", "open_case"):
        await told.supervisor.open(ask, PLAN)
        assert SECRET not in shown(told.supervisor.shown)
        assert "request" not in shown(told.supervisor.shown).casefold()
    await told.hr.open("answer_change", PLAN, wanted)
    assert SECRET in shown(told.hr.shown)
    assert isinstance(await told.hr.send({"verdict": "yes", "answer": "Let us meet."}), Done)


async def _pause_asked(told: Story, *, first: str = "2026-09-01", last: str = "2026-09-21") -> str:
    await told.employee.open("open_case", PLAN)
    await told.employee.press("Ask for a pause")
    assert {field.id for field in told.employee.shown.fields} == {"first", "last"}
    await told.employee.send({"first": first, "last": last})
    return (await told.plan()).record.wanted_changes[-1].id


async def test_hr_grants_a_pause_and_the_form_holds_the_days_that_were_asked_for(told: Story) -> None:
    today = told.employee.now.date()
    last = today + timedelta(days=20)
    wanted = await _pause_asked(told, first=today.isoformat(), last=last.isoformat())
    await told.hr.open("answer_change", PLAN, wanted)
    await told.hr.send({"verdict": "yes"})
    await told.hr.press("Set the pause")
    assert told.hr.shown.fields[0].default == last
    assert isinstance(await told.hr.send(), Done)
    plan = await told.plan()
    assert plan.state is PlanState.PAUSED
    assert plan.pauses[-1].last == last
    await told.supervisor.open("read_record", PLAN)
    assert "asks for" not in shown(told.supervisor.shown)


async def test_a_pause_that_begins_later_is_not_offered_to_be_set_before_its_first_day(told: Story) -> None:
    """Setting it begins it on that very day, so HR would begin it before the days that were agreed."""
    first = told.employee.now.date() + timedelta(days=9)
    wanted = await _pause_asked(told, first=first.isoformat(), last=(first + timedelta(days=6)).isoformat())
    await told.hr.open("answer_change", PLAN, wanted)
    await told.hr.send({"verdict": "yes"})
    for _ in range(2):
        assert "Set the pause" not in told.hr.labels()
        assert "until then the plan goes on" in shown(told.hr.shown)
        await told.hr.open("answer_change", PLAN, wanted)
    await told.at(told.hr.now + timedelta(days=9))
    await told.hr.open("answer_change", PLAN, wanted)
    assert "Set the pause" in told.hr.labels()


async def test_a_wish_about_the_whole_plan_is_read_where_the_changes_are_collected(told: Story) -> None:
    await told.employee.open("ask_for_change", PLAN)
    await told.employee.send({"kind": "date", "text": WISH, "goal": "plan"})
    await told.supervisor.open("answer_change", PLAN, (await told.plan()).record.wanted_changes[-1].id)
    await told.supervisor.send({"verdict": "yes"})
    await told.supervisor.press("Make the change")
    assert str(told.supervisor.shown.stands.ask) == "amend_plan"
    assert WISH in shown(told.supervisor.shown)


async def test_a_pause_set_straight_from_the_request_answers_it(told: Story) -> None:
    today = told.employee.now.date()
    wanted = await _pause_asked(told, first=today.isoformat(), last=(today + timedelta(days=6)).isoformat())
    await told.hr.open("pause_plan", PLAN, wanted)
    await told.hr.send()
    (found,) = (await told.plan()).record.wanted_changes
    assert found.state is WantedState.ACCEPTED
    await told.hr.open("answer_change", PLAN, wanted)
    assert "Set the pause" not in told.hr.labels()


async def test_days_in_the_wrong_order_are_said_at_the_field_and_what_was_typed_stays(told: Story) -> None:
    await told.employee.open("ask_for_pause", PLAN)
    later = local(2026, 12, 1).date()
    reply = await told.employee.send({"first": later.isoformat(), "last": (later - timedelta(days=1)).isoformat()})
    assert isinstance(reply, FieldErrors)
    assert list(told.employee.errors) == ["last"]
    assert "before the first one" in told.employee.errors["last"]


async def test_nobody_but_the_employee_asks_for_a_change_and_hr_asks_for_nothing(told: Story) -> None:
    assert isinstance(await told.supervisor.open("ask_for_change", PLAN), Denied)
    for ask in ("ask_for_change", "ask_for_pause"):
        assert isinstance(await told.hr.open(ask, PLAN), Denied)


async def test_the_supervisor_asks_hr_for_a_pause_and_both_sides_read_it(told: Story) -> None:
    today = told.supervisor.now.date()
    days = {"first": today.isoformat(), "last": (today + timedelta(days=6)).isoformat()}
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Ask for a pause")
    assert "The employee can read in the record that you asked" in shown(told.supervisor.shown)
    assert {field.id for field in told.supervisor.shown.fields} == {"first", "last"}
    assert isinstance(await told.supervisor.send(days), Done)
    assert "HR has a message" in shown(told.supervisor.shown)
    (wanted,) = (await told.plan()).record.wanted_changes
    assert isinstance(await told.supervisor.open("answer_change", PLAN, wanted.id), Denied)
    await told.hr.open("answer_change", PLAN, wanted.id)
    assert "both the supervisor and the employee read your answer" in shown(told.hr.shown)
    assert "no health matter and no reason for leave" in shown(told.hr.shown)
    await told.hr.send({"verdict": "yes"})
    assert "The supervisor is told" in shown(told.hr.shown)
    for player in (told.employee, told.supervisor):
        await player.open("read_record", PLAN)
        assert "The supervisor asks for a pause" in shown(player.shown)
    await told.hr.open("pause_plan", PLAN, wanted.id)
    await told.hr.send()
    assert (await told.plan()).state is PlanState.PAUSED
