"""A case file at the desk: HR orders it, sees how far it has come, and says that it was handed over."""

import pytest

from bot.replies import Denied
from plans.acts import Act
from plans.change import happened
from plans.events import EventKind
from plans.ports import System
from plans.states import PlanState
from storage.database import Database
from tests.bot.running import PLAN, Story, shown, story


@pytest.fixture
def address(chosen_address: str) -> str:
    """One database is enough here; storage has its own tests on both."""
    return chosen_address


@pytest.fixture
async def told(database: Database) -> Story:
    return await story(database.begin, PlanState.DECISION_DUE)


async def test_hr_orders_a_case_file_with_purpose_and_recipient(told: Story) -> None:
    await told.hr.open("order_case_file", PLAN)
    await told.hr.send({"purpose": "Copy for the employee"})
    assert list(told.hr.errors) == ["recipient"]
    await told.hr.send({"purpose": "Copy for the employee", "recipient": "Jonas Okafor"})
    assert "milepost case-file M-7K3QXZ" in shown(told.hr.shown)
    async with told.begin() as work:
        order = await work.orders.open_for(PLAN, by=System.OPERATOR)
    assert order is not None
    assert order.recipient.reveal() == "Jonas Okafor"


async def test_hr_sees_how_far_an_order_has_come_and_says_once_that_it_is_handed_over(told: Story) -> None:
    await told.hr.open("order_case_file", PLAN)
    assert "Ordered so far" not in shown(told.hr.shown)
    await told.hr.send({"purpose": "A hearing", "recipient": "Counsel"})
    await told.hr.open("order_case_file", PLAN)
    assert "Waits for whoever runs Milepost" in shown(told.hr.shown)
    async with told.begin() as work:
        order = await work.orders.open_for(PLAN, by=System.OPERATOR)
        assert order is not None
        plan = await work.plans.get(PLAN, by=System.OPERATOR, act=Act.RUN_CASE_FILE, now=told.hr.now)
        line = happened(EventKind.EXPORT_WRITTEN, plan, by=None, at=told.hr.now, subject=order.id)
        await work.audit.append((line,))
        await work.commit()
    await told.hr.open("order_case_file", PLAN)
    assert "Please hand it over outside Slack" in shown(told.hr.shown)
    for _ in range(2):
        await told.hr.open("hand_over_case_file", PLAN, order.id)
        await told.hr.send({})
    await told.hr.open("order_case_file", PLAN)
    assert "Handed over on" in shown(told.hr.shown)
    async with told.begin() as work:
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    assert [event.kind for event in events].count(EventKind.EXPORT_HANDED_OVER) == 1


async def test_what_nobody_wrote_is_not_handed_over(told: Story) -> None:
    await told.hr.open("order_case_file", PLAN)
    await told.hr.send({"purpose": "A hearing", "recipient": "Counsel"})
    async with told.begin() as work:
        order = await work.orders.open_for(PLAN, by=System.OPERATOR)
    assert order is not None
    await told.hr.open("hand_over_case_file", PLAN, order.id)
    await told.hr.send({})
    async with told.begin() as work:
        events = await work.audit.of(PLAN, reader=System.OPERATOR, now=told.hr.now)
    assert EventKind.EXPORT_HANDED_OVER not in [event.kind for event in events]


async def test_nobody_but_hr_orders_a_case_file(told: Story) -> None:
    for player in (told.employee, told.supervisor):
        assert isinstance(await player.open("order_case_file", PLAN), Denied)
