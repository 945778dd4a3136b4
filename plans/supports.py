"""Support: what was promised to the employee, from promised to delivered or not (requirements §3.4, S0-16)."""

from dataclasses import replace
from datetime import date, datetime

from plans.change import Change, happened
from plans.dates import WorkingTime, due_at
from plans.events import EventKind
from plans.ids import SupportId
from plans.moving import mover
from plans.parts import check_employee, check_once, move, not_future, sane, with_support
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import Objection, Provider, Support
from plans.states import SUPPORT_MOVES, SupportState
from plans.terms import Terms
from plans.texts import optional, required
from plans.words import Words

_U = SupportState


def provider_hours(plan: Plan, support: Support, *, terms: Terms) -> WorkingTime:
    """The named provider's: the supervisor's, or HR's for the organisation (the supervisor's where HR has nobody)."""
    hr = terms.hr_for(plan) if support.provider is Provider.ORGANISATION else ()
    return terms.working(hr[0].id if hr else plan.active_supervisor)


def due_of(plan: Plan, support: Support, *, terms: Terms) -> datetime | None:
    """The end of the provider's working hours on its date; None for support without one."""
    return None if support.due is None else due_at(support.due, provider_hours(plan, support, terms=terms))


def overdue(plan: Plan, support: Support, *, now: datetime, terms: Terms) -> bool:
    """Promised or arranged, and its date has passed."""
    due = due_of(plan, support, terms=terms)
    return support.open and due is not None and now >= due


def may_be_missing(plan: Plan, support: Support, *, now: datetime, terms: Terms) -> bool:
    """Whether the employee can say that they did not get it: said to be given, or late; and not said already."""
    return not support.disputed and (support.state is _U.DELIVERED or overdue(plan, support, now=now, terms=terms))


def arranged(plan: Plan, support: SupportId, *, on: date | None, by: Person, at: datetime) -> Change:
    """It is booked, for a date if one is known. Field: ``on``. An objection by the employee is answered with it."""
    found = plan.support(support)
    check_once(found.state is _U.ARRANGED and not found.disputed, found.confirmed_at)
    state = _U.ARRANGED if found.state is _U.ARRANGED else _moved(plan, found, _U.ARRANGED, by)
    day = None if on is None else sane(on, "on")
    return _confirmed(plan, found, state, EventKind.SUPPORT_ARRANGED, on=day, by=by, at=at)


def delivered(plan: Plan, support: SupportId, *, on: date, by: Person, at: datetime) -> Change:
    """The employee has had it, on this date. Field: ``on``."""
    found = plan.support(support)
    check_once(found.state is _U.DELIVERED, found.confirmed_at)
    state = _moved(plan, found, _U.DELIVERED, by)
    day = not_future(on, "on", by=by, at=at)
    return _confirmed(plan, found, state, EventKind.SUPPORT_DELIVERED, on=day, by=by, at=at)


def not_delivered(plan: Plan, support: SupportId, *, reason: Words | None, by: Person, at: datetime) -> Change:
    """It will not come. Field: ``reason``."""
    found = plan.support(support)
    check_once(found.state is _U.NOT_DELIVERED, found.confirmed_at)
    state = _moved(plan, found, _U.NOT_DELIVERED, by)
    new = replace(found, reason=required(reason, "reason"))
    return _confirmed(plan, new, state, EventKind.SUPPORT_NOT_DELIVERED, on=None, by=by, at=at)


def not_received(plan: Plan, support: SupportId, *, by: Person, at: datetime, terms: Terms) -> Change:
    """The employee did not get what was due: it stays *disputed* until the supervisor or HR answers."""
    check_employee(plan, by)
    found = plan.support(support)
    check_once(found.disputed, found.not_received_at)
    if not may_be_missing(plan, found, now=at, terms=terms):
        raise PlanError("not-now", state=found.state.value)
    event = happened(EventKind.SUPPORT_NOT_RECEIVED, plan, by=by.id, at=at, subject=support)
    return Change(plan=with_support(plan, replace(found, not_received_at=at)), events=(event,))


def answered(plan: Plan, support: SupportId, *, answer: Words | None, by: Person, at: datetime) -> Change:
    """What the supervisor or HR says to "not received"; both stay with the item. Field: ``answer``."""
    found = plan.support(support)
    if not found.disputed:
        raise PlanError("not-now", state=found.state.value)
    new = _settled(found, required(answer, "answer"), by=by, at=at)
    event = happened(EventKind.SUPPORT_ANSWERED, plan, by=by.id, at=at, subject=support)
    return Change(plan=with_support(plan, new), events=(event,))


def declined(plan: Plan, support: SupportId, *, reason: Words | None, by: Person, at: datetime) -> Change:
    """The employee does not want it. Field: ``reason``, which may be empty."""
    found = plan.support(support)
    check_once(found.state is _U.DECLINED, found.confirmed_at)
    new = replace(
        _settled(found, by=by, at=at),
        state=_moved(plan, found, _U.DECLINED, by),
        reason=optional(reason, "reason"),
        confirmed_by=by.id,
        confirmed_at=at,
    )
    event = happened(EventKind.SUPPORT_DECLINED, plan, by=by.id, at=at, subject=support)
    return Change(plan=with_support(plan, new), events=(event,))


def _settled(support: Support, answer: Words | None = None, *, by: Person, at: datetime) -> Support:
    """Without an open objection; that there was one stays on record for good."""
    if support.not_received_at is None:
        return support
    objection = Objection(at=support.not_received_at, answered_by=by.id, answered_at=at, answer=answer)
    return replace(support, not_received_at=None, objections=(*support.objections, objection))


def _moved(plan: Plan, support: Support, target: SupportState, by: Person) -> SupportState:
    return move(SUPPORT_MOVES, support.state, target, by=mover(by, plan))


def _confirmed(
    plan: Plan,
    support: Support,
    state: SupportState,
    kind: EventKind,
    *,
    on: date | None,
    by: Person,
    at: datetime,
) -> Change:
    settled = _settled(support, by=by, at=at)
    new = replace(settled, state=state, confirmed_by=by.id, confirmed_at=at, confirmed_on=on)
    facts = {} if on is None else {"on": on.isoformat()}
    event = happened(kind, plan, by=by.id, at=at, subject=support.id, **facts)
    return Change(plan=with_support(plan, new), events=(event,))
