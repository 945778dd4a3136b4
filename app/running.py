"""``milepost run`` and ``milepost migrate``."""

import asyncio
import gc
import sys
from typing import Final

from app.assemble import assembled
from app.connection import Socket, SocketLostError
from app.seams import USUAL, Seams
from app.settings import Settings
from app.stopping import until_stopped
from plans.dates import Calendar
from plans.ids import WorkspaceId
from plans.policy import Pack
from storage.database import Database

# How long a thread waits for Python's lock. On SQLite each statement waits for it twice while others are answered; with
# the usual five milliseconds those who were to be told "busy" heard it after a second and not after a fifth of one.
SWITCH_SECONDS: Final = 0.0003
# After how many new objects Python looks for rings of them that nobody needs. An answer makes tens of thousands and
# hardly a ring: with the usual 700 the looking was a tenth of its cost. More than a batch of reminders has while it is
# under way (22 for each of 1,600): they are gone before anything looks at them.
NEW_OBJECTS: Final = 50_000


async def run_bot(settings: Settings, *, jobs_only: bool, seams: Seams = USUAL) -> None:
    """Until a signal stops it; what is under way is finished first.

    Raises:
        SocketLostError: Slack could not be reached for so long that a fresh start is the better hope.

    """
    async with assembled(settings, jobs_only=jobs_only, seams=seams) as milepost:
        keep_for_good()
        await _until_over(milepost.socket)


def keep_for_good() -> None:
    """Set Python up for a process that has made what it needs: that stays until the end.

    To go through all of it again and again, in search of what nobody needs any more, would each time hold up every
    answer for a tenth of a second.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


async def _until_over(socket: Socket | None) -> None:
    stopped = asyncio.create_task(until_stopped())
    lost = asyncio.create_task(_lost(socket))
    try:
        await asyncio.wait({stopped, lost}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        lost.cancel()
    if not stopped.done():
        raise SocketLostError


async def _lost(socket: Socket | None) -> None:
    """Return when the socket is given up; over HTTP there is none to lose."""
    await (asyncio.Event() if socket is None else socket.lost).wait()


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
