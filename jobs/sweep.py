"""One sweep: move plans the clock has passed, owe HR its digests, and say what is due, until nothing is due now."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from jobs.deliver import USUAL_LIMITS, Clock, Delivered, Limits, random_jitter, say_claimed
from jobs.digest_times import USUAL_TIMES, DigestTimes, next_issue
from jobs.digests import Looked, look_for_digests
from jobs.outcomes import Speak
from jobs.passing import due_plans, pass_plans
from jobs.traffic import PACE, Traffic
from plans.ids import PlanId
from plans.notices import Notice
from plans.people import Office
from plans.ports import Begin, Work

# A sweep that finds more than this is ended all the same; the next one goes on.
MOST_ROUNDS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """``at`` is what ``next_due`` would say; ``redraws`` whether messages wait to be drawn again."""

    at: datetime | None
    redraws: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep did. ``left`` are plans that are due and could not be moved; they are tried again next time.

    ``ahead`` is what its last look saw, if it came to an end: what is due next.
    """

    passed: int = 0
    left: frozenset[PlanId] = frozenset()
    digests: int = 0
    sent: int = 0
    later: int = 0
    refused: int = 0
    withdrawn: int = 0
    expired: int = 0
    ahead: "Ahead | None" = field(default=None, compare=False)

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return any(
            (self.passed, self.digests, self.sent, self.later, self.refused, self.withdrawn, self.expired),
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
    times: DigestTimes = USUAL_TIMES,
    limits: Limits = USUAL_LIMITS,
    jitter: Callable[[], float] = random_jitter,
) -> Swept:
    """Do everything that is due at ``clock()``. Safe to run twice at once; the rows decide."""
    done = Swept()
    for _ in range(MOST_ROUNDS):
        found = await _look(begin, done.left, clock(), real_clock(), traffic=traffic, times=times, limits=limits)
        passed = await pass_plans(begin, found.due, now=clock())
        said = await say_claimed(
            begin, speak, found.claimed, clock=clock, traffic=traffic, limits=limits, jitter=jitter
        )
        done = replace(
            done.and_delivered(said),
            passed=done.passed + passed.moved,
            left=done.left | set(passed.left),
            digests=done.digests + found.digests,
            ahead=found.ahead,
        )
        if not (found.due or found.claimed):
            break
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a look found: plans to move first, else what was claimed to be said."""

    due: tuple[PlanId, ...] = ()
    digests: int = 0
    claimed: tuple[Notice, ...] = ()
    ahead: Ahead | None = None


async def _look(
    begin: Begin,
    left: frozenset[PlanId],
    now: datetime,
    real_now: datetime,
    *,
    traffic: Traffic,
    times: DigestTimes,
    limits: Limits,
) -> _Found:
    """One transaction for all questions, since a sweep mostly finds nothing."""
    watch = traffic.digests
    async with begin() as work:
        passing = await work.plans.next_at()
        due = await due_plans(work, now=now, skip=left) if passing is not None and passing <= now else ()
        if due:
            return _Found(due=due)
        idle = watch.idle(now)
        looked = Looked() if idle else await look_for_digests(work, now=now, times=times, seen=watch.seen)
        claimed = await work.notices.claim(now=now, real_now=real_now, lease=limits.lease, limit=limits.at_once)
        ahead = None
        if not claimed:
            moments = [passing, watch.again_after(now) if idle else looked.again]
            said = await _next_said(work, now=now, traffic=traffic)
            redraws = bool(await work.redraws.owed(limit=1))
            ahead = Ahead(at=_earliest(*moments, said, after=now), redraws=redraws)
        if claimed or looked.commit:
            await work.commit()
    if not idle:
        watch.looked(now, again=looked.again, seen=looked.seen)
    return _Found(digests=looked.owed, claimed=claimed, ahead=ahead)


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
    quiet = None if traffic is None else traffic.quiet_until(work.workspace, now=now)
    return at if at is None or quiet is None else max(at, quiet)


async def _hr_zones(work: Work) -> set[str]:
    return {person.zone for person in await work.people.hr() if person.holds(Office.HR)}
