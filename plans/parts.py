"""What every rule about a running plan needs: moves, parts put back in place, and days that make sense.

Refusals are ``PlanError`` with these codes: ``not-now`` (the part has moved on), ``already-recorded``,
``date-past``, ``date-future``, ``date-out-of-range``.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from plans.dates import DateOutOfRangeError, checked
from plans.goals import Milestone
from plans.ids import EntryId
from plans.meetings import Review
from plans.moving import today_for
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import Barrier, Support
from plans.states import IllegalMoveError, Move, Mover, S, check_move


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


class _Entry(Protocol):
    @property
    def id(self) -> EntryId: ...
    @property
    def at(self) -> datetime: ...


_Part = TypeVar("_Part", bound=_HasId)


def move(moves: tuple[Move[S], ...], source: S, target: S, *, by: Mover) -> S:
    """``check_move`` for something a person asked for: a refusal is ``not-now`` and names the state."""
    try:
        return check_move(moves, source, target, by=by)
    except IllegalMoveError as error:
        raise PlanError("not-now", state=source.value, target=target.value) from error


def check_employee(plan: Plan, by: Person) -> None:
    """Some words are the employee's alone, whatever a caller forgot to check."""
    if by.id != plan.employee:
        raise PlanError("not-yours")


def put(parts: tuple[_Part, ...], part: _Part) -> tuple[_Part, ...]:
    """The parts with this one in the place of the one with its id."""
    return tuple(part if old.id == part.id else old for old in parts)


def with_milestone(plan: Plan, milestone: Milestone) -> Plan:
    return plan.with_(milestones=put(plan.milestones, milestone))


def with_review(plan: Plan, review: Review) -> Plan:
    return plan.with_(reviews=put(plan.reviews, review))


def with_support(plan: Plan, support: Support) -> Plan:
    return plan.with_(supports=put(plan.supports, support))


def with_barrier(plan: Plan, barrier: Barrier) -> Plan:
    return with_record(plan, barriers=put(plan.record.barriers, barrier))


def with_record(plan: Plan, **changes: object) -> Plan:
    """The plan with these parts of its record replaced."""
    return plan.with_(record=replace(plan.record, **changes))  # type: ignore[arg-type]


def check_new(entries: Iterable[_Entry], entry: EntryId) -> None:
    """Refuse a form that was sent before: its entry is there already."""
    first = next((found for found in entries if found.id == entry), None)
    if first is not None:
        raise already_recorded(first.at)


def already_recorded(at: datetime) -> PlanError:
    return PlanError("already-recorded", at=at.isoformat())


def check_once(done: bool, at: datetime | None) -> None:
    """Refuse what was done before, and say when; without a time the tables of moves have to refuse it."""
    if done and at is not None:
        raise already_recorded(at)


def sane(day: date, field: str) -> date:
    """The day itself, unless its year is a slip of the keyboard."""
    try:
        return checked(day)
    except DateOutOfRangeError as error:
        raise PlanError("date-out-of-range", field=field, year=error.year) from error


def not_future(day: date, field: str, *, by: Person, at: datetime) -> date:
    """What has happened did so by today, where the person who says so is."""
    if sane(day, field) > (latest := today_for(by, at)):
        raise PlanError("date-future", field=field, date=day.isoformat(), today=latest.isoformat())
    return day


def not_past(day: date, field: str, *, by: Person, at: datetime) -> date:
    """What is to come comes no earlier than today, where the person who says so is."""
    if sane(day, field) < (earliest := today_for(by, at)):
        raise PlanError("date-past", field=field, date=day.isoformat(), today=earliest.isoformat())
    return day
