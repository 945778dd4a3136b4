"""From nothing to the newest revision, and never from a future one."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from plans import examples
from storage.database import Database
from storage.engines import connect, parse
from storage.migrating import FOLDER, DatabaseFromTheFutureError, DatabaseOutOfDateError, newest
from storage.tables import METADATA
from tests.conftest import open_database


async def _run(address: str, statement: str) -> None:
    engine = connect(parse(address), guarded=False)
    async with engine.begin() as conn:
        await conn.execute(text(statement))
    await engine.dispose()


async def test_migrations_build_exactly_what_the_tables_declare(address: str) -> None:
    engine = connect(parse(address), guarded=False)
    async with engine.connect() as conn:
        assert await conn.run_sync(_differences) == []
    await engine.dispose()


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_a_missing_column_would_be_noticed(address_alone: str) -> None:
    """The comparison above can fail."""
    await _run(address_alone, "ALTER TABLE person DROP COLUMN locale")
    engine = connect(parse(address_alone), guarded=False)
    async with engine.connect() as conn:
        assert len(await conn.run_sync(_differences)) == 1
    await engine.dispose()


async def test_an_empty_database_is_built_and_one_that_is_current_is_left_alone(empty_address: str) -> None:
    database = open_database(empty_address)
    with pytest.raises(DatabaseOutOfDateError) as refused:
        await database.check()
    assert refused.value.revision is None
    await database.migrate()
    assert (await database.check()).revision == newest()
    async with database.begin() as work:
        await work.plans.add(examples.illinois_plan(), next_at=None)
        await work.commit()
    await database.migrate()
    async with database.begin() as work:
        assert await work.plans.open_ids() == (examples.ILLINOIS_PLAN,)
    await database.close()


async def test_several_may_migrate_at_once(empty_address: str) -> None:
    databases = [open_database(empty_address) for _ in range(3)]
    await asyncio.gather(*(database.migrate() for database in databases))
    assert {(await database.check()).revision for database in databases} == {newest()}
    for database in databases:
        await database.close()


@pytest.mark.parametrize("ask", [Database.migrate, Database.check])
async def test_a_database_from_the_future_is_refused_and_left_alone(address_alone: str, ask: object) -> None:
    await _run(address_alone, "UPDATE alembic_version SET version_num = '9999'")
    database = open_database(address_alone)
    with pytest.raises(DatabaseFromTheFutureError) as refused:
        await (database.migrate() if ask is Database.migrate else database.check())
    assert refused.value.revision == "9999"
    await database.close()


def test_the_migrations_travel_with_the_package() -> None:
    assert (FOLDER / "__init__.py").exists()
    assert (FOLDER / "versions" / "__init__.py").exists()
