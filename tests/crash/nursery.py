"""Processes that are born quickly and die at once, seen from the test that has them killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.crash.doomed import Life

ROOT: Final = Path(__file__).resolve().parents[2]
READY_SECONDS: Final = 60.0


class Nursery:
    """One process that forks the others. Open it with ``opened``; it has one life at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = 0

    @classmethod
    @asynccontextmanager
    async def opened(cls) -> AsyncIterator["Nursery"]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crash.doomed",
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        nursery = cls(process)
        try:
            yield nursery
        finally:
            nursery.kill()
            process.stdin.close()  # type: ignore[union-attr]
            try:
                async with asyncio.timeout(10):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()

    @property
    def alive(self) -> bool:
        return bool(self.pid)

    async def bear(self, life: Life) -> None:
        """A new process, as soon as it has been forked."""
        assert not self.pid, "the one before is still alive"
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(life)).encode() + b"\n")
        await self._process.stdin.drain()
        self.pid = int((await self._said())["pid"])

    def kill(self) -> None:
        """From outside, without warning."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """Ask it to end, as an operator would."""
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)

    async def ended(self, *, within: float = READY_SECONDS) -> int:
        """Its exit code, once it is over: the signal's number below zero. Raises ``TimeoutError``."""
        found = int((await self._said(within=within))["ended"])
        self.pid = 0
        return found

    async def _said(self, *, within: float = READY_SECONDS) -> dict[str, Any]:
        assert self._process.stdout is not None
        async with asyncio.timeout(within):
            line = await self._process.stdout.readline()
        assert line, "the nursery is gone"
        found: dict[str, Any] = json.loads(line)
        return found
