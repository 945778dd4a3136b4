"""A plan is changed while it runs: wished for, collected, given by HR, read as old beside new, and reminded anew."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story import generic
from plans.states import MilestoneState, PlanState
from tests.databases import address_of
from tests.journeys import everyday
from tests.journeys.everyday import page, step
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, Life, assert_messages_are_thin, life

IN_THE_WAY: Final = "The second desk closes for the move, and its requests come to mine."
ACCEPTED: Final = "That is fair. HR is asked for two more weeks at the end."
LATER: Final = date(2026, 10, 30)
WISHED: Final = date(2026, 12, 4)
NEW_END: Final = date(2026, 12, 18)
WHY: Final = "The move of the second desk takes two weeks out of the middle of the plan."
NEW_MEASURE: Final = "The weekly list, and the list of the second desk."
NEWS: Final = (
    "New in version 2",
    "How both of you can tell, until now\nThe weekly list.",
    f"How both of you can tell, from now on\n{NEW_MEASURE}",
    "A step on the way, until now · Friday, October 16, 2026",
    "A step on the way, from now on · Friday, October 30, 2026",
    "Monday, December 7, 2026 → Friday, December 18, 2026",
    "To be reached by\nFriday, November 20, 2026 → Friday, December 4, 2026",
    WHY,
)
COLLECTED: Final = {"measure": NEW_MEASURE, "interim_on": LATER.isoformat()}


@pytest.mark.deep
async def test_a_change_is_given_read_beside_the_old_text_and_its_reminders_come_on_the_new_days(
    tmp_path: Path,
) -> None:
    """S3-18, B-03: nobody is reminded of a day that has moved, and everybody of the day it moved to."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await everyday.begin(found.stage)
        await is_asked_for(found)
        await is_collected(found)
        await is_given_by_hr(found)
        await is_read_as_old_beside_new(found)
        await nothing_comes_on_the_old_day(found)
        await everything_comes_on_the_new_day(found)
        await stands_in_the_case_file(found)
        await assert_messages_are_thin(found)


async def is_asked_for(found: Life) -> None:
    """The employee says what does not fit any more and wishes for a day; the supervisor accepts."""
    stage = found.stage
    await stage.go_to(date(2026, 9, 21))
    await page(stage.employee)
    await stage.employee.press("Ask for a change")
    wished = {"kind": "A date", "goal": generic.GOAL_QUEUE["text"], "text": IN_THE_WAY, "on": WISHED.isoformat()}
    await step(stage.employee, wished)
    await stage.employee.close()
    await stage.supervisor.press("Answer")
    await step(stage.supervisor, {"verdict": "Accept", "answer": ACCEPTED})


async def is_collected(found: Life) -> None:
    """The form has the wish in it already; until it is given the employee neither hears nor sees any of the change."""
    stage, before = found.stage, len(await found.told(EMPLOYEE))
    await stage.supervisor.press("Make the change")
    assert f"[ {WISHED.isoformat()} ]" in await stage.supervisor.reads()
    await step(stage.supervisor, COLLECTED)
    await stage.supervisor.close()
    assert len(await found.told(EMPLOYEE)) == before
    await stage.employee.press("Read it")
    assert ACCEPTED in await stage.employee.reads()
    await stage.employee.close()
    await page(stage.employee)
    await stage.employee.press("Read the plan")
    assert NEW_MEASURE not in await stage.employee.reads()
    await stage.employee.close()


async def is_given_by_hr(found: Life) -> None:
    """HR reads what was collected, moves the last day with its reason, and gives it all as one version."""
    phone = found.stage.hr
    await page(phone)
    await phone.press("Change the plan")
    assert NEW_MEASURE in await phone.reads()
    await phone.press("Move the last day")
    await step(phone, {"end": NEW_END.isoformat(), "reason": WHY})
    await phone.press("All changes")
    await phone.submit()
    await phone.close()
    plan = await found.plan()
    assert (plan.state, plan.edition, plan.end) == (PlanState.ACTIVE, 2, NEW_END)


async def is_read_as_old_beside_new(found: Life) -> None:
    """Both days and both wordings stand in what the employee answers; their answer is to the second version."""
    phone = found.stage.employee
    await found.stage.go_to(date(2026, 9, 22), hour=14)
    await phone.press("Read it")
    read = await phone.reads()
    for words in NEWS:
        assert words in read, words
    await phone.press("Say that I read it")
    await step(phone, {"answer": everyday.RECEIVED, "typed_name": everyday.EMPLOYEE_NAME})
    await phone.close()
    given = (await found.plan()).signatures[-1]
    assert (given.edition, given.kind) == (2, "acknowledged")


async def nothing_comes_on_the_old_day(found: Life) -> None:
    await found.stage.go_to(date(2026, 10, 19))
    for user in (EMPLOYEE, SUPERVISOR, HR):
        assert await found.count(user, "October 16") == 0
    (step_on_the_way,) = (one for one in (await found.plan()).milestones if one.on == LATER)
    assert step_on_the_way.state in {MilestoneState.PLANNED, MilestoneState.AT_RISK}


async def everything_comes_on_the_new_day(found: Life) -> None:
    await found.stage.go_to(LATER, hour=11)
    await found.breathe()
    assert await found.count(EMPLOYEE, "October 30") > 0
    await found.stage.go_to(date(2026, 12, 8))
    assert (await found.plan()).state is PlanState.ACTIVE


async def stands_in_the_case_file(found: Life) -> None:
    phone = found.stage.hr
    await page(phone)
    await phone.press("Order the case file")
    await step(phone, {"purpose": "A look at the plan after its change", "recipient": "HR records"})
    await phone.close()
    case = str(await found.case_file())
    for words in (WHY, NEW_MEASURE, "The weekly list.", IN_THE_WAY, ACCEPTED):
        assert words in case
