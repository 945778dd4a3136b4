"""The address says how many connections a process keeps, and libpq never hears of it."""

import asyncio

import psycopg
import pytest
from sqlalchemy import make_url, text

from storage.database import Database
from storage.engines import RESTED_SECONDS, connect, parse
from storage.pools import Pool, PoolSizesError, read_pool
from tests.conftest import open_database


@pytest.mark.parametrize(
    ("asked", "pool"),
    [
        ("", Pool()),
        ("?pool_size=3", Pool(size=3)),
        ("?max_overflow=0", Pool(overflow=0)),
        ("?sslmode=require&pool_size=100&max_overflow=100", Pool(size=100, overflow=100)),
    ],
)
def test_sizes_are_read_and_taken_out_of_the_address(asked: str, pool: Pool) -> None:
    plain, found = read_pool(make_url(f"postgresql://host/db{asked}"))
    assert found == pool
    assert set(plain.query) == ({"sslmode"} if "sslmode" in asked else set())


async def test_an_engine_opens_no_more_connections_than_it_may(postgresql_address: str) -> None:
    engine = connect(parse(f"{postgresql_address}&pool_size=2&max_overflow=1"), guarded=True)
    held = [await engine.connect() for _ in range(3)]
    assert engine.pool.status().startswith("Pool size: 2 ")
    for conn in held:
        await conn.close()
    assert "Connections in pool: 2 " in engine.pool.status()
    await engine.dispose()


@pytest.mark.parametrize(
    "asked",
    ["pool_size=0", "pool_size=101", "max_overflow=-1", "pool_size=five", "pool_size=²", "pool_size=+5"],
)
def test_sizes_that_make_no_pool_are_refused_without_repeating_them(asked: str) -> None:
    with pytest.raises(PoolSizesError) as refused:
        parse(f"postgresql://host/db?{asked}")
    name = asked.partition("=")[0]
    least = 1 if name == "pool_size" else 0
    assert str(refused.value) == f"asks for a {name} that is no number from {least} to 100"


def test_a_file_has_no_pool() -> None:
    with pytest.raises(PoolSizesError, match="PostgreSQL"):
        parse("sqlite:////tmp/milepost.db?pool_size=5")


async def _asked(database: Database, question: str) -> object:
    async with database.begin() as work:
        row = await work._session.row(text(question))  # type: ignore[attr-defined]
    return next(iter(row.values()))


async def test_a_connection_that_was_cut_off_while_it_rested_costs_nobody_an_answer(postgresql_address: str) -> None:
    database = open_database(postgresql_address)
    before = await _asked(database, "SELECT pg_backend_pid()")
    with psycopg.connect(postgresql_address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (before,))
    await asyncio.sleep(RESTED_SECONDS)
    after = await _asked(database, "SELECT pg_backend_pid()")
    await database.close()
    assert after != before


async def test_every_transaction_waits_two_seconds_for_a_lock_and_no_longer(postgresql_address: str) -> None:
    database = open_database(postgresql_address)
    waits = [await _asked(database, "SHOW lock_timeout") for _ in range(2)]
    await database.close()
    assert waits == ["2s", "2s"]
