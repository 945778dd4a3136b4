"""What HR has to read and press to approve a plan that needs no change, counted on the pretend workspace (flow 4.3).

The aim is five minutes. What a person thinks meanwhile no test can measure; how much stands before them, this one does.
The District's form with three blocks does not fit into five minutes of reading, and docs/guides/hr.md says so.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from app.story import illinois
from app.story.stage import Stage
from plans.states import PlanState
from tests.databases import address_of
from tests.journeys import dc_story, everyday
from tests.journeys.lives import HR, Life, life

WORDS_A_MINUTE: Final = 200
"""Slower than most people read, since nobody skims what they sign."""


@dataclass(slots=True, kw_only=True)
class Counted:
    """What HR had before them from the message on until the plan was approved."""

    presses: int = 0
    screens: int = 0
    words: int = 0


async def illinois_plan(stage: Stage) -> None:
    await illinois.open_plan(stage)
    await illinois.finish_draft(stage)


async def approved(found: Life, *, signs: bool) -> Counted:
    """HR's whole way, by its buttons: the message, the text page by page, and the approval."""
    phone, counted = found.stage.hr, Counted()
    counted.words += len((await found.told(HR))[-1].text.split())

    async def looks(act: Awaitable[None]) -> str:
        await act
        counted.presses += 1
        read = await phone.reads()
        counted.screens += 1
        counted.words += len(read.split())
        return read

    read = await looks(phone.press("Look at it"))
    while "[ Next page ]" in read:
        read = await looks(phone.press("Next page"))
    await looks(phone.press("Approve"))
    if signs:
        await phone.fill({"typed_name": illinois.HR_NAME})
    await phone.submit()
    counted.presses += 1
    assert (await found.plan()).state is PlanState.APPROVED
    return counted


@pytest.mark.parametrize(
    ("write", "signs", "pages", "minutes"),
    [
        pytest.param(everyday.write, False, 1, 4, id="generic"),
        pytest.param(illinois_plan, True, 1, 5, id="illinois", marks=pytest.mark.deep),
        pytest.param(dc_story.write, False, 2, 7, id="dc", marks=pytest.mark.deep),
    ],
)
async def test_hr_reads_a_plan_and_approves_it_on_few_screens_with_few_words(
    tmp_path: Path, write: Callable[[Stage], Awaitable[None]], signs: bool, pages: int, minutes: int
) -> None:
    """The text on so many pages, then one screen to approve it on, with one press for each and one to send."""
    async with life(address_of(tmp_path / "milepost.db")) as found:
        await write(found.stage)
        await found.breathe()
        counted = await approved(found, signs=signs)
        assert (counted.screens, counted.presses) == (pages + 1, pages + 2)
        assert counted.words <= minutes * WORDS_A_MINUTE
