"""On PostgreSQL a transaction begins before what changes or holds something; whoever only asks has none."""

import pytest
from psycopg.pq import TransactionStatus

from plans import examples
from plans.ports import Work
from storage.engines import merely_asks
from tests.conftest import open_database


@pytest.mark.parametrize(
    ("statement", "asks"),
    [
        ("SELECT plan.id FROM plan", True),
        ("SELECT action_block.id FROM action_block WHERE id IN (SELECT 1)", True),
        ("SELECT note.text, forum.share FROM note, forum", True),
        ("SELECT plan.id FROM plan FOR UPDATE", False),
        ("SELECT plan.id FROM plan FOR UPDATE SKIP LOCKED", False),
        ("SELECT plan.id FROM plan FOR NO KEY UPDATE", False),
        ("SELECT plan.id FROM plan\nFOR  SHARE", False),
        ("SELECT plan.id FROM plan FOR KEY SHARE", False),
        ("SELECT pg_advisory_xact_lock(1, 2)", False),
        ("SELECT pg_try_advisory_lock(1, 2)", False),
        ("WITH claimed AS (UPDATE notice SET attempts = 1 RETURNING *) SELECT * FROM claimed", False),
        ("INSERT INTO note SELECT * FROM note", False),
        ("UPDATE plan SET revision = 2", False),
        ("SET LOCAL lock_timeout = '2s'", False),
    ],
)
def test_what_changes_nothing_and_holds_nothing_merely_asks(statement: str, *, asks: bool) -> None:
    assert merely_asks(statement) is asks


async def test_whoever_only_asks_has_no_transaction_and_whoever_changes_has_one_till_the_end(
    postgresql_address: str,
) -> None:
    database = open_database(postgresql_address)
    async with database.begin() as work:
        before = await work.people.find(examples.EMPLOYEE.handle)
        assert await status(work) is TransactionStatus.IDLE
        await work.once("a key of this test", at=examples.NOW)
        assert await status(work) is TransactionStatus.INTRANS
        assert await work.people.find(examples.EMPLOYEE.handle) == before
        assert await status(work) is TransactionStatus.INTRANS
        await work.commit()
        assert await status(work) is TransactionStatus.IDLE
    async with database.begin() as work:
        assert not await work.once("a key of this test", at=examples.NOW)
        assert await work.once("another", at=examples.NOW)
    async with database.begin() as work:
        assert await work.once("another", at=examples.NOW)
    await database.close()


async def status(work: Work) -> TransactionStatus:
    """Of the server's connection behind the work."""
    raw = await work._session.conn.get_raw_connection()  # type: ignore[attr-defined]
    return TransactionStatus(raw.driver_connection.pgconn.transaction_status)
