"""Somebody whose plan was kept on paper has an account now: from then on they speak for themselves (F-06)."""

from datetime import datetime

from plans.change import Change, happened
from plans.editing import lapsed
from plans.events import EventKind
from plans.moving import role_in
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.states import PlanState
from plans.terms import Terms


def joined(plan: Plan, terms: Terms, *, to: Person, by: Person, at: datetime) -> Change:
    """The plan is this account's from now on; what came in on paper stays as it is, with the name it came in under.

    Whether the person has another open plan is not asked: both are there already, and neither can be undone for that.
    An approved text that names them otherwise than the account does goes back to the draft. Field: ``employee``.

    A wrong choice shows the plan to a stranger, so it can be put right as long as nobody has signed or written with the
    account. Raises ``PlanError``: ``not-now`` afterwards and unless the plan was on paper, ``not-yours``,
    ``own-account``, ``not-a-member``, ``nothing-changed``, ``account-is-party``.
    """
    if not (plan.on_paper or plan.account_unheard):
        raise PlanError("not-now", state=plan.state)
    if role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours")
    if to.id == by.id:
        raise PlanError("own-account", field="employee")
    if not to.active or to.workspace != plan.workspace:
        raise PlanError("not-a-member", field="employee", standing=to.standing)
    if to.id == plan.employee:
        raise PlanError("nothing-changed", field="employee")
    # Whoever acted on it for another side would else read what was said to HR, and have two voices in one record.
    if plan.role_of(to.id) is not None or to.id in {*plan.hands, plan.started_by, plan.approved_by}:
        raise PlanError("account-is-party", field="employee")
    renamed = plan.state is PlanState.APPROVED and to.name != terms.people[plan.employee].name
    first = lapsed(plan, by=by, at=at) if renamed else Change(plan=plan, events=())
    after = first.plan.with_(employee=to.id, paper_person=plan.paper_person or plan.employee, on_paper=False)
    line = happened(EventKind.ACCOUNT_NAMED, plan, by=by.id, at=at, old=plan.employee, new=to.id)
    return first.then(Change(plan=after, events=(line,)))
