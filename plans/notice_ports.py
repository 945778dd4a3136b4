"""What the domain asks of the outside about notices: keeping, claiming and settling them, and drawing them again.

Every implementation keeps the promises at the head of ``ports``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from plans.dates import WorkingTime
from plans.gist import Gist
from plans.ids import NoticeId, PersonId, PlanId
from plans.notices import Adjustment, Notice, NoticeKind, NoticeState, Owed
from plans.people import Person
from plans.plan import Plan


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
        """What waits for the plan was derived from this revision: it is in step, and needs no deriving to be said.

        So it stays while later revisions call for the same.
        """

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
