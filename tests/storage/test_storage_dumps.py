"""PostgreSQL's own tools, called as an operator is told to: every row comes back, and the trail is still protected."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from plans import examples
from plans.catching_up import PUT_BACK
from tests.backup_ways import PostgresqlTools
from tests.bot.running import story
from tests.conftest import open_database
from tests.storage.digests import digest_of


async def test_everything_comes_back_and_the_bot_knows_that_it_was_away(postgresql_alone: str, tmp_path: Path) -> None:
    way = PostgresqlTools(address=postgresql_alone)
    database = open_database(postgresql_alone)
    await database.installation_key()
    await story(database.begin)
    async with database.begin() as work:
        await work.gathering.beat(examples.NOW)
        await work.commit()
    before = await digest_of(database), await digest_of(database, but=frozenset({"beat"}))
    await way.save(tmp_path / "milepost.dump")
    async with database.begin() as work:
        await work.once("since-the-backup", at=examples.NOW)
        await work.commit()
    assert await digest_of(database) != before[0]
    await database.close()
    await way.put_back(tmp_path / "milepost.dump")
    restored = open_database(postgresql_alone)
    await restored.check()
    assert await digest_of(restored, but=frozenset({"beat"})) == before[1]
    async with restored.begin() as work:
        assert await work.gathering.heartbeat() == examples.NOW - PUT_BACK
    async with restored._session([]) as session:
        with pytest.raises(DBAPIError, match="append-only"):
            await session.conn.execute(text("DELETE FROM audit"))
    await restored.close()
