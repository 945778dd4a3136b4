"""A bot with a running plan in a workspace that breaks calls on request, and what must hold afterwards."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import aiohttp

from app.assemble import Milepost, assembled
from app.pretend import inhabitants, manifest, pretend_settings, pretending
from app.story import illinois
from app.story.control_stage import ControlStage
from plans.ids import PersonId, PlanId
from plans.notices import NoticeKind, Owed
from sandbox.client import Control
from sandbox.faults import FaultKind
from sandbox.server import Sandbox
from sandbox.shapes import Json
from tests import databases
from tests.databases import address_of, copy_database

POST: Final = "chat.postMessage"
SUPERVISOR, EMPLOYEE, HR, SECOND_HR = "U0SUPERVISOR", "U0EMPLOYEE", "U0HR", "U0HR2"
SEED: Final = 11
FIRST: Final = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
# A Monday; the first date of the plan and every reminder about it are still to come.
BEGIN: Final = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
UNTIL: Final = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
MUCH_LATER: Final = datetime(2027, 9, 1, 20, 0, tzinfo=UTC)
Said = Counter[tuple[str, str, datetime]]
OPEN: Final = frozenset({"waiting", "claimed"})
DATABASE, WORKSPACE = "sandbox.db", "workspace.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A notice as it stands in the database. ``native_id`` is the account of whom it is for."""

    id: str
    key: str
    kind: str
    state: str
    native_id: str
    plan: str | None
    attempts: int
    due_at: datetime
    last_outcome: str | None
    send_key: str | None
    message_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A running bot; its clock stands still unless walked."""

    sandbox: Sandbox
    milepost: Milepost
    control: Control
    file: Path

    async def walk(self, to: datetime) -> None:
        """Through everything that falls due on the way, retries included."""
        await self.control.advance(to=to)
        await self.control.settle(seconds=60)

    def rows(self) -> list[Row]:
        # What is claimed is stored as waiting, with a lease.
        wanted = (
            "SELECT n.id, n.key, n.kind, CASE WHEN n.lease_until IS NULL THEN n.state ELSE 'claimed' END AS state, "
            "h.native_id, n.plan, n.attempts, n.due_at, n.last_outcome, n.send_key, n.message_ref "
            "FROM notice n JOIN handle h ON h.person = n.person ORDER BY n.due_at, n.id"
        )
        return [_row(found) for found in databases.rows(self.file, wanted)]

    def outcomes(self) -> dict[str, list[str]]:
        """What came of each attempt, by notice, oldest first."""
        found: dict[str, list[str]] = {}
        for notice, outcome in databases.rows(self.file, "SELECT notice, outcome FROM notice_attempt ORDER BY at"):
            found.setdefault(str(notice), []).append(str(outcome))
        return found

    async def posted(self) -> list[Json]:
        """Every message of the bot that is in a conversation, since ever."""
        return [
            {**message, "channel": place["id"], "member": place["members"][0]}
            for place in await self.control.call("GET", "/conversations")
            if place["kind"] == "im"
            for message in place["messages"]
            if message["from_app"]
        ]

    async def posts(self) -> list[Json]:
        """The calls that post, in this run."""
        return [line for line in await self.control.log("call") if line["method"] == POST]

    async def struck(self) -> list[Json]:
        """The faults that were met."""
        return await self.control.log("fault")

    async def health(self) -> tuple[int, Json]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.milepost.port}/health") as response,
        ):
            return response.status, dict(await response.json())

    async def spoil(self, times: int, kind: FaultKind, *, together: int = 1, **more: object) -> None:
        """Break so many posts: ``together`` in a row, then as many that pass, and so on."""
        for turn in range(times // together):
            await self.control.script_fault(POST, kind, times=together, after=turn * together, **more)

    async def owe_notes(self, to: Sequence[str], *, at: datetime, name: str) -> None:
        """Word of a note, owed to each of these people at one instant."""
        async with self.milepost.rooms.begin() as work:
            directory = self.milepost.directory
            people = [await work.people.find(directory.handle(one)) for one in to]
            plan = next(row.plan for row in self.rows() if row.plan)
            owed = [
                Owed(
                    key=f"{plan}:note_added:{name}:{person.id}",
                    workspace=person.workspace,
                    plan=PlanId(str(plan)),
                    person=PersonId(person.id),
                    kind=NoticeKind.NOTE_ADDED,
                    subject=None,
                    due_at=at,
                    zone=person.zone,
                )
                for person in people
                if person is not None
            ]
            assert await work.notices.put(owed) == len(to)
            await work.commit()


def _row(found: tuple[Any, ...]) -> Row:
    row = dict(zip(Row.__dataclass_fields__, found, strict=True))
    return Row(**{**row, "due_at": databases.read(row["due_at"])})


def said(rows: Sequence[Row]) -> Said:
    """What was said, to whom, and when it was due. Keys hold ids that are other ones in each run."""
    return Counter((row.kind, row.native_id, row.due_at) for row in rows if row.state in {"sent", "answered"})


async def left_open(office: Office) -> list[Row]:
    """What is past due and neither said nor settled otherwise."""
    now = await office.control.clock()
    return [row for row in office.rows() if row.state in OPEN and row.due_at <= now]


async def all_accounted_for(office: Office) -> None:
    """Each row that was said is a message, and each message belongs to a row or to a call whose outcome was hidden."""
    posted = {(one["channel"], one["ts"]): one for one in await office.posted()}
    rows = [row for row in office.rows() if row.message_ref is not None]
    for row in rows:
        place = json.loads(str(row.message_ref))
        message = posted[place["channel"], place["ts"]]
        assert message["member"] == row.native_id
        assert message["metadata"]["event_payload"]["key"].partition("-")[0] == row.send_key
    hidden = [line for line in await office.struck() if line["method"] == POST and line["stored"]]
    assert len(posted) == len(rows) + len(hidden), "a message more or less than rows and hidden outcomes explain"


def at_most_one_more(office: Office) -> None:
    """Whoever cannot learn an outcome tries once more, not twice."""
    for outcomes in office.outcomes().values():
        classes = Counter(outcome.partition(":")[0] for outcome in outcomes if not _held(outcome))
        assert classes["unknown"] <= 2, outcomes
        assert classes["sent"] <= 1, outcomes


def _held(outcome: str) -> bool:
    """Whether it was put off: an unknown outcome is carried through a wait."""
    reason = outcome.partition(":")[2]
    return reason in {"quiet", "paced", "outside-hours", "moved"} or reason.startswith(("later:", "installation:"))


async def prepare(folder: Path) -> None:
    """Play the plan to the day before its first reminders, and leave database and workspace in ``folder``."""
    database = address_of(folder / DATABASE)
    async with pretending(folder, database=database) as (sandbox, _), Control(sandbox.url) as control:
        await control.freeze(FIRST)
        stage = ControlStage(control, people=(SUPERVISOR, EMPLOYEE, HR))
        for chapter in illinois.CHAPTERS[:6]:
            await chapter(stage)
        await control.advance(to=BEGIN)
        await control.settle(seconds=60)
        assert await control.violations() == []


@asynccontextmanager
async def opened(template: Path, folder: Path) -> AsyncIterator[Office]:
    """Milepost goes on where ``prepare`` left off, in ``folder``."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    await asyncio.to_thread(shutil.copyfile, template / WORKSPACE, folder / WORKSPACE)
    file = folder / DATABASE
    await asyncio.to_thread(copy_database, template / DATABASE, file)
    async with (
        Sandbox.serve(manifest(), inhabitants(), state_file=folder / WORKSPACE, seed=SEED) as sandbox,
        Control(sandbox.url) as control,
        assembled(pretend_settings(sandbox, database=address_of(file))) as milepost,
    ):
        await control.settle()
        yield Office(sandbox=sandbox, milepost=milepost, control=control, file=file)
