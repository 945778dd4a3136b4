"""One plan in a real database, everything that can move its reminders, and a surface that keeps exact books.

The clock is walked from one due instant to the next. The process may die before or after the surface took a message,
and comes back as a new ``Database`` on the same file; what it does not know it may look up.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jobs.following import follow
from jobs.outcomes import Later, Looked, NotThere, SendOutcome, Sent
from jobs.reconcile import notice_terms, reconcile_out_of_step
from jobs.sweep import next_due, sweep
from jobs.traffic import DigestWatch, Traffic
from plans import pausing, reviews
from plans.actions.acting import act_on
from plans.actions.move_review import MoveReview, move_review
from plans.actions.record_absence import RecordAbsence, TakeBackAbsence, record_absence, take_back_absence
from plans.acts import Act
from plans.change import Change
from plans.dates import Absence, Calendar
from plans.desks import base_of
from plans.gist import Gist
from plans.ids import AbsenceId, NoticeId, PersonId, ReviewId, fresh
from plans.keeping import keep
from plans.meetings import Attendance
from plans.notices import UNFINISHED, Notice, NoticeState, Owed
from plans.people import Offices, Person
from plans.plan import Plan, PlanError
from plans.policy import Pack, ReviewKind, read_packs
from plans.ports import System, Work
from plans.reminders import REMINDERS, reminders_for
from plans.states import IllegalMoveError
from plans.terms import Terms
from storage.database import Database
from tests.plans import owing as the

START = the.STARTED
FIRST_REVIEW, FINAL_REVIEW = date(2026, 6, 24), date(2026, 8, 11)
PLAN = the.plan(
    reviews=(
        the.review(FIRST_REVIEW),
        the.review(FINAL_REVIEW, kind=ReviewKind.FINAL, id_=the.FINAL),
    ),
    goals=(the.goal(date(2026, 7, 2)),),
    milestones=(the.milestone(date(2026, 7, 2)),),
    supports=(the.support(date(2026, 6, 30)),),
    end=date(2026, 8, 14),
)
# So long a chain of waiting ends by itself: the longest absence a history holds, and then some.
SOON = timedelta(days=45)
MUCH_LATER = timedelta(days=400)


class KilledError(BaseException):
    """The process dies here."""


@cache
def template() -> Path:
    """A migrated file with the people in it. Not to be asked for inside a running loop."""
    file = Path(tempfile.mkdtemp(prefix="milepost-town-")) / "town.db"

    async def furnish() -> None:
        database = _open(file, lambda _pack: Calendar("week"))
        await database.migrate()
        async with database.begin() as work:
            for person in the.PEOPLE:
                await work.people.put(person)
            await work.commit()
        await database.checkpoint()
        await database.close()

    asyncio.run(furnish())
    return file


def _open(file: Path, calendar: Callable[[Pack], Calendar]) -> Database:
    return Database.open(
        f"sqlite:///{file}",
        workspace=the.WORKSPACE,
        packs=read_packs(),
        calendar=calendar,
        offices=Offices(hr=(the.LEAD.id, the.SECOND_HR.id), hr_lead=the.LEAD.id),
    )


@dataclass
class Town:
    """``trouble`` is what the surface does next, in order: ``later``, ``killed before``, ``killed after``."""

    file: Path
    now: datetime = START
    holidays: dict[date, str] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    zones: dict[PersonId, str] = field(default_factory=lambda: {person.id: person.zone for person in the.PEOPLE})
    absences: dict[PersonId, list[Absence]] = field(default_factory=dict)
    known: dict[NoticeId, str] = field(default_factory=dict)
    terms: int = 0

    async def begin(self) -> None:
        shutil.copyfile(template(), self.file)
        self.start()
        async with self.database.begin() as work:
            await keep(work, Change(plan=PLAN, events=()))
            await work.commit()
        await notice_terms(self.database.begin, "0", now=self.now)

    def start(self) -> None:
        """The process begins; what it held in memory is gone."""
        self.database = _open(self.file, lambda _pack: Calendar("town", dict(self.holidays)))
        self.traffic = Traffic()

    async def restart(self) -> None:
        await self.database.close()
        self.start()

    # The surface

    async def speak(self, notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        del plan
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble == "killed before":
            raise KilledError
        if trouble == "later":
            return Later(None, "connect")
        self._heard(notice, person)
        if trouble == "killed after":
            raise KilledError
        return Sent(f"ref-{notice.id}")

    async def look_up(self, notice: Notice, person: Person) -> Looked:
        del person
        return Sent(f"ref-{notice.id}") if notice.id in self.known else NotThere()

    def _heard(self, notice: Notice, person: Person) -> None:
        """Everything that must hold of a message is looked at here, from what this town knows itself."""
        owed = notice.owed
        self.known[notice.id] = owed.key
        self.taken[owed.key] += 1
        if self.taken[owed.key] > 1:
            self.faults.append(f"twice: {owed.key}")
        if self.now < owed.due_at:
            self.faults.append(f"early: {owed.key} at {self.now}")
        local = self.now.astimezone(ZoneInfo(self.zones[person.id]))
        away = any(one.first <= local.date() <= one.last for one in self.absences.get(person.id, ()))
        free = local.weekday() > 4 or local.date() in self.holidays or away
        if free or not 9 <= local.hour < 17:
            self.faults.append(f"outside hours: {owed.key} at {local}")

    # The clock

    async def walk(self, time: timedelta) -> None:
        await follow(self.sweep_at, self._next_due, start=self.now, end=self.now + time)

    async def sweep_at(self, at: datetime) -> None:
        """Sweep until the process lives through it; each death costs the length of a lease."""
        self.now = max(self.now, at)
        for _ in range(20):
            with suppress(BaseExceptionGroup, KilledError):
                await self._sweep()
                await self.check_in_step()
                return
            await self.restart()
            self.now += timedelta(minutes=1)
        raise AssertionError("it dies again and again")

    async def _sweep(self) -> None:
        self.traffic.digests = DigestWatch()
        self.traffic.digests.looked(self.now, again=self.now + MUCH_LATER, seen=frozenset())
        await reconcile_out_of_step(self.database.begin, now=self.now)
        await sweep(
            self.database.begin,
            self.speak,
            clock=lambda: self.now,
            real_clock=lambda: self.now,
            traffic=self.traffic,
            look_up=self.look_up,
            jitter=lambda: 0.5,
        )

    async def _next_due(self, at: datetime) -> datetime | None:
        return await next_due(self.database.begin, now=max(at, self.now), traffic=self.traffic)

    # What happens

    async def review_moves(self, review: ReviewId, days: int) -> None:
        async with self.database.begin() as work:
            found = (await self._plan(work)).review(review)
            with suppress(PlanError, IllegalMoveError):
                request = MoveReview(plan=PLAN.id, review=review, on=found.on + timedelta(days=days))
                await move_review(work, request, by=await self._someone(work, the.SUPERVISOR), now=self.now)

    async def review_is_held(self, review: ReviewId) -> None:
        """Without its notes, which are then asked for."""
        meeting = reviews.Meeting(
            held_on=self.now.date(),
            employee_attended=Attendance.ATTENDED,
            supervisor_attended=Attendance.ATTENDED,
        )

        def rule(plan: Plan, terms: Terms) -> Change:
            return reviews.held(plan, review, meeting=meeting, by=the.SUPERVISOR, at=self.now, terms=terms)

        await self._act(Act.HOLD_REVIEW, the.SUPERVISOR, rule)

    async def plan_pauses(self, days: int) -> None:
        last = self.now.date() + timedelta(days=days)
        await self._act(
            Act.PAUSE_PLAN,
            the.LEAD,
            lambda plan, terms: pausing.paused(plan, terms, last=last, by=the.LEAD, at=self.now),
        )

    async def plan_resumes(self) -> None:
        await self._act(
            Act.PAUSE_PLAN,
            the.LEAD,
            lambda plan, terms: pausing.resumed(plan, terms, by=the.LEAD, at=self.now),
        )

    async def _act(self, act: Act, by: Person, rule: Callable[[Plan, Terms], Change]) -> None:
        async with self.database.begin() as work:
            with suppress(PlanError, IllegalMoveError):
                await act_on(work, PLAN.id, act, by=await self._someone(work, by), now=self.now, rule=rule)

    async def holiday(self, day: date, *, appears: bool) -> None:
        """The list in the settings changes, which is read when the process starts."""
        if appears:
            self.holidays[day] = "a holiday"
        else:
            self.holidays.pop(day, None)
        await self.restart()
        self.terms += 1
        await notice_terms(self.database.begin, f"{self.terms}", now=self.now)

    async def moves_zone(self, person: Person, zone: str) -> None:
        self.zones[person.id] = zone
        async with self.database.begin() as work:
            await work.people.put(replace(await self._someone(work, person), zone=zone, checked_at=self.now))
            await work.commit()

    async def goes_away(self, person: Person, *, in_days: int, for_days: int) -> None:
        first = self.now.date() + timedelta(days=in_days)
        days = Absence(first, first + timedelta(days=for_days - 1))
        request = RecordAbsence(
            plan=PLAN.id, absence=AbsenceId(fresh()), person=person.id, first=days.first, last=days.last
        )

        async def record(work: Work, by: Person) -> None:
            await record_absence(work, request, by=by, now=self.now)
            self.absences.setdefault(person.id, []).append(days)

        await self._by_hr(record)

    async def is_back(self, person: Person) -> None:
        """The last absence is taken back."""
        if not self.absences.get(person.id):
            return
        request = TakeBackAbsence(plan=PLAN.id, person=person.id, first=self.absences[person.id][-1].first)

        async def take_back(work: Work, by: Person) -> None:
            await take_back_absence(work, request, by=by, now=self.now)
            self.absences[person.id].pop()

        await self._by_hr(take_back)

    async def _by_hr(self, do: Callable[[Work, Person], Awaitable[None]]) -> None:
        async with self.database.begin() as work:
            with suppress(PlanError):
                await do(work, await self._someone(work, the.LEAD))

    async def _someone(self, work: Work, person: Person) -> Person:
        return await work.people.get(person.id)

    async def _plan(self, work: Work) -> Plan:
        return await work.plans.get(PLAN.id, by=System.CLOCK, act=Act.LEARN, now=self.now)

    # What must hold

    async def check_in_step(self) -> None:
        """What waits is what the plan calls for now, and what it calls for is there: nothing is lost or left over."""
        wanted, rows = await self._wanted(), await self.rows()
        for row in rows:
            if row.state is NoticeState.WAITING:
                asked = wanted.get(base_of(row.owed.key))
                if asked is None or replace(asked, key=row.owed.key) != row.owed:
                    self.faults.append(f"out of step: {row.owed} and not {asked} at {self.now}")
        there = {base_of(row.owed.key) for row in rows if row.state is not NoticeState.WITHDRAWN}
        self.faults += [f"lost: {key} at {self.now}" for key in wanted.keys() - there]
        late = self.now - SOON
        self.faults += [f"stuck: {row.owed}" for row in rows if row.state in UNFINISHED and row.owed.due_at < late]

    async def _wanted(self) -> dict[str, Owed]:
        async with self.database.begin() as work:
            plan = await self._plan(work)
            return {base_of(owed.key): owed for owed in reminders_for(plan, await work.terms(plan))}

    async def rows(self) -> list[Notice]:
        """The reminders, in any state."""
        async with self.database.begin() as work:
            found = await work.notices.waiting_for(PLAN.id)
        return [row for row in found if row.owed.kind in REMINDERS]
