"""One worker of several, as a process of its own: ``python -m tests.postgresql.worker ORDERS``.

It delivers for all its workspaces through the very code that the program runs. Its surface is a file: a line for each
message, with the lease it was said under, and when.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TextIO

from app.clock import SystemClock
from benchmarks.furnish import MORNING, opened
from jobs.limits import Limits
from jobs.outcomes import SendOutcome, Sent
from jobs.sweep import sweep
from jobs.traffic import Traffic, Window
from jobs.turns import Desk, take_turns
from plans.gist import Gist
from plans.ids import WorkspaceId
from plans.notices import Notice
from plans.people import Person
from storage.database import Database

# Fewer than there are workspaces, so that each worker finds some.
DESKS: Final = 2
SENDERS: Final = 10
_BREATH: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """``begin`` and ``until`` are files: when they are there the worker begins, and ends.

    Times are in seconds; ``takes`` is how long a message takes, as if it went over a network.
    """

    address: str
    workspaces: tuple[str, ...]
    log: str
    begin: str
    until: str
    locked: bool
    turn: float
    lease: float
    call: float
    takes: float
    seed: int

    def written(self) -> str:
        return json.dumps(asdict(self))


class Worker:
    """Everything a worker holds."""

    def __init__(self, orders: Orders, log: TextIO) -> None:
        self._orders = orders
        self._log = log
        self._began = time.monotonic()
        self._limits = Limits(
            senders=SENDERS,
            turn=timedelta(seconds=orders.turn),
            lease=timedelta(seconds=orders.lease),
            call_timeout=timedelta(seconds=orders.call),
            pause=timedelta(seconds=orders.lease),
        )

    def clock(self) -> datetime:
        """A morning in the plans' own time that goes on as fast as ours."""
        return MORNING + timedelta(seconds=time.monotonic() - self._began)

    async def speak(self, notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        assert plan is not None
        assert plan.workspace == notice.owed.workspace == person.workspace
        began = time.monotonic()
        await asyncio.sleep(self._orders.takes)
        self._write("said", notice.owed.workspace, notice.id, notice.lease_token, began)
        return Sent(f"ref-{notice.id}")

    def desk(self, database: Database) -> Desk:
        traffic = Traffic(pace=timedelta(0), window=Window(a_minute=None))

        async def work(turn: timedelta) -> bool:
            assert turn == self._limits.turn
            swept = await sweep(
                database.begin,
                self.speak,
                clock=self.clock,
                real_clock=SystemClock().now,
                traffic=traffic,
                limits=self._limits,
            )
            return swept.cut_short

        @asynccontextmanager
        async def turn() -> AsyncIterator[bool]:
            async with AsyncExitStack() as stack:
                ours = await stack.enter_async_context(database.turn()) if self._orders.locked else True
                began = time.monotonic()
                yield ours
                if ours:
                    self._write("turn", database.workspace, "-", "-", began)

        return Desk(workspace=database.workspace, turn=turn, sweep=work)

    def _write(self, what: str, *more: object) -> None:
        line = " ".join(str(one) for one in (what, *more, time.monotonic()))
        self._log.write(line + "\n")
        self._log.flush()

    async def run(self) -> None:
        """From when it is told to begin until it is told to end; what fails is tried again."""
        databases = [opened(self._orders.address, workspace=WorkspaceId(one)) for one in self._orders.workspaces]
        self._write("ready", "-")
        desks = [self.desk(database) for database in databases]
        shuffler = random.Random(self._orders.seed)  # noqa: S311 - who comes first is no secret
        await self._told(self._orders.begin)
        ended = asyncio.create_task(self._told(self._orders.until))
        while not ended.done():
            shuffler.shuffle(desks)
            try:
                await take_turns(desks, turn=self._limits.turn, at_once=DESKS)
            except Exception as error:  # noqa: BLE001 - a database that went away comes back
                self._write("failed", type(error).__name__)
            await asyncio.sleep(_BREATH)
        for database in databases:
            await database.close()

    async def _told(self, by: str) -> None:
        while not await asyncio.to_thread(Path(by).exists):  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(_BREATH)


def main() -> None:
    orders = Orders(**json.loads(sys.argv[1]))
    with Path(orders.log).open("a", encoding="utf-8") as log:
        asyncio.run(Worker(orders, log).run())


if __name__ == "__main__":
    main()
