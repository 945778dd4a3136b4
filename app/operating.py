"""What an operator sees of the notices, and what they may do: try one again.

Ids, kinds, times and codes alone: no name, and nothing a person wrote.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from app.clock import SystemClock
from app.offices import starters_of
from app.rooms import Rooms, opened
from app.settings import Settings
from plans.actions.try_again import try_again
from plans.acts import Act
from plans.ids import NoticeId, PlanId
from plans.notice_ports import NoticeStanding
from plans.notices import Notice
from plans.people import Handle, Offices, Person
from plans.plan import PlanError
from plans.ports import System, Work
from storage.house import only_workspace

# Of each standing; there may be a million that wait.
MOST_SHOWN: Final = 200
MOST_TRIED_AGAIN: Final = 10_000
WIDTH_OF_A_FILE: Final = 200
LOOK_AHEAD: Final = timedelta(days=7)


class NobodyIsHrError(Exception):
    """These settings name no HR member the database knows; the reminders of HR would all be taken away."""


class NotUndeliverableError(Exception):
    """No notice of this id is undeliverable."""


@asynccontextmanager
async def quiet_rooms(settings: Settings) -> AsyncIterator[Rooms]:
    """Beside a running bot, and without Slack."""
    workspace = await only_workspace(settings.database)
    async with opened(settings, workspace=workspace) as rooms:
        yield rooms


def console() -> Console:
    """As wide as the terminal; wide enough for whole ids where the output goes to a file."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=WIDTH_OF_A_FILE)


# Notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A notice as the operator reads it. ``about`` is the case number, or the id of a plan that cannot be read."""

    notice: Notice
    standing: NoticeStanding
    about: str


async def show_notices(settings: Settings, only: NoticeStanding | None) -> None:
    """Print a table of what stands so, or of all four with the busiest hour ahead."""
    now, shown = SystemClock().now(), console()
    async with quiet_rooms(settings) as rooms:
        lines = await notice_lines(rooms, tuple(NoticeStanding) if only is None else (only,), now=now)
        busiest = await busiest_hour(rooms, now=now) if only is None else None
    shown.print(table_of(lines) if lines else "Nothing.")
    if busiest is not None:
        shown.print(busiest.said(settings.milepost_posts_a_minute), soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Busiest:
    """The hour of the next days in which most falls due. Everybody is written to at nine, where they are."""

    hour: datetime
    count: int

    def said(self, posts_a_minute: int) -> str:
        """How many there are, and how long they take at so many a minute, rounded up to whole minutes."""
        minutes = -(-self.count // posts_a_minute)
        took = "a minute" if minutes == 1 else f"{minutes} minutes"
        due = f"{self.count} due in the hour from {self.hour:%a %Y-%m-%d %H:%M} UTC"
        return f"Busiest hour of the next {LOOK_AHEAD.days} days: {due}; at {posts_a_minute} a minute they take {took}."


async def busiest_hour(rooms: Rooms, *, now: datetime) -> Busiest | None:
    """None if nothing falls due in the days looked at."""
    async with rooms.begin() as work:
        hours = await work.notices.due_by_hour(since=now, until=now + LOOK_AHEAD)
    most = max(hours.items(), key=lambda found: (found[1], -found[0].timestamp()), default=None)
    return None if most is None else Busiest(hour=most[0], count=most[1])


async def notice_lines(rooms: Rooms, standings: Iterable[NoticeStanding], *, now: datetime) -> tuple[Line, ...]:
    async with rooms.begin() as work:
        found = [
            (standing, notice)
            for standing in standings
            for notice in await work.notices.standing(standing, now=now, real_now=now, limit=MOST_SHOWN)
        ]
        plans = dict.fromkeys(notice.owed.plan for _, notice in found if notice.owed.plan is not None)
        cases = {plan: await _case(work, plan, now=now) for plan in plans}
    return tuple(
        Line(notice=notice, standing=standing, about=cases[notice.owed.plan] if notice.owed.plan else "—")
        for standing, notice in found
    )


async def _case(work: Work, plan: PlanId, *, now: datetime) -> str:
    try:
        return (await work.plans.get(plan, by=System.OPERATOR, act=Act.LEARN, now=now)).case_number
    except PlanError:
        return plan


def table_of(lines: Sequence[Line]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("notice", "about", "kind", "person", "due (UTC)", "due (theirs)", "state", "tries", "last outcome"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        owed = line.notice.owed
        table.add_row(
            line.notice.id,
            line.about,
            owed.kind.value,
            owed.person,
            f"{owed.due_at.astimezone(UTC):%Y-%m-%d %H:%M}",
            local(owed.due_at, owed.zone),
            line.standing.value,
            str(line.notice.attempts),
            line.notice.last_outcome or "—",
        )
    return table


def local(at: datetime, zone: str) -> str:
    """With weekday and zone: ``Tue 2026-09-01 09:00 America/Chicago``."""
    return f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M} {zone}"


async def retry(settings: Settings, notice: str | None) -> int:
    """Put one undeliverable notice back to waiting, or all of them without an id; how many.

    Raises:
        NotUndeliverableError: an id was given, and it is none of theirs.

    """
    async with quiet_rooms(settings) as rooms:
        return await tried_again(rooms, notice, now=SystemClock().now())


async def tried_again(rooms: Rooms, notice: str | None, *, now: datetime) -> int:
    """As ``retry``, in rooms that are open."""
    async with rooms.begin() as work:
        if notice is not None:
            ids = [NoticeId(notice)]
        else:
            failed = NoticeStanding.UNDELIVERABLE
            ids = [
                each.id for each in await work.notices.standing(failed, now=now, real_now=now, limit=MOST_TRIED_AGAIN)
            ]
        done = [await try_again(work, each, by=None, now=now) for each in ids]
        if notice is not None and not any(done):
            raise NotUndeliverableError
        await work.commit()
    return sum(done)


# Offices, without Slack


async def take_stored_offices(rooms: Rooms, settings: Settings) -> None:
    """Who holds which office, from the people the bot has met: this runs without Slack.

    Raises:
        NobodyIsHrError: none of the HR members in the settings is known.

    """
    async with rooms.begin() as work:
        hr = await _met(work, settings.milepost_hr_members)
        lead = await _met(work, (settings.milepost_hr_lead,) if settings.milepost_hr_lead else ())
    if not hr:
        raise NobodyIsHrError
    rooms.database.set_offices(
        Offices(
            hr=tuple(person.id for person in hr),
            hr_lead=lead[0].id if lead else None,
            starters=starters_of(settings, rooms.workspace),
        )
    )


async def _met(work: Work, natives: tuple[str, ...]) -> list[Person]:
    found = [
        await work.people.find(Handle(surface="slack", tenant=work.workspace, native_id=native)) for native in natives
    ]
    return [person for person in found if person is not None]
