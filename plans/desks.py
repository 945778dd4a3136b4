"""Desks: who is reminded of a plan, in their own working time, and the steps that lead towards a date.

Steps towards the same date form a chain in which each is of use only until the next, so that a late start brings one
message and not five. Only ``reminders`` uses this.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from plans.dates import WorkingTime, add_working_days, before, earliest_moment, instant, local_date
from plans.ids import PersonId
from plans.notices import NoticeKind, Owed
from plans.people import Office, Person
from plans.plan import Plan
from plans.terms import Terms


def keyed(base: str, *, generation: int) -> str:
    """The unique key of one generation of a reminder."""
    return f"{base}:{generation}"


def base_of(key: str) -> str:
    """The key without its generation: the same for every generation of a reminder."""
    return key.rpartition(":")[0]


def generation_of(key: str) -> int:
    return int(key.rpartition(":")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One reminder on the way to a date. ``lead`` tells the steps of a kind apart and is part of the key."""

    kind: NoticeKind
    lead: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """One recipient of a plan's reminders, with their working time."""

    plan: Plan
    terms: Terms
    person: Person
    working: WorkingTime

    def morning(self, day: date, *, after: int) -> datetime:
        """The start of work on the n-th working day after ``day``."""
        return instant(self.nth(day, after), self.working.start, self.working.zone)

    def nth(self, day: date, n: int) -> date:
        """The person's n-th working day after ``day``."""
        return add_working_days(day, n, self.working)

    def day_of(self, at: datetime) -> date:
        return local_date(at, self.working.zone)

    def chain(
        self,
        steps: Iterable[Step],
        *,
        subject: str | None,
        since: datetime | None,
        nominal: date | None = None,
        until: datetime | None = None,
    ) -> Iterator[Owed]:
        """The steps as notices, each useful until the next; none is due before ``since``, when the duty began."""
        ordered = sorted(steps, key=lambda step: step.at)
        floor = None if since is None else earliest_moment(since, self.working)
        ends = [*(step.at for step in ordered[1:]), until]
        for step, not_after in zip(ordered, ends, strict=True):
            at = step.at if floor is None else max(step.at, floor)
            if not_after is None or at < not_after:
                yield self._owed(step, at, subject=subject, nominal=nominal, not_after=not_after)

    def _owed(
        self,
        step: Step,
        at: datetime,
        *,
        subject: str | None,
        nominal: date | None,
        not_after: datetime | None,
    ) -> Owed:
        parts = (self.plan.id, step.kind.value, subject or "-", step.lead, self.person.id)
        return Owed(
            key=keyed(":".join(parts), generation=0),
            workspace=self.plan.workspace,
            plan=self.plan.id,
            person=self.person.id,
            kind=step.kind,
            subject=subject,
            due_at=at,
            zone=self.working.zone,
            nominal=nominal,
            rolled=None if nominal is None else self.working.reason(nominal),
            not_after=not_after,
        )


@dataclass(frozen=True, slots=True)
class Desks:
    """The recipients of a plan's reminders. An account that is not a living member gets none (requirements §5)."""

    plan: Plan
    terms: Terms

    def of(self, *people: PersonId) -> tuple[Desk, ...]:
        known = (self.terms.people.get(person) for person in dict.fromkeys(people))
        return tuple(
            Desk(self.plan, self.terms, person, self.terms.working(person.id))
            for person in known
            if person is not None and person.active
        )

    @property
    def employee(self) -> tuple[Desk, ...]:
        return self.of(self.plan.employee)

    @property
    def supervisor(self) -> tuple[Desk, ...]:
        return self.of(self.plan.active_supervisor)

    @property
    def hr(self) -> tuple[Desk, ...]:
        return self.of(*(person.id for person in self.terms.hr_for(self.plan)))

    @property
    def hr_lead(self) -> tuple[Desk, ...]:
        """The HR lead; every HR member where the lead may not act on this plan."""
        return tuple(desk for desk in self.hr if desk.person.holds(Office.HR_LEAD)) or self.hr

    def began(self, *moments: datetime | None) -> datetime | None:
        """The latest of these moments and of the plan's becoming active: a duty is not older than that."""
        known = [at for at in (self.plan.active_at, *moments) if at is not None]
        return max(known, default=None)


def counted(desk: Desk, kind: NoticeKind, leads: Iterable[int], *, after: datetime) -> list[Step]:
    """Steps counted in working days from an instant; 0 is the instant itself, or the next start of work."""
    day = desk.day_of(after)
    return [
        Step(
            kind=kind,
            lead=f"{lead}@{_stamp(after)}",
            at=desk.morning(day, after=lead) if lead else earliest_moment(after, desk.working),
        )
        for lead in leads
    ]


def duty_steps(desk: Desk, kind: NoticeKind, day: date) -> list[Step]:
    ahead = desk.terms.pack.lead_times.duty_due
    return [
        Step(kind=kind, lead=str(ahead), at=before(day, ahead, desk.working)),
        Step(kind=kind, lead="overdue", at=desk.morning(day, after=1)),
    ]


def _stamp(at: datetime) -> str:
    """A moment as part of a key: a second submission is another duty."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
