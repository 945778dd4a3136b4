"""From a person to the mover of a table in requirements §3, and the one check of a plan's own moves."""

from datetime import date, datetime

from plans.dates import local_date
from plans.people import Person, Role
from plans.permissions import role_on
from plans.plan import Plan, PlanError
from plans.states import PLAN_MOVES, Mover, PlanState, check_move
from plans.terms import Terms

_MOVERS = {
    Role.EMPLOYEE: Mover.EMPLOYEE,
    Role.SUPERVISOR: Mover.SUPERVISOR,
    Role.REVIEWER: Mover.SUPERVISOR,
    Role.HR: Mover.HR,
}


def role_in(by: Person, plan: Plan) -> Role:
    """What the person is to the plan. A rule is called after the permission check, so nobody is a stranger."""
    role = role_on(by, plan)
    if role is None:
        raise PlanError("not-yours")
    return role


def mover(by: Person | None, plan: Plan) -> Mover:
    """``None`` is the clock; the reviewer moves as the supervisor does (S1-12)."""
    return Mover.CLOCK if by is None else _MOVERS[role_in(by, plan)]


def moved(plan: Plan, target: PlanState, *, by: Person | None) -> PlanState:
    """``target``, if this person may cause the move. Raises ``IllegalMoveError``."""
    return check_move(PLAN_MOVES, plan.state, target, by=mover(by, plan))


def expect_state(plan: Plan, *allowed: PlanState) -> None:
    """Refuse what fits another state. Raises ``PlanError("not-now")`` with the state it is in."""
    if plan.state not in allowed:
        raise PlanError("not-now", state=plan.state)


def today_for(by: Person, at: datetime) -> date:
    """The date where this person is."""
    return local_date(at, by.zone)


def today_of(plan: Plan, terms: Terms, at: datetime) -> date:
    """The date where the employee is: a plan's own dates are read there."""
    return local_date(at, terms.people[plan.employee].zone)
