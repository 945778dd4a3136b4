"""Which changes of a plan leave its reminders alone, seen without deriving them."""

from dataclasses import fields, replace
from typing import Any, Final

import pytest

from plans.keeping import same_reminders
from plans.passing import next_passing
from plans.plan import Plan
from plans.record import Record
from plans.reminders import reminders_for
from plans.states import PlanState
from tests.plans.everything import plan_with_everything, terms

# What reminders and the clock look at, so that a change of it has them derived anew.
LOOKED_AT: Final = frozenset({"check_ins", "barriers", "copy_requests", "proposals"})
SAID: Final = tuple(found.name for found in fields(Record) if found.name not in LOOKED_AT)


def _without(plan: Plan, entries: str) -> Plan:
    return plan.with_(record=replace(plan.record, **{entries: ()}), revision=plan.revision + 1)


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("entries", SAID)
def test_what_was_only_said_changes_no_reminder_and_no_step_of_the_clock(entries: str, state: PlanState) -> None:
    plan = plan_with_everything(state)
    other = _without(plan, entries)
    assert other.record != plan.record
    assert same_reminders(plan, other)
    assert reminders_for(other, terms()) == reminders_for(plan, terms())
    assert next_passing(other, terms()) == next_passing(plan, terms())


@pytest.mark.parametrize("entries", sorted(LOOKED_AT))
def test_what_they_look_at_has_them_derived_anew(entries: str) -> None:
    plan = plan_with_everything()
    another: dict[str, Any] = {entries: (object(),)}
    assert not same_reminders(plan, plan.with_(record=replace(plan.record, **another)))


@pytest.mark.parametrize(
    "field", [found.name for found in fields(Plan) if found.name not in {"id", "workspace", "record", "revision"}]
)
def test_any_other_change_of_the_plan_has_them_derived_anew(field: str) -> None:
    plan = plan_with_everything()
    assert not same_reminders(plan, plan.with_(**{field: object()}))
