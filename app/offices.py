"""Who holds which office: the ids in the settings, looked up in the workspace."""

from datetime import datetime

from app.settings import MEMBERS, Settings
from bot.asking import Directory, PersonUnknownError
from plans.people import Offices, Person


async def offices_from(settings: Settings, directory: Directory, *, now: datetime) -> tuple[Offices, tuple[str, ...]]:
    """The offices, and the ids of the settings that the workspace does not know.

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
    starters = None
    if settings.milepost_starters != MEMBERS:
        named = [await found(native) for native in settings.milepost_starters]
        starters = frozenset(person.id for person in named if person is not None)
    offices = Offices(
        hr=tuple(person.id for person in hr),
        hr_lead=lead.id if lead else None,
        starters=starters,
    )
    return offices, tuple(unknown)
