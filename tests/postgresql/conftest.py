"""What tests of several processes on one PostgreSQL share."""

from collections.abc import AsyncIterator, Callable

import pytest

from plans import examples
from plans.ids import WorkspaceId
from storage.database import Database
from tests.conftest import open_database


@pytest.fixture
async def database_on() -> AsyncIterator[Callable[..., Database]]:
    """Opens the database at an address as often as it is asked, as so many processes would."""
    opened: list[Database] = []

    def open_one(address: str, *, workspace: WorkspaceId = examples.WORKSPACE) -> Database:
        opened.append(open_database(address, workspace=workspace))
        return opened[-1]

    yield open_one
    for database in opened:
        await database.close()
