"""A plan that was not met, to the case file: what was owed is read and accepted, and the employee has the last word."""

import json
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story import illinois
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys.lives import EMPLOYEE, HR, assert_messages_are_thin, life

WHY: Final = "The third guide was never begun, and the desk stood empty four times since May."
VIEW: Final = "The workshop that I was promised never came, and I had said so at every review."
REPLY: Final = "HR has asked for a place in the next workshop, whatever comes of this."


@pytest.mark.deep
async def test_not_met_is_decided_by_two_with_what_was_owed_and_disputed_by_the_employee(tmp_path: Path) -> None:
    """F-01, P-08, P-27, over a pretend workspace: everything typed ends in the case file, and in no message."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        stage = found.stage
        for chapter in illinois.CHAPTERS[:-1]:
            await chapter(stage)
        await found.plans()
        await stage.go_to(date(2027, 9, 7))
        await stage.hr.press("Decide")
        await stage.hr.fill({"decision": "Send it back", "returned_words": "Please look at the guides once more."})
        await stage.hr.submit()
        await stage.hr.close()
        await stage.go_to(date(2027, 9, 8))
        await stage.supervisor.press("Propose an outcome")
        await stage.supervisor.fill(
            {"kind": "The goals are not met", "reasons": WHY, "next_step": "Academic and all other staff"}
        )
        await stage.supervisor.submit()
        await stage.supervisor.close()
        await stage.go_to(date(2027, 9, 9))
        await stage.hr.press("Decide")
        await stage.hr.fill(
            {"decision": "Approve it", "owed": ["I have read what was owed, and the outcome can stand all the same"]}
        )
        await stage.hr.submit()
        await stage.hr.close()
        await stage.go_to(date(2027, 9, 10))
        await stage.supervisor.press_home("Deliver the outcome")
        await stage.supervisor.submit()
        await stage.supervisor.close()
        await stage.go_to(date(2027, 9, 10), hour=14)
        await stage.employee.press("Read it")
        await stage.employee.press("Add my own view")
        await stage.employee.fill({"text": VIEW})
        await stage.employee.submit()
        await stage.employee.close()
        await stage.go_to(date(2027, 9, 13))
        await stage.hr.press("Read it")
        await stage.hr.press("Reply")
        await stage.hr.fill({"reply": REPLY})
        await stage.hr.submit()
        await stage.hr.press("Back to the plan")
        await stage.hr.press("Order the case file")
        await stage.hr.fill({"purpose": "Personnel file at the end of the plan", "recipient": "HR records"})
        await stage.hr.submit()
        await stage.hr.close()
        assert found.saw(HR, "What the employee was owed")
        for words in (WHY, "Letter of Expectation(s)", "Read and accepted"):
            assert found.saw(EMPLOYEE, words)
        plan = await found.plan()
        assert (plan.state, plan.outcomes[-1].kind) == (PlanState.CLOSED, "not_met")
        assert plan.outcomes[-1].decided_by not in {None, plan.outcomes[-1].proposed_by}
        assert plan.outcomes[-1].owed_accepted == plan.outcomes[-1].owed
        await found.breathe()
        told = json.dumps(await found.case_file(), ensure_ascii=False)
        assert all(words in told for words in (WHY, VIEW, REPLY, "owed_accepted"))
        await assert_messages_are_thin(found)
