"""A pause through the forms: dates and never a reason, and both sides see every date before and after."""

from datetime import timedelta

import pytest

from bot.replies import Denied, Done
from plans import examples
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, local, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin)


async def _paused(told: Story) -> None:
    await told.hr.open("open_case", PLAN)
    await told.hr.press("Pause the plan")
    assert {field.id for field in told.hr.shown.fields} == {"last"}
    assert isinstance(await told.hr.send({"last": "2026-09-21"}), Done)


async def test_hr_pauses_and_reads_where_the_dates_go(told: Story) -> None:
    await _paused(told)
    assert (await told.plan()).state is PlanState.PAUSED
    text = shown(told.hr.shown)
    assert "Where the dates go" in text
    assert "→" in text


@pytest.mark.parametrize("who", ["employee", "supervisor"])
async def test_both_sides_see_old_and_new_and_no_reason(told: Story, who: str) -> None:
    await _paused(told)
    reader = getattr(told, who)
    await reader.open("open_case", PLAN)
    assert "The plan is paused until" in shown(reader.shown)
    await reader.press("The pause and its dates")
    during = shown(reader.shown)
    assert "First review" in during
    assert "→" in during
    assert isinstance(await reader.open("pause_plan", PLAN), Denied)


@pytest.mark.parametrize("who", ["employee", "supervisor"])
async def test_while_it_lasts_every_page_says_when_it_goes_on_and_no_button_leads_nowhere(
    told: Story, who: str
) -> None:
    """The dates of before do not count any more, and those to come stand in the pause alone."""
    await _paused(told)
    reader = getattr(told, who)
    for ask in ("open_case", "my_plans"):
        await reader.open(ask, PLAN if ask == "open_case" else None)
        text = shown(reader.shown)
        assert "The plan goes on" in text
        assert "September 22, 2026" in text
        assert "January" not in text
    await reader.open("open_case", PLAN)
    to_do = text_after(shown(reader.shown), "For you to do")
    assert "nothing for you to do" in to_do


def text_after(text: str, heading: str) -> str:
    return text.split(heading, maxsplit=1)[1]


async def test_the_clock_ends_it_and_the_dates_are_those_that_were_shown(told: Story) -> None:
    before = await told.plan()
    await _paused(told)
    await told.employee.open("read_pause", PLAN)
    during = shown(told.employee.shown).split("From then on", maxsplit=1)[0]
    await told.at(local(2026, 9, 22, 10))
    after = await told.plan()
    assert after.state is PlanState.ACTIVE
    assert all(new.on > old.on for old, new in zip(before.reviews, after.reviews, strict=True))
    await told.employee.open("read_pause", PLAN)
    over = shown(told.employee.shown)
    assert [line for line in over.splitlines() if "→" in line] == [line for line in during.splitlines() if "→" in line]


async def test_hr_ends_it_early(told: Story) -> None:
    await _paused(told)
    await told.at(local(2026, 9, 7, 10))
    await told.hr.open("open_case", PLAN)
    await told.hr.press("End the pause")
    assert isinstance(await told.hr.send(), Done)
    assert (await told.plan()).state is PlanState.ACTIVE


async def test_a_pause_past_the_forms_longest_period_is_hrs_to_decide(database: Database) -> None:
    found = examples.case(PlanState.ACTIVE, name=examples.DC)
    told = await story(database.begin, found=found)
    await told.at(found.at + timedelta(minutes=1))
    assert found.plan.end is not None
    await told.hr.open("pause_plan", found.plan.id)
    last = (found.at.date() + timedelta(days=60)).isoformat()
    await told.hr.send({"last": last})
    assert list(told.hr.errors) == ["last"]
    await told.hr.send({"last": last, "fit": ("fit",)})
    assert isinstance(told.hr.last, Done)
    assert "→" in shown(told.hr.shown) or "No date moves" in shown(told.hr.shown)
