"""A plan that begins on paper, and whose employee gets an account: from then on they speak for themselves."""

import json
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.story.stage import StoryBrokenError
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys import everyday
from tests.journeys.everyday import START, page, step
from tests.journeys.lives import EMPLOYEE, SUPERVISOR, Life, assert_messages_are_thin, life

PAPER: Final = {"witness": "Nadia Haddad", "filed": "Personnel file, folder 12"}
NOTE: Final = "I answer the oldest request first now, every morning."
FIRST: Final = date(2026, 9, 16)
LAST: Final = date(2026, 9, 22)
VIEW: Final = "In May the desk was short of two people, and I had said so in writing. "


@pytest.mark.deep
async def test_a_plan_begins_on_paper_and_goes_on_with_an_account(tmp_path: Path) -> None:
    """F-06, P-08, P-09, F-03: no message before, everything after, and what came in on paper stays as it was."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await it_begins_on_paper(found)
        await they_ask_for_a_copy_and_have_it(found)
        assert await found.told(EMPLOYEE) == []
        await they_have_an_account_now(found)
        await the_supervisor_asks_for_a_pause(found)
        await they_write_a_long_statement(found)
        await assert_messages_are_thin(found)


async def it_begins_on_paper(found: Life) -> None:
    stage = found.stage
    await everyday.write(stage, on_paper=everyday.EMPLOYEE_NAME)
    await everyday.approve(stage)
    await everyday.deliver(stage)
    await page(stage.supervisor)
    await stage.supervisor.press("Their answer on paper")
    await step(stage.supervisor, {"kind": "They signed that they have received and read it", **PAPER})
    await stage.supervisor.press("Back to the plan")
    await stage.supervisor.press("Type in a paper")
    await step(stage.supervisor, {"kind": "A note", "text": NOTE, **PAPER})
    await stage.supervisor.close()
    assert (await found.plan()).state is PlanState.ACTIVE


async def they_ask_for_a_copy_and_have_it(found: Life) -> None:
    """The supervisor is offered no such paper, and reads nothing of it."""
    phone = found.stage.hr
    await page(phone)
    await phone.press("Type in a paper")
    await step(phone, {"kind": "They ask for a copy of their record", **PAPER})
    await phone.press("See how it stands")
    assert "Came in on paper" in await phone.reads()
    await phone.press("It was handed over")
    await step(phone, {})
    await phone.close()
    assert (await found.plan()).record.copy_requests[0].handed_on == START
    assert not found.saw(SUPERVISOR, "ask for a copy")


async def they_have_an_account_now(found: Life) -> None:
    """An account that could not be chosen at first is refused at the field; theirs has the plan at once."""
    stage = found.stage
    for wrong in ("U0GUEST", SUPERVISOR):
        await page(stage.hr)
        await stage.hr.press("They have an account now")
        with pytest.raises(StoryBrokenError, match="Which account is theirs"):
            await step(stage.hr, {"employee": wrong})
        await stage.hr.close()
    await page(stage.hr)
    await stage.hr.press("They have an account now")
    await step(stage.hr, {"employee": EMPLOYEE})
    await stage.hr.close()
    await stage.go_to(date(2026, 9, 9))
    assert len(await found.told(EMPLOYEE)) == 1
    plan = await found.plan()
    assert plan.case_number in await stage.employee.home()
    await page(stage.employee)
    await stage.employee.press("Read the record")
    read = await stage.employee.reads()
    assert NOTE in read
    assert "Came in on paper" in read
    await stage.employee.close()
    await page(stage.supervisor)
    assert "Type in a paper" not in await stage.supervisor.reads()
    await stage.supervisor.close()


async def the_supervisor_asks_for_a_pause(found: Life) -> None:
    stage = found.stage
    await stage.go_to(FIRST)
    await page(stage.supervisor)
    await stage.supervisor.press("Ask for a pause")
    await step(stage.supervisor, {"first": FIRST.isoformat(), "last": LAST.isoformat()})
    await stage.supervisor.close()
    await stage.go_to(FIRST, hour=14)
    await stage.hr.press("Answer")
    await step(stage.hr, {"verdict": "Accept"})
    await stage.hr.press("Set the pause")
    await stage.hr.submit()
    await stage.hr.close()
    assert (await found.plan()).state is PlanState.PAUSED
    await page(stage.employee)
    await stage.employee.press("Read the record")
    assert "The supervisor asks for a pause" in await stage.employee.reads()
    await stage.employee.close()


async def they_write_a_long_statement(found: Life) -> None:
    """Four fields of Slack, one statement in the case file."""
    stage, names = found.stage, ("text", "text_2", "text_3", "text_4")
    pages = [f"Part {number}. {VIEW * 33}".strip() for number in range(1, 5)]
    await page(stage.employee)
    await stage.employee.press("Add my own view")
    await step(stage.employee, dict(zip(names, pages, strict=True)))
    await stage.employee.close()
    await page(stage.hr)
    await stage.hr.press("Order the case file")
    await step(stage.hr, {"purpose": "A look at what was said", "recipient": "HR records"})
    await stage.hr.close()
    case = json.dumps(await found.case_file())
    assert json.dumps("\n\n".join(pages))[1:-1] in case
    assert "plan.account_named" in case
