"""A statement about an outcome is about that one alone, and travels with it (P-08)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plans.case_file import case_file
from plans.document import Entry
from plans.ending import Outcome
from plans.examples import EMPLOYEE, HR, SUPERVISOR, Case, case
from plans.ids import EntryId
from plans.policy import OutcomeKind
from plans.record import Rebuttal
from plans.rights import outcome_id, rebuttals_on, rebutted
from plans.scribe import ids_in
from plans.states import PlanState
from plans.visible import visible
from plans.words import Words

FIRST, SECOND = EntryId("1" * 32), EntryId("2" * 32)
WEEK = timedelta(days=7)
W = Words("I see it otherwise.")


def ended_twice() -> Case:
    """Extended first, returned once in between, and then over."""
    found = case(PlanState.CLOSED)
    last = found.plan.outcomes[-1]
    assert last.delivered_at is not None
    assert last.decided_at is not None
    extended = replace(
        last,
        kind=OutcomeKind.EXTENDED,
        proposed_at=last.proposed_at - 10 * WEEK,
        decided_at=last.decided_at - 10 * WEEK,
        delivered_at=last.delivered_at - 10 * WEEK,
    )
    returned = replace(last, state=type(last.state)("returned"), proposed_at=last.proposed_at - WEEK, delivered_at=None)
    return replace(found, plan=found.plan.with_(outcomes=(extended, returned, last)))


def answered(found: Case, outcome: Outcome, entry: EntryId) -> Case:
    about = outcome_id(found.plan, outcome)
    change = rebutted(found.plan, found.terms, entry=entry, about=about, text=W, by=EMPLOYEE, at=found.at)
    return replace(found, plan=change.plan)


def test_each_outcome_is_answered_for_itself_and_the_answer_stands_below_it() -> None:
    found = ended_twice()
    first, _, last = found.plan.outcomes
    both = answered(answered(found, first, FIRST), last, SECOND)
    assert [one.id for one in rebuttals_on(both.plan, first)] == [FIRST]
    assert [one.id for one in rebuttals_on(both.plan, last)] == [SECOND]
    section = case_file(both.plan, found.terms, (), order=None, made_at=found.at).section("outcomes")
    assert section is not None
    below = [set(ids_in(block.attached)) & {FIRST, SECOND} for block in section.blocks if isinstance(block, Entry)]
    assert below == [{FIRST}, set(), {SECOND}]


def test_every_reader_names_an_outcome_alike_whatever_else_they_see() -> None:
    found = ended_twice()
    last = outcome_id(found.plan, found.plan.outcomes[-1])
    for reader in (EMPLOYEE, SUPERVISOR, HR):
        seen = visible(found.plan, reader, now=found.at, terms=found.terms)
        assert outcome_id(seen, seen.outcomes[-1]) == last


@pytest.mark.parametrize(("weeks", "place"), [(-9, 0), (0, 2)])
def test_what_was_said_of_the_outcome_before_they_had_ids_belongs_to_the_one_told_last(weeks: int, place: int) -> None:
    found = ended_twice()
    delivered = found.plan.outcomes[-1].delivered_at
    assert delivered is not None
    said = Rebuttal(id=FIRST, author=EMPLOYEE.id, at=delivered + weeks * WEEK, about="outcome", text=W)
    plan = found.plan.with_(record=replace(found.plan.record, rebuttals=(said,)))
    assert [bool(rebuttals_on(plan, one)) for one in plan.outcomes] == [number == place for number in range(3)]
