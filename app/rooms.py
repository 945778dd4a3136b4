"""The rooms that need no Slack: packs, wording and the database."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from app.calendars import calendar_for
from app.clock import SystemClock
from app.own_lines import check_own_lines
from app.settings import Settings
from bot.wording import Wording, load
from plans.dates import Calendar
from plans.ids import WorkspaceId
from plans.policy import Pack, read_packs
from plans.ports import Begin
from storage.database import Database
from storage.migrating import DatabaseOutOfDateError

# Holidays are asked for this many years back and ahead of today: longer than any plan.
YEARS_BACK: Final = 3
YEARS_AHEAD: Final = 12


class UnknownPackError(Exception):
    """``MILEPOST_PACK`` names a pack that is not there. ``known`` are those that are."""

    def __init__(self, pack: str, known: tuple[str, ...]) -> None:
        super().__init__(pack)
        self.pack = pack
        self.known = known


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """What every command works with."""

    database: Database
    packs: Mapping[str, Pack]
    wording: Wording
    workspace: WorkspaceId

    @property
    def begin(self) -> Begin:
        return self.database.begin


# The workspace's own days off, with their names.
Holidays = tuple[tuple[date, str], ...]


def calendar_of(pack: Pack, *, extra: Holidays = ()) -> Calendar:
    """The pack's working days around the present year; ``extra`` are the workspace's own holidays, for every pack."""
    year = SystemClock().now().year
    return calendar_for(pack, years=range(year - YEARS_BACK, year + YEARS_AHEAD), extra=dict(extra))


@asynccontextmanager
async def opened(settings: Settings, *, workspace: WorkspaceId, alone: bool = False) -> AsyncIterator[Rooms]:
    """The rooms, for as long as the block. ``alone`` keeps a second ``run`` off the same SQLite file.

    Raises:
        AlreadyRunningError, DatabaseFromTheFutureError, TriggersMissingError: the database refuses.
        PackFaultsError, UnknownPackError: a pack cannot be used.

    """
    packs = read_packs(settings.milepost_packs_dir)
    for pack in packs.values():
        check_own_lines(pack)
    if settings.milepost_pack not in packs:
        raise UnknownPackError(settings.milepost_pack, tuple(sorted(packs)))
    folders = (settings.wording_dir,) if settings.wording_dir else ()
    async with AsyncExitStack() as stack:
        database = Database.open(
            settings.database,
            workspace=workspace,
            packs=packs,
            calendar=partial(calendar_of, extra=settings.milepost_holidays),
            retention=settings.retention,
        )
        stack.push_async_callback(database.close)
        if alone:
            stack.enter_context(database.hold_alone())
        await _prepare(database)
        shelf = {str(pack): found for pack, found in packs.items()}
        yield Rooms(database=database, packs=shelf, wording=load(folders=folders), workspace=workspace)


async def _prepare(database: Database) -> None:
    """Migrate an empty database, and only that: changing one with data in it is the operator's decision."""
    try:
        await database.check()
    except DatabaseOutOfDateError as error:
        if error.revision is not None:
            raise
        await database.migrate()
        await database.check()


async def alive(database: Database) -> bool:
    """Whether the database can be read and written now."""
    try:
        await database.check()
    except (RuntimeError, OSError):
        return False
    return True
