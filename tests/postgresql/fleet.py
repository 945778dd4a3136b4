"""Several workers for several workspaces on one database, and what must hold when they are done."""

import asyncio
import os
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks.furnish import MORNING, furnish
from plans import examples
from tests.postgresql.worker import Orders

ROOT: Final = Path(__file__).resolve().parents[2]
WORKSPACES: Final = tuple(f"T{number}" for number in range(5))
WORKERS: Final = 3
LONGEST: Final = 240
OPEN: Final = "state = 'waiting' AND due_at <= %s"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something a worker did from one instant to another, on the machine's steady clock."""

    worker: int
    workspace: str
    notice: str
    lease: str
    began: float
    ended: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """``folder`` holds what each worker wrote down."""

    address: str
    folder: Path
    due: int

    async def until_done(self) -> None:
        """Until nothing that is due is waiting or held."""
        await self.until_left(0)

    async def until_left(self, few: int) -> None:
        """Until so few are due and not settled."""
        async with asyncio.timeout(LONGEST):
            while await asyncio.to_thread(self.left) > few:  # noqa: ASYNC110 - other processes
                await asyncio.sleep(0.02)

    def left(self) -> int:
        """How many are due and not settled; a server that is away has told nobody yet."""
        try:
            ((found,),) = self.ask(f"SELECT count(*) FROM notice WHERE {OPEN}", MORNING)  # noqa: S608 - our own
        except psycopg.OperationalError:
            return self.due
        return int(found)

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def wrote(self, what: str) -> list[Stretch]:
        """Every message, or every turn, in the order in which they ended."""
        found = [
            Stretch(worker, parts[1], parts[2], parts[3], float(parts[4]), float(parts[5]))
            for worker in range(WORKERS)
            for parts in self._lines(worker)
            if parts[0] == what
        ]
        return sorted(found, key=lambda one: one.ended)

    def failures(self) -> Counter[str]:
        """By kind, of all workers."""
        lines = [parts for worker in range(WORKERS) for parts in self._lines(worker)]
        return Counter(parts[1] for parts in lines if parts[0] == "failed")

    def ready(self) -> bool:
        """Whether every worker is about to begin."""
        return all(self._lines(worker)[:1] for worker in range(WORKERS))

    def _lines(self, worker: int) -> list[list[str]]:
        log = self.folder / f"log-{worker}"
        return [line.split() for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


@asynccontextmanager
async def fleet(
    address: str, folder: Path, *, due: int, locked: bool, takes: float, lease: float
) -> AsyncIterator[Fleet]:
    """So many notices due in five workspaces, and three workers who begin at once. Times are in seconds."""
    await furnish(address, due=due, waiting=due)
    _spread(address)
    orders = Orders(
        address=f"{address}&pool_size=1&max_overflow=2",
        workspaces=WORKSPACES,
        log="",
        begin=str(folder / "begin"),
        until=str(folder / "over"),
        locked=locked,
        turn=0.5,
        lease=lease,
        call=lease / 4,
        takes=takes,
        seed=0,
    )
    workers = [
        await _start(replace(orders, log=str(folder / f"log-{number}"), seed=number)) for number in range(WORKERS)
    ]
    try:
        found = Fleet(address=address, folder=folder, due=due)
        async with asyncio.timeout(LONGEST):
            while not await asyncio.to_thread(found.ready):  # noqa: ASYNC110 - other processes
                await asyncio.sleep(0.02)
        (folder / "begin").touch()
        yield found
        (folder / "over").touch()
        async with asyncio.timeout(LONGEST):
            assert [await worker.wait() for worker in workers] == [0] * WORKERS
    finally:
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()


async def _start(orders: Orders) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = ("-m", "tests.postgresql.worker", orders.written())
    return await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT, env=environment)


def _spread(address: str) -> None:
    """Everything into five workspaces: a supervisor's plans, with all who are on them, stay together."""
    place = "(SELECT dense_rank() OVER (ORDER BY supervisor) %% 5 AS place, id, employee, supervisor FROM plan)"
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE TEMP TABLE put AS SELECT * FROM {place} found".replace("%%", "%").encode())  # noqa: S608 - our own
        for statement in (
            "UPDATE plan SET workspace = 'T' || place FROM put WHERE plan.id = put.id",
            "UPDATE notice SET workspace = 'T' || place FROM put WHERE notice.plan = put.id",
            "UPDATE person SET workspace = 'T' || place FROM put WHERE person.id IN (put.employee, put.supervisor)",
            "UPDATE handle SET workspace = person.workspace FROM person WHERE handle.person = person.id",
        ):
            assert connection.execute(statement.encode()).rowcount
        connection.execute(
            "UPDATE plan SET gist = replace(gist, %s, '\"' || workspace || '\"')",
            (f'"{examples.WORKSPACE}"',),
        )


# What must hold


def assert_nothing_lost_or_stuck(found: Fleet) -> None:
    """Each notice was said by somebody, and is settled.

    One whose outcome could not be learnt twice over stands before HR as undeliverable, though it was said.
    """
    settled = "SELECT id FROM notice WHERE due_at <= %s AND state IN ('sent', 'undeliverable')"
    ids = {str(row[0]) for row in found.ask(settled, MORNING)}
    assert len(ids) == found.due, (len(ids), found.due)
    said = {one.notice for one in found.wrote("said")}
    assert said == ids, len(said ^ ids)


def assert_each_said_once(found: Fleet) -> None:
    """No notice was claimed twice: one message, one lease, one try."""
    said = Counter(one.notice for one in found.wrote("said"))
    assert max(said.values()) == 1
    tried = found.ask("SELECT DISTINCT state, attempts FROM notice WHERE due_at <= %s", MORNING)
    assert tried == [("sent", 1)], tried
    tries = found.ask("SELECT count(*), count(DISTINCT notice) FROM notice_attempt WHERE outcome = 'sent'")
    assert tries == [(found.due, found.due)], tries


def assert_never_two_at_once(stretches: Sequence[Stretch], *, by: str) -> None:
    """Of the stretches with the same ``by``, one ends before the next begins."""
    together = defaultdict[str, list[Stretch]](list)
    for one in sorted(stretches, key=lambda stretch: stretch.began):
        together[getattr(one, by)].append(one)
    for alike in together.values():
        for before, after in pairwise(alike):
            assert before.ended <= after.began, (before, after)
