"""The days a pack gives for the written decision: counted from the plan's last day, on the pack's own working days.

The clock runs until an outcome is delivered, whoever has to move meanwhile, and in every period anew (S1-13). It only
counts and tells: nothing is decided because it ran out (P-15).
"""

from datetime import date, datetime, time

from plans.dates import add_working_days, instant, working_days_apart
from plans.moving import today_of
from plans.plan import Plan
from plans.states import PlanState
from plans.terms import Terms


def deadline(plan: Plan, terms: Terms) -> date | None:
    """The last day for the decision; None where the pack sets none, or the plan has no end yet."""
    most = terms.pack.decision_due_working_days
    return None if most is None else day(plan, terms, most)


def day(plan: Plan, terms: Terms, number: int) -> date | None:
    """The working day of this number after the end; day 1 is the first working day after the plan's last."""
    return None if plan.end is None else add_working_days(plan.end, number, terms.calendar)


def days_gone(plan: Plan, terms: Terms, on: date) -> int:
    """How many working days after the end have begun on this day: 0 on the plan's last day, 1 on day 1."""
    return 0 if plan.end is None else max(working_days_apart(plan.end, on, terms.calendar), 0)


def notice_days(plan: Plan, terms: Terms) -> tuple[date, ...]:
    """The days on which the pack has both sides of the decision reminded, in order."""
    every = (day(plan, terms, number) for number in sorted(terms.pack.decision_notices))
    return tuple(one for one in every if one is not None)


def overdue_on(plan: Plan, terms: Terms) -> date | None:
    """The first working day after the deadline."""
    most = terms.pack.decision_due_working_days
    return None if most is None else day(plan, terms, most + 1)


def overdue_since(plan: Plan, terms: Terms) -> datetime | None:
    """The beginning of that day, where the employee is."""
    first = overdue_on(plan, terms)
    return None if first is None else instant(first, time(0), terms.people[plan.employee].zone)


def overdue(plan: Plan, terms: Terms, *, now: datetime) -> bool:
    """Whether the plan still waits for its decision though the days are over."""
    first = overdue_on(plan, terms)
    return plan.state is PlanState.DECISION_DUE and first is not None and today_of(plan, terms, now) >= first
