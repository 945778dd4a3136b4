"""One sweep: move plans the clock has passed, owe HR its digests, and say what is due, until nothing is due now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from jobs.deliver import USUAL_LIMITS, Clock, Delivered, Limits, deliver, random_jitter
from jobs.digest_times import USUAL_TIMES, DigestTimes, next_issue
from jobs.digests import owe_digests
from jobs.outcomes import Speak
from jobs.passing import pass_due
from jobs.traffic import PACE, Traffic
from plans.ids import PlanId
from plans.people import Office
from plans.ports import Begin, Work

# A sweep that finds more than this is ended all the same; the next one goes on.
MOST_ROUNDS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep did. ``left`` are plans that are due and could not be moved; they are tried again next time."""

    passed: int = 0
    left: frozenset[PlanId] = frozenset()
    digests: int = 0
    sent: int = 0
    later: int = 0
    refused: int = 0
    withdrawn: int = 0
    expired: int = 0

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
        passed = await pass_due(begin, now=clock(), skip=done.left)
        digests = await owe_digests(begin, now=clock(), times=times)
        delivered = await deliver(
            begin, speak, clock=clock, real_clock=real_clock, traffic=traffic, limits=limits, jitter=jitter
        )
        done = replace(
            done.and_delivered(delivered),
            passed=done.passed + passed.moved,
            left=done.left | set(passed.left),
            digests=done.digests + digests,
        )
        if not (passed.moved or digests or delivered.claimed):
            break
    return done


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
        passing = await work.plans.next_at()
        moments = [passing if passing is not None and passing > now else None]
        moments.append(await _next_said(work, now=now, traffic=traffic))
        if times is not None:
            moments += [next_issue(zone, times, now=now) for zone in await _hr_zones(work)]
    return min((at for at in moments if at is not None), default=None)


async def _next_said(work: Work, *, now: datetime, traffic: Traffic | None) -> datetime | None:
    """When something can be said next. What is past due waits behind something of the same person: for the pace."""
    at = await work.notices.next_run_at()
    if at is not None and at <= now:
        at = now + PACE
    quiet = None if traffic is None else traffic.quiet_until(work.workspace, now=now)
    return at if at is None or quiet is None else max(at, quiet)


async def _hr_zones(work: Work) -> set[str]:
    return {person.zone for person in await work.people.hr() if person.holds(Office.HR)}
