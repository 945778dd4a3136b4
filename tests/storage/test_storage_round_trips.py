"""What goes into the database comes out of it, on both."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from plans import examples
from plans.events import Event, EventKind
from plans.ids import NoticeId, PersonId, PlanId, fresh
from plans.notices import Notice, NoticeState, Owed
from plans.people import Person
from plans.plan import Plan
from plans.policy import PlanKind
from plans.ports import Begin, Order, OrderState, System
from plans.states import PlanState
from plans.words import Words
from storage.columns import Coded, Instant, NaiveInstantError, UncodedError
from storage.mapping import Part, unmapped
from storage.plan_rows import ALL_PARTS
from storage.plans import SqlPlans
from storage.sealing import Sealed, SealedPerson, UnsealedIdError, UnsealedTextError
from tests.storage.any_plan import any_plan, any_record

_DIALECT: Final = sqlite.dialect()
# The database stays between examples on purpose: each brings ids of its own.
_FEW: Final = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_IN_WORKSPACE: Final[Mapping[str, st.SearchStrategy[Any]]] = {"workspace": st.just(examples.WORKSPACE)}
_GONE: Final = st.sampled_from([PlanState.DISCARDED, PlanState.ERASED])


async def _stored(begin: Begin, plan: Plan) -> Plan:
    async with begin() as work:
        assert isinstance(work.plans, SqlPlans)
        return await work.plans.read(plan.id, reader=System.OPERATOR, now=examples.NOW)


@pytest.mark.parametrize("part", ALL_PARTS, ids=lambda part: part.table.name)
def test_every_field_of_a_part_has_a_column_of_its_name(part: Part) -> None:
    assert isinstance(part.make, type) or part.value in part.columns
    assert not isinstance(part.make, type) or unmapped(part.make, part) == frozenset()


def test_every_part_has_a_table_of_its_own() -> None:
    assert len({part.table.name for part in ALL_PARTS}) == len(ALL_PARTS)


@_FEW
@given(plan=any_plan(**_IN_WORKSPACE))
async def test_any_plan_comes_back_as_it_was(begin: Begin, plan: Plan) -> None:
    async with begin() as work:
        await work.plans.add(plan, next_at=None)
        await work.commit()
    assert await _stored(begin, plan) == plan.with_(revision=1)


@_FEW
@given(before=any_plan(**_IN_WORKSPACE), after=any_plan(state=_GONE, **_IN_WORKSPACE))
async def test_any_plan_may_become_any_tombstone(begin: Begin, before: Plan, after: Plan) -> None:
    """The state is one in which nothing on record is guarded, so every insert, change and removal is tried."""
    async with begin() as work:
        await work.plans.add(before, next_at=None)
        await work.commit()
    wanted = after.with_(id=before.id, revision=1)
    async with begin() as work:
        assert await work.plans.save(wanted, next_at=None) == wanted.with_(revision=2)
        await work.commit()
    assert await _stored(begin, before) == wanted.with_(revision=2)


@pytest.mark.parametrize("state", PlanState)
async def test_an_example_in_every_state_comes_back_as_it_was(begin: Begin, state: PlanState) -> None:
    plan = examples.case(state).plan.with_(revision=0)
    async with begin() as work:
        await work.plans.add(plan, next_at=examples.NOW)
        await work.commit()
    assert await _stored(begin, plan) == plan.with_(revision=1)


@_FEW
@given(person=any_record(Person, offices=st.just(frozenset()), **_IN_WORKSPACE))
async def test_any_person_comes_back_as_they_were(begin: Begin, person: Person) -> None:
    async with begin() as work:
        put = await work.people.put(person)
        await work.commit()
    async with begin() as work:
        found = await work.people.get(put.id)
    assert found.with_offices(frozenset()) == replace(person, id=put.id)
    assert found == put


@_FEW
@given(owed=any_record(Owed, key=st.builds(fresh), plan=st.builds(lambda: PlanId(fresh())), **_IN_WORKSPACE))
async def test_any_notice_comes_back_as_it_was(begin: Begin, owed: Owed) -> None:
    async with begin() as work:
        await work.notices.put([owed])
        await work.commit()
    async with begin() as work:
        (found,) = await work.notices.waiting_for(owed.plan or examples.ILLINOIS_PLAN)
    state, key = NoticeState.WAITING, found.send_key
    assert found == Notice(id=found.id, owed=owed, state=state, run_at=owed.due_at, send_key=key)


@_FEW
@given(event=any_record(Event, plan=st.just(examples.ILLINOIS_PLAN)))
async def test_any_audit_line_comes_back_as_it_was(begin: Begin, event: Event) -> None:
    plan = examples.illinois_plan()
    async with begin() as work:
        if not await work.plans.open_for_employee(plan.employee):
            await work.plans.add(plan, next_at=None)
        await work.audit.append([event])
        await work.commit()
    async with begin() as work:
        lines = await work.audit.of(plan.id, reader=System.OPERATOR, now=examples.NOW)
    assert lines[-1] == event


@_FEW
@given(order=any_record(Order, state=st.just(OrderState.OPEN)))
async def test_any_order_comes_back_as_it_was(begin: Begin, order: Order) -> None:
    async with begin() as work:
        await work.orders.put(order)
        await work.commit()
    async with begin() as work:
        assert await work.orders.open_for(order.plan, by=System.OPERATOR) == order


async def test_what_nobody_met_is_not_found(begin: Begin) -> None:
    async with begin() as work:
        assert await work.notices.get(NoticeId("unknown")) is None
        with pytest.raises(KeyError):
            await work.people.get(PersonId("unknown"))


def test_plain_text_is_not_kept_as_a_persons_words() -> None:
    with pytest.raises(UnsealedTextError):
        Sealed().process_bind_param("plain", _DIALECT)  # type: ignore[arg-type]


def test_words_are_not_kept_as_an_id() -> None:
    with pytest.raises(UnsealedIdError):
        SealedPerson().process_bind_param(Words("Marta"), _DIALECT)  # type: ignore[arg-type]


def test_a_time_without_its_zone_is_not_kept() -> None:
    with pytest.raises(NaiveInstantError):
        Instant().process_bind_param(datetime(2026, 9, 1, tzinfo=UTC).replace(tzinfo=None), _DIALECT)


def test_a_bare_code_is_not_kept() -> None:
    with pytest.raises(UncodedError):
        Coded(EventKind).process_bind_param(PlanKind.COACHING, _DIALECT)
