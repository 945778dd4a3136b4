"""What tests of several processes on one PostgreSQL share."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from plans import examples
from plans.ids import WorkspaceId
from storage.database import Database
from tests.conftest import open_database
from tests.postgresql.own_server import OwnServer, own_server


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


@pytest.fixture(scope="session")
def server() -> Iterator[OwnServer]:
    """A server that may be taken down and have roles of its own; every test makes itself a database on it."""
    with own_server() as found:
        yield found
