"""Who is HR while Slack cannot be asked: nobody's office waits for the next night."""

from pathlib import Path

from app.assemble import assembled
from app.pretend import inhabitants, manifest, pretend_settings
from sandbox.client import Control
from sandbox.server import Sandbox
from tests.app.living import HR, START
from tests.databases import address_of, change


async def test_offices_that_could_not_be_read_at_the_start_are_read_by_the_next_sweep(
    tmp_path: Path,
) -> None:
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        await control.script_fault("users.info", "error", times=1, error="internal_error")
        settings = pretend_settings(sandbox, database=address_of(tmp_path / "milepost.db"))
        async with assembled(settings) as milepost:
            await milepost.sweep()
            async with milepost.rooms.begin() as work:
                assert [person.handle.native_id for person in await work.people.hr()][:1] == [HR]


async def test_a_start_without_an_answer_from_slack_keeps_the_offices_of_those_it_knows(tmp_path: Path) -> None:
    async with Sandbox.serve(manifest(), inhabitants(), seed=7) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        file = tmp_path / "milepost.db"
        settings = pretend_settings(sandbox, database=address_of(file))
        async with assembled(settings):
            pass
        assert change(file, "UPDATE person SET checked_at = '2026-01-01 00:00:00.000000'")
        await control.script_fault("users.info", "error", times=None, error="internal_error")
        async with assembled(settings) as milepost, milepost.rooms.begin() as work:
            assert [person.handle.native_id for person in await work.people.hr()][:1] == [HR]
