"""From which day a plan's length is counted: the one its form names, or that of delivery (requirements §6.1)."""

from datetime import date, datetime

from plans.moving import today_of
from plans.plan import Plan, PlanError
from plans.policy import ClockStart, Effect, RuleId
from plans.terms import Terms


def counted_from(plan: Plan, terms: Terms) -> date | None:
    """The first of the days that ``max_days`` allows; before delivery it is the first day on the form."""
    began = {ClockStart.DELIVERY: plan.delivered_at, ClockStart.ACKNOWLEDGEMENT: plan.active_at}.get(
        terms.pack.clock_starts
    )
    if plan.start is None or began is None:
        return plan.start
    return max(plan.start, today_of(plan, terms, began))


def check_days_left(plan: Plan, terms: Terms, *, now: datetime) -> None:
    """Before delivery, where the days count from it: that no fewer are left than the form gives the employee.

    Raises ``PlanError("too-few-days-left")`` with the days, the least and the end.
    """
    least = terms.pack.min_days
    if least is None or terms.pack.clock_starts is ClockStart.START_DATE or plan.start is None or plan.end is None:
        return
    if terms.pack.effect_of(RuleId.PERIOD) is not Effect.BLOCK:
        return
    days = (plan.end - max(plan.start, today_of(plan, terms, now))).days
    if days < least:
        raise PlanError("too-few-days-left", days=days, least=least, end=plan.end)
