"""A plan that rests and goes on, and changes hands: dates move, and the reason for the rest is nowhere but with HR."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from plans.states import PlanState, ReviewState
from tests.databases import address_of
from tests.journeys import everyday
from tests.journeys.everyday import page, step
from tests.journeys.lives import (
    EMPLOYEE,
    NEW_SUPERVISOR,
    REVIEWER,
    SUPERVISOR,
    Life,
    assert_messages_are_thin,
    life,
)

REASON: Final = "I am to have a knee operation and will be in hospital until the end of the month."
FIRST: Final = date(2026, 9, 16)
LAST: Final = date(2026, 9, 30)
DISCUSSED: Final = "The queue is shorter since the pause, and the list is kept each day."


@pytest.mark.deep
async def test_a_plan_rests_for_a_leave_and_goes_on_in_other_hands(tmp_path: Path) -> None:
    """F-03, F-04, P-14, S1-12: what only HR was told is in no message, form or file of anybody else."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await everyday.begin(found.stage)
        await hr_is_told_why(found)
        await it_rests(found)
        await it_goes_on_with_its_dates_moved(found)
        await another_takes_over(found)
        await somebody_stands_in_and_holds_the_review(found)
        await the_reason_is_nowhere(found)
        await assert_messages_are_thin(found)


async def hr_is_told_why(found: Life) -> None:
    await found.stage.go_to(date(2026, 9, 15))
    phone = found.stage.employee
    await page(phone)
    await phone.press("Contact HR")
    await step(phone, {"text": REASON})
    await phone.press("Back to the plan")
    await phone.press("Ask for a pause")
    await step(phone, {"first": FIRST.isoformat(), "last": LAST.isoformat()})
    await phone.close()
    await found.stage.hr.press("Read it")
    assert REASON in await found.stage.hr.reads()
    await found.stage.hr.close()


async def it_rests(found: Life) -> None:
    """HR accepts the days, and has no place for more; both sides read every date before and after; nothing is due."""
    phone = found.stage.hr
    await found.stage.go_to(FIRST)
    await phone.press("Answer")
    await step(phone, {"verdict": "Accept"})
    await phone.press("Set the pause")
    assert f"[ {LAST.isoformat()} ]" in await phone.reads()
    await phone.submit()
    await phone.close()
    for user, other in ((EMPLOYEE, found.stage.employee), (SUPERVISOR, found.stage.supervisor)):
        await page(other)
        await other.press("The pause and its dates")
        await other.close()
        assert found.saw(user, "Thursday, October 8, 2026 → Friday, October 23, 2026")
        assert found.saw(user, "Support 1, for goal 1\nFriday, September 25, 2026 → Monday, October 12, 2026")
    await found.breathe()
    before = {user: len(await found.told(user)) for user in (EMPLOYEE, SUPERVISOR)}
    await found.stage.go_to(date(2026, 9, 29))
    assert {user: len(await found.told(user)) for user in before} == before
    assert (await found.plan()).state is PlanState.PAUSED


async def it_goes_on_with_its_dates_moved(found: Life) -> None:
    """Eleven working days were taken, and every date to come is later by as many."""
    await found.stage.go_to(date(2026, 10, 2))
    plan = await found.plan()
    assert plan.state is PlanState.ACTIVE
    assert [review.on for review in plan.reviews] == [date(2026, 10, 23), date(2026, 11, 24), date(2026, 12, 22)]
    assert plan.end == date(2026, 12, 22)
    (goal,) = plan.goals
    assert (goal.target, goal.interim[0].on) == (date(2026, 12, 7), date(2026, 11, 2))


async def another_takes_over(found: Life) -> None:
    """HR names who supervises; they read where it stands. Who did before sees nothing any more."""
    stage, new = found.stage, found.phone(NEW_SUPERVISOR)
    await stage.go_to(date(2026, 10, 5))
    await page(stage.hr)
    await stage.hr.press("Hand the plan over")
    await step(stage.hr, {"supervisor": NEW_SUPERVISOR})
    await stage.hr.close()
    await new.press("See where it stands")
    await new.submit()
    await new.close()
    await stage.supervisor.command("")
    assert "Jonas" not in await stage.supervisor.reads()
    await stage.supervisor.close()


async def somebody_stands_in_and_holds_the_review(found: Life) -> None:
    """The new supervisor is away on the day; the record says in whose absence the review was held."""
    stage, new, reviewer = found.stage, found.phone(NEW_SUPERVISOR), found.phone(REVIEWER)
    await stage.go_to(date(2026, 10, 22), hour=15)
    await page(new)
    await new.press("Who stands in")
    await step(new, {"reviewer": REVIEWER, "away": "Yes, away"})
    await new.close()
    await stage.go_to(date(2026, 10, 23), hour=11)
    await reviewer.press_home("Hold the review")
    said = {
        "discussion": DISCUSSED,
        "What was said about progress: Goal 1": "Four old requests.",
        "adjustments": "None.",
    }
    await step(reviewer, said)
    await reviewer.close()
    first = (await found.plan()).reviews[0]
    assert first.state is ReviewState.DOCUMENTED
    await stage.employee.press("Read the summary")
    read = await stage.employee.reads()
    assert DISCUSSED in read
    assert "The supervisor\nwas excused" in read
    await stage.employee.close()


async def the_reason_is_nowhere(found: Life) -> None:
    """HR's own screen had it, and the employee's as they typed; no other screen, and not the case file."""
    phone = found.stage.hr
    await page(phone)
    await phone.press("Order the case file")
    await step(phone, {"purpose": "A look at the plan after the change of hands", "recipient": "HR records"})
    await phone.close()
    case = str(await found.case_file())
    assert DISCUSSED in case
    assert str({"name": "Noor Haddad", "role": "reviewer"}) in case
    for words in (REASON, "knee", "hospital", "leave of absence", "sick"):
        assert words not in case
        for user in (SUPERVISOR, NEW_SUPERVISOR, REVIEWER):
            assert not found.saw(user, words)
