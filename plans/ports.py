"""What the domain asks of the outside.

Every implementation keeps these promises:

- Every datetime going in or out is aware and in UTC.
- Nothing is kept unless ``commit`` was called; leaving a ``Work`` without it undoes everything.
- No method makes a network call.
- Nothing about a plan is read without saying who reads: a person is checked with ``permissions.decide`` inside the
  repository; a ``System`` reader is one of ours and sees all.
- "No such plan" and "not yours" are the same error, raised after the same queries (threats §3.5).
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from plans.absences import RecordedAbsence
from plans.acts import Act
from plans.chain import Anchor, Trail
from plans.erasing import Erasing
from plans.events import Event
from plans.ids import CaseNumber, EntryId, OrderId, PersonId, PlanId, WorkspaceId
from plans.integrity import Integrity
from plans.notice_ports import Drift, Notices, Redraws
from plans.people import Handle, Person
from plans.plan import Plan, PlanError
from plans.policy import Pack
from plans.terms import Terms
from plans.time_away import Gathering
from plans.words import Words


class System(StrEnum):
    """The readers that are not people."""

    CLOCK = "clock"
    DELIVERY = "delivery"
    OPERATOR = "operator"


Reader = Person | System


class NoSuchPlanError(PlanError):
    """There is no such plan, or it is not this person's to know of; the two cannot be told apart (P-01)."""

    def __init__(self) -> None:
        super().__init__("no-such-plan")


class NotAllowedError(PlanError):
    """The person may know of the plan but may not do this to it now. ``code`` is the reason ``decide`` gave."""


class Plans(Protocol):
    """Plans with their whole record."""

    async def add(self, plan: Plan, *, next_at: datetime | None) -> None:
        """Store a new plan at revision 1. The case number is unique in the workspace."""

    async def save(self, plan: Plan, *, next_at: datetime | None, reminders_stand: bool = False) -> Plan:
        """Store the next revision. ``next_at`` is when the clock next changes something.

        Unless its reminders are known to stand as they are, none is in step until ``Notices.stamp``.

        Raises:
            PlanChangedMeanwhileError: when ``plan.revision`` is not the stored one.

        """

    async def stored(self, plan: Plan) -> Plan | None:
        """The plan as its rows still say, for whoever is about to save the next revision; None if it has none."""

    async def wake_at(self, plan: Plan, *, next_at: datetime | None) -> None:
        """Set anew when the clock next changes something. Nothing of the plan changes, nor does its revision.

        Raises:
            PlanChangedMeanwhileError: when ``plan.revision`` is not the stored one.

        """

    async def get(self, plan: PlanId, *, by: Reader, act: Act, now: datetime) -> Plan:
        """The whole plan, for someone about to do ``act`` to it.

        Raises:
            NoSuchPlanError: unknown, another workspace's, or not theirs to know of; the latter leaves
                an ``access.refused`` audit line.
            NotAllowedError: theirs to know of, but this may not be done by them now.

        """

    async def read(self, plan: PlanId, *, reader: Reader, now: datetime) -> Plan:
        """What this reader may see of it: ``permissions.visible`` has taken out the rest. Raises like ``get``."""

    async def of(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        """The plans the reader is a party of and may know of, each as ``read`` would give it; newest first."""

    async def for_hr(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        """The plans the reader may read as HR (F-05), each as ``read`` would give it; newest first."""

    async def open_for_employee(self, employee: PersonId) -> tuple[PlanId, ...]:
        """Open plans of this employee, whoever asks: used only to refuse a second one.

        Of two who ask at once, the second gets the answer after the first has committed.
        """

    async def due(self, *, now: datetime, limit: int) -> tuple[PlanId, ...]:
        """Plans whose ``next_at`` has passed, earliest first."""

    async def next_at(self) -> datetime | None:
        """The earliest ``next_at`` of all."""

    async def wake_kept(self, *, at: datetime) -> None:
        """Plans that are over and not erased are looked at anew at ``at``: how long they are kept may have changed."""

    async def open_ids(self) -> tuple[PlanId, ...]:
        """Every plan that is neither closed for good nor erased, for the nightly reconcile."""

    async def find(self, case_number: CaseNumber, *, by: System) -> PlanId | None:
        """A plan by case number, for the operator's commands."""


class People(Protocol):
    """People and their handle on each surface. Offices are filled in from the settings."""

    async def get(self, person: PersonId) -> Person:
        """Raises ``KeyError`` for an id we never gave out."""

    async def find(self, handle: Handle) -> Person | None: ...

    async def put(self, person: Person) -> Person:
        """Insert or refresh by handle; the id of the first meeting stays. The stored person comes back."""

    async def hr(self) -> tuple[Person, ...]:
        """Every HR member Milepost has met."""


class Audit(Protocol):
    """The append-only trail, in chains (``chain``). There is no way to change or take back a line."""

    async def append(self, events: Sequence[Event]) -> None: ...

    async def of(self, plan: PlanId, *, reader: Reader, now: datetime) -> tuple[Event, ...]:
        """A plan's lines in order. Raises like ``Plans.get``."""

    async def trail(self, plan: PlanId, *, reader: Reader, now: datetime) -> Trail:
        """Those of a plan's lines that the parties may read, with all that proves them. Raises like ``Plans.get``."""

    async def anchor(self) -> Anchor:
        """The workspace's chain as it is now. It tells nothing of any plan."""


class OrderState(StrEnum):
    """Where an order for a case file stands."""

    OPEN = "open"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An export HR has ordered: the operator's command refuses without one (P-12).

    ``request`` is what the employee asked for, where it is their own copy (P-09).
    """

    id: OrderId
    plan: PlanId
    by: PersonId
    at: datetime
    purpose: Words
    recipient: Words
    state: OrderState = OrderState.OPEN
    written_at: datetime | None = None
    request: EntryId | None = None


class Orders(Protocol):
    """Case files HR has ordered."""

    async def put(self, order: Order) -> None: ...

    async def open_for(self, plan: PlanId, *, by: System) -> Order | None:
        """The oldest open order of a plan."""

    async def written(self, order: OrderId, *, at: datetime) -> None: ...


class Absences(Protocol):
    """Days on which people are away, as HR recorded them."""

    async def standing(self, *people: PersonId) -> tuple[RecordedAbsence, ...]:
        """Those of these people that were not taken back, earliest first."""

    async def record(self, absence: RecordedAbsence) -> None:
        """The reminders of the person's plans are out of step from now on."""

    async def take_back(self, absence: RecordedAbsence, *, at: datetime) -> bool:
        """False if it did not stand any more. The reminders of the person's plans are out of step from now on."""


class Packs(Protocol):
    """Policy packs as they were when a plan began with them (S0-01)."""

    async def keep(self, pack: Pack) -> None:
        """Store this edition of the pack by digest, if it is new."""


class Work(Protocol):
    """One transaction. Leaving it without ``commit`` undoes everything."""

    @property
    def workspace(self) -> WorkspaceId: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def people(self) -> People: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def redraws(self) -> Redraws: ...
    @property
    def gathering(self) -> Gathering: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def packs(self) -> Packs: ...
    @property
    def absences(self) -> Absences: ...
    @property
    def drift(self) -> Drift: ...
    @property
    def erasing(self) -> Erasing: ...
    @property
    def integrity(self) -> Integrity: ...

    async def terms(self, plan: Plan) -> Terms:
        """The pack the plan began with, its calendar, and the people on the plan and in HR."""

    async def once(self, key: str, *, at: datetime) -> bool:
        """True the first time this key is seen; the key is kept with the transaction (threats §3.3)."""

    async def first_beat(self, job: str, period: str, *, at: datetime) -> bool:
        """True the first time a job runs for this period: a double beat does nothing (delivery §1)."""

    async def commit(self) -> None: ...


class Begin(Protocol):
    """Starts a transaction: ``async with begin() as work:``."""

    def __call__(self) -> AbstractAsyncContextManager[Work]: ...
