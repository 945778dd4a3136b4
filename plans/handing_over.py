"""Who supervises: somebody new for good (F-04), or the reviewer while the supervisor is away (S1-12)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from plans.change import Change, happened
from plans.editing import lapsed
from plans.ending import HandOver
from plans.events import Event, EventKind
from plans.ids import EntryId, fresh
from plans.moving import mover
from plans.parts import check_once
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.states import Mover, PlanState

_OVER: Final = frozenset({PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED})


def handed_over(plan: Plan, *, to: Person, entry: EntryId | None = None, by: Person, at: datetime) -> Change:
    """Somebody else supervises from now on. Entries keep their author; open duties move with the role.

    It holds at once, and the new supervisor confirms that they have read where the plan stands (decisions: who takes a
    plan over). An approved text names the old supervisor, so its approval lapses. Field: ``supervisor``.
    """
    _check_mover(plan, by)
    _check_member(plan, to, "supervisor")
    if to.id == plan.supervisor:
        raise PlanError("same-supervisor", field="supervisor")
    approved_now = plan.state is PlanState.APPROVED
    first = lapsed(plan, by=by, at=at) if approved_now else Change(plan=plan, events=())
    reviewer = None if plan.reviewer == to.id else plan.reviewer
    change_of_hands = HandOver(id=entry or EntryId(fresh()), old=plan.supervisor, new=to.id, by=by.id, at=at)
    after = first.plan.with_(
        supervisor=to.id,
        reviewer=reviewer,
        supervisor_away=False,
        hand_overs=(*plan.hand_overs, change_of_hands),
    )
    line = happened(EventKind.PLAN_HANDED_OVER, plan, by=by.id, at=at, old=plan.supervisor, new=to.id)
    return first.then(Change(plan=after, events=(line,)))


def taken_over(plan: Plan, *, by: Person, at: datetime) -> Change:
    """The new supervisor has read where the plan stands."""
    waiting = unconfirmed(plan)
    if waiting is None:
        last = plan.hand_overs[-1] if plan.hand_overs else None
        check_once(last is not None, None if last is None else last.confirmed_at)
        raise PlanError("not-now", state=plan.state)
    if by.id != waiting.new:
        raise PlanError("not-yours")
    confirmed = (*plan.hand_overs[:-1], replace(waiting, confirmed_at=at))
    line = happened(EventKind.HAND_OVER_CONFIRMED, plan, by=by.id, at=at, subject=waiting.id)
    return Change(plan=plan.with_(hand_overs=confirmed), events=(line,))


def unconfirmed(plan: Plan) -> HandOver | None:
    """The last hand-over, if the new supervisor has not confirmed it yet."""
    last = plan.hand_overs[-1] if plan.hand_overs else None
    return last if last is not None and last.confirmed_at is None and last.new == plan.supervisor else None


def stood_in(plan: Plan, *, reviewer: Person | None, away: bool, by: Person, at: datetime) -> Change:
    """Names the reviewer, and says whether the supervisor is away, so that the reviewer acts. Field: ``reviewer``.

    Raises ``PlanError``: ``reviewer-missing`` for an absence without one, ``reviewer-is-party``, ``nothing-changed``.
    """
    _check_mover(plan, by)
    if away and reviewer is None:
        raise PlanError("reviewer-missing", field="reviewer")
    if reviewer is not None:
        _check_member(plan, reviewer, "reviewer")
        if reviewer.id == plan.supervisor:
            raise PlanError("reviewer-is-party", field="reviewer")
    after = plan.with_(reviewer=None if reviewer is None else reviewer.id, supervisor_away=away)
    if after == plan:
        raise PlanError("nothing-changed")
    return Change(plan=after, events=tuple(_stood_in(plan, after, by=by, at=at)))


def _stood_in(plan: Plan, after: Plan, *, by: Person, at: datetime) -> list[Event]:
    lines = []
    if plan.reviewer != after.reviewer:
        facts = {"old": plan.reviewer or "", "new": after.reviewer or ""}
        lines.append(happened(EventKind.REVIEWER_NAMED, plan, by=by.id, at=at, **facts))
    if plan.supervisor_away != after.supervisor_away:
        kind = EventKind.SUPERVISOR_AWAY if after.supervisor_away else EventKind.SUPERVISOR_BACK
        lines.append(happened(kind, plan, by=by.id, at=at))
    return lines


def _check_mover(plan: Plan, by: Person) -> None:
    if plan.state in _OVER:
        raise PlanError("not-now", state=plan.state)
    if mover(by, plan) is Mover.EMPLOYEE:
        raise PlanError("not-yours")


def _check_member(plan: Plan, person: Person, field: str) -> None:
    if not person.active or person.workspace != plan.workspace:
        raise PlanError("not-a-member", field=field, standing=person.standing)
    if person.id == plan.employee:
        raise PlanError("employee-is-supervisor", field=field)
