"""A pause that the employee asks for: HR alone hears of it, sets it on its first day, and every date moves."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story import generic
from plans.dates import add_working_days
from plans.record import WantedState
from plans.states import PlanState, ReviewState
from tests.databases import address_of
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, assert_messages_are_thin, life

ASKED_ON: Final = date(2026, 9, 15)
FIRST: Final = date(2026, 9, 24)
LAST: Final = date(2026, 10, 2)
WORKING_DAYS: Final = 7
WORDS: Final = "Then that is settled; enjoy the days."


@pytest.mark.deep
async def test_a_pause_is_asked_for_granted_set_and_over_and_the_dates_have_moved(tmp_path: Path) -> None:
    """P-14, F-03, over a pretend workspace: nobody asks why, and the supervisor hears of it when it begins."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        stage = found.stage
        for chapter in generic.CHAPTERS[: generic.CHAPTERS.index(generic.dispute_support)]:
            await chapter(stage)
            await found.breathe()
        before = await found.plan()
        assert before.state is PlanState.ACTIVE

        await stage.go_to(ASKED_ON)
        supervisors = len(await found.told(SUPERVISOR))
        await stage.employee.command("")
        await stage.employee.press("Open")
        await stage.employee.press("Ask for a pause")
        await stage.employee.fill({"first": FIRST.isoformat(), "last": LAST.isoformat()})
        await stage.employee.submit()
        assert "HR owes you an answer by" in await stage.employee.reads()
        await stage.employee.close()

        await stage.go_to(ASKED_ON, hour=11)
        assert len(await found.told(SUPERVISOR)) == supervisors
        await stage.hr.press("Answer")
        await stage.hr.fill({"verdict": "Accept", "answer": WORDS})
        await stage.hr.submit()
        await stage.hr.close()
        await stage.go_to(ASKED_ON, hour=14)
        await stage.employee.press("Read it")
        assert WORDS in await stage.employee.reads()
        await stage.employee.close()

        await stage.go_to(FIRST)
        await stage.hr.press_home("See what was accepted")
        await stage.hr.press("Set the pause")
        await stage.hr.submit()
        await stage.hr.close()
        paused = await found.plan()
        assert (paused.state, paused.pauses[-1].first, paused.pauses[-1].last) == (PlanState.PAUSED, FIRST, LAST)

        await stage.go_to(date(2026, 10, 5))
        after = await found.plan()
        assert after.state is PlanState.ACTIVE
        async with found.milepost.rooms.begin() as work:
            calendar = (await work.terms(after)).calendar
        for old, new in zip(before.reviews, after.reviews, strict=True):
            assert new.on == add_working_days(old.on, WORKING_DAYS, calendar)
            assert new.state is ReviewState.PLANNED
        assert [one.state for one in after.record.wanted_changes] == [WantedState.ACCEPTED]
        assert (await found.kinds()).count("change.accepted") == 1

        # The supervisor never read that it was asked for, and the file that leaves the house does not say so.
        assert not found.saw(SUPERVISOR, WORDS)
        assert found.saw(HR, "From Thursday, September 24, 2026 to Friday, October 2, 2026")
        assert found.saw(EMPLOYEE, WORDS)
        await stage.hr.command("")
        await stage.hr.press("Open")
        await stage.hr.press("Order the case file")
        await stage.hr.fill({"purpose": "Looked through with the parties", "recipient": "HR records"})
        await stage.hr.submit()
        await stage.hr.close()
        case = str(await found.case_file())
        assert WORDS not in case
        assert "change.asked" not in case
        await assert_messages_are_thin(found)
