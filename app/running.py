"""``milepost run`` and ``milepost migrate``."""

from app.assemble import assembled
from app.settings import Settings
from app.stopping import until_stopped
from plans.dates import Calendar
from plans.ids import WorkspaceId
from plans.policy import Pack
from storage.database import Database


async def run_bot(settings: Settings, *, jobs_only: bool) -> None:
    """Until a signal stops it; what is under way is finished first."""
    async with assembled(settings, jobs_only=jobs_only):
        await until_stopped()


async def migrate_database(settings: Settings) -> None:
    """To the newest revision. No Slack and no pack is needed."""
    database = Database.open(settings.database, workspace=WorkspaceId("-"), packs={}, calendar=_every_day)
    try:
        await database.migrate()
        await database.check()
    finally:
        await database.close()


def _every_day(pack: Pack) -> Calendar:
    return Calendar(pack.id)
