"""One sweep: move plans the clock has passed, owe HR its digests, and say what is due, until nothing is due now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from jobs.catching_up import CaughtUp, catch_up
from jobs.checking import Check, Not, Ready, glance, put_by
from jobs.deliver import Clock, Delivered, Line, Means, random_jitter
from jobs.digest_times import USUAL_TIMES, DigestTimes, next_issue
from jobs.digests import Looked, look_for_digests
from jobs.limits import USUAL_LIMITS, Limits
from jobs.outcomes import DrawAhead, LookUp, Speak, draws_nothing_ahead, never_looks
from jobs.passing import due_plans, pass_plans
from jobs.presence import Presence, still_here
from jobs.traffic import PACE, Traffic
from jobs.undelivered import tell_hr
from plans.ids import PlanId
from plans.notices import Notice, NoticeState
from plans.people import Office
from plans.ports import Begin, Work

# A sweep that finds more than this is ended all the same; the next one goes on.
MOST_ROUNDS: Final = 5_000
# Each whole plan that is read takes some milliseconds, in which nobody else can write.
_CLOSELY: Final = 20
UNSEEN: Final = "unseen"
# Real seconds, while something is still being said and there was nothing more to say.
_LOOKS_AGAIN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """``at`` is what ``next_due`` would say; ``redraws`` whether messages wait to be drawn again."""

    at: datetime | None
    redraws: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep did. ``left`` are plans that are due and could not be moved; they are tried again next time.

    ``gathered`` are told by a message after a time away.

    ``ahead`` is what its last look saw, if it came to an end: what is due next. One that was ``cut_short`` did not.
    """

    passed: int = 0
    left: frozenset[PlanId] = frozenset()
    digests: int = 0
    sent: int = 0
    later: int = 0
    refused: int = 0
    withdrawn: int = 0
    expired: int = 0
    gathered: int = 0
    cut_short: bool = False
    ahead: "Ahead | None" = field(default=None, compare=False)

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return any(
            (
                *(self.passed, self.digests, self.sent, self.later, self.refused),
                *(self.withdrawn, self.expired, self.gathered),
            ),
        )

    def and_delivered(self, more: Delivered) -> "Swept":
        return replace(
            self,
            sent=self.sent + more.sent,
            later=self.later + more.later,
            refused=self.refused + more.refused,
            withdrawn=self.withdrawn + more.withdrawn,
            expired=self.expired + more.expired,
        )


async def sweep(
    begin: Begin,
    speak: Speak,
    *,
    clock: Clock,
    real_clock: Clock,
    traffic: Traffic,
    draw_ahead: DrawAhead = draws_nothing_ahead,
    look_up: LookUp = never_looks,
    presence: Presence | None = None,
    times: DigestTimes = USUAL_TIMES,
    limits: Limits = USUAL_LIMITS,
    jitter: Callable[[], float] = random_jitter,
) -> Swept:
    """Do everything that is due at ``clock()``, for a turn at most. Safe to run twice at once; the rows decide.

    With ``presence`` what came due while nobody was here is gathered first.
    """
    means = Means(
        begin=begin,
        speak=speak,
        clock=clock,
        real_clock=real_clock,
        traffic=traffic,
        draw_ahead=draw_ahead,
        look_up=look_up,
        limits=limits,
        jitter=jitter,
    )
    round_ = _Sweep(means, times, ends=real_clock() + limits.turn)
    if presence is not None:
        caught = await _caught_up(means, presence, ends=round_.ends)
        round_.done = Swept(gathered=caught.gathered, expired=caught.expired, withdrawn=caught.withdrawn)
        if not caught.finished:
            return replace(round_.done, cut_short=True)
    async with Line(means) as line:
        await round_.run(line)
    if presence is not None and traffic.down is None:
        # Also when it was cut short: a backlog that takes hours is no time away. Being refused for hours is one.
        await still_here(begin, presence, now=clock(), real_now=real_clock())
    return replace(round_.done.and_delivered(round_.put_by).and_delivered(line.done), ahead=round_.ahead)


async def _caught_up(means: Means, presence: Presence, *, ends: datetime) -> CaughtUp:
    return await catch_up(
        means.begin,
        presence,
        clock=means.clock,
        real_clock=means.real_clock,
        calendar=means.traffic.calendar,
        posts_a_minute=means.traffic.window.a_minute,
        ends=ends,
        down=means.traffic.down is not None,
    )


@dataclass(slots=True)
class _Sweep:
    """One sweep. ``put_by`` is what was found not to be said; what was said the line knows."""

    means: Means
    times: DigestTimes
    ends: datetime
    done: Swept = field(default_factory=Swept)
    put_by: Delivered = field(default_factory=Delivered)
    ahead: Ahead | None = None

    async def run(self, line: Line) -> None:
        for _ in range(MOST_ROUNDS):
            if self.means.traffic.closing or self.means.real_clock() >= self.ends:
                self.done = replace(self.done, cut_short=True)
                return
            was_idle = line.idle
            found = await self._look(line)
            self.ahead = found.ahead
            if found.due:
                passed = await pass_plans(self.means.begin, found.due, now=self.means.clock())
                self.done = replace(
                    self.done, passed=self.done.passed + passed.moved, left=self.done.left | set(passed.left)
                )
            line.take(found.ready)
            line.take(await self._look_closely(found.unsure))
            if not (found.due or found.claimed):
                if was_idle:
                    # What was still being said while we looked held others back: ahead of us would be too little.
                    return
                # Nothing can be claimed for whoever is being spoken to; others may fall due meanwhile.
                await line.drained(within=_LOOKS_AGAIN)
            while line.unsaid > self.means.limits.refill:
                await line.moved()

    async def _look(self, line: Line) -> "_Found":
        """One transaction for all questions, since a sweep mostly finds nothing."""
        means, now = self.means, self.means.clock()
        watch = means.traffic.digests
        async with means.begin() as work:
            passing = await work.plans.next_at()
            due = await due_plans(work, now=now, skip=self.done.left) if passing is not None and passing <= now else ()
            if due:
                return _Found(due=due)
            idle = watch.idle(now)
            looked = Looked() if idle else await look_for_digests(work, now=now, times=self.times, seen=watch.seen)
            found = await self._claim(work, line, now=now)
            if not found.claimed:
                moments = [passing, watch.again_after(now) if idle else looked.again]
                found = replace(found, ahead=await self._look_ahead(work, moments, now=now))
            if found.claimed or looked.commit:
                await work.commit()
        if not idle:
            watch.looked(now, again=looked.again, seen=looked.seen)
        self.done = replace(self.done, digests=self.done.digests + looked.owed)
        self.put_by = self.put_by.counting(found.put_by)
        return found

    async def _claim(self, work: Work, line: Line, *, now: datetime) -> "_Found":
        """Claim as many as may be said soon, and look at them at a glance."""
        means, traffic = self.means, self.means.traffic
        if traffic.quiet_until(work.workspace, now=now) is not None:
            return _Found()
        at_most = min(means.limits.first, means.limits.at_once) if line.idle else means.limits.at_once
        room = traffic.window.room(now, at_most=at_most + line.unsaid) - line.unsaid
        if traffic.down is not None:
            # One tries whether we are back; the others need not hear it as well.
            room = min(room, 1) if line.idle else 0
        if room <= 0:
            return _Found()
        claimed = await work.notices.claim(now=now, real_now=means.real_clock(), lease=means.limits.lease, limit=room)
        if not claimed:
            return _Found()
        facts = await work.notices.facts(claimed)
        seen = [glance(notice, facts.get(notice.id), traffic=traffic, now=now) for notice in claimed]
        nots = [verdict for verdict in seen if isinstance(verdict, Not)]
        await put_by(work, nots, now=now)
        return _Found(
            claimed=len(claimed),
            ready=tuple(verdict for verdict in seen if isinstance(verdict, Ready)),
            unsure=tuple(notice for notice, verdict in zip(claimed, seen, strict=True) if verdict is None),
            put_by=tuple(verdict.state for verdict in nots),
        )

    async def _look_ahead(self, work: Work, moments: list[datetime | None], *, now: datetime) -> Ahead:
        said = await _next_said(work, now=now, traffic=self.means.traffic)
        redraws = bool(await work.redraws.owed(limit=1))
        return Ahead(at=_earliest(*moments, said, after=now), redraws=redraws)

    async def _look_closely(self, unsure: Sequence[Notice]) -> tuple[Ready, ...]:
        """Look at these with their whole plans, a few in each transaction: answers to people must not wait for long."""
        ready: list[Ready] = []
        left = unsure
        try:
            while left:
                ready += await self._look_at(left[:_CLOSELY])
                left = left[_CLOSELY:]
        except Exception:
            await self._give_back([*(one.notice for one in ready), *left])
            raise
        return tuple(ready)

    async def _look_at(self, some: Sequence[Notice]) -> list[Ready]:
        async with self.means.begin() as work:
            check = Check(work, self.means.traffic, self.means.clock())
            verdicts = await check.look(some)
            await check.settle(verdicts)
            nots = [verdict for verdict in verdicts if isinstance(verdict, Not)]
            failed = [(one.notice, one.plan) for one in nots if one.state is NoticeState.UNDELIVERABLE]
            await tell_hr(work, failed, now=check.now, calendar=self.means.traffic.calendar)
            if nots:
                await work.commit()
        self.put_by = self.put_by.counting([verdict.state for verdict in nots])
        return [verdict for verdict in verdicts if isinstance(verdict, Ready)]

    async def _give_back(self, notices: Sequence[Notice]) -> None:
        """What could not be looked at waits again, unsaid: else it would seem to have been said once its lease is over.

        For as long as that would have been, so that others come before it if it fails each time.
        """
        now = self.means.clock()
        wait = now + self.means.limits.lease
        async with self.means.begin() as work:
            await put_by(work, [Not(one, NoticeState.WAITING, UNSEEN, run_at=wait) for one in notices], now=now)
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a look found: plans to move first, else what was claimed. ``put_by`` are states of what is not said now."""

    due: tuple[PlanId, ...] = ()
    claimed: int = 0
    ready: tuple[Ready, ...] = ()
    unsure: tuple[Notice, ...] = ()
    put_by: tuple[NoticeState, ...] = ()
    ahead: Ahead | None = None


def _earliest(*moments: datetime | None, after: datetime) -> datetime | None:
    return min((at for at in moments if at is not None and at > after), default=None)


async def next_due(
    begin: Begin,
    *,
    now: datetime,
    traffic: Traffic | None = None,
    times: DigestTimes | None = None,
) -> datetime | None:
    """The next instant, after ``now``, at which a sweep has something to do. Ask after a sweep at ``now``.

    What a sweep left behind is not told: a plan that failed is tried with every sweep. With ``traffic`` nothing is due
    while the workspace asked for quiet. With ``times`` the moments at which HR's digests are looked at count too,
    whether or not one is then owed.
    """
    async with begin() as work:
        moments = [await work.plans.next_at(), await _next_said(work, now=now, traffic=traffic)]
        if times is not None:
            known = None if traffic is None else traffic.digests.again_after(now)
            zones = set[str]() if known else await _hr_zones(work)
            moments += [known, *(next_issue(zone, times, now=now) for zone in zones)]
    return _earliest(*moments, after=now)


async def _next_said(work: Work, *, now: datetime, traffic: Traffic | None) -> datetime | None:
    """When something can be said next. What is past due waits behind something of the same person: for the pace."""
    at = await work.notices.next_run_at()
    if at is not None and at <= now:
        at = now + PACE
    if at is None or traffic is None:
        return at
    waits = (traffic.quiet_until(work.workspace, now=now), traffic.window.opens_at(now))
    return max([at, *(until for until in waits if until is not None)])


async def _hr_zones(work: Work) -> set[str]:
    return {person.zone for person in await work.people.hr() if person.holds(Office.HR)}
