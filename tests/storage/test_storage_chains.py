"""Every line gets its hashes in the transaction of the change, on both databases, whoever writes beside it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from plans import examples
from plans.chain import BEGINNING, Anchor, head_after
from plans.events import Event, EventKind
from plans.ids import EntryId, PlanId, fresh
from plans.ports import Begin, System
from storage.database import Database
from tests.bot.running import story
from tests.conftest import open_database
from tests.storage.an_old_database import at_first_revision, furnish, read_everything
from tests.storage.trail_reading import faults, rows_of

HASHES = ("before", "hash", "head", "words")
PLANS = (examples.ILLINOIS_PLAN, PlanId("another"), None)


def event(plan: PlanId | None = examples.ILLINOIS_PLAN, kind: EventKind = EventKind.NOTE_ADDED, **more: str) -> Event:
    return Event(
        id=EntryId(fresh()),
        kind=kind,
        plan=plan,
        by=examples.SUPERVISOR.id,
        at=examples.NOW,
        subject=more.pop("subject", None),
        facts=tuple(more.items()),
    )


async def test_the_lines_of_a_whole_plan_hang_together(database: Database) -> None:
    await story(database.begin)
    rows = await rows_of(database)
    assert len(rows) > 15
    assert list(faults(rows)) == []


async def test_many_who_write_at_once_leave_chains_that_hold(
    begin: Begin, another: Callable[[], Database], database: Database
) -> None:
    async def write(start: Begin, number: int) -> None:
        async with start() as work:
            await work.audit.append([event(PLANS[number % 3]), event(PLANS[(number + 1) % 3])])
            if number % 4 != 3:
                await work.commit()

    second = another().begin
    await asyncio.gather(*(write(start, number) for number, start in enumerate((begin, second) * 8)))
    rows = await rows_of(database)
    assert len(rows) == 24
    assert list(faults(rows)) == []
    # The test above can fail.
    assert list(faults([*rows[:5], *rows[6:]]))
    assert list(faults([{**rows[0], "subject": "other"}, *rows[1:]])) == ["1: hash"]


async def test_what_is_between_hr_and_its_author_hangs_in_a_chain_of_its_own(database: Database) -> None:
    first = [
        event(),
        event(kind=EventKind.BARRIER_RAISED, subject="p", protected="yes"),
        event(kind=EventKind.BARRIER_ANSWERED, subject="p"),
        event(kind=EventKind.BARRIER_RAISED, subject="o", protected="no"),
        event(kind=EventKind.HR_CONTACTED, subject="h"),
    ]
    later = [
        event(kind=EventKind.BARRIER_RESOLVED, subject="o"),
        event(kind=EventKind.BARRIER_RESOLVED, subject="p"),
        event(kind=EventKind.REBUTTAL_ADDED, subject="r", about="h"),
        event(kind=EventKind.REBUTTAL_ADDED, subject="q", about="o"),
    ]
    for lines in (first, later):
        async with database.begin() as work:
            await work.audit.append(lines)
            await work.commit()
    rows = await rows_of(database)
    assert [row["apart"] for row in rows] == [False, True, True, False, True, False, True, True, False]
    assert list(faults(rows)) == []


async def test_a_plans_trail_comes_with_all_it_hangs_on_and_without_what_is_kept_apart(database: Database) -> None:
    async with database.begin() as work:
        await work.plans.add(examples.illinois_plan(), next_at=None)
        await work.audit.append([event(PlanId("other")), event(), event(kind=EventKind.HR_CONTACTED)])
        await work.audit.append([event(PlanId("other")), event(), event(PlanId("other"))])
        await work.commit()
    async with database.begin() as work:
        trail = await work.audit.trail(examples.ILLINOIS_PLAN, reader=System.OPERATOR, now=examples.NOW)
        end = await work.audit.anchor()
    rows = await rows_of(database)
    assert [line.hash for line in trail.lines] == [rows[1]["hash"], rows[4]["hash"]]
    assert trail.start == Anchor(count=1, head=rows[0]["head"])
    assert trail.links == (None, rows[2]["hash"], rows[3]["hash"], None)
    assert end == Anchor(count=6, head=head_after(rows[4]["head"], rows[5]["hash"]))


async def test_before_anything_happened_the_workspaces_chain_is_at_its_beginning(begin: Begin) -> None:
    async with begin() as work:
        assert await work.audit.anchor() == Anchor(count=0, head=BEGINNING)


async def test_lines_of_an_old_database_are_hung_as_they_stand(address: str, empty_address: str) -> None:
    """To hashes that hold."""
    database = open_database(address)
    await furnish(address)
    await story(database.begin)
    async with database.begin() as work:
        await work.audit.append([event(kind=EventKind.HR_CONTACTED), event(None)])
        await work.commit()
    modern = await rows_of(database)
    await database.close()
    migrated = open_database(empty_address)
    await at_first_revision(empty_address, await read_everything(address))
    await migrated.migrate()
    await migrated.check()
    rows = await rows_of(migrated)
    await migrated.close()
    # What the lines of today hold fast of words, those of then do not.
    assert [{**row, **dict.fromkeys(HASHES)} for row in rows] == [{**row, **dict.fromkeys(HASHES)} for row in modern]
    assert any(row["words"] for row in modern)
    assert list(faults(modern)) == list(faults(rows)) == []
    assert {row["apart"] for row in rows} == {True, False}


@pytest.mark.parametrize("plan", PLANS)
async def test_a_line_after_the_migration_hangs_on_the_last_before_it(
    begin: Begin, database: Database, plan: PlanId | None
) -> None:
    for _ in range(3):
        async with begin() as work:
            await work.audit.append([replace(event(), plan=plan)])
            await work.commit()
    rows = await rows_of(database)
    assert [row["before"] for row in rows] == [BEGINNING, rows[0]["hash"], rows[1]["hash"]]
