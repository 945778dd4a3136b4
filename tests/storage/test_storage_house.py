"""What the house remembers: packs as they were, keys seen, beats, orders, and the installation itself."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from plans import examples
from plans.dates import Calendar
from plans.ids import OrderId, WorkspaceId, fresh
from plans.policy import Pack
from plans.ports import Begin, Order, OrderState, System
from plans.words import Words
from storage.database import Database
from storage.house import UnknownPackEditionError, WorkspaceUnclearError, only_workspace
from tests.conftest import example_offices, open_database

_NOW = examples.NOW


async def test_a_plan_keeps_the_edition_of_its_pack_when_the_file_is_gone(begin: Begin, address: str) -> None:
    plan = examples.illinois_plan()
    async with begin() as work:
        await work.packs.keep(examples.pack(examples.ILLINOIS))
        await work.packs.keep(examples.pack(examples.ILLINOIS))
        await work.commit()
    without = Database.open(address, workspace=examples.WORKSPACE, packs={}, calendar=_none, offices=example_offices())
    async with without.begin() as work:
        assert (await work.terms(plan)).pack == examples.pack(examples.ILLINOIS)
        with pytest.raises(UnknownPackEditionError):
            await work.terms(examples.generic_plan())
    await without.close()


def _none(_pack: Pack) -> Calendar:
    return Calendar("none")


async def test_a_key_and_a_beat_count_once(begin: Begin) -> None:
    async with begin() as work:
        assert await work.once("view-1", at=_NOW)
        assert not await work.once("view-1", at=_NOW)
        assert await work.first_beat("digests", "2026-W36", at=_NOW)
        assert not await work.first_beat("digests", "2026-W36", at=_NOW)
        assert await work.first_beat("digests", "2026-W37", at=_NOW)
        assert await work.first_beat("reconcile", "2026-W36", at=_NOW)


async def test_of_many_who_send_the_same_key_at_once_one_is_first(
    begin: Begin, another: Callable[[], Database]
) -> None:
    async def send(start: Begin) -> bool:
        async with start() as work:
            first = await work.once("view-1", at=_NOW)
            await work.commit()
            return first

    second = another().begin
    assert sum(await asyncio.gather(*(send(start) for start in (begin, second) * 4))) == 1


async def test_the_oldest_open_order_of_a_plan_is_next(begin: Begin) -> None:
    plan = examples.illinois_plan()
    orders = [
        Order(
            id=OrderId(fresh()),
            plan=plan.id,
            by=examples.HR.id,
            at=_NOW + timedelta(minutes=minutes),
            purpose=Words("A hearing"),
            recipient=Words("Counsel"),
        )
        for minutes in (5, 1)
    ]
    async with begin() as work:
        for order in orders:
            await work.orders.put(order)
            await work.orders.put(replace(order, state=OrderState.WRITTEN))
        assert await work.orders.open_for(plan.id, by=System.OPERATOR) == orders[1]
        await work.orders.written(orders[1].id, at=_NOW)
        assert await work.orders.open_for(plan.id, by=System.OPERATOR) == orders[0]
        await work.orders.written(orders[0].id, at=_NOW)
        assert await work.orders.open_for(plan.id, by=System.OPERATOR) is None


async def test_the_installation_makes_its_key_once(database: Database, another: Callable[[], Database]) -> None:
    key = await database.installation_key()
    assert len(key) == 32
    assert await database.installation_key() == key
    assert await another().installation_key() == key


async def test_a_database_knows_whose_it_is(database: Database, address: str, empty_address: str) -> None:
    await database.installation_key()
    assert await only_workspace(address) == examples.WORKSPACE
    theirs = open_database(address, workspace=WorkspaceId("T0ANOTHER"))
    await theirs.installation_key()
    await theirs.close()
    for unclear, count in ((address, 2), (empty_address, 0)):
        with pytest.raises(WorkspaceUnclearError) as refused:
            await only_workspace(unclear)
        assert refused.value.count == count


async def test_asking_whose_it_is_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceUnclearError):
        await only_workspace(f"sqlite:///{tmp_path / 'none.db'}")
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - a Path would be asked in the way of the event loop
