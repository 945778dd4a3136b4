"""What fakes share, and the smaller ports in memory: the trail, redraws, drift, absences, a time away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from plans.absences import RecordedAbsence
from plans.chain import BEGINNING, Anchor, Trail
from plans.erasing import Tombstone
from plans.events import Event
from plans.holding import Held
from plans.ids import NoticeId, OrderId, PersonId, PlanId
from plans.integrity import Looked, Stored
from plans.notice_ports import Redraw
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.plan import Plan
from plans.policy import Pack
from plans.ports import Order, Reader, System
from plans.states import PlanState

_CLOSED = {PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED}


@dataclass(slots=True)
class Store:
    """Everything kept. Values are immutable, so a shallow copy of each dictionary is a snapshot."""

    plans: dict[PlanId, Plan] = field(default_factory=dict)
    next_at: dict[PlanId, datetime | None] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    notices: dict[NoticeId, Notice] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    beats: dict[tuple[str, str], datetime] = field(default_factory=dict)
    redraws: dict[NoticeId, tuple[int, datetime]] = field(default_factory=dict)
    looked: dict[str, Looked] = field(default_factory=dict)

    def copy(self) -> "Store":
        return Store(*(dict(getattr(self, name)) for name in Store.__slots__))


class FakeAudit:
    """``ports.Audit``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def append(self, events: Sequence[Event]) -> None:
        self._store.events.update({event.id: event for event in events})

    async def of(self, plan: PlanId, *, reader: Reader, now: datetime) -> tuple[Event, ...]:
        return tuple(event for event in self._store.events.values() if event.plan == plan)

    async def trail(self, plan: PlanId, *, reader: Reader, now: datetime) -> Trail:
        raise NotImplementedError

    async def anchor(self) -> Anchor:
        return Anchor(count=len(self._store.events), head=BEGINNING)


class FakeIntegrity:
    """``integrity.Integrity``: what was found, and which anchors were noted; the trail itself has no hashes here."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def lines(self, *, after: int, limit: int) -> Sequence[Stored]:
        raise NotImplementedError

    async def plans(self, *, after: PlanId | None, limit: int) -> tuple[PlanId, ...]:
        raise NotImplementedError

    async def held(self, plan: PlanId) -> Held:
        raise NotImplementedError

    async def anchors(self) -> tuple[Anchor, ...]:
        raise NotImplementedError

    async def note_anchor(self, anchor: Anchor, *, at: datetime) -> bool:
        raise NotImplementedError

    async def looked(self) -> Looked | None:
        return self._store.looked.get("last")

    async def note_look(self, look: Looked) -> None:
        self._store.looked["last"] = look


class FakeOrders:
    """``ports.Orders``: jobs order nothing."""

    async def put(self, order: Order) -> None:
        raise NotImplementedError

    async def open_for(self, plan: PlanId, *, by: System) -> Order | None:
        raise NotImplementedError

    async def written(self, order: OrderId, *, at: datetime) -> None:
        raise NotImplementedError


class FakeErasing:
    """``erasing.Erasing``: what was owed to be said about the plan goes with it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def erase(self, plan: PlanId) -> None:
        about_it = [notice.id for notice in self._store.notices.values() if notice.owed.plan == plan]
        for notice in about_it:
            del self._store.notices[notice]
            self._store.redraws.pop(notice, None)

    async def tombstones(self) -> tuple[Tombstone, ...]:
        raise NotImplementedError


class FakePacks:
    """``ports.Packs``."""

    async def keep(self, pack: Pack) -> None:
        raise NotImplementedError


@dataclass(slots=True)
class FakeRedraws:
    """``notice_ports.Redraws``."""

    store: Store

    async def answered(self, plan: PlanId, kinds: Iterable[NoticeKind], *, at: datetime) -> None:
        wanted = frozenset(kinds)
        sent = [
            notice
            for notice in self.store.notices.values()
            if notice.owed.plan == plan and notice.owed.kind in wanted and notice.state is NoticeState.SENT
        ]
        for notice in sent:
            self.store.notices[notice.id] = replace(notice, state=NoticeState.ANSWERED)
        await self.owe(sent, at=at)

    async def owe(self, notices: Sequence[Notice], *, at: datetime) -> None:
        for notice in notices:
            self.store.redraws.setdefault(notice.id, (0, at))

    async def owed(self, *, limit: int) -> tuple[Redraw, ...]:
        first = sorted(self.store.redraws.items(), key=lambda item: item[1])[:limit]
        return tuple(Redraw(notice=self.store.notices[notice], answered_at=at) for notice, (_, at) in first)

    async def drawn(self, notice: NoticeId) -> None:
        self.store.redraws.pop(notice, None)

    async def failed(self, notice: NoticeId) -> None:
        tries, at = self.store.redraws.pop(notice)
        if tries < 2:
            self.store.redraws[notice] = (tries + 1, at)


@dataclass(slots=True)
class FakeDrift:
    """``notice_ports.Drift``: nothing is marked here, so everything is found by looking."""

    store: Store

    async def plans(self, *, limit: int) -> tuple[PlanId, ...]:
        return ()

    async def marking(self) -> bool:
        return False

    async def mark_all(self) -> None:
        raise NotImplementedError

    async def mark_some(self, *, limit: int) -> None:
        raise NotImplementedError

    async def in_step(self, plan: Plan, *, next_at: datetime | None) -> bool:
        return plan.id in self.store.next_at and self.store.next_at[plan.id] == next_at

    async def terms_changed(self, version: str, *, at: datetime) -> bool:
        raise NotImplementedError


class FakeAbsences:
    """``ports.Absences``: nobody is ever away."""

    async def standing(self, *people: PersonId) -> tuple[RecordedAbsence, ...]:
        return ()

    async def record(self, absence: RecordedAbsence) -> None:
        raise NotImplementedError

    async def take_back(self, absence: RecordedAbsence, *, at: datetime) -> bool:
        raise NotImplementedError


class FakeGathering:
    """``ports.Gathering``: nothing is ever gathered."""

    async def heartbeat(self) -> datetime | None:
        raise NotImplementedError

    async def beat(self, at: datetime) -> None:
        raise NotImplementedError

    async def late(
        self, *, now: datetime, real_now: datetime, limit: int, after: Notice | None = None
    ) -> tuple[Notice, ...]:
        raise NotImplementedError

    async def message_for(self, owed: Owed) -> Notice:
        raise NotImplementedError

    async def gather(self, notices: Sequence[Notice], into: Notice, *, now: datetime) -> int:
        raise NotImplementedError

    async def put_by(self, notices: Sequence[Notice], state: NoticeState, *, reason: str, now: datetime) -> int:
        raise NotImplementedError

    async def inside(self, message: NoticeId) -> tuple[Notice, ...]:
        return ()
