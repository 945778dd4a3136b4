"""The District's form, changed on the way: blocks, their days and a number, from the first word to the receipt."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from plans.plan import Plan
from plans.policy import ReviewKind
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys import dc_story as dc
from tests.journeys.lives import (
    EMPLOYEE,
    HR,
    SECOND_HR,
    SUPERVISOR,
    Life,
    assert_messages_are_thin,
    assert_outsiders_heard_nothing,
    life,
)

CHANGED_ON: Final = date(2026, 9, 15)
LATER: Final = date(2026, 9, 28)
FURTHER: Final = date(2026, 10, 15)
ACTION: Final = "Sort the open requests at nine and at two, and answer the oldest first."
BY_THEN: Final = "Half as many requests are open."
CLOSE: Final = "Close the old list of requests for good."
BLOCKS: Final = (
    "What will be done: Customer Service",
    "What will be done: Accountability",
    "What will be done: Goal 1",
)
NUMBER: Final = {"metric": "Requests older than two days", "unit": "requests", "baseline": "12", "aim": "2"}


@pytest.mark.deep
async def test_blocks_and_numbers_change_after_delivery_and_the_employee_answers_anew(tmp_path: Path) -> None:
    """S3-18, S1-06, S1-07, S2-07: what will be done, when it is looked at, and what is counted, in one version."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await dc.write(found.stage)
        await dc.begin(found.stage)
        await is_collected(found)
        await is_held_up_until_it_fits_the_form(found)
        await is_given(found)
        await is_read_and_answered(found)
        await is_lived_by(found)
        await dc.order_the_case_file(found.stage)
        await stands_in_the_case_file(found)
        await assert_messages_are_thin(found)
        await assert_outsiders_heard_nothing(found, insiders=frozenset({SUPERVISOR, EMPLOYEE, HR, SECOND_HR}))


async def is_collected(found: Life) -> None:
    """Every block moves its first day to the Monday after; the first one gets a new action and one more day."""
    phone = found.stage.supervisor
    await found.stage.go_to(CHANGED_ON)
    await phone.command("")
    await phone.press("Open")
    await phone.press("Change the plan")
    answers: tuple[dict[str, object], ...] = (
        {"action": ACTION, "day": LATER.isoformat(), "day_5": FURTHER.isoformat(), "expected_5": BY_THEN},
        {"day": LATER.isoformat()},
        {"day": LATER.isoformat()},
    )
    for block, typed in zip(BLOCKS, answers, strict=True):
        await phone.press(block)
        await dc.step(phone, typed)
        await phone.press("All changes")
    await phone.press("Change goal 1")
    await dc.step(phone, NUMBER)
    await phone.press("All changes")
    assert "The number to reach" in await phone.reads()
    assert meetings(await found.plan()) == list(dc.LOOKS)


async def is_held_up_until_it_fits_the_form(found: Life) -> None:
    """A further goal asks for its block, as before the plan was sent."""
    phone = found.stage.supervisor
    await phone.press("Add a goal")
    await dc.step(phone, {"text": CLOSE, "target": "2026-10-30", "cites": "One list for all"})
    await phone.press("All changes")
    assert "Needed: write down what falls short" in await phone.reads()
    await phone.press("What will be done: Goal 2")
    await dc.step(phone, {"deficiency": "Two lists are kept.", "action": "Move each line over, and lock the list."})
    await phone.press("All changes")
    assert "Needed:" not in await phone.reads()


async def is_given(found: Life) -> None:
    """The later day counts at once; all else waits for the employee."""
    phone = found.stage.supervisor
    await dc.step(phone, {"typed_name": "Marta Lindqvist"})
    await phone.close()
    plan = await found.plan()
    assert meetings(plan) == [LATER, *dc.LOOKS[1:]]
    assert plan.goals[0].figures is None
    assert len(plan.goals) == 1
    assert plan.edition == 2


async def is_read_and_answered(found: Life) -> None:
    phone = found.stage.employee
    await found.stage.go_to(CHANGED_ON, hour=14)
    await phone.press("Read it")
    read = await phone.reads()
    for words in ("New in version 2", ACTION, BY_THEN, CLOSE, "Requests older than two days"):
        assert words in read, words
    await phone.press("Say that I read it")
    answer = "I have received and read this plan"
    await dc.step(phone, {"answer": answer, "typed_name": "Jonas Okafor"})
    await phone.close()
    plan = await found.plan()
    assert (plan.state, len(plan.goals), len(plan.blocks)) == (PlanState.ACTIVE, 2, 4)
    assert meetings(plan) == sorted({LATER, FURTHER, *dc.LOOKS[1:]})
    figures = plan.goals[0].figures
    assert figures is not None
    assert (str(figures.baseline), str(figures.aim)) == ("12", "2")


async def is_lived_by(found: Life) -> None:
    """Nobody is asked for the old day; on the new one both write, and the number is asked for."""
    asked = await found.count(EMPLOYEE, "September 24")
    await found.stage.go_to(LATER, hour=11)
    assert await found.count(EMPLOYEE, "September 24") == asked
    assert await found.count(EMPLOYEE, "September 28") > 0
    phone = found.stage.employee
    await phone.press("Write my note")
    assert "Requests older than two days" in await phone.reads()
    await dc.step(phone, {"How it goes: Goal 1": "The oldest request is four days old."})
    await phone.close()


async def stands_in_the_case_file(found: Life) -> None:
    case = str(await found.case_file())
    for written in (ACTION, BY_THEN, CLOSE, dc.ACTIONS[0]["action"]):
        assert written in case


def meetings(plan: Plan) -> list[date]:
    return sorted(review.on for review in plan.reviews if review.kind is ReviewKind.ADDED)
