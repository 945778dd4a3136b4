"""A mail room for tests: a database behind its port, two clocks that stand still, and a surface that takes notes."""

from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from jobs.limits import USUAL_LIMITS, Limits
from jobs.outcomes import LookUp, SendOutcome, Sent, never_looks
from jobs.sweep import Swept, next_due, sweep
from jobs.traffic import DigestWatch, Traffic
from plans.gist import Gist
from plans.notices import Notice, NoticeKind, Owed
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.reminders import adjust, reminders_for
from tests.plans import owing as the

# Tuesday, mid-morning in Denver and noon in Chicago.
TUESDAY = datetime(2026, 8, 11, 17, 0, tzinfo=UTC)


class HasBegin(Protocol):
    """What tests need of a database."""

    def begin(self) -> AbstractAsyncContextManager[Work]: ...


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was said."""

    at: datetime
    person: str
    kind: NoticeKind
    notice: str


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What delivering came to. ``claimed`` counts all that was looked at."""

    claimed: int
    sent: int
    later: int
    refused: int
    withdrawn: int
    expired: int
    next_run_at: datetime | None


@dataclass
class MailRoom:
    """``answers`` are used up one a call; then everything is taken. ``surface`` answers instead, if there is one."""

    database: HasBegin
    now: datetime = TUESDAY
    real_now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    traffic: Traffic = field(default_factory=Traffic)
    answers: deque[SendOutcome | BaseException] = field(default_factory=deque)
    said: list[Message] = field(default_factory=list)
    surface: Callable[[Notice], Awaitable[SendOutcome]] | None = None
    look_up: LookUp = never_looks

    async def speak(self, notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        assert plan is None or plan.id == notice.owed.plan
        assert person.id == notice.owed.person
        self.said.append(Message(self.now, person.id, notice.owed.kind, notice.id))
        if self.surface is not None:
            return await self.surface(notice)
        answer = self.answers.popleft() if self.answers else Sent(f"ref-{notice.id}")
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def deliver(self, *, limits: Limits = USUAL_LIMITS) -> Batch:
        """Everything that is due now, and nothing but notices: no digest is looked for."""
        watch, self.traffic.digests = self.traffic.digests, DigestWatch()
        self.traffic.digests.looked(self.now, again=self.now + timedelta(days=10_000), seen=frozenset())
        try:
            swept = await self.sweep(limits=limits)
        finally:
            self.traffic.digests = watch
        async with self.database.begin() as work:
            next_run_at = await work.notices.next_run_at()
        outcomes = (swept.sent, swept.later, swept.refused, swept.withdrawn, swept.expired)
        return Batch(
            claimed=sum(outcomes),
            sent=swept.sent,
            later=swept.later,
            refused=swept.refused,
            withdrawn=swept.withdrawn,
            expired=swept.expired,
            next_run_at=next_run_at,
        )

    async def sweep(self, *, limits: Limits = USUAL_LIMITS) -> Swept:
        return await sweep(
            self.database.begin,
            self.speak,
            clock=lambda: self.now,
            real_clock=lambda: self.real_now,
            traffic=self.traffic,
            look_up=self.look_up,
            limits=limits,
            jitter=lambda: 0.5,
        )

    async def next_due(self) -> datetime | None:
        return await next_due(self.database.begin, now=self.now, traffic=self.traffic)

    def wait(self, **time: float) -> None:
        """Both clocks go on."""
        self.now += timedelta(**time)
        self.real_now += timedelta(**time)

    async def meet(self, *people: Person) -> None:
        async with self.database.begin() as work:
            for person in people:
                await work.people.put(person)
            await work.commit()

    async def keep(self, plan: Plan, *, reminders: bool = True) -> Plan:
        """Store a plan as it is; new if it has no revision. With its reminders in step unless told otherwise."""
        async with self.database.begin() as work:
            if plan.revision:
                kept = await work.plans.save(plan, next_at=None)
            else:
                await work.plans.add(plan, next_at=None)
                kept = plan.with_(revision=1)
            if reminders:
                wanted = reminders_for(kept, await work.terms(kept))
                await work.notices.adjust(adjust(wanted, await work.notices.waiting_for(kept.id)))
                await work.notices.stamp(kept.id, revision=kept.revision)
            await work.commit()
        return kept

    async def owe(self, *owed: Owed) -> None:
        async with self.database.begin() as work:
            await work.notices.put(owed)
            await work.commit()

    async def noted(self, *people: str) -> None:
        """A plan, and an announcement owed to each of these people now."""
        await self.keep(the.plan(), reminders=False)
        await self.owe(*(note_to(person) for person in the.PEOPLE if person.id in people))

    async def rows(self) -> tuple[Notice, ...]:
        """The plan's notices in the order in which they are due."""
        async with self.database.begin() as work:
            found = await work.notices.waiting_for(the.plan().id)
        return tuple(sorted(found, key=lambda row: (row.owed.due_at, row.id)))

    async def row(self) -> Notice:
        (only,) = await self.rows()
        return only


def note_to(person: Person, *, at: datetime = TUESDAY, name: str = "event") -> Owed:
    """An announcement that is always worth saying."""
    plan = the.plan()
    return Owed(
        key=f"{plan.id}:note_added:{name}:{person.id}",
        workspace=plan.workspace,
        plan=plan.id,
        person=person.id,
        kind=NoticeKind.NOTE_ADDED,
        subject=None,
        due_at=at,
        zone=person.zone,
    )
