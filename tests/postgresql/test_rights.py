"""The program runs as a role that owns nothing and may rewrite nothing, with the rights its reference page names."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg import sql

from app.story import illinois
from plans import examples
from plans.ids import fresh
from storage.database import Database, DatabaseNotWritableError
from tests.conftest import open_database
from tests.databases import database_at
from tests.journeys.lives import life
from tests.postgresql.own_server import OwnServer

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "database.md"


@pytest.fixture
async def as_role(server: OwnServer) -> str:
    """A migrated database as the role of the page sees it."""
    name = f"rights_{fresh()}"
    owner = open_database(server.create(name))
    await owner.migrate()
    await owner.close()
    with psycopg.connect(database_at(server.address, name), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'milepost'").fetchall():
            connection.execute("CREATE ROLE milepost LOGIN")
        # As on a server where nobody may call a function unless it was granted.
        connection.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
        for statement in granted():
            connection.execute(sql.SQL(statement))
    return database_at(server.address, name).replace("postgres:@", "milepost@")


def granted() -> list[str]:
    """The statements as they stand on the page."""
    found = re.findall(r"^    ((?:GRANT|REVOKE) .+);$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == 5
    return found


async def test_a_plan_is_opened_delivered_and_reminded_of(as_role: str) -> None:
    async with life(as_role) as found:
        for chapter in illinois.CHAPTERS[:5]:
            await chapter(found.stage)
        await found.breathe()
        assert await found.kinds()
        assert await found.told("U0EMPLOYEE")


async def test_start_up_says_that_a_right_is_missing_without_which_nothing_could_be_kept(
    as_role: str, database_on: Callable[..., Database]
) -> None:
    with psycopg.connect(as_role.replace("milepost@", "postgres:@"), autocommit=True) as connection:
        connection.execute("REVOKE EXECUTE ON FUNCTION audit_ends FROM milepost")
    with pytest.raises(DatabaseNotWritableError):
        await database_on(as_role).check()


async def test_it_may_neither_rewrite_the_trail_nor_change_what_the_tables_are(
    as_role: str, database_on: Callable[..., Database]
) -> None:
    database = database_on(as_role)
    assert (await database.check()).kind == "postgresql"
    with psycopg.connect(as_role, autocommit=True) as connection:
        for statement in (
            "UPDATE audit SET kind = kind",
            "DELETE FROM audit",
            "TRUNCATE audit",
            "DELETE FROM notice_attempt",
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_no_rewrite ON audit",
            "UPDATE alembic_version SET version_num = '0001'",
            "CREATE TABLE mine (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL(statement))
    async with database.turn() as ours:
        assert ours
    assert await database.prune(seen_before=examples.NOW, beats_before=examples.NOW, limit=1) == 0
