"""An employer's own pack, from a folder: it is offered first, and editing it changes no plan that has begun (S0-01)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final

import pytest

from app.assemble import assembled
from app.pretend import inhabitants, manifest, pretend_settings
from app.story.control_stage import ZONE
from plans.dates import instant
from sandbox.client import Control
from sandbox.server import Sandbox
from tests.databases import address_of
from tests.journeys.lives import EMPLOYEE, FIRST_DAY, Life

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "packs.md"
AREA: Final = "Seamanship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harbour:
    """A workspace and a folder of packs that stay while the bot comes and goes."""

    sandbox: Sandbox
    control: Control
    database: str
    file: Path

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Life]:
        settings = pretend_settings(self.sandbox, database=self.database)
        ours = {"milepost_packs_dir": self.file.parent, "milepost_pack": self.file.stem}
        async with assembled(settings.model_copy(update=ours)) as milepost:
            yield Life(sandbox=self.sandbox, milepost=milepost, control=self.control)

    def edit(self, old: str, new: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
async def harbour(tmp_path: Path) -> AsyncIterator[Harbour]:
    folder = tmp_path / "packs"
    folder.mkdir()
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (folder / "harbour-office.toml").write_text(example, encoding="utf-8")
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(instant(FIRST_DAY, time(10), ZONE))
        database = address_of(tmp_path / "milepost.db")
        yield Harbour(sandbox=sandbox, control=control, database=database, file=folder / "harbour-office.toml")
        assert await control.violations() == []


async def begin(found: Life, employee: str) -> str:
    """A draft on the form that is offered first, up to its areas; what the areas' page says."""
    phone = found.stage.supervisor
    await phone.command("new")
    await phone.fill({"employee": employee})
    await phone.submit()
    await phone.fill({"head-berth": "Pier 4"})
    await phone.submit()
    assert "What you are good at" in await phone.reads()
    await phone.fill({"strengths": "Nobody ties a line faster."})
    await phone.submit()
    return await phone.reads()


async def test_editing_a_pack_changes_plans_that_begin_later_and_no_other(harbour: Harbour) -> None:
    async with harbour.open() as found:
        assert AREA in await begin(found, EMPLOYEE)
        await found.stage.supervisor.close()
        (first,) = await found.plans()
        assert (first.pack.id, first.pack.version) == ("harbour-office", "1")
    harbour.edit('version = "1"', 'version = "2"')
    harbour.edit(f'label = "{AREA}"', 'label = "Watchkeeping"')
    async with harbour.open() as found:
        phone = found.stage.supervisor
        await phone.command("")
        await phone.press("Open")
        await phone.press("Go on with the draft")
        await phone.press("Change", nth=2)
        assert AREA in await phone.reads()
        await phone.close()
        page = await begin(found, "U0OUTSIDER")
        assert "Watchkeeping" in page
        assert AREA not in page
        await phone.close()
        versions = sorted(plan.pack.version for plan in await found.plans())
        assert versions == ["1", "2"]
