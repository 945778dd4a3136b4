"""Short ways to act on the example plans, for the tests of the way from draft to outcome."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.change import Change
from plans.events import EventKind
from plans.examples import EMPLOYEE, HR, NOW, SECOND_HR, SUPERVISOR
from plans.ids import GoalId, MilestoneId, SupportId
from plans.people import Person, Standing
from plans.plan import PlanError
from plans.record import Provider
from plans.steps import GoalStep, InterimTyped, SupportTyped
from plans.terms import Terms
from plans.words import Words

TODAY = date(2026, 9, 1)
DAY = timedelta(days=1)
LONG = Words("x" * 3_001)
__all__ = ["DAY", "EMPLOYEE", "HR", "LONG", "NOW", "SECOND_HR", "SUPERVISOR", "TODAY"]


@contextmanager
def refusal(code: str, field: str | None = None, **facts: object) -> Iterator[None]:
    """The rule refuses with this code, at this field, with at least these facts."""
    with pytest.raises(PlanError) as raised:
        yield
    assert (raised.value.code, raised.value.field) == (code, field)
    assert {name: raised.value.facts.get(name) for name in facts} == facts


def kinds(change: Change) -> list[EventKind]:
    return [event.kind for event in change.events]


def goal(target: date | None, *interim: tuple[str, date | None], number: int = 1, **parts: object) -> GoalStep:
    """A goal with this date; its id comes from ``number``."""
    step = GoalStep(
        goal=GoalId(f"{number:032x}"),
        text=Words("Answer requests within two days."),
        measure=None,
        target=target,
        interim=tuple(
            InterimTyped(id=MilestoneId(f"{number * 100 + place:032x}"), text=Words(text), on=on)
            for place, (text, on) in enumerate(interim)
        ),
    )
    return replace(step, **parts)  # type: ignore[arg-type]


def support(what: str, *, due: date | None = None, number: int = 1) -> SupportTyped:
    return SupportTyped(
        id=SupportId(f"{number + 9000:032x}"), what=Words(what), provider=Provider.ORGANISATION, due=due
    )


def gone(terms: Terms, *people: Person, standing: Standing = Standing.DEACTIVATED) -> Terms:
    """The terms as they are once these people's accounts have changed."""
    changed = {person.id: replace(person, standing=standing) for person in people}
    return replace(terms, people={**terms.people, **changed})
