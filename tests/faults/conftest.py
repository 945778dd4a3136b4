"""A plan on the eve of its reminders, played once and then copied for each test."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.faults.plan_office import MUCH_LATER, UNTIL, Office, Said, left_open, opened, prepare, said


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eve")
    asyncio.run(prepare(folder))
    return folder


@pytest.fixture
async def office(template: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(template, tmp_path / "office") as found:
        yield found


@pytest.fixture(scope="session")
def undisturbed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Everything that is said by ``UNTIL`` when nothing goes wrong."""
    return asyncio.run(_said_by(UNTIL, template, tmp_path_factory.mktemp("calm")))


@pytest.fixture(scope="session")
def undisturbed_for_long(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """The same by ``MUCH_LATER``."""
    return asyncio.run(_said_by(MUCH_LATER, template, tmp_path_factory.mktemp("long_calm")))


async def _said_by(until: datetime, template: Path, folder: Path) -> Said:
    async with opened(template, folder) as office:
        before = said(office.rows())
        await office.walk(until)
        assert await left_open(office) == []
        assert await office.control.violations() == []
        found = said(office.rows())
        assert (found - before).total() >= 8, "there is too little to lose"
        return found
