"""The assembled bot in a pretend workspace, in one process, over a socket or over signed HTTP."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from app.assemble import Milepost, assembled
from app.pretend import inhabitants, manifest, pretend_settings
from app.running import migrate_database
from app.settings import read_settings
from sandbox.client import Actor, Control
from sandbox.seen import Message, View
from sandbox.server import Sandbox

Transport = Literal["socket", "http"]
# A Tuesday morning in Chicago.
START: Final = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
SUPERVISOR: Final = "U0SUPERVISOR"
EMPLOYEE: Final = "U0EMPLOYEE"
HR: Final = "U0HR"
GOAL: Final = {"text": "Answer every desk question within a day.", "measure": "Ten sampled weeks."}


@dataclass(slots=True, kw_only=True)
class Living:
    """A running bot. ``allowed`` names the kinds of violation a test expects to cause."""

    sandbox: Sandbox
    milepost: Milepost
    control: Control
    file: Path
    allowed: set[str] = field(default_factory=set)

    def act_as(self, user: str) -> Actor:
        return self.control.act_as(user)

    @property
    def supervisor(self) -> Actor:
        return self.act_as(SUPERVISOR)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.milepost.port}"

    def count(self, table: str) -> int:
        """How many rows a table has, seen from outside."""
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as connection:
            found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own names
        return int(found[0])

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Another program keeps the database's only write lock."""
        connection = sqlite3.connect(self.file, isolation_level=None, timeout=0)
        try:
            for _ in range(200):
                # Waiting inside SQLite would hold up the bot, which is in this very process.
                await asyncio.sleep(0.01)
                with suppress(sqlite3.OperationalError):
                    connection.execute("BEGIN IMMEDIATE")
                    break
            assert connection.in_transaction
            yield
        finally:
            connection.rollback()
            connection.close()

    async def calls(self, method: str) -> int:
        """How often the bot has called a method so far."""
        return sum(line["method"] == method for line in await self.control.log("call"))


def migrated(folder: Path) -> Path:
    """An empty database in the newest form, to be copied."""
    file = folder / "empty.db"
    environment = {"SLACK_BOT_TOKEN": "-", "SLACK_APP_TOKEN": "-", "DATABASE_URL": f"sqlite:///{file}"}
    asyncio.run(migrate_database(read_settings(environment)))
    return file


@asynccontextmanager
async def living(folder: Path, template: Path, transport: Transport) -> AsyncIterator[Living]:
    """A bot of its own, on a frozen clock. Leaving it fails on every violation that was not expected."""
    file = folder / "milepost.db"
    shutil.copyfile(template, file)
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        settings = pretend_settings(sandbox, database=f"sqlite:///{file}", http=transport == "http")
        async with assembled(settings) as milepost:
            live = Living(sandbox=sandbox, milepost=milepost, control=control, file=file)
            if transport == "http":
                await control.set_request_url(f"{live.url}/slack/events")
            yield live
            await control.settle()
            found = [line for line in await control.violations() if line["kind"] not in live.allowed]
            assert found == []


async def started_plan(live: Living) -> View:
    """The supervisor fills in the first step of a plan; it is not sent yet."""
    assert (await live.supervisor.command("/pip", "new")).ok
    modal = await live.supervisor.modal()
    assert modal is not None
    return modal


async def newest(actor: Actor) -> Message:
    return (await actor.messages())[-1]
