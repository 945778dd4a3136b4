"""The employee leaves in the middle of a plan: reminders stop, HR is asked what became of them, and it just ends."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from plans.states import PlanState
from tests.databases import address_of
from tests.journeys import everyday
from tests.journeys.everyday import step
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, Life, assert_messages_are_thin, life

REASON: Final = "The last day of work was the second of October, by their own notice."


@pytest.mark.deep
async def test_a_plan_of_somebody_who_left_ends_as_that_and_never_as_not_met(tmp_path: Path) -> None:
    """Edge case of requirements §5: an account that is off says nothing about the work."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await everyday.begin(found.stage)
        assert (await found.plan()).state is PlanState.ACTIVE
        await the_account_is_turned_off(found)
        await hr_is_asked_and_says_what_happened(found)
        await nobody_is_reminded_any_more(found)
        await assert_messages_are_thin(found)


async def the_account_is_turned_off(found: Life) -> None:
    """From that moment nothing is sent to them, though every date stands as it was."""
    await found.stage.go_to(date(2026, 10, 2))
    before = len(await found.told(EMPLOYEE))
    await found.control.change_person(EMPLOYEE, deleted=True)
    await found.stage.go_to(date(2026, 10, 6), hour=16)
    assert len(await found.told(EMPLOYEE)) == before


async def hr_is_asked_and_says_what_happened(found: Life) -> None:
    phone = found.stage.hr
    await phone.press_home("Open the overview")
    await phone.press("What happened?")
    assert "Jonas Okafor" in await phone.reads()
    await phone.press("They have left")
    await step(phone, {"reasons": REASON})
    await phone.close()
    plan = await found.plan()
    assert (plan.state, plan.outcomes[-1].kind) == (PlanState.CLOSED, "ended_left")
    assert all(milestone.miss is None for milestone in plan.milestones)


async def nobody_is_reminded_any_more(found: Life) -> None:
    await found.breathe()
    before = {user: len(await found.told(user)) for user in (SUPERVISOR, EMPLOYEE)}
    await found.stage.go_to(date(2026, 10, 30))
    assert {user: len(await found.told(user)) for user in before} == before
    assert found.saw(HR, "What happened?")
