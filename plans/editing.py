"""What all edits of a draft share: where they are allowed, what they leave behind, and the dates people type."""

from datetime import date, datetime

from plans.change import Change, happened
from plans.events import EventKind
from plans.moving import expect_state, moved
from plans.parts import sane
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.states import PlanState
from plans.steps import Part

EDITABLE = (PlanState.DRAFT, PlanState.CHANGES_REQUESTED, PlanState.APPROVED)


def edited(plan: Plan, after: Plan, part: Part, *, by: Person, at: datetime, subject: str | None = None) -> Change:
    """``after`` with its audit line; an edit that changes nothing leaves none, and an approval stands.

    Any other edit of an approved plan takes it back to draft (requirements §3.1).
    """
    expect_state(plan, *EDITABLE)
    if after == plan:
        return Change(plan=plan, events=())
    line = happened(EventKind.PLAN_EDITED, plan, by=by.id, at=at, subject=subject, part=part)
    change = Change(plan=after, events=(line,))
    return change.then(lapsed(after, by=by, at=at)) if plan.state is PlanState.APPROVED else change


def lapsed(plan: Plan, *, by: Person, at: datetime) -> Change:
    """The approval no longer holds. The text it was given to stays on record with HR's signature, out of force.

    The next approval makes the next edition; the employee never sees one that was not delivered.
    """
    expect_state(plan, PlanState.APPROVED)
    after = plan.with_(state=moved(plan, PlanState.DRAFT, by=by), approved_at=None, approved_by=None)
    return Change(plan=after, events=(happened(EventKind.APPROVAL_LAPSED, plan, by=by.id, at=at),))


def day(on: date | None, field: str) -> date:
    """A date that must be there. Raises ``PlanError``: ``required`` or ``date-out-of-range``, at the field."""
    if on is None:
        raise PlanError("required", field=field)
    return sane(on, field)


def numbered(field: str, place: int) -> str:
    """The field id of the n-th of several: ``example``, ``example_2``, ``example_3``. Places count from 1."""
    return field if place == 1 else f"{field}_{place}"
