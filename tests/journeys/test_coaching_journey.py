"""Coaching on three phones: begun by its kind, asked about once a week in a line, and ended by the supervisor alone."""

from datetime import date
from pathlib import Path
from typing import Final

from app.story.stage import Phone, Stage
from plans.record import WeeklyWord
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, Life, assert_messages_are_thin, life

START: Final = date(2026, 9, 1)
WEEKLY: Final = "Your weekly line"
LINE: Final = "The first report went out on Friday, without a correction."
FORBIDDEN: Final = ("PIP", "termination", "removal", "consequence")


async def test_coaching_asks_a_line_each_week_until_the_employee_has_it_stopped(tmp_path: Path) -> None:
    """S2-01, S2-08, S2-11: from the kind that is chosen first to the case file."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await begin(found.stage)
        assert (await found.plan()).state is PlanState.ACTIVE
        await is_asked_and_answers(found)
        await is_blocked_and_has_it_stopped(found)
        await is_asked_no_more(found)
        await ends_with_its_goals_met(found)
        await assert_messages_are_thin(found)
        for user in (SUPERVISOR, EMPLOYEE):
            seen = " ".join(sight.text for sight in found.sights if sight.user == user)
            for word in FORBIDDEN:
                assert word not in seen.replace("It is not a performance improvement plan.", "")


async def begin(stage: Stage) -> None:
    """The supervisor writes, goes straight on, and delivers; the employee's answer is a receipt."""
    phone = stage.supervisor
    await phone.command("new")
    await step(phone, {"kind": "Coaching: growing from where things stand", "employee": EMPLOYEE})
    await step(phone, {"strengths": "You see what matters in a question at once."})
    await step(phone, {})
    await step(
        phone,
        {
            "text": "Finish two reports a week on your own.",
            "target": "2026-11-13",
            "support": "An hour together each Wednesday",
            "support_due": "2026-09-09",
        },
    )
    await step(phone, {})
    await step(phone, {"period": "12 weeks", "start": START.isoformat()})
    await step(phone, {})
    await phone.submit()
    await phone.close()
    await phone.command("")
    await phone.press("Open")
    await phone.press("Deliver the plan")
    await step(phone, {"met_on": START.isoformat()})
    await phone.close()
    await stage.employee.press("Read it")
    await stage.employee.press("Say that I read it")
    await step(stage.employee, {"answer": "I have received and read this plan"})
    await stage.employee.close()


async def is_asked_and_answers(found: Life) -> None:
    """The line comes to the employee alone, and what they answer stands on record for both."""
    await found.stage.go_to(date(2026, 9, 8), hour=11)
    assert await found.count(EMPLOYEE, WEEKLY) == 1
    assert await found.count(SUPERVISOR, WEEKLY) == await found.count(HR, WEEKLY) == 0
    phone = found.stage.employee
    await phone.press("Answer in a line")
    await step(phone, {"said": "Something moved", "text": LINE})
    await phone.close()
    (note,) = (await found.plan()).record.notes
    assert (note.weekly, note.week) == (WeeklyWord.PROGRESS, date(2026, 9, 8))


async def is_blocked_and_has_it_stopped(found: Life) -> None:
    """In the second week something is in the way; the way to report it is one button on."""
    await found.stage.go_to(date(2026, 9, 15), hour=11)
    assert await found.count(EMPLOYEE, WEEKLY) == 2
    phone = found.stage.employee
    await phone.press("Answer in a line")
    await step(phone, {"said": "Something is in the way"})
    assert "report it as a barrier" in await phone.reads()
    await phone.close()
    await found.stage.go_to(date(2026, 9, 22), hour=11)
    await phone.press("Stop asking weekly")
    await phone.submit()
    await phone.close()


async def is_asked_no_more(found: Life) -> None:
    before = await found.count(EMPLOYEE, WEEKLY)
    assert before == 3
    await found.stage.go_to(date(2026, 10, 9))
    assert await found.count(EMPLOYEE, WEEKLY) == before


async def ends_with_its_goals_met(found: Life) -> None:
    """The supervisor alone proposes, approves and delivers, and HR orders the case file."""
    stage = found.stage
    await stage.go_to(date(2026, 11, 12))
    await stage.employee.press("It is done")
    await stage.employee.submit()
    await stage.employee.close()
    await stage.go_to(date(2026, 11, 25))
    phone = stage.supervisor
    await phone.press("Record the results")
    base = "What you base this on: Goal 1"
    await step(phone, {"How did it end: Goal 1": "Reached", base: "Two reports each Friday since October."})
    await phone.press("Propose an outcome")
    await step(phone, {"kind": "The goals are met", "reasons": "It has lasted for weeks."})
    await phone.press("Decide")
    await step(phone, {"decision": "Approve it"})
    await phone.press("Deliver the outcome")
    await phone.submit()
    await phone.close()
    await found.breathe()
    assert (await found.plan()).state is PlanState.CLOSED
    assert await found.count(HR, "A proposal waits") == 0
    await stage.hr.press("Read it")
    await stage.hr.close()
    await stage.hr.command("")
    await stage.hr.press("Open")
    await stage.hr.press("Order the case file")
    await step(stage.hr, {"purpose": "Kept with the file", "recipient": "HR records"})
    await stage.hr.close()
    assert LINE in str(await found.case_file())


async def step(phone: Phone, answers: dict[str, object]) -> None:
    await phone.fill(answers)
    await phone.submit()
