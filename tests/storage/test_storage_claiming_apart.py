"""Two workers that claim at the same moment: nothing goes to both, and nobody has two things said at once."""

import asyncio
from datetime import timedelta

from sqlalchemy import text

from plans.ids import PersonId, fresh
from storage.database import Database
from tests.conftest import open_database
from tests.storage.test_storage_claiming import LEASE, MINUTE, NOW, claim, owed, put


async def test_what_one_worker_is_taking_the_other_passes_over(postgresql_address: str) -> None:
    one, other = open_database(postgresql_address), open_database(postgresql_address)
    people = [PersonId(fresh()) for _ in range(6)]
    await put(one, *[owed(f"{number}{person}", person, minutes=number) for person in people for number in range(2)])
    assert len(await claim(one, limit=2)) == 2
    now, later = NOW + 60 * MINUTE, NOW + LEASE + timedelta(seconds=1)
    async with one.begin() as mine, other.begin() as theirs:
        first = await mine.notices.claim(now=now, real_now=later, lease=LEASE, limit=3)
        second = await theirs.notices.claim(now=now, real_now=later, lease=LEASE, limit=20)
        await mine.commit()
        await theirs.commit()
    third = await claim(other, real_now=later, limit=20)
    found = [*first, *second, *third]
    assert len(first) == 3
    assert len({notice.id for notice in found}) == len(found)
    assert sorted(notice.owed.person for notice in found) == sorted(people)
    assert [len({notice.lease_token for notice in claimed}) for claimed in (first, second, third)] == [1, 1, 0]
    assert len({notice.lease_token for notice in found}) == 2
    assert len({notice.send_key for notice in found}) == len(found)
    assert sum(notice.last_outcome is not None for notice in found) == 2
    await one.close()
    await other.close()


async def test_what_others_write_on_meanwhile_is_claimed_all_the_same_and_once(postgresql_address: str) -> None:
    """A claim takes rows by where they stand, and each change of a row puts it somewhere else."""
    one, other = open_database(postgresql_address), open_database(postgresql_address)
    people = [PersonId(fresh()) for _ in range(60)]
    await put(one, *[owed(person, person) for person in people])
    done = asyncio.Event()
    writing = asyncio.create_task(_written_on(other, done))
    claimed: list[str] = []
    for _ in range(2_000):
        claimed += [notice.owed.person for notice in await claim(one, limit=7)]
        if len(claimed) == len(people):
            break
    done.set()
    assert sorted(claimed) == sorted(people)
    assert await writing > 0
    assert await claim(one) == ()
    await one.close()
    await other.close()


async def _written_on(database: Database, done: asyncio.Event) -> int:
    """Write on all that waits, in no order, until it is done; how often."""
    turns = 0
    while not done.is_set():
        async with database._engine.begin() as connection:
            await connection.execute(text("UPDATE notice SET late_by_us = late_by_us WHERE state = 'waiting'"))
        turns += 1
    return turns
