"""The program as a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from sandbox.server import Sandbox
from tests.databases import address_of

SECONDS: Final = 40
ROOT: Final = Path(__file__).resolve().parents[2]


def environment(sandbox: Sandbox, database: Path, **more: str) -> dict[str, str]:
    """What an operator would set; nothing of this machine's own settings comes along."""
    credentials = sandbox.workspace.credentials
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {
        **kept,
        "HOME": str(database.parent),
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_APP_TOKEN": credentials.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": address_of(database),
        "PORT": "0",
        "MILEPOST_HR_MEMBERS": "U0HR U0HR2",
        **more,
    }


async def start(words: str, env: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        *words.split(),
        env=dict(env),
        cwd=env["HOME"],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


@dataclass(frozen=True, kw_only=True)
class Running:
    """A bot that runs; ``port`` is where its health is."""

    process: asyncio.subprocess.Process
    port: int

    async def health(self) -> tuple[int, Mapping[str, str]]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}/health") as answer,
        ):
            return answer.status, dict(await answer.json())

    async def becomes(self, status: int) -> Mapping[str, str]:
        """Wait until health has this status, for 40 s at most."""
        for _ in range(SECONDS * 10):
            found = await self.health()
            if found[0] == status:
                return found[1]
            await asyncio.sleep(0.1)
        raise TimeoutError


@asynccontextmanager
async def running(env: Mapping[str, str], words: str = "run") -> AsyncIterator[Running]:
    """``milepost run`` until the block ends."""
    process = await start(words, env)
    try:
        async with asyncio.timeout(SECONDS):
            yield Running(process=process, port=await _port(process))
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _port(process: asyncio.subprocess.Process) -> int:
    """From the line that says it runs."""
    said = ""
    while process.stdout is not None and (line := await process.stdout.readline()):
        said += line.decode()
        if '"event": "running"' in said:
            return int(said.partition('"port": ')[2].partition(",")[0].partition("}")[0])
    raise AssertionError(said)
