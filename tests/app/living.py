"""The assembled bot in a pretend workspace, in one process, over a socket or over signed HTTP."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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
from tests import databases
from tests.databases import address_of

Transport = Literal["socket", "http"]
# A Tuesday morning in Chicago.
START: Final = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
SUPERVISOR: Final = "U0SUPERVISOR"
EMPLOYEE: Final = "U0EMPLOYEE"
HR: Final = "U0HR"
GOAL: Final = {"text": "Answer every desk question within a day.", "measure": "Ten sampled weeks."}


@dataclass(slots=True, kw_only=True)
class Living:
    """A running bot. ``file`` stands for its database; ``allowed`` names kinds of violation a test means."""

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
    def address(self) -> str:
        """``DATABASE_URL``, for a program beside the bot."""
        return address_of(self.file)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.milepost.port}"

    def count(self, table: str) -> int:
        """How many rows a table has, seen from outside."""
        ((found,),) = databases.rows(self.file, f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
        return int(found)

    def locked(self) -> AbstractAsyncContextManager[None]:
        """Another program keeps the database to itself."""
        return databases.locked(self.file)

    async def calls(self, method: str) -> int:
        """How often the bot has called a method so far."""
        return sum(line["method"] == method for line in await self.control.log("call"))


def migrated(folder: Path) -> Path:
    """An empty database in the newest form, to be copied."""
    file = folder / "empty.db"
    environment = {"SLACK_BOT_TOKEN": "-", "SLACK_APP_TOKEN": "-", "DATABASE_URL": address_of(file)}
    asyncio.run(migrate_database(read_settings(environment)))
    return file


@asynccontextmanager
async def living(
    folder: Path, template: Path, transport: Transport, *, scopes: Sequence[str] = ()
) -> AsyncIterator[Living]:
    """A bot of its own, on a frozen clock. Leaving it fails on every violation that was not expected.

    ``scopes`` were granted beside those of the manifest.
    """
    file = folder / "milepost.db"
    databases.copy_database(template, file)
    async with Sandbox.serve(manifest(*scopes), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        settings = pretend_settings(sandbox, database=address_of(file), http=transport == "http")
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
