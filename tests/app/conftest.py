"""What tests of the assembled program share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.living import Living, Transport, living, migrated


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
async def live(tmp_path: Path, empty_database: Path) -> AsyncIterator[Living]:
    """The bot over a socket."""
    async with living(tmp_path, empty_database, "socket") as found:
        yield found


@pytest.fixture
async def web(tmp_path: Path, empty_database: Path) -> AsyncIterator[Living]:
    """The bot over signed HTTP."""
    async with living(tmp_path, empty_database, "http") as found:
        yield found


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> Transport:
    found: Transport = request.param
    return found


@pytest.fixture
async def both(tmp_path: Path, empty_database: Path, transport: Transport) -> AsyncIterator[Living]:
    """The bot over each of the two ways to it."""
    async with living(tmp_path, empty_database, transport) as found:
        yield found
