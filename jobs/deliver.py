"""Claim what is due, look once more, say it, settle it. The rows decide; this may be killed at any point.

No transaction is open while something is said. A kill between saying and settling means that a neutral line is said
twice after the lease has run out; nothing is lost.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from jobs.checking import Check, Not, Ready, lateness, settled_as
from jobs.outcomes import InstallationDown, Later, SendOutcome, Sent, Speak, Unknown
from jobs.retry import next_try, outcome_name, remembered
from jobs.traffic import Traffic
from jobs.undelivered import undelivered_to
from plans.dates import Calendar
from plans.ids import PersonId
from plans.notices import Notice, NoticeState
from plans.ports import Begin, Settled, Work

Clock = Callable[[], datetime]
log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``at_once`` is both the batch and the number of senders, so that every call ends before its lease does."""

    at_once: int = 50
    call_timeout: timedelta = timedelta(seconds=15)
    lease: timedelta = timedelta(seconds=30)
    settled_together: int = 100


_TRIES_TO_WRITE: Final = 3
_PAUSE_BETWEEN_WRITES: Final = 0.5
USUAL_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one batch came to. ``refused`` counts the undeliverable; ``next_run_at`` is the earliest that waits."""

    claimed: int = 0
    sent: int = 0
    later: int = 0
    refused: int = 0
    withdrawn: int = 0
    expired: int = 0
    next_run_at: datetime | None = None

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


@dataclass(frozen=True, slots=True)
class _Said:
    """A notice with what came of it, as it will be written. ``hr`` hears of it if it is undeliverable."""

    settled: Settled
    notice: Notice
    hr: tuple[PersonId, ...]


def random_jitter() -> float:
    """A number from 0 to 1; tests hand in their own."""
    return secrets.SystemRandom().random()


async def deliver(
    begin: Begin,
    speak: Speak,
    *,
    clock: Clock,
    real_clock: Clock,
    traffic: Traffic,
    limits: Limits = USUAL_LIMITS,
    jitter: Callable[[], float] = random_jitter,
) -> Delivered:
    """Deliver one batch. ``clock`` moves due times and retries, ``real_clock`` the leases (delivery §1).

    Call it again while ``claimed`` is not 0. ``jitter`` gives numbers from 0 to 1.
    """
    claimed = await _claim(begin, clock(), real_now=real_clock(), limits=limits)
    said = await say_claimed(begin, speak, claimed, clock=clock, traffic=traffic, limits=limits, jitter=jitter)
    return replace(said, next_run_at=await _next_run_at(begin))


async def say_claimed(
    begin: Begin,
    speak: Speak,
    claimed: Sequence[Notice],
    *,
    clock: Clock,
    traffic: Traffic,
    limits: Limits = USUAL_LIMITS,
    jitter: Callable[[], float] = random_jitter,
) -> Delivered:
    """Look once more at what was claimed and committed, say what is to be said, and settle it all."""
    if not claimed:
        return Delivered()
    async with begin() as work:
        check = Check(work, traffic, clock())
        verdicts = await check.look(claimed)
        await check.settle(verdicts)
        failed = [(each.notice, each.hr) for each in verdicts if _is_failure(each)]
        await _tell_hr(work, failed, now=check.now, calendar=traffic.calendar)
        if any(isinstance(verdict, Not) for verdict in verdicts):
            await work.commit()
    ready = tuple(verdict for verdict in verdicts if isinstance(verdict, Ready))
    states = [verdict.state for verdict in verdicts if isinstance(verdict, Not)]
    if ready:
        states += await _Round(begin, speak, clock, traffic, limits, jitter).say(ready)
    return Delivered(claimed=len(claimed)).counting(states)


def _is_failure(verdict: Ready | Not) -> bool:
    return isinstance(verdict, Not) and verdict.state is NoticeState.UNDELIVERABLE


async def _claim(begin: Begin, now: datetime, *, real_now: datetime, limits: Limits) -> tuple[Notice, ...]:
    async with begin() as work:
        claimed = await work.notices.claim(now=now, real_now=real_now, lease=limits.lease, limit=limits.at_once)
        if claimed:
            await work.commit()
    return claimed


async def _next_run_at(begin: Begin) -> datetime | None:
    async with begin() as work:
        return await work.notices.next_run_at()


async def _tell_hr(
    work: Work,
    failed: Sequence[tuple[Notice, tuple[PersonId, ...]]],
    *,
    now: datetime,
    calendar: Calendar,
) -> None:
    for notice, hr in failed:
        log.warning("a notice is undeliverable: notice=%s kind=%s", notice.id, notice.owed.kind.value)
        people = [await work.people.get(person) for person in hr]
        await work.notices.put(undelivered_to(people, notice, now=now, calendar=calendar))


def _wholesale(outcome: SendOutcome) -> bool:
    """Whether the answer was to us as a whole and not to this message, which then has used up no attempt."""
    return isinstance(outcome, InstallationDown) or (isinstance(outcome, Later) and not outcome.counted)


@dataclass(slots=True)
class _Round:
    """Saying one batch: every call at once, outcomes written in groups as they come in."""

    begin: Begin
    speak: Speak
    clock: Clock
    traffic: Traffic
    limits: Limits
    jitter: Callable[[], float]
    _done: asyncio.Queue[_Said] = field(default_factory=asyncio.Queue)

    async def say(self, ready: Sequence[Ready]) -> list[NoticeState]:
        """Say each and settle it. The states they came to, but for those another worker has taken over."""
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(self._write(len(ready)))
            for each in ready:
                tasks.create_task(self._say_one(each))
        return writing.result()

    async def _say_one(self, ready: Ready) -> None:
        quiet = self.traffic.quiet_until(ready.notice.owed.workspace, now=self.clock())
        if quiet is not None:
            held = Not(ready.notice, NoticeState.WAITING, "quiet", run_at=quiet)
            await self._done.put(_Said(settled_as(held, now=self.clock()), ready.notice, ready.hr))
            return
        started = self.clock()
        self.traffic.spoke(ready.person.id, at=started)
        outcome = await self._spoken(ready)
        self._heed(outcome, ready)
        settled = self._settled(ready, outcome, started=started)
        await self._done.put(_Said(settled, ready.notice, ready.hr))

    async def _spoken(self, ready: Ready) -> SendOutcome:
        try:
            async with asyncio.timeout(self.limits.call_timeout.total_seconds()):
                return await self.speak(ready.notice, ready.plan, ready.person)
        except TimeoutError:
            return Unknown("timeout")
        except Exception as error:  # noqa: BLE001 - one failing message must not keep the others from being settled
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("speaking failed: notice=%s error=%s", ready.notice.id, type(error).__name__)  # noqa: TRY400
            return Unknown(type(error).__name__)

    def _heed(self, outcome: SendOutcome, ready: Ready) -> None:
        """A rate limit or a refused installation stops the workspace, not only this notice."""
        now, workspace = self.clock(), ready.notice.owed.workspace
        if _wholesale(outcome):
            until = next_try(outcome, attempts=1, last_outcome=None, now=now, jitter=0)
            self.traffic.hush(workspace, until=until or now, now=now)
        if isinstance(outcome, InstallationDown | Sent):
            self.traffic.down = outcome.code if isinstance(outcome, InstallationDown) else None

    def _settled(self, ready: Ready, outcome: SendOutcome, *, started: datetime) -> Settled:
        notice, now = ready.notice, self.clock()
        again = next_try(
            outcome,
            attempts=notice.attempts,
            last_outcome=notice.last_outcome,
            now=now,
            jitter=self.jitter(),
        )
        stopped = NoticeState.SENT if isinstance(outcome, Sent) else NoticeState.UNDELIVERABLE
        return Settled(
            notice=notice.id,
            lease_token=notice.lease_token or "",
            state=stopped if again is None else NoticeState.WAITING,
            outcome=remembered(outcome_name(outcome), before=notice.last_outcome, waits=again is not None),
            at=now,
            run_at=again,
            message_ref=outcome.message_ref if isinstance(outcome, Sent) else None,
            late_by_us=lateness(notice, now=started),
            count_attempt=not _wholesale(outcome),
        )

    async def _write(self, expected: int) -> list[NoticeState]:
        """Write outcomes as they come; while one group is written, the next one gathers."""
        states: list[NoticeState] = []
        written = 0
        while written < expected:
            group = [await self._done.get()]
            while len(group) < self.limits.settled_together and not self._done.empty():
                group.append(self._done.get_nowait())
            states += await self._written(group)
            written += len(group)
        return states

    async def _written(self, group: Sequence[_Said]) -> list[NoticeState]:
        """Write a group; a database that is busy for a moment must not make us say it all again."""
        for _ in range(_TRIES_TO_WRITE - 1):
            try:
                return await self._write_group(group)
            except Exception as error:  # noqa: BLE001 - which errors mean "busy" only storage knows
                log.warning("outcomes were not written yet: count=%d error=%s", len(group), type(error).__name__)
                await asyncio.sleep(_PAUSE_BETWEEN_WRITES)
        return await self._write_group(group)

    async def _write_group(self, group: Sequence[_Said]) -> list[NoticeState]:
        async with self.begin() as work:
            held = [said for said in group if await work.notices.settle(said.settled)]
            failed = [said for said in held if said.settled.state is NoticeState.UNDELIVERABLE]
            told = [(said.notice, said.hr) for said in failed]
            await _tell_hr(work, told, now=self.clock(), calendar=self.traffic.calendar)
            await work.commit()
        return [said.settled.state for said in held]
