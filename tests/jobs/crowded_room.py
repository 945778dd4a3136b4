"""Many people who are each owed one word at the same moment, and a database that can be away."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobs.checking import Ready
from jobs.deliver import Means
from jobs.limits import Limits
from jobs.outcomes import Looked, NotThere, Unknown
from jobs.sweep import Swept
from plans.ids import NoticeId
from plans.notice_ports import Settled
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from tests.jobs.fake_work import FakeDatabase, FakeNotices, FakeWork
from tests.jobs.mail_room import TUESDAY, MailRoom
from tests.plans import owing as the

SECOND = timedelta(seconds=1)
QUICK = Limits(settle_within=timedelta(milliseconds=5))


def somebody(number: int) -> Person:
    return the.someone(f"reader-{number:03}", "America/Denver")


def word_to(person: Person, *, at: datetime = TUESDAY) -> Owed:
    """About no plan, so that anybody may be told."""
    return Owed(
        key=f"word:{person.id}:{at.isoformat()}",
        workspace=the.WORKSPACE,
        plan=None,
        person=person.id,
        kind=NoticeKind.UNDELIVERED,
        subject=None,
        due_at=at,
        zone=person.zone,
        direct=True,
    )


@dataclass(slots=True)
class Books:
    """What was done to the database. ``claims_left`` counts down to a claim that fails, once."""

    groups: list[list[Settled]] = field(default_factory=list)
    claims_left: int | None = None


class Recording(FakeNotices):
    """Keeps each group that was written."""

    def __init__(self, work: FakeWork, books: Books) -> None:
        super().__init__(work.store)
        self._books = books

    async def settle_all(self, settled: Sequence[Settled]) -> frozenset[NoticeId]:
        self._books.groups.append(list(settled))
        return await super().settle_all(settled)

    async def claim(self, *, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> tuple[Notice, ...]:
        if self._books.claims_left is not None:
            self._books.claims_left -= 1
            if self._books.claims_left < 0:
                self._books.claims_left = None
                raise ConnectionError
        return await super().claim(now=now, real_now=real_now, lease=lease, limit=limit)


@dataclass(slots=True)
class RecordingWork(FakeWork):
    books: Books = field(default_factory=Books)

    @property
    def notices(self) -> FakeNotices:
        return Recording(self, self.books)


class Fragile(FakeDatabase):
    """Keeps ``books``; ``faults`` are raised, one for each transaction that is begun."""

    def __init__(self) -> None:
        super().__init__(the.terms(), the.WORKSPACE)
        self.books = Books()
        self.faults: list[Exception | None] = []

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[FakeWork]:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        async with super().begin() as work:
            recording = RecordingWork(work.store, work.terms_for, work.workspace, books=self.books)
            yield recording
            work.committed = recording.committed


async def crowd(room: MailRoom, count: int) -> list[Person]:
    """So many people, each owed one word now."""
    people = [somebody(number) for number in range(count)]
    await room.meet(*people)
    await room.owe(*(word_to(person) for person in people))
    return people


def rows(database: FakeDatabase) -> list[Notice]:
    return sorted(database.store.notices.values(), key=lambda row: row.owed.key)


def states(database: FakeDatabase) -> Counter[NoticeState]:
    return Counter(row.state for row in rows(database))


def means(room: MailRoom, limits: Limits) -> Means:
    return Means(
        begin=room.database.begin,
        speak=room.speak,
        clock=lambda: room.now,
        real_clock=lambda: room.real_now,
        traffic=room.traffic,
        look_up=room.look_up,
        limits=limits,
        jitter=lambda: 0.5,
    )


@dataclass
class Looker:
    """Answers look-ups in order, then that it is not there."""

    answers: list[Looked | BaseException]
    asked: int = 0

    async def __call__(self, notice: Notice, person: Person) -> Looked:
        assert notice.send_key
        assert notice.owed.person == person.id
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else NotThere()
        if isinstance(answer, BaseException):
            raise answer
        return answer


async def lost_once(room: MailRoom, *answers: Looked | BaseException) -> Looker:
    """One notice whose first try was lost; the next is due."""
    await crowd(room, 1)
    room.answers.append(Unknown("reset"))
    await room.deliver(limits=QUICK)
    looker = room.look_up = Looker(list(answers))
    room.wait(seconds=60)
    return looker


async def claimed(room: MailRoom) -> list[Ready]:
    async with room.database.begin() as work:
        found = await work.notices.claim(now=room.now, real_now=room.real_now, lease=30 * SECOND, limit=99)
        await work.commit()
        return [Ready(notice, None, await work.people.get(notice.owed.person)) for notice in found]


async def swept(room: MailRoom, limits: Limits = QUICK) -> Swept:
    room.traffic.digests.looked(room.now, again=room.now + timedelta(days=9_000), seen=frozenset())
    return await room.sweep(limits=limits)
