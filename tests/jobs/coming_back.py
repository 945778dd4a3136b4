"""A bot that goes away and comes back: processes over one mail room, each with a memory of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from jobs.catching_up import CaughtUp, catch_up
from jobs.limits import USUAL_LIMITS, Limits
from jobs.presence import Presence
from jobs.sweep import Swept, sweep
from jobs.traffic import Traffic, Window
from plans.ids import PersonId
from plans.notices import Notice, NoticeKind, NoticeState
from plans.passing import next_passing
from plans.people import Offices
from plans.plan import Plan
from plans.ports import Work
from plans.reminders import adjust, reminders_for
from storage.database import Database
from tests.jobs.mail_room import MailRoom
from tests.plans import owing as the

# A Friday, mid-morning in Denver.
FRIDAY = datetime(2026, 8, 7, 16, 0, tzinfo=UTC)
# The Thursday after the week that is slept through, mid-morning in Denver.
THURSDAY = datetime(2026, 8, 20, 16, 0, tzinfo=UTC)
GOAL_ON, REVIEW_ON = date(2026, 9, 2), date(2026, 8, 19)
TWO = {(the.EMPLOYEE.id, "catch_up"), (the.SUPERVISOR.id, "catch_up")}


class KilledError(Exception):
    """The process is gone."""


async def met_on_friday(database: Database) -> MailRoom:
    """The usual people, met by a database of either kind."""
    database.set_offices(Offices(hr=(the.LEAD.id, the.SECOND_HR.id), hr_lead=the.LEAD.id))
    room = MailRoom(database, now=FRIDAY)
    await room.meet(*the.PEOPLE)
    return room


@dataclass
class Process:
    """One run of the program. ``dies_after`` so many commits, if it is given."""

    room: MailRoom
    presence: Presence = field(default_factory=Presence)
    traffic: Traffic = field(default_factory=Traffic)
    dies_after: int | None = None
    commits: int = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        async with self.room.database.begin() as work:
            yield _Mortal(work, self)  # type: ignore[misc]

    async def sweep(self, *, limits: Limits = USUAL_LIMITS) -> Swept:
        return await sweep(
            self.begin,
            self.room.speak,
            clock=lambda: self.room.now,
            real_clock=lambda: self.room.real_now,
            traffic=self.traffic,
            look_up=self.room.look_up,
            presence=self.presence,
            limits=limits,
            jitter=lambda: 0.5,
        )

    async def sweep_all(self) -> None:
        """Until nothing is left to do now: what is owed to one person is said one after the other."""
        for _ in range(20):
            if not await self.sweep():
                return
        raise AssertionError("something stays due however often it is swept")

    async def catch_up(self, *, posts_a_minute: int | None = None, ends: datetime | None = None) -> CaughtUp:
        return await catch_up(
            self.begin,
            self.presence,
            clock=lambda: self.room.now,
            real_clock=lambda: self.room.real_now,
            calendar=self.traffic.calendar,
            posts_a_minute=posts_a_minute,
            ends=ends,
        )


class _Mortal:
    """A ``Work`` that counts its commits, and after the last of them is no more."""

    def __init__(self, work: Work, process: Process) -> None:
        self._work = work
        self._process = process

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    async def commit(self) -> None:
        if self._process.commits == self._process.dies_after:
            raise KilledError
        await self._work.commit()
        self._process.commits += 1


def unhurried() -> Traffic:
    """Everything due may leave at once."""
    return Traffic(pace=timedelta(), window=Window(a_minute=None))


async def live_plan(room: MailRoom, plan: Plan) -> Plan:
    """Store a plan with its reminders in step, and the moment at which the clock next changes it."""
    async with room.database.begin() as work:
        await work.packs.keep(the.pack())
        await work.plans.add(plan, next_at=None)
        kept = plan.with_(revision=1)
        terms = await work.terms(kept)
        await work.plans.wake_at(kept, next_at=next_passing(kept, terms))
        await work.notices.adjust(adjust(reminders_for(kept, terms), ()))
        await work.notices.stamp(kept.id, revision=1)
        await work.commit()
    return kept


async def all_rows(room: MailRoom) -> tuple[Notice, ...]:
    """Every notice of a plan or gathered into a message, and the messages."""
    async with room.database.begin() as work:
        plans = [row for plan in await work.plans.open_ids() for row in await work.notices.waiting_for(plan)]
        into = {row.gathered_into for row in plans if row.gathered_into is not None}
        messages = [await work.notices.get(message) for message in into]
    return (*plans, *(message for message in messages if message is not None))


async def in_state(room: MailRoom, state: NoticeState) -> list[Notice]:
    return [row for row in await all_rows(room) if row.state is state]


def heard(room: MailRoom, *, but: frozenset[NoticeKind] = frozenset({NoticeKind.DIGEST})) -> list[tuple[str, str]]:
    """Who was told what, in order, but for the digests."""
    return [(said.person, said.kind.value) for said in room.said if said.kind not in but]


async def count_in(room: MailRoom, person: PersonId) -> int:
    """How many notices of this person were gathered."""
    return sum(row.owed.person == person for row in await in_state(room, NoticeState.GATHERED))
