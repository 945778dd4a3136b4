"""Fixtures for tests of the sandbox; what they are made of stands in `bench.py`."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control
from sandbox.server import Sandbox
from sandbox.shapes import Json
from sandbox.workspace import Rules
from tests.sandbox.bench import PEOPLE, START, Alone, Bench, Connect, Listen, Transport, manifest, running


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> Transport:
    """Both ways to the app."""
    found: Transport = request.param
    return found


@pytest.fixture
def connect(transport: Transport) -> Connect:
    """Run an app on the transport of this test."""

    def start(
        listen: Listen, *, rules: Rules | None = None, described: Json | None = None
    ) -> AbstractAsyncContextManager[Bench]:
        return running(transport, listen, rules=rules, described=described)

    return start


@pytest.fixture
async def alone() -> AsyncIterator[Alone]:
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        token = sandbox.workspace.credentials.bot_token
        client = AsyncWebClient(token=token, base_url=sandbox.api_url, retry_handlers=[])
        yield Alone(sandbox=sandbox, control=control, client=client)
