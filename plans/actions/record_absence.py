"""HR records that a party of a plan is away, and takes it back (P-14, P-22). The plan itself stays as it is."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.absences import RecordedAbsence, check_days
from plans.acts import Act
from plans.change import happened
from plans.dates import local_date
from plans.events import EventKind
from plans.ids import AbsenceId, PersonId, PlanId
from plans.people import Person
from plans.plan import PlanError
from plans.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAbsence:
    """Fields: ``person``, ``first``, ``last``."""

    plan: PlanId
    absence: AbsenceId
    person: PersonId
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAbsence:
    """``first`` is its first day: nobody begins to be away twice on one day."""

    plan: PlanId
    person: PersonId
    first: date


async def record_absence(work: Work, request: RecordAbsence, *, by: Person, now: datetime) -> RecordedAbsence:
    """The absence, kept and committed; what waits for the person's plans is put in step by the next sweep."""
    plan = await work.plans.get(request.plan, by=by, act=Act.RECORD_ABSENCE, now=now)
    party = plan.role_of(request.person)
    if party is None:
        raise PlanError("not-a-party", field="person")
    standing = await work.absences.standing(request.person)
    check_days(request.first, request.last, standing, today=local_date(now, by.zone))
    absence = RecordedAbsence(
        id=request.absence,
        person=request.person,
        first=request.first,
        last=request.last,
        recorded_by=by.id,
        recorded_at=now,
    )
    await work.absences.record(absence)
    days = {"first": absence.first, "last": absence.last}
    kind = EventKind.ABSENCE_RECORDED
    await work.audit.append([happened(kind, plan, by=by.id, at=now, subject=absence.id, party=party, **days)])
    await work.commit()
    return absence


async def take_back_absence(work: Work, request: TakeBackAbsence, *, by: Person, now: datetime) -> RecordedAbsence:
    """The absence that no longer stands, committed. Raises ``PlanError("part-gone")`` for one that did not."""
    plan = await work.plans.get(request.plan, by=by, act=Act.RECORD_ABSENCE, now=now)
    standing = await work.absences.standing(request.person) if plan.role_of(request.person) else ()
    absence = next((one for one in standing if one.first == request.first), None)
    if absence is None or not await work.absences.take_back(absence, at=now):
        raise PlanError("part-gone")
    await work.audit.append(
        [happened(EventKind.ABSENCE_TAKEN_BACK, plan, by=by.id, at=now, subject=absence.id)],
    )
    await work.commit()
    return absence
