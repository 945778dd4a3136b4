"""Every message a plan will send, before any is sent. Nothing is kept and nobody is told.

A plan that was not delivered yet is taken as if it were delivered and acknowledged at ``now``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from plans.notices import NoticeKind, Owed
from plans.people import Role
from plans.plan import Plan
from plans.reminders import reminders_for
from plans.reviews import end_of
from plans.states import BEFORE_DELIVERY, PlanState
from plans.terms import Terms

_K, _P, _R = NoticeKind, PlanState, Role
_WRITTEN: Final = frozenset({_P.DRAFT, _P.EMPLOYEE_DRAFTING, _P.CHANGES_REQUESTED})
_WITH_HR: Final = _WRITTEN | {_P.HR_REVIEW}
_UNTIL_ACTIVE: Final = BEFORE_DELIVERY | {_P.DELIVERED}
_UNTIL_DECIDED: Final = _UNTIL_ACTIVE | {_P.ACTIVE, _P.PAUSED, _P.DECISION_DUE}
# What comes with every plan that runs its course, in that order, and in which states it is still to come.
_ALWAYS: Final[tuple[tuple[NoticeKind, tuple[Role, ...], frozenset[PlanState]], ...]] = (
    (_K.PLAN_SUBMITTED, (_R.HR,), _WRITTEN),
    (_K.PLAN_APPROVED, (_R.SUPERVISOR,), _WITH_HR),
    (_K.PLAN_TO_READ, (_R.EMPLOYEE,), BEFORE_DELIVERY),
    (_K.PLAN_ACKNOWLEDGED, (_R.SUPERVISOR,), _UNTIL_ACTIVE),
    (_K.PLAN_ACTIVE, (_R.EMPLOYEE, _R.SUPERVISOR), _UNTIL_ACTIVE),
    (_K.REVIEW_SUMMARY, (_R.EMPLOYEE, _R.SUPERVISOR), _UNTIL_DECIDED),
    (_K.OUTCOME_PROPOSED, (_R.HR,), _UNTIL_DECIDED),
    (_K.OUTCOME_APPROVED, (_R.SUPERVISOR,), _UNTIL_DECIDED),
    (_K.OUTCOME_DELIVERED, (_R.EMPLOYEE,), _UNTIL_DECIDED),
)
_ONLY_WITH_A_GATE: Final = frozenset({_K.PLAN_SUBMITTED, _K.PLAN_APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A reminder with its moment. One that has been answered by then does not come."""

    role: Role
    owed: Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenItHappens:
    """An announcement that every such plan brings; nobody is told of what they did themselves."""

    kind: NoticeKind
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """``dated`` is in order of time; several people in one role at one moment stand once."""

    dated: tuple[Dated, ...]
    when_it_happens: tuple[WhenItHappens, ...]


def rehearsal(plan: Plan, terms: Terms, *, now: datetime) -> Rehearsal:
    """What is still to come of this plan from ``now`` on, if its dates stay as they are."""
    found = dict[object, Dated]()
    for owed in _reminders(plan, terms, now=now):
        role = plan.role_of(owed.person) or Role.HR
        if owed.due_at >= now:
            matter = (owed.due_at, role, owed.kind, owed.subject, owed.zone)
            found.setdefault(matter, Dated(role=role, owed=owed))
    announced = (
        WhenItHappens(kind=kind, roles=roles)
        for kind, roles, states in _ALWAYS
        if plan.state in states and (terms.pack.hr_gate or kind not in _ONLY_WITH_A_GATE)
    )
    dated = sorted(found.values(), key=lambda one: (one.owed.due_at, one.role, one.owed.key))
    return Rehearsal(dated=tuple(dated), when_it_happens=tuple(announced))


def _reminders(plan: Plan, terms: Terms, *, now: datetime) -> Iterator[Owed]:
    running = plan
    if plan.state in BEFORE_DELIVERY:
        delivered = plan.with_(state=_P.DELIVERED, delivered_at=now)
        yield from reminders_for(delivered, terms)
        running = delivered.with_(state=_P.ACTIVE, active_at=now, editions=())
    elif plan.state is _P.DELIVERED:
        yield from reminders_for(plan, terms)
        running = plan.with_(state=_P.ACTIVE, active_at=now, editions=())
    yield from reminders_for(running, terms)
    end = end_of(running, terms=terms) if running.state is _P.ACTIVE else None
    if end is not None:
        ended = running.with_(state=_P.DECISION_DUE, decision_due_at=max(end, now))
        yield from (owed for owed in reminders_for(ended, terms) if owed.kind is _K.DECISION_DUE)
