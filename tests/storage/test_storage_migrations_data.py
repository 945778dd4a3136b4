"""Whoever began with the first revision keeps everything, also when the migration is killed in its midst."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from app.clock import FollowedClock
from jobs.digest_times import USUAL_TIMES
from jobs.outcomes import SendOutcome, Sent
from jobs.sweep import next_due, sweep
from jobs.traffic import Traffic, Window
from plans import examples
from plans.gist import Gist
from plans.ids import PersonId, PlanId, fresh
from plans.notice_ports import LAPSED
from plans.notices import Notice, NoticeKind, NoticeState
from plans.people import Person
from plans.plan import Plan
from storage.engines import file_of, parse
from storage.migrating import DatabaseOutOfDateError, newest
from tests.conftest import BOTH, open_database
from tests.databases import create_database, database_at, drop_database
from tests.storage.an_old_database import (
    FIRST,
    as_it_was_known,
    at_first_revision,
    change,
    columns_of,
    digest,
    furnish,
    read_everything,
    read_plans,
    revision_of,
)

ROOT: Final = Path(__file__).resolve().parents[2]
UNTIL: Final = examples.NOW + timedelta(days=35)
STEPS_OF_THE_CLOCK: Final = 300
Said = tuple[datetime, PlanId | None, NoticeKind, PersonId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """An old database, and what it holds; ``modern`` ones hold the same and were never old."""

    address: str
    another: Callable[[], str]
    another_modern: Callable[[], str]
    plans: Sequence[Plan]
    columns: Mapping[str, frozenset[str]]
    digest: str
    counts: Mapping[str, int]


@pytest.fixture(scope="module", params=BOTH)
def old(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Old]:
    folder = tmp_path_factory.mktemp("old")
    make = _files(folder) if request.param == "sqlite" else _databases(request)
    modern, address = make(""), make("")
    asyncio.run(_modern(modern))
    plans = asyncio.run(furnish(modern))
    asyncio.run(at_first_revision(address, asyncio.run(read_everything(modern))))
    rows = asyncio.run(read_everything(address))
    columns = columns_of(rows)
    yield Old(
        address=address,
        another=lambda: make(address),
        another_modern=lambda: make(modern),
        plans=plans,
        columns=columns,
        digest=digest(rows, columns),
        counts=_counts(rows),
    )
    make("gone")


def _files(folder: Path) -> Callable[[str], str]:
    def make(template: str) -> str:
        file = folder / f"{fresh()}.db"
        found = file_of(parse(template)) if template.startswith("sqlite") else None
        if found is not None:
            shutil.copyfile(found, file)
        return f"sqlite:///{file}"

    return make


def _databases(request: pytest.FixtureRequest) -> Callable[[str], str]:
    server: str = request.getfixturevalue("postgresql_server")
    made: list[str] = []

    def make(template: str) -> str:
        if template == "gone":
            for name in made:
                drop_database(server, name)
            return ""
        name = f"old_{fresh()}"
        source = next((one for one in made if template == database_at(server, one)), "template0")
        create_database(server, name, template=source)
        made.append(name)
        return database_at(server, name)

    return make


async def _modern(address: str) -> None:
    database = open_database(address)
    await database.migrate()
    async with database.begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.commit()
    await database.close()


def _counts(rows: Mapping[str, list[Any]]) -> dict[str, int]:
    return {table: len(found) for table, found in rows.items()}


async def assert_all_there(old: Old, address: str) -> None:
    """Row by row as before, in the columns there were."""
    rows = await read_everything(address)
    assert digest(rows, old.columns) == old.digest
    assert {table: len(rows[table]) for table in old.counts} == old.counts


async def test_the_old_database_is_old_and_holds_something_in_every_table_there_was(old: Old) -> None:
    """Otherwise the tests below would say nothing."""
    assert await revision_of(old.address) == FIRST
    empty = {table for table, count in old.counts.items() if not count}
    assert empty <= {"case_file_order", "notice_attempt", "redraw"}
    assert old.counts["notice"] > 50
    database = open_database(old.address)
    with pytest.raises(DatabaseOutOfDateError):
        await database.check()
    await database.close()


async def test_everything_is_there_after_the_migration_and_every_plan_reads_as_before(old: Old) -> None:
    address = old.another()
    database = open_database(address)
    await database.migrate()
    assert (await database.check()).revision == newest()
    await database.close()
    await assert_all_there(old, address)
    assert await read_plans(address, list(old.plans)) == [
        as_it_was_known(plan, old.columns).with_(revision=max(plan.revision, 1)) for plan in old.plans
    ]


async def test_what_was_owed_before_the_migration_is_said_after_it(old: Old) -> None:
    """An old plan lacks what delivery looks at first and goes the long way, to the same messages at the same times."""
    migrated, modern = old.another(), old.another_modern()
    database = open_database(migrated)
    await database.migrate()
    await database.close()
    said = await told(migrated)
    assert len(said) > 20
    assert said == await told(modern)


async def test_what_was_being_said_at_the_migration_is_taken_up_when_its_lease_is_over(old: Old) -> None:
    address, lease = old.another(), timedelta(seconds=30)
    held = (
        "UPDATE notice SET state = 'claimed', attempts = 1, lease_until = run_at, lease_token = 't', send_key = 'k'"
        " WHERE id = (SELECT id FROM notice WHERE state = 'waiting' ORDER BY due_at, id LIMIT 1)"
    )
    assert await change(address, held) == 1
    database = open_database(address)
    await database.migrate()
    async with database.begin() as work:
        (mine,) = await work.notices.claim(now=UNTIL, real_now=UNTIL, lease=lease, limit=1)
        assert (mine.state, mine.attempts, mine.send_key) == (NoticeState.CLAIMED, 2, "k")
        assert mine.last_outcome == LAPSED
        await work.commit()
    await database.close()


async def told(address: str) -> list[Said]:
    """Everything that is said in the first weeks, to the minute: who comes first within one may differ."""
    database = open_database(address)
    clock, said = FollowedClock(examples.NOW), list[Said]()
    traffic = Traffic(pace=timedelta(0), window=Window(a_minute=None))

    async def speak(notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        assert person.id == notice.owed.person
        assert plan is None or plan.id == notice.owed.plan
        said.append((clock.now().replace(second=0, microsecond=0), notice.owed.plan, notice.owed.kind, person.id))
        return Sent("ref")

    for _ in range(STEPS_OF_THE_CLOCK):
        await sweep(database.begin, speak, clock=clock.now, real_clock=clock.now, traffic=traffic)
        due = await next_due(database.begin, now=clock.now(), traffic=traffic, times=USUAL_TIMES)
        if due is None or due > UNTIL:
            break
        clock.set(due, running=False)
    else:
        raise AssertionError("the clock does not get there")
    await database.close()
    return sorted(said, key=repr)


@pytest.fixture(scope="module")
def steps(old: Old) -> int:
    """How many statements a migration takes, with its commit."""
    return int(_migrate([(0, old.another())]))


def _migrate(doomed: Sequence[tuple[int, str]]) -> str:
    words = [f"{step}={address}" for step, address in doomed]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "tests.storage.dying_migration", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def killed(old: Old, steps: int, at: Sequence[int]) -> None:
    """Old or new and whole, and the next try makes it new."""
    addresses = {step: old.another() for step in at}
    _migrate(list(addresses.items()))
    for step, address in addresses.items():
        assert await revision_of(address) == (newest() if step == steps else FIRST), step
        await assert_all_there(old, address)
        database = open_database(address)
        await database.migrate()
        assert (await database.check()).revision == newest()
        await database.close()
        await assert_all_there(old, address)


async def test_a_migration_that_is_killed_leaves_the_old_database_or_the_new_one(old: Old, steps: int) -> None:
    assert steps > 20
    await killed(old, steps, [steps // 2, steps - 1, steps])


@pytest.mark.deep
async def test_a_migration_may_be_killed_at_any_statement(old: Old, steps: int) -> None:
    await killed(old, steps, range(1, steps + 1))
