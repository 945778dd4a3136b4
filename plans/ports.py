"""What the domain asks of the outside.

Every implementation keeps these promises:

- Every datetime going in or out is aware and in UTC.
- Nothing is kept unless ``commit`` was called; leaving a ``Work`` without it undoes everything.
- No method makes a network call.
- Nothing about a plan is read without saying who reads: a person is checked with ``permissions.decide`` inside the
  repository; a ``System`` reader is one of ours and sees all.
- "No such plan" and "not yours" are the same error, raised after the same queries (threats §3.5).
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from plans.absences import RecordedAbsence
from plans.acts import Act
from plans.chain import Anchor, Trail
from plans.dates import WorkingTime
from plans.events import Event
from plans.gist import Gist
from plans.ids import CaseNumber, NoticeId, OrderId, PersonId, PlanId, WorkspaceId
from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
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

    async def save(self, plan: Plan, *, next_at: datetime | None) -> Plan:
        """Store the next revision. ``next_at`` is when the clock next changes something.

        Raises:
            PlanChangedMeanwhileError: when ``plan.revision`` is not the stored one.

        """

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


class NoticeStanding(StrEnum):
    """Where an operator finds a notice. ``WAITING`` is not due yet; ``STUCK`` was claimed long ago and not settled."""

    WAITING = "waiting"
    DUE = "due"
    STUCK = "stuck"
    UNDELIVERABLE = "undeliverable"


# A lease is half a minute and is taken over at once; one this long over says that nobody delivers.
LONG_OVER: Final = timedelta(minutes=5)


class Notices(Protocol):
    """Notices as rows. Claims are leases in real time; due times follow the injected clock."""

    async def waiting_for(self, plan: PlanId) -> tuple[Notice, ...]:
        """Every notice of a plan in any state, so that what was sent is not owed again."""

    async def put(self, owed: Sequence[Owed]) -> int:
        """Add what is new by key; what is there already stays untouched. How many were added."""

    async def adjust(self, change: Adjustment) -> None:
        """Add, move and withdraw in one go. Only waiting notices move or are withdrawn."""

    async def claim(self, *, now: datetime, real_now: datetime, lease: timedelta, limit: int) -> tuple[Notice, ...]:
        """Claim what is due in one ``UPDATE … RETURNING``; commit before anything is sent.

        Waiting with ``run_at <= now``, or claimed with a lease that ran out at ``real_now``: of those nobody knows
        whether they were said, and their last outcome says so (``LAPSED``). Per person in order of ``due_at``; at most
        one notice a person is claimed at a time. Each gets a fresh lease token, and a send key the first time.
        """

    async def facts(self, claimed: Sequence[Notice]) -> "Mapping[NoticeId, Facts]":
        """What the last look at each of these needs, in one question for all of them."""

    async def settle(self, settled: "Settled") -> bool:
        """Write an outcome, if the lease token still holds; False when another worker has taken the notice over."""

    async def settle_all(self, settled: "Sequence[Settled]") -> frozenset[NoticeId]:
        """The same for many at once, each another notice; those whose lease token still held come back."""

    async def stamp(self, plan: PlanId, *, revision: int) -> None:
        """What waits for the plan was derived from this revision: it is in step, and needs no deriving to be said."""

    async def get(self, notice: NoticeId) -> Notice | None: ...

    async def mark_answered(self, *, plan: PlanId, person: PersonId, subject: str, at: datetime) -> tuple[Notice, ...]:
        """Sent prompts of this person about this subject become ``answered``; waiting ones are withdrawn.

        What ``prompts.TELLS`` is no prompt. The sent ones come back, so that their messages can be redrawn.
        """

    async def next_run_at(self) -> datetime | None:
        """The earliest ``run_at`` of what waits, but for what waits behind something unfinished of the same person."""

    async def undelivered(self, *, since: datetime) -> tuple[Notice, ...]:
        """Undeliverable notices, for HR's digest."""

    async def standing(
        self, standing: NoticeStanding, *, now: datetime, real_now: datetime, limit: int
    ) -> tuple[Notice, ...]:
        """What stands so, whoever it is for, for the operator: earliest first, and at most ``limit`` of them."""

    async def newest_sent(self, *, limit: int) -> tuple[Notice, ...]:
        """What was sent last, newest first, for the operator: messages of ours that are known to be there."""

    async def oldest_due(self, *, now: datetime) -> datetime | None:
        """The earliest ``due_at`` that passed unsaid, of what is tried within the hour; None for none."""

    async def due_by_hour(self, *, since: datetime, until: datetime) -> Mapping[datetime, int]:
        """How many wait to be said in each hour in between, by the hour's beginning in UTC; no hour without any."""

    async def try_again(self, notice: NoticeId, *, at: datetime) -> Notice | None:
        """An undeliverable notice waits again from ``at``, with all its attempts; None if it is not undeliverable."""


# What is kept of a try that was begun and never settled.
LAPSED: Final = "unknown:lapsed"


class Facts(NamedTuple):
    """What stands beside a claimed notice. ``gist`` is missing for a notice about no plan, and for an unknown plan.

    ``working`` is when the person works by the plan's own calendar. ``in_step`` says that the plan has not changed
    since it was found to call for this notice.
    """

    person: Person | None
    gist: Gist | None
    working: WorkingTime | None
    in_step: bool


class Settled(NamedTuple):
    """The outcome of a claim. ``run_at`` is the next try of a notice that goes back to waiting."""

    notice: NoticeId
    lease_token: str
    state: NoticeState
    outcome: str
    at: datetime
    run_at: datetime | None = None
    message_ref: str | None = None
    late_by_us: int = 0
    count_attempt: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """A message that still shows buttons although its question was answered."""

    notice: Notice
    answered_at: datetime


class Redraws(Protocol):
    """Messages to draw again without their buttons. Nothing rests on it: an old button only says how things stand."""

    async def answered(self, plan: PlanId, kinds: Iterable[NoticeKind], *, at: datetime) -> None:
        """Sent prompts of these kinds about the plan, whoever was asked, become ``answered`` and are to be redrawn."""

    async def owe(self, notices: Sequence[Notice], *, at: datetime) -> None:
        """What ``Notices.mark_answered`` gave back is to be redrawn."""

    async def owed(self, *, limit: int) -> tuple[Redraw, ...]:
        """What is to be redrawn; what failed before comes last."""

    async def drawn(self, notice: NoticeId) -> None: ...

    async def failed(self, notice: NoticeId) -> None:
        """Once more it could not be drawn; after a few times it is left as it is."""


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
    """An export HR has ordered: the operator's command refuses without one (P-12)."""

    id: OrderId
    plan: PlanId
    by: PersonId
    at: datetime
    purpose: Words
    recipient: Words
    state: OrderState = OrderState.OPEN
    written_at: datetime | None = None


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


class Drift(Protocol):
    """Reminders that may be out of step although their plan stayed as it was: zones, accounts, absences, calendars.

    They are marked in the transaction of the change itself. Delivery derives what is marked anew before it is said.
    """

    async def plans(self, *, limit: int) -> tuple[PlanId, ...]:
        """Plans with something marked."""

    async def mark_all(self) -> None:
        """Everything that waits is out of step. Nothing is marked here: ``mark_some`` does it bit by bit."""

    async def marking(self) -> bool:
        """Whether ``mark_all`` was asked for and is not done."""

    async def mark_some(self, *, limit: int) -> None:
        """Go on with what ``mark_all`` began, for at most this many open plans."""

    async def in_step(self, plan: Plan, *, next_at: datetime | None) -> bool:
        """Whether nothing of the plan is marked, and ``next_at`` is the moment stored for it."""

    async def terms_changed(self, version: str, *, at: datetime) -> bool:
        """Whether ``version`` is another than the one given last; it is kept. The very first is no change."""


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
