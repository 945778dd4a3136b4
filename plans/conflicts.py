"""HR members who stand apart from a plan, such as for a family tie: they have no HR rights on it (F-05).

Why is nobody's to know, so there is no reason field. A party needs no mark: they are never HR on their own plan.
"""

from datetime import datetime

from plans.change import Change, happened
from plans.events import EventKind
from plans.ids import PersonId
from plans.moving import role_in
from plans.people import Office, Person, Role
from plans.plan import Plan, PlanError
from plans.states import PlanState
from plans.terms import Terms

# A draft that nobody in HR may see simply cannot be sent; from then on somebody in HR has to be there.
_NOT_WITH_HR = frozenset({PlanState.DRAFT, PlanState.EMPLOYEE_DRAFTING, PlanState.CHANGES_REQUESTED})


def eligible(plan: Plan, terms: Terms) -> tuple[Person, ...]:
    """The HR members who are no party: those who may stand apart, or do."""
    everybody = (person for person in terms.people.values() if person.holds(Office.HR))
    return tuple(person for person in everybody if plan.role_of(person.id) is None)


def conflict_set(plan: Plan, terms: Terms, person: PersonId, *, by: Person, at: datetime) -> Change:
    """This HR member has no HR rights on the plan from now on; it may be the one who says so.

    Raises:
        PlanError: at ``person``: ``not-an-option``, ``nothing-changed``, ``no-hr-left`` when nobody else could act.

    """
    _check(plan, terms, person, by=by)
    if person in plan.conflicts:
        raise PlanError("nothing-changed", field="person")
    if plan.state not in _NOT_WITH_HR and all(other.id == person for other in terms.hr_for(plan)):
        raise PlanError("no-hr-left", field="person")
    after = plan.with_(conflicts=plan.conflicts | {person})
    return Change(plan=after, events=(happened(EventKind.CONFLICT_SET, plan, by=by.id, at=at, subject=person),))


def conflict_lifted(plan: Plan, terms: Terms, person: PersonId, *, by: Person, at: datetime) -> Change:
    """They may act again. Whoever stands apart cannot say so themselves. Raises as ``conflict_set`` does."""
    _check(plan, terms, person, by=by)
    if person not in plan.conflicts:
        raise PlanError("nothing-changed", field="person")
    after = plan.with_(conflicts=plan.conflicts - {person})
    return Change(plan=after, events=(happened(EventKind.CONFLICT_LIFTED, plan, by=by.id, at=at, subject=person),))


def _check(plan: Plan, terms: Terms, person: PersonId, *, by: Person) -> None:
    if role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours")
    if person not in {one.id for one in eligible(plan, terms)}:
        raise PlanError("not-an-option", field="person")
