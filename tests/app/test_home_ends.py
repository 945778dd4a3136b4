"""Home after a role has ended (B-08)."""

from datetime import timedelta

from app.story import illinois
from app.story.control_stage import ControlStage
from tests.app.living import EMPLOYEE, HR, SUPERVISOR, Living

HOURS = timedelta(hours=20)


async def test_home_stops_showing_a_plan_that_hr_ended_though_nobody_turns_to_it(live: Living) -> None:
    stage = ControlStage(live.control, people=(SUPERVISOR, EMPLOYEE, HR))
    for step in (illinois.open_plan, illinois.finish_draft, illinois.approve, illinois.deliver, illinois.acknowledge):
        await step(stage)
    parties = [live.act_as(SUPERVISOR), live.act_as(EMPLOYEE)]
    for party in parties:
        assert "Where it stands" in (await party.open_home()).text
    hr = live.act_as(HR)
    await hr.command("/pip")
    await hr.press("Open")
    await hr.press("End it early")
    await hr.fill({"kind": "The plan is withdrawn", "reasons": "Other work from Monday on."})
    assert (await hr.submit()).ok
    await live.control.settle()
    await live.control.advance(to=await live.control.clock() + HOURS)
    await live.control.settle()
    for party in parties:
        home = await party.home()
        assert home is not None
        assert "Where it stands" not in home.text
