"""Who holds which office by the settings. HR is looked up in the workspace; starters are known by their ids."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.settings import MEMBERS, Settings
from bot.asking import Directory, PersonUnknownError, SurfaceUnreachableError
from bot.slack.people import SURFACE, SlackDirectory
from plans.ids import WorkspaceId
from plans.people import Handle, Offices, Person

# Slack lets nobody ask about more than a hundred accounts a minute, and people who press something come first. What is
# left is asked about by a sweep a while later: three of them a minute stay well below that.
MOST_ASKED: Final = 25
ASKED_AGAIN_AFTER: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``unknown`` are ids in the settings that the workspace does not know; ``left`` was not asked about yet."""

    offices: Offices
    unknown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


async def offices_from(
    settings: Settings,
    directory: SlackDirectory,
    *,
    now: datetime,
    strangers: Collection[str] = (),
) -> Reading:
    """The offices as the settings name them, with those the database remembers where Slack does not answer.

    Whoever was never met is asked about first; only then whoever was last looked at longest ago. ``MOST_ASKED`` at a
    time.
    ``strangers`` are ids of which Slack has said that it knows nobody; they are not asked about again.
    """
    lead = settings.milepost_hr_lead
    named = tuple(dict.fromkeys((*settings.milepost_hr_members, *((lead,) if lead else ()))))
    known = await _remembered(directory, named)
    unknown = [native for native in named if native in strangers]
    unmet = [native for native in named if native not in known and native not in unknown]
    stale = sorted(
        (native for native in known if not known[native].fresh_at(now)), key=lambda one: known[one].checked_at
    )
    for native in (unmet or stale)[:MOST_ASKED]:
        try:
            known[native] = await directory.look_up(native, now=now)
        except PersonUnknownError:
            known.pop(native, None)
            unknown.append(native)
        except SurfaceUnreachableError:
            break
    hr = [known[native].id for native in settings.milepost_hr_members if native in known]
    held = known[lead].id if lead in known else None
    offices = Offices(hr=tuple(hr), hr_lead=held, starters=starters_of(settings, directory.workspace))
    left = tuple(native for native in named if native not in known and native not in unknown)
    return Reading(offices=offices, unknown=tuple(unknown), left=left)


async def _remembered(directory: SlackDirectory, named: Collection[str]) -> dict[str, Person]:
    async with directory.begin() as work:
        found = {native: await work.people.find(directory.handle(native)) for native in named}
    return {native: person for native, person in found.items() if person is not None}


def starters_of(settings: Settings, workspace: WorkspaceId) -> frozenset[Handle] | None:
    """Who may start plans, however many they are: Slack would not let us look so many up at once."""
    if settings.milepost_starters == MEMBERS:
        return None
    return frozenset(
        Handle(surface=SURFACE, tenant=workspace, native_id=native) for native in settings.milepost_starters
    )


async def unknown_starters(
    settings: Settings, directory: Directory, *, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of starters that the workspace does not know, and those for which Slack gave us no time."""
    named = () if settings.milepost_starters == MEMBERS else tuple(settings.milepost_starters)
    unknown = list[str]()
    for count, native in enumerate(named):
        try:
            await directory.look_up(native, now=now)
        except PersonUnknownError:
            unknown.append(native)
        except SurfaceUnreachableError:
            return tuple(unknown), named[count:]
    return tuple(unknown), ()
