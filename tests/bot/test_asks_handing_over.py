"""A plan in other hands, through the forms: named, read, confirmed; and a reviewer who stands in."""

import pytest

from bot.replies import Denied, Done, FieldErrors
from plans import examples
from plans.people import Role
from storage.database import Database
from tests.bot.running import FIRST_REVIEW, PLAN, Story, local, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


NEW = examples.REVIEWER


async def test_the_supervisor_hands_over_and_is_out_at_once(told: Story) -> None:
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Hand the plan over")
    # Sent twice, it is known as kept, although the plan is no longer theirs to open.
    assert isinstance(await told.supervisor.send({"supervisor": NEW.handle.native_id}, again=True), Done)
    assert (await told.plan()).supervisor == NEW.id
    assert isinstance(await told.supervisor.open("open_case", PLAN), Denied)


async def test_the_new_one_reads_where_it_stands_and_confirms(told: Story) -> None:
    await told.hr.open("hand_over", PLAN)
    await told.hr.send({"supervisor": NEW.handle.native_id})
    new = told.table.seat(NEW, now=told.hr.now)
    await new.open("open_case", PLAN)
    await new.press("Take the plan over")
    text = shown(new.shown)
    assert "What you owe from now on" in text
    assert examples.SUPERVISOR.name.reveal() in text
    assert isinstance(await new.send(), Done)
    (hand_over,) = (await told.plan()).hand_overs
    assert hand_over.confirmed_at is not None
    await new.open("take_over", PLAN)
    assert "nothing to confirm" in shown(new.shown)


async def test_what_was_written_keeps_its_author(told: Story) -> None:
    await told.supervisor.open("add_note", PLAN)
    await told.supervisor.send({"text": "The first guide is on its way."})
    await told.hr.open("hand_over", PLAN)
    await told.hr.send({"supervisor": NEW.handle.native_id})
    (note,) = (await told.plan()).record.notes
    assert note.author == examples.SUPERVISOR.id


async def test_a_person_who_cannot_supervise_is_refused_at_the_field(told: Story) -> None:
    await told.hr.open("hand_over", PLAN)
    for wrong in (examples.EMPLOYEE, examples.SUPERVISOR):
        await told.hr.send({"supervisor": wrong.handle.native_id})
        assert list(told.hr.errors) == ["supervisor"]
    await told.hr.send({"supervisor": "U0NOBODY"})
    assert list(told.hr.errors) == ["supervisor"]
    assert (await told.plan()).supervisor == examples.SUPERVISOR.id


async def test_a_reviewer_stands_in_and_the_record_says_so(told: Story) -> None:
    await told.supervisor.open("open_case", PLAN)
    await told.supervisor.press("Who stands in")
    await told.supervisor.send({"away": "away"})
    assert isinstance(told.supervisor.last, FieldErrors)
    await told.supervisor.send({"reviewer": NEW.handle.native_id, "away": "away"})
    await told.at(local(2027, 1, 4, 10))
    reviewer = told.table.seat(NEW, now=told.hr.now)
    await reviewer.open("hold_review", PLAN, FIRST_REVIEW)
    there = {field.id: field.default for field in reviewer.shown.fields}
    assert (there["employee_attended"], there["supervisor_attended"]) == ("attended", "excused")
    await reviewer.open("answer_check_in", PLAN, FIRST_REVIEW)
    await reviewer.send({"challenges": "The desk was short of people."})
    (note,) = (await told.plan()).record.check_ins
    assert (note.author, note.role) == (NEW.id, Role.REVIEWER)
    await told.supervisor.open("stand_in", PLAN)
    await told.supervisor.send({"reviewer": NEW.handle.native_id, "away": "there"})
    assert isinstance(await reviewer.open("open_case", PLAN), Denied)


async def test_the_employee_cannot_hand_anything_over(told: Story) -> None:
    for ask in ("hand_over", "stand_in", "take_over"):
        assert isinstance(await told.employee.open(ask, PLAN), Denied)
