"""Whoever signs does so for the text they read: a newer one that came in between is said, and nothing is signed."""

import pytest

from plans import examples
from plans.edition import edition_of
from plans.ports import Begin
from plans.states import PlanState
from tests.bot.running import PLAN, Story, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


async def newer_text(told: Story) -> None:
    """Another version of the same plan's text."""
    plan = await told.plan()
    async with told.begin() as work:
        text = edition_of(plan, await work.terms(plan), at=examples.NOW)
        await work.plans.save(plan.with_(editions=(*plan.editions, text)), next_at=None)
        await work.commit()


async def signatures(told: Story) -> int:
    return len((await told.plan()).signatures)


async def test_an_employee_who_read_the_version_before_does_not_sign_the_new_one(begin: Begin) -> None:
    told = await story(begin, PlanState.DELIVERED)
    before = await signatures(told)
    await told.employee.open("read_plan", PLAN)
    await newer_text(told)
    await told.employee.press("Say that I read it")
    reply = await told.employee.send({"answer": "yes", "typed_name": "Jonas Okafor"})
    assert "newer text, version 2" in str(reply)
    assert await signatures(told) == before
    await told.employee.open("read_plan", PLAN)
    await told.employee.press("Say that I read it")
    await told.employee.send({"answer": "yes", "typed_name": "Jonas Okafor"})
    assert await signatures(told) == before + 1


async def test_a_supervisor_whose_form_stood_open_does_not_deliver_a_text_they_have_not_seen(begin: Begin) -> None:
    told = await story(begin, PlanState.APPROVED)
    before = await signatures(told)
    await told.supervisor.open("deliver_plan", PLAN)
    await newer_text(told)
    reply = await told.supervisor.send({"typed_name": "Marta Lindqvist"})
    assert "newer text, version 2" in str(reply)
    found = await told.plan()
    assert (found.state, len(found.signatures)) == (PlanState.APPROVED, before)
