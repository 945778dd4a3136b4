"""A plan that HR wants to see go on: sent back, proposed anew with its dates, delivered, and acknowledged again."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story import illinois
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys.lives import assert_messages_are_thin, life

NEW_END: Final = date(2027, 12, 1)
WHY: Final = "The second desk opens in October, and the schedules there are new to everybody."
EXTENDED: Final = {"kind": "The plan goes on for longer", "reasons": WHY}


@pytest.mark.deep
async def test_a_plan_goes_on_with_new_dates_and_its_new_text_is_acknowledged(tmp_path: Path) -> None:
    """S3-21, over a pretend workspace: the three people do it all on their phones."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        stage = found.stage
        for chapter in illinois.CHAPTERS[:-1]:
            await chapter(stage)
        await stage.go_to(date(2027, 9, 7))
        await stage.hr.press("Decide")
        await stage.hr.fill({"decision": "Send it back", "returned_words": "Please allow for the second desk."})
        await stage.hr.submit()
        await stage.hr.close()
        await stage.go_to(date(2027, 9, 8))
        await stage.supervisor.press("Propose an outcome")
        await stage.supervisor.fill({**EXTENDED, "new_end": NEW_END.isoformat(), "final": "2027-11-30"})
        await stage.supervisor.submit()
        await stage.supervisor.close()
        await stage.go_to(date(2027, 9, 9))
        await stage.hr.press("Decide")
        await stage.hr.fill({"decision": "Approve it"})
        await stage.hr.submit()
        await stage.hr.close()
        await stage.go_to(date(2027, 9, 10))
        await stage.supervisor.press_home("Deliver the outcome")
        await stage.supervisor.submit()
        await stage.supervisor.close()
        await stage.go_to(date(2027, 9, 10), hour=14)
        await stage.employee.press_home("Read the plan")
        await stage.employee.press("Say that I read it")
        await stage.employee.fill(
            {"answer": "I have received and read this plan", "typed_name": illinois.EMPLOYEE_NAME}
        )
        await stage.employee.submit()
        await stage.employee.close()
        await found.breathe()
        plan = await found.plan()
        assert (plan.state, plan.end, plan.edition) == (PlanState.ACTIVE, NEW_END, 2)
        assert plan.signatures[-1].edition == 2
        assert (await found.kinds())[-4:] == ["outcome.delivered", "plan.extended", "edition.made", "signature.given"]
        await assert_messages_are_thin(found)
