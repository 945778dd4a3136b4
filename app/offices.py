"""Who holds which office by the settings. HR is looked up in the workspace; starters are known by their ids."""

from datetime import datetime

from app.settings import MEMBERS, Settings
from bot.asking import Directory, PersonUnknownError, SurfaceUnreachableError
from bot.slack.people import SURFACE
from plans.ids import WorkspaceId
from plans.people import Handle, Offices, Person


async def offices_from(
    settings: Settings, directory: Directory, *, workspace: WorkspaceId, now: datetime
) -> tuple[Offices, tuple[str, ...]]:
    """The offices, and the ids of HR's in the settings that the workspace does not know.

    Raises:
        SurfaceUnreachableError: the workspace did not answer.

    """
    unknown = list[str]()

    async def found(native_id: str) -> Person | None:
        try:
            return await directory.look_up(native_id, now=now)
        except PersonUnknownError:
            unknown.append(native_id)
            return None

    hr = [person for native in settings.milepost_hr_members if (person := await found(native))]
    lead = await found(settings.milepost_hr_lead) if settings.milepost_hr_lead else None
    offices = Offices(
        hr=tuple(person.id for person in hr),
        hr_lead=lead.id if lead else None,
        starters=starters_of(settings, workspace),
    )
    return offices, tuple(unknown)


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
