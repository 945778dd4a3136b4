"""What the journeys share: each of the two ways to the bot, and databases that nobody has migrated yet."""

import pytest

from tests.journeys.lives import Transport


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> Transport:
    found: Transport = request.param
    return found
