"""How many working days a plan really has, and when too few of them are the employee's (S0-20)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plans.dates import Absence
from plans.examples import EMPLOYEE, GENERIC, NOW, generic_plan, terms
from plans.plan import Plan
from plans.policy import Effect
from plans.readiness import faults, working_days
from plans.terms import Terms


def away(days: int) -> Terms:
    """The employee is away on the first calendar days of the plan."""
    start = generic_plan().start
    assert start is not None
    gone = Absence(start, start + timedelta(days=days - 1))
    return replace(terms(GENERIC), absences={EMPLOYEE.id: (gone,)} if days else {})


def warned(plan: Plan, on: Terms) -> list[dict[str, object]]:
    return [dict(fault.facts) for fault in faults(plan, on, now=NOW) if fault.code == "mostly-away"]


def test_the_working_days_are_counted_with_both_ends_and_without_the_employees_absence() -> None:
    assert working_days(generic_plan(), terms(GENERIC)) == (65, 65)
    assert working_days(generic_plan(), away(7)) == (65, 60)
    assert working_days(generic_plan().with_(end=None), terms(GENERIC)) is None


@pytest.mark.parametrize(("days", "warns"), [(0, False), (14, False), (21, True), (90, True)])
def test_too_much_absence_is_pointed_out_and_stops_nobody(days: int, *, warns: bool) -> None:
    found = warned(generic_plan(), away(days))
    assert bool(found) is warns
    effects = {fault.effect for fault in faults(generic_plan(), away(days), now=NOW) if fault.code == "mostly-away"}
    assert effects <= {Effect.WARN}


def test_the_packs_own_figure_decides() -> None:
    on = away(14)
    strict = replace(on, pack=replace(on.pack, limits=replace(on.pack.limits, absence_percent=10)))
    assert [one["percent"] for one in warned(generic_plan(), strict)] == [15]
