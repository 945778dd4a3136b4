"""An account that is deactivated gets nothing, and HR is asked what happened, through the workspace."""

from datetime import timedelta

from tests.app.living import EMPLOYEE, HR, Living
from tests.app.test_answered import begun


async def test_a_deactivated_account_gets_nothing_and_hr_answers_what_happened(live: Living) -> None:
    number = await begun(live)
    before = len(await live.act_as(EMPLOYEE).messages())
    await live.control.change_person(EMPLOYEE, deleted=True)
    await live.control.settle()
    hr = live.act_as(HR)
    asked = f"{number}, employee: what happened?"
    assert asked in [button.text for button in (await hr.open_home()).buttons]
    # Long enough for many reminders to have come due.
    await live.control.advance(by=timedelta(days=45))
    await live.control.settle(seconds=60)
    assert len(await live.act_as(EMPLOYEE).messages()) == before
    told = [message.text for message in await hr.messages()]
    assert any("A message could not be delivered." in text for text in told)
    await hr.open_home()
    assert (await hr.press(asked, on="home")).ok
    assert (await hr.press("They have left")).ok
    await hr.fill({"reasons": "Left in September."})
    assert (await hr.submit()).ok
    await live.control.settle()
    assert asked not in [button.text for button in (await hr.open_home()).buttons]
    assert len(await live.act_as(EMPLOYEE).messages()) == before


async def test_an_account_that_is_back_is_asked_about_no_more(live: Living) -> None:
    number = await begun(live)
    hr, asked = live.act_as(HR), f"{number}, employee: what happened?"
    await live.control.change_person(EMPLOYEE, deleted=True)
    await live.control.settle()
    await hr.open_home()
    await live.control.change_person(EMPLOYEE, deleted=False)
    await live.control.settle()
    # What stands on Home is from before; the question looks at the workspace first.
    assert (await hr.press(asked, on="home")).ok
    modal = await hr.modal()
    assert modal is not None
    assert "is active" in modal.text
    assert "They have left" not in [button.text for button in modal.buttons]
