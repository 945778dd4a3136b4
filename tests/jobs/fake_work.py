"""The ports in memory: what a ``Work`` promises, with undo, leases and order, and nothing of a database."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plans.acts import Act
from plans.ids import CaseNumber, NoticeId, PersonId, PlanId, WorkspaceId, fresh
from plans.notice_ports import LAPSED, Facts, NoticeStanding, Settled
from plans.notices import UNFINISHED, Adjustment, Notice, NoticeState, Owed
from plans.people import Handle, Office, Person
from plans.permissions import Deny, decide
from plans.plan import Plan, PlanChangedMeanwhileError
from plans.ports import NoSuchPlanError, Reader, System
from plans.states import PlanState
from plans.terms import Terms
from tests.jobs.fake_parts import (
    FakeAbsences,
    FakeAudit,
    FakeDrift,
    FakeErasing,
    FakeGathering,
    FakeIntegrity,
    FakeOrders,
    FakePacks,
    FakeRedraws,
    Store,
)

_CLOSED = {PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED}


class FakePlans:
    """``ports.Plans``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, plan: Plan, *, next_at: datetime | None) -> None:
        self._store.plans[plan.id] = plan.with_(revision=1)
        self._store.next_at[plan.id] = next_at

    async def save(self, plan: Plan, *, next_at: datetime | None, reminders_stand: bool = False) -> Plan:
        if self._store.plans[plan.id].revision != plan.revision:
            raise PlanChangedMeanwhileError
        kept = plan.with_(revision=plan.revision + 1)
        self._store.plans[plan.id], self._store.next_at[plan.id] = kept, next_at
        return kept

    async def stored(self, plan: Plan) -> Plan | None:
        return self._store.plans.get(plan.id)

    async def wake_at(self, plan: Plan, *, next_at: datetime | None) -> None:
        if self._store.plans[plan.id].revision != plan.revision:
            raise PlanChangedMeanwhileError
        self._store.next_at[plan.id] = next_at

    async def get(self, plan: PlanId, *, by: Reader, act: Act, now: datetime) -> Plan:
        found = self._store.plans.get(plan)
        if found is None or (isinstance(by, Person) and isinstance(decide(by, act, found, now=now), Deny)):
            raise NoSuchPlanError
        return found

    async def read(self, plan: PlanId, *, reader: Reader, now: datetime) -> Plan:
        return await self.get(plan, by=reader, act=Act.READ_PLAN, now=now)

    async def of(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        return tuple(plan for plan in self._store.plans.values() if plan.role_of(reader.id))

    async def for_hr(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        return tuple(
            plan
            for plan in self._store.plans.values()
            if not plan.role_of(reader.id) and not isinstance(decide(reader, Act.READ_PLAN, plan, now=now), Deny)
        )

    async def open_for_employee(self, employee: PersonId) -> tuple[PlanId, ...]:
        return tuple(plan.id for plan in self._store.plans.values() if plan.employee == employee)

    async def due(self, *, now: datetime, limit: int) -> tuple[PlanId, ...]:
        due = [(at, plan) for plan, at in self._store.next_at.items() if at is not None and at <= now]
        return tuple(plan for _, plan in sorted(due)[:limit])

    async def next_at(self) -> datetime | None:
        return min((at for at in self._store.next_at.values() if at is not None), default=None)

    async def wake_kept(self, *, at: datetime) -> None:
        kept = {PlanState.CLOSED, PlanState.ARCHIVED}
        self._store.next_at |= {plan.id: at for plan in self._store.plans.values() if plan.state in kept}

    async def open_ids(self) -> tuple[PlanId, ...]:
        return tuple(plan.id for plan in self._store.plans.values() if plan.state not in _CLOSED)

    async def find(self, case_number: CaseNumber, *, by: System) -> PlanId | None:
        return next((plan.id for plan in self._store.plans.values() if plan.case_number == case_number), None)


class FakePeople:
    """``ports.People``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, person: PersonId) -> Person:
        return self._store.people[person]

    async def find(self, handle: Handle) -> Person | None:
        return next((person for person in self._store.people.values() if person.handle == handle), None)

    async def put(self, person: Person) -> Person:
        self._store.people[person.id] = person
        return person

    async def hr(self) -> tuple[Person, ...]:
        return tuple(person for person in self._store.people.values() if Office.HR in person.offices)


class FakeNotices:
    """``notice_ports.Notices``: claims by lease, one a person, in the order in which they are due."""

    def __init__(self, store: Store) -> None:
        self._rows = store.notices

    async def waiting_for(self, plan: PlanId) -> tuple[Notice, ...]:
        return tuple(row for row in self._rows.values() if row.owed.plan == plan)

    async def put(self, owed: Sequence[Owed]) -> int:
        before = len(self._rows)
        taken = {row.owed.key for row in self._rows.values()}
        for one in owed:
            if one.key not in taken:
                taken.add(one.key)
                id_ = NoticeId(fresh())
                self._rows[id_] = Notice(id=id_, owed=one, state=NoticeState.WAITING, run_at=one.due_at)
        return len(self._rows) - before

    async def adjust(self, change: Adjustment) -> None:
        await self.put(change.add)
        for id_, owed in change.move:
            if self._rows[id_].state is NoticeState.WAITING:
                self._rows[id_] = replace(self._rows[id_], owed=owed, run_at=owed.due_at)
        for id_ in change.withdraw:
            if self._rows[id_].state is NoticeState.WAITING:
                self._rows[id_] = replace(self._rows[id_], state=NoticeState.WITHDRAWN)

    async def claim(self, *, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> tuple[Notice, ...]:
        claimed: list[Notice] = []
        spoken_to: set[PersonId] = set()
        for row in sorted(self._rows.values(), key=lambda row: (row.owed.due_at, row.id)):
            if row.state not in UNFINISHED or row.owed.person in spoken_to:
                continue
            spoken_to.add(row.owed.person)
            due = row.state is NoticeState.WAITING and row.run_at <= now
            lapsed = row.state is NoticeState.CLAIMED and row.lease_until is not None and row.lease_until <= real_now
            if (due or lapsed) and len(claimed) < limit:
                self._rows[row.id] = replace(
                    row,
                    state=NoticeState.CLAIMED,
                    attempts=row.attempts + 1,
                    lease_until=real_now + lease,
                    lease_token=fresh(),
                    send_key=row.send_key or fresh(),
                    last_outcome=LAPSED if lapsed else row.last_outcome,
                )
                claimed.append(self._rows[row.id])
        return tuple(claimed)

    async def facts(self, claimed: Sequence[Notice]) -> Mapping[NoticeId, Facts]:
        """Nothing is known at a glance here: everything is looked at closely."""
        return {}

    async def stamp(self, plan: PlanId, *, revision: int) -> None:
        """Nothing is known at a glance, so nothing needs to be in step."""

    async def settle_all(self, settled: Sequence[Settled]) -> frozenset[NoticeId]:
        return frozenset([one.notice for one in settled if await self.settle(one)])

    async def settle(self, settled: Settled) -> bool:
        row = self._rows.get(settled.notice)
        if row is None or row.state is not NoticeState.CLAIMED or row.lease_token != settled.lease_token:
            return False
        self._rows[row.id] = replace(
            row,
            state=settled.state,
            last_outcome=settled.outcome,
            run_at=settled.run_at or row.run_at,
            message_ref=settled.message_ref or row.message_ref,
            late_by_us=settled.late_by_us,
            attempts=row.attempts if settled.count_attempt else row.attempts - 1,
            sent_at=settled.at if settled.state is NoticeState.SENT else row.sent_at,
            lease_until=None,
            lease_token=None,
        )
        return True

    async def get(self, notice: NoticeId) -> Notice | None:
        return self._rows.get(notice)

    async def mark_answered(self, *, plan: PlanId, person: PersonId, subject: str, at: datetime) -> tuple[Notice, ...]:
        raise NotImplementedError

    async def next_run_at(self) -> datetime | None:
        first: dict[PersonId, Notice] = {}
        for row in sorted(self._rows.values(), key=lambda row: (row.owed.due_at, row.id)):
            if row.state in UNFINISHED:
                first.setdefault(row.owed.person, row)
        return min((row.run_at for row in first.values() if row.state is NoticeState.WAITING), default=None)

    async def undelivered(self, *, since: datetime) -> tuple[Notice, ...]:
        return tuple(row for row in self._rows.values() if row.state is NoticeState.UNDELIVERABLE)

    async def standing(
        self, standing: NoticeStanding, *, now: datetime, real_now: datetime, limit: int
    ) -> tuple[Notice, ...]:
        raise NotImplementedError

    async def newest_sent(self, *, limit: int) -> tuple[Notice, ...]:
        raise NotImplementedError

    async def oldest_due(self, *, now: datetime) -> datetime | None:
        raise NotImplementedError

    async def due_by_hour(self, *, since: datetime, until: datetime) -> Mapping[datetime, int]:
        raise NotImplementedError

    async def try_again(self, notice: NoticeId, *, at: datetime) -> Notice | None:
        raise NotImplementedError


@dataclass(slots=True)
class FakeWork:
    """``ports.Work``."""

    store: Store
    terms_for: Terms
    workspace: WorkspaceId
    committed: bool = False

    @property
    def plans(self) -> FakePlans:
        return FakePlans(self.store)

    @property
    def people(self) -> FakePeople:
        return FakePeople(self.store)

    @property
    def notices(self) -> FakeNotices:
        return FakeNotices(self.store)

    @property
    def redraws(self) -> FakeRedraws:
        return FakeRedraws(self.store)

    @property
    def audit(self) -> FakeAudit:
        return FakeAudit(self.store)

    @property
    def orders(self) -> FakeOrders:
        return FakeOrders()

    @property
    def packs(self) -> FakePacks:
        return FakePacks()

    @property
    def gathering(self) -> FakeGathering:
        return FakeGathering()

    @property
    def absences(self) -> FakeAbsences:
        return FakeAbsences()

    @property
    def drift(self) -> FakeDrift:
        return FakeDrift(self.store)

    @property
    def erasing(self) -> FakeErasing:
        return FakeErasing(self.store)

    @property
    def integrity(self) -> FakeIntegrity:
        return FakeIntegrity(self.store)

    async def terms(self, plan: Plan) -> Terms:
        people: Mapping[PersonId, Person] = dict(self.store.people)
        return replace(self.terms_for, people=people)

    async def once(self, key: str, *, at: datetime) -> bool:
        return await self.first_beat("once", key, at=at)

    async def first_beat(self, job: str, period: str, *, at: datetime) -> bool:
        first = (job, period) not in self.store.beats
        self.store.beats.setdefault((job, period), at)
        return first

    async def commit(self) -> None:
        self.committed = True


class FakeDatabase:
    """Hands out one transaction at a time. ``open`` is whether one is under way now."""

    def __init__(self, terms: Terms, workspace: WorkspaceId) -> None:
        self.store = Store(people=dict(terms.people))
        self.open = False
        self.commits = 0
        self._terms = terms
        self._workspace = workspace
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[FakeWork]:
        async with self._turn:
            before, self.open = self.store.copy(), True
            work = FakeWork(self.store, self._terms, self._workspace)
            try:
                yield work
            finally:
                self.open = False
                self.commits += work.committed
                if not work.committed:
                    self.store = before
