"""The last look before something is said: is it called for, theirs to have, still useful, and is it time.

Mostly one question for a whole batch answers all of it: a reminder whose plan has not changed since it was derived is
called for, and the gist of the plan says who may know of it. Whatever that does not settle is looked at closely, with
the whole plan.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from jobs.retry import MOST_ATTEMPTS, backoff, remembered
from jobs.traffic import Traffic
from plans.acts import Act
from plans.announcements import still_worth_saying
from plans.dates import WorkingTime, safe_zone
from plans.desks import base_of
from plans.gist import Gist, gist_of
from plans.ids import PlanId
from plans.notice_ports import Facts, Settled
from plans.notices import Notice, NoticeState, Owed
from plans.people import Person
from plans.permissions import learns_as
from plans.plan import Plan
from plans.ports import NoSuchPlanError, System, Work
from plans.reminders import REMINDERS, adjust, reminders_for
from plans.terms import Terms

FAULT: Final = "fault"
# Later than this, and it was us: the row says so, so that it counts against nobody (requirements §5).
PUNCTUAL: Final = timedelta(minutes=1)
log: Final = logging.getLogger(__name__)


class Ready(NamedTuple):
    """A notice to be said now, with the gist of the plan it is about."""

    notice: Notice
    plan: Gist | None
    person: Person


@dataclass(frozen=True, slots=True)
class Not:
    """A notice not to be said now, and why. ``run_at`` is set when it goes back to waiting."""

    notice: Notice
    state: NoticeState
    reason: str
    run_at: datetime | None = None
    plan: Gist | None = None


def glance(notice: Notice, facts: Facts | None, *, traffic: Traffic, now: datetime) -> Ready | Not | None:
    """The verdict on a reminder that is in step with its plan; None if only a closer look can tell."""
    if facts is None or not facts.in_step or notice.owed.kind not in REMINDERS or notice.attempts > MOST_ATTEMPTS:
        return None
    person, gist, working = facts.person, facts.gist, facts.working
    if person is None or gist is None or working is None or learns_as(person, gist) is None:
        return None
    untimely = _untimely(notice, person, last=notice.owed.not_after, working=working, traffic=traffic, now=now)
    return untimely or Ready(notice, gist, person)


@dataclass(frozen=True, slots=True)
class _Case:
    """A plan as it is now, with what it calls for."""

    plan: Plan
    gist: Gist
    terms: Terms
    wanted: dict[str, Owed]


@dataclass(slots=True)
class Check:
    """A closer look at some notices, in one transaction; each plan is read once."""

    work: Work
    traffic: Traffic
    now: datetime
    _cases: dict[PlanId, _Case | None] = field(default_factory=dict)
    _moved: set[PlanId] = field(default_factory=set)

    async def look(self, notices: Sequence[Notice]) -> tuple[Ready | Not, ...]:
        """A verdict for each, in order."""
        return tuple([await self._sure(notice) for notice in notices])

    async def settle(self, verdicts: Iterable[Ready | Not]) -> None:
        """Write what is not to be said, and move the reminders of plans whose dates moved. No commit.

        That they are in step is left to be said by reconciling: to say it one must hold the plan before any notice.
        """
        await put_by(self.work, verdicts, now=self.now)
        for plan in self._moved:
            case = await self._case(plan)
            if case is not None:
                existing = await self.work.notices.waiting_for(plan)
                await self.work.notices.adjust(adjust(case.wanted.values(), existing))

    async def _sure(self, notice: Notice) -> Ready | Not:
        """The verdict; a plan that cannot be read uses up attempts and keeps nothing else from being said."""
        try:
            return await self._one(notice)
        except Exception as error:  # noqa: BLE001 - which faults a plan may hold cannot be foreseen
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("a notice could not be checked: notice=%s error=%s", notice.id, type(error).__name__)  # noqa: TRY400
        if notice.attempts >= MOST_ATTEMPTS:
            return Not(notice, NoticeState.UNDELIVERABLE, FAULT)
        return Not(notice, NoticeState.WAITING, FAULT, run_at=self.now + backoff(notice.attempts, jitter=1))

    async def _one(self, notice: Notice) -> Ready | Not:
        owed = notice.owed
        case = None if owed.plan is None else await self._case(owed.plan)
        if owed.plan is not None and case is None:
            return Not(notice, NoticeState.WITHDRAWN, "plan-gone")
        try:
            person = await self.work.people.get(owed.person)
        except KeyError:
            return Not(notice, NoticeState.WITHDRAWN, "person-gone")
        gist = None if case is None else case.gist
        if notice.attempts > MOST_ATTEMPTS:
            return Not(notice, NoticeState.UNDELIVERABLE, "too-many-attempts", plan=gist)
        return (
            self._unwanted(notice, case)
            or self._barred(notice, gist, person)
            or _untimely(
                notice,
                person,
                last=self._last_use(notice, case),
                working=self._working(case, person),
                traffic=self.traffic,
                now=self.now,
            )
            or Ready(notice, gist, person)
        )

    async def _case(self, plan: PlanId) -> _Case | None:
        if plan not in self._cases:
            try:
                found = await self.work.plans.get(plan, by=System.DELIVERY, act=Act.LEARN, now=self.now)
            except NoSuchPlanError:
                self._cases[plan] = None
            else:
                terms = await self.work.terms(found)
                wanted = {base_of(owed.key): owed for owed in reminders_for(found, terms)}
                self._cases[plan] = _Case(found, gist_of(found), terms, wanted)
        return self._cases[plan]

    def _unwanted(self, notice: Notice, case: _Case | None) -> Not | None:
        if case is None:
            return None
        if notice.owed.kind not in REMINDERS:
            worth = still_worth_saying(notice.owed, case.plan, case.terms)
            return None if worth else Not(notice, NoticeState.WITHDRAWN, "no-longer-so")
        wanted = case.wanted.get(base_of(notice.owed.key))
        if wanted is None:
            return Not(notice, NoticeState.WITHDRAWN, "no-longer-called-for")
        if wanted.nominal != notice.owed.nominal or wanted.due_at > self.now:
            self._moved.add(case.plan.id)
            return Not(notice, NoticeState.WAITING, "moved", run_at=wanted.due_at)
        return None

    def _barred(self, notice: Notice, gist: Gist | None, person: Person) -> Not | None:
        if not person.active:
            return Not(notice, NoticeState.UNDELIVERABLE, "account-inactive", plan=gist)
        if gist is not None and learns_as(person, gist) is None:
            return Not(notice, NoticeState.WITHDRAWN, "not-theirs")
        return None

    def _last_use(self, notice: Notice, case: _Case | None) -> datetime | None:
        wanted = None if case is None else case.wanted.get(base_of(notice.owed.key))
        return (wanted or notice.owed).not_after if notice.owed.kind in REMINDERS else notice.owed.not_after

    def _working(self, case: _Case | None, person: Person) -> WorkingTime:
        if case is not None and person.id in case.terms.people:
            return case.terms.working(person.id)
        return WorkingTime(safe_zone(person.zone, "UTC"), self.traffic.calendar)


def _untimely(
    notice: Notice,
    person: Person,
    *,
    last: datetime | None,
    working: WorkingTime,
    traffic: Traffic,
    now: datetime,
) -> Not | None:
    """Why it is not the time. After ``last`` it is of no use; answers to a person's own act keep no quiet hours."""
    if last is not None and now >= last:
        return Not(notice, NoticeState.EXPIRED, "past-its-use")
    at, reason = now, ""
    for until, why in (
        (None if notice.owed.direct else traffic.opens(working, now=now), "outside-hours"),
        (traffic.quiet_until(notice.owed.workspace, now=now), "quiet"),
        (traffic.free_at(person.id, now=now), "paced"),
    ):
        if until is not None and until > at:
            at, reason = until, why
    if not reason:
        return None
    if last is not None and at >= last:
        return Not(notice, NoticeState.EXPIRED, "past-its-use")
    return Not(notice, NoticeState.WAITING, reason, run_at=at)


async def put_by(work: Work, verdicts: Iterable[Ready | Not], *, now: datetime) -> None:
    """Write what is not to be said now. No commit."""
    nots = [settled_as(verdict, now=now) for verdict in verdicts if isinstance(verdict, Not)]
    if nots:
        await work.notices.settle_all(nots)


def lateness(notice: Notice, *, now: datetime) -> int:
    """Seconds for which our absence kept it: those since it was to be tried, with those it had lost before.

    The waits that were meant are not among them: retries, quiet hours, the pace.
    """
    late = now - notice.run_at
    return notice.late_by_us + (int(late.total_seconds()) if late > PUNCTUAL else 0)


def settled_as(verdict: Not, *, now: datetime) -> Settled:
    """A verdict as it is written; what was never tried uses up no attempt, unless the check itself failed."""
    notice, waits = verdict.notice, verdict.state is NoticeState.WAITING
    return Settled(
        notice=notice.id,
        lease_token=notice.lease_token or "",
        state=verdict.state,
        outcome=remembered(verdict.reason, before=notice.last_outcome, waits=waits),
        at=now,
        run_at=verdict.run_at,
        # What goes back to the moment at which it was to be tried is counted from there when it is tried.
        late_by_us=notice.late_by_us if verdict.run_at == notice.run_at else lateness(notice, now=now),
        count_attempt=verdict.reason == FAULT,
    )
