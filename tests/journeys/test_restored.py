"""A backup of months ago is put back: nobody gets an old reminder, everybody one message (P-26)."""

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest

from app.pretend import inhabitants, manifest
from app.story import illinois
from app.story.control_stage import ZONE
from plans.dates import instant
from sandbox.client import Control
from sandbox.seen import Message
from sandbox.server import Sandbox
from tests.backup_ways import way_of
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, Life
from tests.journeys.test_restart import Town, opened

SAVED = date(2026, 10, 6)
LIVED_ON_UNTIL = date(2026, 12, 16)
BACK = date(2027, 1, 20)
EVERYBODY = (SUPERVISOR, EMPLOYEE, HR)


@pytest.fixture
async def town(empty_address: str) -> AsyncIterator[Town]:
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(instant(illinois.FIRST_DAY, time(10), ZONE))
        yield Town(sandbox=sandbox, control=control, database=empty_address)
        assert await control.violations() == []


async def count(life: Life) -> dict[str, int]:
    return {user: len(await life.told(user)) for user in EVERYBODY}


async def since(life: Life, before: dict[str, int], user: str) -> list[Message]:
    return (await life.told(user))[before[user] :]


async def test_starting_on_a_restored_database_sends_one_message_a_person_and_no_old_reminder(
    town: Town, tmp_path: Path
) -> None:
    """It was saved while the bot ran, and lived on for ten weeks; what was said in them is not said again."""
    way = way_of(town.database)
    async with town.running() as life:
        await opened(life)
        await life.stage.go_to(SAVED)
        await way.save(tmp_path / "backup")
        saved = await count(life)
        await life.stage.go_to(LIVED_ON_UNTIL)
        before = await count(life)
        assert all(before[user] > saved[user] for user in EVERYBODY)
    await town.sleeps_until(BACK)
    await way.put_back(tmp_path / "backup")
    async with town.running() as life:
        await life.breathe()
        for user in (SUPERVISOR, EMPLOYEE):
            (only,) = await since(life, before, user)
            assert "While Milepost was away" in only.text
        overview = [one for one in await since(life, before, HR) if "While Milepost was away" not in one.text]
        assert all("Where things stand" in one.text for one in overview)
        assert len(await since(life, before, HR)) - len(overview) <= 1
        again = await count(life)
        await life.breathe()
        assert await count(life) == again


async def test_a_backup_put_back_within_hours_repeats_nothing_either(town: Town, tmp_path: Path) -> None:
    """The heartbeat in it is fresh; that it was restored is noted all the same."""
    way = way_of(town.database)
    async with town.running() as life:
        await opened(life)
        # An hour before a reminder leaves, and an hour after.
        await life.stage.go_to(date(2026, 12, 14), hour=8)
        await way.save(tmp_path / "backup")
        saved = await count(life)
        await life.stage.go_to(date(2026, 12, 14), hour=10)
        before = await count(life)
        assert sum(before.values()) > sum(saved.values())
    await way.put_back(tmp_path / "backup")
    async with town.running() as life:
        await life.breathe()
        for user in EVERYBODY:
            new = await since(life, before, user)
            assert all("While Milepost was away" in one.text or "Where things stand" in one.text for one in new)
            assert len(new) <= 2
