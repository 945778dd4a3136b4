"""An HR member who is too close steps aside and another acts; the plan is met early, with the last word on record."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from plans.people import Role
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys import everyday
from tests.journeys.everyday import page, step
from tests.journeys.lives import EMPLOYEE, HR, SECOND_HR, Life, assert_messages_are_thin, life

EARLY: Final = "The list has been empty of old requests for five weeks; nothing is left to show."
VIEW: Final = "The second desk was closed for two of these weeks, and that should stand beside it."
REPLY: Final = "True, and it makes the result the better. Thank you for saying it."


@pytest.mark.deep
async def test_another_hr_member_acts_where_one_stands_apart_and_a_good_end_comes_early(tmp_path: Path) -> None:
    """F-05, P-08, S3-20, S3-21: whoever stands apart neither reads, nor decides, nor is told any more."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await everyday.write(found.stage)
        await hr_stands_apart(found)
        await another_approves(found)
        await it_is_met_early(found)
        await the_employee_has_the_last_word(found)
        await whoever_stands_apart_heard_nothing(found)
        await assert_messages_are_thin(found)


async def hr_stands_apart(found: Life) -> None:
    """The employee is a relative. Nobody asks which; from then on the plan is not there for them."""
    phone = found.stage.hr
    await page(phone)
    await phone.press("Who in HR may act")
    await step(phone, {"person": "Priya Raman", "standing": "They stand apart from this plan"})
    await phone.close()
    await phone.command("")
    assert "Jonas" not in await phone.reads()
    await phone.close()


async def another_approves(found: Life) -> None:
    other = found.phone(SECOND_HR)
    await other.press("Look at it")
    await other.press("Approve")
    await other.submit()
    await other.close()
    await everyday.deliver(found.stage)
    await found.stage.go_to(everyday.START, hour=14)
    await everyday.acknowledge(found.stage.employee)
    assert (await found.plan()).state is PlanState.ACTIVE


async def it_is_met_early(found: Life) -> None:
    """Done and said to be done, answered, a result for the goal, and then an outcome two months before its time."""
    stage, other = found.stage, found.phone(SECOND_HR)
    supervisor, employee = stage.supervisor, stage.employee
    await stage.go_to(date(2026, 10, 14))
    for _ in range(2):
        await page(employee)
        await employee.press("Goals")
        # What was reported has no such button any more, so it is another one each time.
        await employee.press("It is done")
        await employee.submit()
        await employee.close()
    await page(employee)
    await employee.press("Goals")
    assert "It is done" not in await employee.reads()
    await employee.close()
    for _ in range(2):
        await page(supervisor)
        await supervisor.press("Goals")
        await supervisor.press("Give an answer")
        await step(supervisor, {"settlement": "It is reached", "words": "Five weeks in a row."})
        await supervisor.close()
    await page(supervisor)
    await supervisor.press("Record results")
    base = "What you base this on: Goal 1"
    await step(supervisor, {"How did it end: Goal 1": "Reached", base: "Five weekly lists without an old request."})
    await supervisor.press("Propose an outcome")
    await step(supervisor, {"kind": "The goals are met, before the end", "reasons": EARLY})
    await supervisor.close()
    await found.breathe()
    await other.press("Decide")
    await step(other, {"decision": "Approve it"})
    await other.close()
    await supervisor.press_home("Deliver the outcome")
    await supervisor.submit()
    await supervisor.close()
    plan = await found.plan()
    assert (plan.state, plan.outcomes[-1].kind) == (PlanState.CLOSED, "met_early")


async def the_employee_has_the_last_word(found: Life) -> None:
    """Their view of the outcome, HR's reply, and both of them in the case file."""
    stage, other = found.stage, found.phone(SECOND_HR)
    await stage.go_to(date(2026, 10, 15))
    await stage.employee.press("Read it")
    assert EARLY in await stage.employee.reads()
    await stage.employee.press("Add my own view")
    await step(stage.employee, {"text": VIEW})
    await stage.employee.close()
    await found.breathe()
    await other.press("Read it")
    await other.press("Reply")
    await step(other, {"reply": REPLY})
    await other.press("Back to the plan")
    await other.press("Order the case file")
    await step(other, {"purpose": "Kept with the good end", "recipient": "HR records"})
    await other.close()
    await found.breathe()
    await stage.employee.press("Read it")
    assert REPLY in await stage.employee.reads()
    await stage.employee.close()
    case = str(await found.case_file())
    for words in (EARLY, VIEW, REPLY):
        assert words in case


async def whoever_stands_apart_heard_nothing(found: Life) -> None:
    """Since they stepped aside: no message about this plan, no line in an overview, and no signature."""
    told = [one.text for one in await found.told(HR) if (await found.plan()).case_number in one.text]
    assert told == []
    assert not any(found.saw(HR, words) for words in (EARLY, VIEW))
    plan = await found.plan()
    assert plan.outcomes[-1].decided_by not in {None, plan.supervisor, *plan.conflicts}
    assert all(given.role is not Role.HR for given in plan.signatures)
    assert found.saw(EMPLOYEE, "You can write to HR")
