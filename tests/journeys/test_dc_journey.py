"""The District of Columbia's form, lived: written with its blocks, checked in on, and decided in ten days or not."""

from pathlib import Path
from typing import Final

from plans.states import PlanState, ReviewState
from tests.databases import address_of
from tests.journeys import dc_story as dc
from tests.journeys.lives import (
    EMPLOYEE,
    HR,
    SECOND_HR,
    SUPERVISOR,
    Life,
    assert_messages_are_thin,
    assert_outsiders_heard_nothing,
    life,
)

INSIDERS: Final = frozenset({SUPERVISOR, EMPLOYEE, HR, SECOND_HR})


async def test_a_plan_on_the_districts_form_is_extended_within_its_90_days_and_is_overdue_after_them(
    tmp_path: Path,
) -> None:
    """S1-06, S1-07, S1-09, S1-10, S1-13: from the first word to the case file, on three phones.

    A longer time that would reach day 91 is refused. The first decision comes on day 10, and the second does not come.
    """
    async with life(address_of(tmp_path / "milepost.db")) as found:
        stage = found.stage
        await dc.write(stage)
        await is_written(found)
        await dc.begin(stage)
        assert (await found.plan()).state is PlanState.ACTIVE
        assert found.saw(EMPLOYEE, "a reassignment, a reduction in grade, or a removal")
        await dc.check_in(stage)
        await is_one_meeting(found)
        await dc.come_to_the_end(stage)
        await cannot_reach_day_91(found)
        await dc.decide_in_time(stage)
        await is_decided_in_time(found)
        await is_overdue_on_day_11(found)
        await dc.order_the_case_file(stage)
        await stands_in_the_case_file(found)
        await assert_messages_are_thin(found)
        await assert_outsiders_heard_nothing(found, insiders=INSIDERS)


async def is_written(found: Life) -> None:
    """Each area and the goal has its block; the days they share are four meetings and no more."""
    plan = await found.plan()
    assert plan.state is PlanState.HR_REVIEW
    assert [block.subject for block in plan.blocks] == ["customer-service", "accountability", plan.goals[0].id]
    assert tuple(review.on for review in plan.reviews) == (*dc.LOOKS, dc.FINAL)
    assert found.saw(SUPERVISOR, "if two parts of the plan have the same day".capitalize())


async def is_one_meeting(found: Life) -> None:
    """Three blocks look at progress on this day; all the same it is announced once, and a note asked for twice."""
    asked = [one for one in await found.told(EMPLOYEE) if "September 24" in one.text and "note" in one.text]
    assert len(asked) == 3
    first = (await found.plan()).reviews[0]
    assert first.state is ReviewState.DOCUMENTED
    held = [one.text for one in found.sights if one.user == SUPERVISOR and dc.EXPECTED in one.text]
    assert any("Four days, down from nine." in text for text in held)


async def cannot_reach_day_91(found: Life) -> None:
    """The refusal stands at the field, names the day and the limit, and nothing typed is lost."""
    phone = found.stage.supervisor
    last = {"new_end": dc.DAY_91.isoformat(), "final": "2026-12-08"}
    await phone.fill({"kind": "The plan goes on for longer", "reasons": dc.REASONS, **last})
    refused = await found.act_as(SUPERVISOR).submit()
    assert not refused.ok
    (sentence,) = dict(refused.errors_by_label).values()
    assert "this form allows at most 90 days in all" in sentence
    assert "December 10, 2026" in sentence
    assert (await found.plan()).outcome is None
    assert dc.REASONS in await phone.reads()


async def is_decided_in_time(found: Life) -> None:
    plan, last = await found.plan(), (await found.trail())[-1]
    assert (plan.state, plan.end) == (PlanState.ACTIVE, dc.DAY_90)
    assert last.at.date() == dc.TENTH
    assert not await overdue(found)


async def is_overdue_on_day_11(found: Life) -> None:
    """Both are reminded up to day 10; on day 11 HR alone is, and nothing is decided by itself (P-15)."""
    await found.stage.go_to(dc.SECOND_TENTH, hour=16)
    told = {user: len(await found.told(user)) for user in (SUPERVISOR, HR)}
    assert not await overdue(found)
    await found.stage.go_to(dc.SECOND_ELEVENTH, hour=12)
    await found.breathe()
    assert await overdue(found)
    assert len(await found.told(SUPERVISOR)) == told[SUPERVISOR]
    assert len(await found.told(HR)) > told[HR]
    assert (await found.plan()).state is PlanState.DECISION_DUE


async def stands_in_the_case_file(found: Life) -> None:
    case = str(await found.case_file())
    for written in (dc.HEAD["head-agency"], dc.EXPECTED, dc.GOAL["cites"], *(block["action"] for block in dc.ACTIONS)):
        assert written in case


async def overdue(found: Life) -> bool:
    """Whether HR's overview says so."""
    phone = found.stage.hr
    await phone.press_home("Open the overview")
    shown = await phone.reads()
    await phone.close()
    return "days for the decision are over" in shown
