"""A year of one plan in which nobody answers, swept from one due instant to the next on SQLite.

``python -m benchmarks.a_year`` prints one line. Nothing is sent anywhere: speaking costs nothing here.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from jobs.digest_times import USUAL_TIMES
from jobs.following import follow
from jobs.outcomes import Sent
from jobs.sweep import next_due, sweep
from jobs.traffic import Traffic
from plans import examples
from plans.change import Change
from plans.dates import Calendar
from plans.gist import Gist
from plans.ids import PersonId
from plans.keeping import keep
from plans.notices import Notice
from plans.people import Office, Offices, Person
from plans.policy import read_packs
from plans.ports import Work
from plans.states import PlanState
from storage.database import Database

WEEK: Final = Calendar("week")
YEAR: Final = timedelta(days=400)


@dataclass(slots=True)
class Counted:
    """The database, counting."""

    database: Database
    transactions: int = 0
    messages: int = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        self.transactions += 1
        async with self.database.begin() as work:
            yield work

    async def speak(self, notice: Notice, plan: Gist | None, person: Person) -> Sent:
        del plan, person
        self.messages += 1
        return Sent(f"message-{notice.id}")


async def measured(file: Path) -> str:
    """One line of figures. CPU seconds are this process's own, all threads together."""
    hr = tuple(PersonId(one.id) for one in examples.PEOPLE.values() if Office.HR in one.offices)
    database = Database.open(
        f"sqlite:///{file}",
        workspace=examples.WORKSPACE,
        packs=read_packs(),
        calendar=lambda _pack: WEEK,
        offices=Offices(hr=hr),
    )
    await database.migrate()
    counted, case = Counted(database), examples.case(PlanState.ACTIVE)
    await _furnished(counted, case)
    counted.transactions = 0
    started = time.process_time()
    steps = await _lived(counted, case.at)
    lived = time.process_time() - started
    bare = await _floor(database, counted.transactions)
    await database.close()
    return (
        f"{steps} steps, {counted.messages} messages, {counted.transactions} transactions, {lived:.1f} s CPU, "
        f"{steps / lived:.0f} steps a second, {lived / bare:.1f} times as many bare transactions"
    )


async def _furnished(counted: Counted, case: examples.Case) -> None:
    async with counted.begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await keep(work, Change(plan=case.plan, events=case.events[-1:]))
        await work.commit()


async def _lived(counted: Counted, start: datetime) -> int:
    traffic = Traffic()
    ahead: dict[datetime, datetime | None] = {}

    async def sweep_at(at: datetime) -> None:
        now = at
        swept = await sweep(counted.begin, counted.speak, clock=lambda: now, real_clock=lambda: now, traffic=traffic)
        if swept.ahead is not None:
            ahead[at] = swept.ahead.at

    async def due_after(at: datetime) -> datetime | None:
        if at in ahead:
            return ahead.pop(at)
        return await next_due(counted.begin, now=at, traffic=traffic, times=USUAL_TIMES)

    return await follow(sweep_at, due_after, start=start, end=start + YEAR)


async def _floor(database: Database, transactions: int) -> float:
    """CPU seconds of as many transactions with one small question each."""
    started = time.process_time()
    for _ in range(transactions):
        async with database.begin() as work:
            await work.plans.next_at()
    return time.process_time() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(asyncio.run(measured(Path(folder) / "year.db")) + "\n")


if __name__ == "__main__":
    main()
