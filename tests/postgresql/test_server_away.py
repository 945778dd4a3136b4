"""The assembled program while its server breaks down, and while another worker has the turn."""

import asyncio
from collections.abc import Callable

from app.story import illinois
from plans.ids import WorkspaceId, fresh
from storage.database import Database
from tests.journeys.lives import EMPLOYEE, HR, SUPERVISOR, life
from tests.postgresql.own_server import OwnServer

SECONDS = 60


async def test_a_program_whose_server_broke_down_answers_again_and_delivers(server: OwnServer) -> None:
    async with life(server.create(f"away_{fresh()}")) as found:
        for chapter in illinois.CHAPTERS[:3]:
            await chapter(found.stage)
        for _ in range(2):
            await asyncio.to_thread(server.restart_immediately)
            assert (await found.act_as(SUPERVISOR).command("/pip", "")).opened
            await found.act_as(SUPERVISOR).close()
        assert (await found.milepost.health())["database"] == "up"
        assert await found.told(EMPLOYEE) == []
        await illinois.deliver(found.stage)
        await found.breathe()
        assert len(await found.told(EMPLOYEE)) == 1


async def test_what_is_due_while_another_worker_has_the_turn_is_said_soon_after_it(
    server: OwnServer, database_on: Callable[..., Database]
) -> None:
    address = server.create(f"turn_{fresh()}")
    async with life(address) as found:
        await illinois.open_plan(found.stage)
        workspace = WorkspaceId(found.sandbox.workspace.credentials.team_id)
        async with database_on(address, workspace=workspace).turn() as theirs:
            assert theirs
            await illinois.finish_draft(found.stage)
            await found.milepost.sweep()
            assert await found.told(HR) == []
        async with asyncio.timeout(SECONDS):
            while not await found.told(HR):  # noqa: ASYNC110 - the clock stands still
                await asyncio.sleep(0.1)
