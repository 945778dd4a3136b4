"""After a time away each person gets one message, and nothing of what came due meanwhile is said one by one.

A process that comes back finds an old heartbeat, and so does one that starts on a restored backup, and one whose token
was refused for as long. Each plan is then brought up to the present in a transaction of its own, in which what is due
for it is gathered. The heartbeat is put right at the very end: a process that dies in between leaves the rest to the
next one, which goes on with the same messages.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from jobs.passing import due_plans
from jobs.presence import Presence, still_here
from plans import passing
from plans.acts import Act
from plans.catching_up import AWAY, LATE, NEVER_GATHERED, PUT_BACK, Calls, catch_up_owed, graced
from plans.change import Change
from plans.dates import Calendar, WorkingTime, earliest_moment, safe_zone
from plans.ids import NoticeId, PersonId, PlanId
from plans.keeping import keep
from plans.notices import Notice, NoticeState
from plans.people import Person
from plans.plan import Plan, PlanChangedMeanwhileError
from plans.ports import Begin, NoSuchPlanError, System, Work
from plans.reminders import adjust
from plans.terms import Terms

AT_ONCE: Final = 200
log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """What was done about a time away. ``away`` is how long it was; None if there was none.

    One that is not ``finished`` had its time cut short: nothing more may be said before the next one has gone on.
    """

    away: timedelta | None = None
    plans: int = 0
    people: int = 0
    gathered: int = 0
    expired: int = 0
    withdrawn: int = 0
    finished: bool = True


async def catch_up(
    begin: Begin,
    presence: Presence,
    *,
    clock: Callable[[], datetime],
    real_clock: Callable[[], datetime],
    calendar: Calendar,
    posts_a_minute: int | None = 60,
    ends: datetime | None = None,
    down: bool = False,
) -> CaughtUp:
    """Gather what came due in a time away. To be called before anything is passed or claimed; it mostly asks nothing.

    ``calendar`` holds where no plan names one. The messages take at most half of ``posts_a_minute``, so that what is
    due today is not late as well. ``ends`` is when this turn is over, in real time. While the installation is ``down``
    we are as good as away, and the time away has not ended yet: what comes due goes on being gathered.
    """
    if presence.here(real_clock()):
        return CaughtUp()
    now = clock()
    since = await _away_since(begin, now=now, real_now=real_clock())
    if since is None:
        if not down:
            # At once and not only when the sweep ends: one that is killed half way through was here all the same.
            await still_here(begin, presence, now=now, real_now=real_clock())
        return CaughtUp()
    catching = _Catching(begin, now, real_clock, since, calendar, _Spread.of(posts_a_minute), ends, down=down)
    await catching.run()
    done = replace(catching.done, away=now - since, people=len(catching.told))
    log.warning(
        "caught up: away=%ds plans=%d people=%d gathered=%d expired=%d withdrawn=%d finished=%s",
        *((now - since).total_seconds(), done.plans, done.people, done.gathered, done.expired, done.withdrawn),
        done.finished,
    )
    return done


async def _away_since(begin: Begin, *, now: datetime, real_now: datetime) -> datetime | None:
    """The beginning of the time away that has just ended; None if there was none."""
    async with begin() as work:
        since = await work.gathering.heartbeat()
        if since is None or now - since <= AWAY:
            return None
        # In a restored database even what is due this very moment may have been said before.
        late = timedelta() if now - since > PUT_BACK / 2 else LATE
        return since if await _something_due(work, by=now - late, real_now=real_now) else None


async def _something_due(work: Work, *, by: datetime, real_now: datetime) -> bool:
    """A weekend in which nothing was due was no time away, even if nobody swept in it."""
    first = await work.gathering.late(now=by, real_now=real_now, limit=1)
    passing_at = await work.plans.next_at()
    return bool(first) or (passing_at is not None and passing_at <= by)


@dataclass(slots=True)
class _Spread:
    """Puts the messages that may leave at one moment one after the other."""

    apart: timedelta
    _put: Counter[datetime] = field(default_factory=Counter)

    @classmethod
    def of(cls, posts_a_minute: int | None) -> "_Spread":
        return cls(timedelta(minutes=2) / posts_a_minute if posts_a_minute else timedelta())

    def place(self, first: datetime, working: WorkingTime) -> datetime:
        at = earliest_moment(first + self._put[first] * self.apart, working)
        self._put[first] += 1
        return at


@dataclass(slots=True)
class _Catching:
    """One catching up, with the present fixed at its beginning."""

    begin: Begin
    now: datetime
    real_clock: Callable[[], datetime]
    since: datetime
    calendar: Calendar
    spread: _Spread
    ends: datetime | None
    down: bool = field(kw_only=True)
    done: CaughtUp = field(default_factory=CaughtUp)
    told: dict[PersonId, NoticeId] = field(default_factory=dict)
    _seen: set[PlanId] = field(default_factory=set)

    async def run(self) -> None:
        await self._plans_to_pass()
        await self._late()
        if self.done.finished and not self.down:
            async with self.begin() as work:
                await work.gathering.beat(self.now)
                await work.commit()

    def _over(self) -> bool:
        if self.ends is not None and self.real_clock() >= self.ends:
            self.done = replace(self.done, finished=False)
        return not self.done.finished

    async def _plans_to_pass(self) -> None:
        """What the clock causes only now would otherwise be announced one by one."""
        while True:
            async with self.begin() as work:
                due = await due_plans(work, now=self.now, skip=frozenset(self._seen))
            if not due:
                return
            for plan in due:
                if self._over():
                    return
                await self._one_plan(plan)

    async def _late(self) -> None:
        last: Notice | None = None
        while True:
            async with self.begin() as work:
                late = await work.gathering.late(now=self.now, real_now=self.real_clock(), limit=AT_ONCE, after=last)
            if not late:
                return
            for plan in dict.fromkeys(notice.owed.plan for notice in late):
                if self._over():
                    return
                if plan is None:
                    await self._of_no_plan([notice for notice in late if notice.owed.plan is None])
                elif plan not in self._seen:
                    await self._one_plan(plan)
            last = late[-1]

    async def _one_plan(self, plan: PlanId) -> None:
        """A plan that fails is left to the sweep, which says what can be said of it and tries again."""
        self._seen.add(plan)
        try:
            async with self.begin() as work:
                await self._brought_up_to_date(work, plan)
                await work.commit()
            self.done = replace(self.done, plans=self.done.plans + 1)
        except (PlanChangedMeanwhileError, NoSuchPlanError):
            pass
        except Exception as error:  # noqa: BLE001 - which faults a plan may hold cannot be foreseen
            # The traceback could quote what a person wrote, so only the kind of error is told.
            log.error("a plan could not be caught up: plan=%s error=%s", plan, type(error).__name__)  # noqa: TRY400

    async def _brought_up_to_date(self, work: Work, plan_id: PlanId) -> None:
        plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=self.now)
        terms = await work.terms(plan)
        before = await work.notices.waiting_for(plan_id)
        plan, rows = await self._in_step(work, plan, terms, before)
        calls = Calls(plan, terms)
        known = {notice.id for notice in before}
        for person_id, found in groupby(sorted(rows, key=_whose), key=lambda notice: notice.owed.person):
            person = await self._person(work, person_id)
            if person is not None:
                working = self._working(person, terms)
                at = earliest_moment(self.now, working)
                due = [one for one in found if self._is_due(one, by=self.now if one.id in known else at)]
                await self._tell(work, person, working, self._sorted(due, calls, person))

    async def _in_step(
        self, work: Work, plan: Plan, terms: Terms, before: tuple[Notice, ...]
    ) -> tuple[Plan, tuple[Notice, ...]]:
        """The plan and its notices, once the clock has moved it; without that its reminders are put in step alone."""
        change = self._change(plan, terms, before)
        if change is not None:
            kept = await keep(work, change)
            return kept, await work.notices.waiting_for(plan.id)
        step = adjust(Calls(plan, terms).reminders.values(), before)
        if step.nothing:
            return plan, before
        await work.notices.adjust(step)
        return plan, await work.notices.waiting_for(plan.id)

    def _change(self, plan: Plan, terms: Terms, notices: Sequence[Notice]) -> Change | None:
        late = [notice for notice in notices if self._is_due(notice, by=self.now)]
        spared = graced(plan, terms, late, now=self.now)
        passed = passing.pass_time(spared.plan, terms, self.now)
        change = spared if passed is None else spared.then(passed)
        return change if change.events else None

    def _is_due(self, notice: Notice, *, by: datetime) -> bool:
        if notice.owed.kind in NEVER_GATHERED:
            return False
        if notice.state is NoticeState.CLAIMED:
            return notice.lease_until is not None and notice.lease_until <= self.real_clock()
        return notice.state is NoticeState.WAITING and notice.run_at <= by

    def _sorted(
        self, due: Iterable[Notice], calls: Calls, person: Person
    ) -> tuple[list[Notice], list[Notice], list[Notice]]:
        """What is to be gathered, what is past its use, and what is not so any more."""
        gather, expire, withdraw = list[Notice](), list[Notice](), list[Notice]()
        for notice in due:
            if notice.owed.not_after is not None and notice.owed.not_after <= self.now:
                expire.append(notice)
            elif calls.for_(notice, reader=person, now=self.now):
                gather.append(notice)
            else:
                withdraw.append(notice)
        return gather, expire, withdraw

    async def _tell(
        self,
        work: Work,
        person: Person,
        working: WorkingTime,
        found: tuple[list[Notice], list[Notice], list[Notice]],
    ) -> None:
        gather, expire, withdraw = found
        expired = await work.gathering.put_by(expire, NoticeState.EXPIRED, reason="past-its-use", now=self.now)
        gone = await work.gathering.put_by(withdraw, NoticeState.WITHDRAWN, reason="no-longer-so", now=self.now)
        gathered = 0
        if gather:
            message = await self._message(work, person, working)
            gathered = await work.gathering.gather(gather, message, now=self.now)
        self.done = replace(
            self.done,
            gathered=self.done.gathered + gathered,
            expired=self.done.expired + expired,
            withdrawn=self.done.withdrawn + gone,
        )

    async def _message(self, work: Work, person: Person, working: WorkingTime) -> Notice:
        due = earliest_moment(self.now, working)
        if person.id not in self.told:
            due = self.spread.place(due, working)
        owed = catch_up_owed(person, workspace=work.workspace, since=self.since, due_at=due)
        message = await work.gathering.message_for(owed)
        self.told[person.id] = message.id
        return message

    async def _of_no_plan(self, notices: Sequence[Notice]) -> None:
        async with self.begin() as work:
            for person_id, found in groupby(sorted(notices, key=_whose), key=lambda notice: notice.owed.person):
                person = await self._person(work, person_id)
                if person is not None:
                    await self._tell(work, person, self._working(person, None), (list(found), [], []))
            await work.commit()

    def _working(self, person: Person, terms: Terms | None) -> WorkingTime:
        if terms is not None and person.id in terms.people:
            return terms.working(person.id)
        return WorkingTime(safe_zone(person.zone, "UTC"), self.calendar)

    async def _person(self, work: Work, person: PersonId) -> Person | None:
        """None for whoever cannot be told anything: their notices end where delivery ends them, with word to HR."""
        try:
            found = await work.people.get(person)
        except KeyError:
            return None
        return found if found.active else None


def _whose(notice: Notice) -> tuple[str, datetime, str]:
    return (notice.owed.person, notice.owed.due_at, notice.id)
