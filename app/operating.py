"""What an operator sees of the notices, and what they may do: try one again, put reminders in step.

Ids, kinds, times and codes alone: no name, and nothing a person wrote.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from rich.console import Console
from rich.table import Table

from app.clock import SystemClock
from app.rooms import Rooms, opened
from app.settings import MEMBERS, Settings
from jobs.reconcile import reconcile_plan
from plans.actions.try_again import try_again
from plans.acts import Act
from plans.ids import CaseNumber, NoticeId, PlanId
from plans.notices import Notice, NoticeKind, Owed
from plans.people import Handle, Offices, Person
from plans.plan import PlanError
from plans.ports import NoticeStanding, System, Work
from storage.house import only_workspace

# Of each standing; there may be a million that wait.
MOST_SHOWN: Final = 200
MOST_TRIED_AGAIN: Final = 10_000
WIDTH_OF_A_FILE: Final = 200
log = structlog.get_logger("milepost")


class NobodyIsHrError(Exception):
    """These settings name no HR member the database knows; the reminders of HR would all be taken away."""


class NotUndeliverableError(Exception):
    """No notice of this id is undeliverable."""


@asynccontextmanager
async def _rooms(settings: Settings) -> AsyncIterator[Rooms]:
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
    """Print a table of what stands so, or of all four."""
    async with _rooms(settings) as rooms:
        lines = await notice_lines(rooms, tuple(NoticeStanding) if only is None else (only,), now=SystemClock().now())
    console().print(table_of(lines) if lines else "Nothing.")


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
    async with _rooms(settings) as rooms:
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


# Putting reminders in step


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A waiting reminder that now comes at another time."""

    case: CaseNumber
    kind: NoticeKind
    was: Owed
    to: Owed

    @property
    def said(self) -> str:
        before, after = local(self.was.due_at, self.was.zone), local(self.to.due_at, self.to.zone)
        return f"{self.case} {self.kind.value}: {before} → {after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InStep:
    """``failed`` plans could not be read; they are as they were."""

    plans: int
    moved: tuple[Moved, ...]
    failed: int


async def reconcile_now(settings: Settings) -> bool:
    """Put the reminders of every open plan in step, and print what moved; whether every plan could be read.

    Raises:
        NobodyIsHrError: the settings are not those the bot runs with.

    """
    async with _rooms(settings) as rooms:
        await take_stored_offices(rooms, settings)
        done = await in_step(rooms, now=SystemClock().now())
    shown = console()
    for moved in done.moved:
        shown.print(moved.said, soft_wrap=True)
    shown.print(f"Open plans: {done.plans}; reminders moved: {len(done.moved)}.")
    if done.failed:
        shown.print(f"Not read, and left as they were: {done.failed}; the log names them.")
    return not done.failed


async def in_step(rooms: Rooms, *, now: datetime) -> InStep:
    """Each plan in transactions of its own, so that a running bot is never kept waiting."""
    async with rooms.begin() as work:
        plans = await work.plans.open_ids()
    moved, failed = list[Moved](), 0
    for plan in plans:
        try:
            moved += await _one_in_step(rooms, plan, now=now)
        except Exception as error:  # noqa: BLE001 - one plan that cannot be read must not stop the others
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("plan_not_reconciled", plan=plan, error=type(error).__name__)  # noqa: TRY400 - no traceback
            failed += 1
    return InStep(plans=len(plans), moved=tuple(moved), failed=failed)


async def _one_in_step(rooms: Rooms, plan: PlanId, *, now: datetime) -> list[Moved]:
    async with rooms.begin() as work:
        case = (await work.plans.get(plan, by=System.OPERATOR, act=Act.LEARN, now=now)).case_number
        before = {notice.id: notice.owed for notice in await work.notices.waiting_for(plan)}
    change = await reconcile_plan(rooms.begin, plan, now=now)
    return [
        Moved(case=case, kind=owed.kind, was=before[notice], to=owed)
        for notice, owed in change.move
        if notice in before and before[notice].due_at != owed.due_at
    ]


async def take_stored_offices(rooms: Rooms, settings: Settings) -> None:
    """Who holds which office, from the people the bot has met: this runs without Slack.

    Raises:
        NobodyIsHrError: none of the HR members in the settings is known.

    """
    async with rooms.begin() as work:
        hr = await _met(work, settings.milepost_hr_members)
        lead = await _met(work, (settings.milepost_hr_lead,) if settings.milepost_hr_lead else ())
        named = settings.milepost_starters
        starters = None if named == MEMBERS else await _met(work, tuple(named))
    if not hr:
        raise NobodyIsHrError
    rooms.database.set_offices(
        Offices(
            hr=tuple(person.id for person in hr),
            hr_lead=lead[0].id if lead else None,
            starters=None if starters is None else frozenset(person.id for person in starters),
        )
    )


async def _met(work: Work, natives: tuple[str, ...]) -> list[Person]:
    found = [
        await work.people.find(Handle(surface="slack", tenant=work.workspace, native_id=native)) for native in natives
    ]
    return [person for person in found if person is not None]
