"""Say what was claimed, several at once, and write what came of it in groups. This may be killed at any point.

No transaction is open while something is said. A kill between saying and settling means that a neutral line is said
twice after the lease has run out, unless the surface can be asked whether it was said; nothing is lost.
"""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Final, NamedTuple, Self

from jobs.checking import Not, Ready, lateness, settled_as
from jobs.limits import USUAL_LIMITS, Limits
from jobs.outcomes import (
    CannotLook,
    DrawAhead,
    InstallationDown,
    Later,
    LookUp,
    NotThere,
    Say,
    SendOutcome,
    Sent,
    Speak,
    Unknown,
    draws_nothing_ahead,
    never_looks,
)
from jobs.retry import UNKNOWN, next_try, outcome_name, remembered
from jobs.traffic import Traffic
from jobs.undelivered import tell_hr
from jobs.watch import Watch
from plans.gist import Gist
from plans.ids import NoticeId
from plans.notice_ports import Settled
from plans.notices import Notice, NoticeState
from plans.ports import Begin

Clock = Callable[[], datetime]
log: Final = logging.getLogger(__name__)

_TRIES_TO_WRITE: Final = 3
_PAUSE_BETWEEN_WRITES: Final = 0.5
_CROWDED: Final = "crowded"
# Where looking is possible, a look that failed is worth waiting for: the message may stand there already.
_LOOK_AGAIN: Final = Later(None, "look-up", alone=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of notices. ``refused`` counts the undeliverable, ``later`` what waits for another try."""

    sent: int = 0
    later: int = 0
    refused: int = 0
    withdrawn: int = 0
    expired: int = 0

    def counting(self, states: Sequence[NoticeState]) -> "Delivered":
        """The same with these outcomes counted in."""
        return replace(
            self,
            sent=self.sent + states.count(NoticeState.SENT),
            later=self.later + states.count(NoticeState.WAITING),
            refused=self.refused + states.count(NoticeState.UNDELIVERABLE),
            withdrawn=self.withdrawn + states.count(NoticeState.WITHDRAWN),
            expired=self.expired + states.count(NoticeState.EXPIRED),
        )


def random_jitter() -> float:
    """A number from 0 to 1; tests hand in their own."""
    return secrets.SystemRandom().random()


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What delivery works with. ``clock`` moves due times and retries, ``real_clock`` the leases (delivery §1)."""

    begin: Begin
    speak: Speak
    clock: Clock
    real_clock: Clock
    traffic: Traffic
    draw_ahead: DrawAhead = draws_nothing_ahead
    look_up: LookUp = never_looks
    limits: Limits = USUAL_LIMITS
    jitter: Callable[[], float] = random_jitter


# What is said next, and how.
_Next = tuple[Ready, Say]


class _Said(NamedTuple):
    """What came of a notice between two moments, with the gist of its plan. ``counted`` is whether a try is used up."""

    notice: Notice
    plan: Gist | None
    outcome: SendOutcome | Not
    started: datetime
    at: datetime
    counted: bool | None = None


class Line:
    """Takes what is ready, says it with as many senders as the limits give, and settles it. Used as a context.

    Leaving the context waits until everything taken is settled. After an error in the block that takes, what is being
    said is still settled and the rest goes back unsaid. An error in writing ends it at once, and what was not settled
    is taken over when its lease has run out.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._ready = deque[_Next]()
        self._outcomes: list[_Said] = []
        self._speaking = 0
        self._open = 0
        self._moved = asyncio.Event()
        self._came = asyncio.Event()
        self._enough = asyncio.Event()
        self._closing = False
        self._stopped = False
        self._tasks = asyncio.TaskGroup()
        self._watch = Watch(means.limits.say_within.total_seconds())
        self._longest = timedelta(seconds=self._watch.longest)
        self.done = Delivered()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._tasks.create_task(self._write())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self._came.set()
        self._enough.set()
        if isinstance(error, Exception):
            # The group would cancel its tasks for it, in the middle of their calls.
            self._stopped = True
            kind = error = trace = None
        await self._tasks.__aexit__(kind, error, trace)

    @property
    def unsaid(self) -> int:
        """How many were taken and are not being said yet."""
        return len(self._ready)

    @property
    def idle(self) -> bool:
        """Whether everything taken is settled."""
        return self._open == 0

    def take(self, ready: Sequence[Ready]) -> None:
        """Say these, in order."""
        self._ready.extend([(one, self._drawn(one)) for one in ready])
        self._open += len(ready)
        for _ in range(min(len(self._ready), self._means.limits.senders - self._speaking)):
            self._speaking += 1
            self._tasks.create_task(self._send())

    async def moved(self) -> None:
        """Until something more is settled, or few enough wait that more may be claimed."""
        self._moved.clear()
        await self._moved.wait()

    async def drained(self, *, within: float) -> None:
        """Until everything taken is settled, or so many real seconds have gone by."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not self.idle:
                    await self.moved()

    def _drawn(self, ready: Ready) -> Say:
        means = self._means
        try:
            drawn = means.draw_ahead(ready.notice, ready.plan, ready.person)
        except Exception as error:  # noqa: BLE001 - it will be drawn again, and fail by itself, when it is said
            log.warning("drawing ahead failed: notice=%s error=%s", ready.notice.id, type(error).__name__)
            drawn = None
        return drawn or partial(means.speak, ready.notice, ready.plan, ready.person)

    # Saying

    async def _send(self) -> None:
        try:
            while self._ready:
                ready, say = self._ready.popleft()
                if len(self._ready) == self._means.limits.refill:
                    self._moved.set()
                self._outcomes.append(await self._said(ready, say))
                self._came.set()
                if len(self._outcomes) >= self._means.limits.settled_together:
                    self._enough.set()
        finally:
            self._speaking -= 1
            if not self._speaking:
                self._enough.set()

    async def _said(self, ready: Ready, say: Say) -> _Said:
        notice, plan, person = ready
        traffic = self._means.traffic
        begun = started = self._means.clock()
        held = self._held(notice, now=started)
        if held is not None:
            return _Said(notice, plan, held, started, started)
        if (notice.last_outcome or "").startswith(UNKNOWN):
            looked = await self._looked(ready)
            begun = self._means.clock()
            if isinstance(looked, Sent | Later):
                return _Said(notice, plan, looked, started, begun)
            # Looking may have taken as long as a call.
            held = self._held(notice, now=begun)
            if held is not None:
                # A look that is too slow each time has to come to an end.
                return _Said(notice, plan, held, started, begun, counted=held.reason == _CROWDED)
            if isinstance(looked, NotThere):
                # Of a try that is known not to have been heard nothing is to be remembered.
                notice = replace(notice, last_outcome=None)
        traffic.spoke(person.id, at=begun)
        outcome = await self._spoken(notice, say)
        ended = self._means.clock()
        traffic.reached(person.id, begun=begun, at=ended)
        self._heed(outcome, notice, now=ended)
        return _Said(notice, plan, outcome, started, ended)

    def _held(self, notice: Notice, *, now: datetime) -> Not | None:
        """Why it is not said after all: its lease became too short, or meanwhile something spoke against it."""
        if self._stopped:
            return Not(notice, NoticeState.WAITING, "stopped", run_at=notice.run_at)
        quiet = self._means.traffic.quiet_until(notice.owed.workspace, now=now)
        if quiet is not None:
            return Not(notice, NoticeState.WAITING, "quiet", run_at=quiet)
        opens = self._means.traffic.window.opens_at(now)
        if opens is not None:
            return Not(notice, NoticeState.WAITING, "paced", run_at=opens)
        if notice.lease_until is not None and self._means.real_clock() + self._longest > notice.lease_until:
            return Not(notice, NoticeState.WAITING, _CROWDED, run_at=notice.run_at)
        return None

    async def _looked(self, ready: Ready) -> Sent | NotThere | CannotLook | Later:
        """What the surface knows of a try whose outcome nobody knows."""
        try:
            async with asyncio.timeout(self._means.limits.call_timeout.total_seconds()):
                return await self._means.look_up(ready.notice, ready.person)
        except asyncio.CancelledError:
            if _called_off():
                raise
            return _LOOK_AGAIN
        except Exception as error:  # noqa: BLE001 - one failing look must not keep the others from being settled
            log.warning("looking failed: notice=%s error=%s", ready.notice.id, type(error).__name__)
            return _LOOK_AGAIN

    async def _spoken(self, notice: Notice, say: Say) -> SendOutcome:
        try:
            return await self._watch.over(say())
        except TimeoutError:
            return Unknown("timeout")
        except asyncio.CancelledError:
            if _called_off():
                raise
            return Unknown("cancelled")
        except Exception as error:  # noqa: BLE001 - one failing message must not keep the others from being settled
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("speaking failed: notice=%s error=%s", notice.id, type(error).__name__)  # noqa: TRY400
            return Unknown(type(error).__name__)

    def _heed(self, outcome: SendOutcome, notice: Notice, *, now: datetime) -> None:
        """A rate limit or a refused installation stops the workspace, not only this notice."""
        traffic = self._means.traffic
        if isinstance(outcome, Sent):
            traffic.down = None
            return
        if isinstance(outcome, InstallationDown):
            traffic.down = outcome.code
        if _wholesale(outcome):
            until = next_try(outcome, attempts=1, last_outcome=None, now=now, jitter=0)
            traffic.hush(notice.owed.workspace, until=until or now, now=now)

    def _settled(self, said: _Said) -> Settled:
        """What came of it, as it is written."""
        notice, _, outcome, started, at, counted = said
        if isinstance(outcome, Not):
            settled = settled_as(outcome, now=at)
            return settled if counted is None else settled._replace(count_attempt=counted)
        token, late = notice.lease_token or "", lateness(notice, now=started)
        if isinstance(outcome, Sent):
            name, reference = outcome_name(outcome), outcome.message_ref
            return Settled(notice.id, token, NoticeState.SENT, name, at, message_ref=reference, late_by_us=late)
        again = self._again(notice, outcome, at=at)
        return Settled(
            notice=notice.id,
            lease_token=token,
            state=NoticeState.UNDELIVERABLE if again is None else NoticeState.WAITING,
            outcome=remembered(outcome_name(outcome), before=notice.last_outcome, waits=again is not None),
            at=at,
            run_at=again,
            late_by_us=late,
            count_attempt=not (_wholesale(outcome) or (isinstance(outcome, Later) and not outcome.counted)),
        )

    def _again(self, notice: Notice, outcome: SendOutcome, *, at: datetime) -> datetime | None:
        return next_try(
            outcome,
            attempts=notice.attempts,
            last_outcome=notice.last_outcome,
            now=at,
            jitter=self._means.jitter(),
            pause=self._means.limits.pause,
        )

    # Writing

    async def _write(self) -> None:
        """Write outcomes in groups; while one group is written, the next one gathers."""
        limits = self._means.limits
        while not (self._closing and self.idle):
            await self._came.wait()
            self._came.clear()
            if self._speaking and len(self._outcomes) < limits.settled_together:
                self._enough.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(limits.settle_within.total_seconds()):
                        await self._enough.wait()
            while self._outcomes:
                group = self._next_group()
                # Worked out once: whoever tries again to write must not draw another chance for when to say it again.
                settled = [(self._settled(said), said) for said in group]
                self.done = self.done.counting(await self._written(settled))
                self._open -= len(group)
                self._moved.set()
                if self._speaking and len(self._outcomes) < limits.settled_together:
                    break
            if self._outcomes:
                self._came.set()

    def _next_group(self) -> list[_Said]:
        """As many outcomes as are written together; two tries of one notice never are, for one of them is overtaken."""
        group: list[_Said] = []
        known: set[NoticeId] = set()
        for said in self._outcomes[: self._means.limits.settled_at_most]:
            if said.notice.id in known:
                break
            known.add(said.notice.id)
            group.append(said)
        del self._outcomes[: len(group)]
        return group

    async def _written(self, group: Sequence[tuple[Settled, _Said]]) -> list[NoticeState]:
        """Write a group; a database that is busy for a moment must not make us say it all again."""
        for _ in range(_TRIES_TO_WRITE - 1):
            try:
                return await self._write_group(group)
            except Exception as error:  # noqa: BLE001 - which errors mean "busy" only storage knows
                log.warning("outcomes were not written yet: count=%d error=%s", len(group), type(error).__name__)
                await asyncio.sleep(_PAUSE_BETWEEN_WRITES)
        return await self._write_group(group)

    async def _write_group(self, group: Sequence[tuple[Settled, _Said]]) -> list[NoticeState]:
        """The states they came to, but for those another worker has taken over."""
        async with self._means.begin() as work:
            ours = await work.notices.settle_all([settled for settled, _ in group])
            held = [(settled, said) for settled, said in group if settled.notice in ours]
            failed = [(said.notice, said.plan) for settled, said in held if settled.state is NoticeState.UNDELIVERABLE]
            await tell_hr(work, failed, now=self._means.clock(), calendar=self._means.traffic.calendar)
            await work.commit()
        return [settled.state for settled, _ in held]


def _wholesale(outcome: SendOutcome) -> bool:
    """Whether the answer was to us as a whole and not to this message."""
    limited = isinstance(outcome, Later) and not outcome.counted and not outcome.alone
    return limited or isinstance(outcome, InstallationDown)


def _called_off() -> bool:
    """Whether it is this task that was cancelled, and not merely something it waited for.

    The group takes a task that ends so for one that was meant to: its notice would be waited for without end.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
