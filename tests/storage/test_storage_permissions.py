"""The repositories ask for permission themselves; "no such plan" and "not yours" cannot be told apart."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import event

from plans import examples
from plans.acts import Act
from plans.events import Event, EventKind
from plans.ids import PlanId, fresh
from plans.people import Person, Standing
from plans.plan import Plan
from plans.ports import Begin, NoSuchPlanError, NotAllowedError, Reader, System, Work
from plans.states import PlanState
from plans.visible import visible
from storage.database import Database

_NOW = examples.NOW
_ELSEWHERE = PlanId(fresh())


@pytest.fixture
async def draft(begin: Begin) -> Plan:
    plan = examples.illinois_plan()
    async with begin() as work:
        await work.plans.add(plan, next_at=None)
        await work.commit()
    return plan.with_(revision=1)


async def _trail(begin: Begin, plan: PlanId) -> tuple[Event, ...]:
    async with begin() as work:
        return await work.audit.of(plan, reader=System.OPERATOR, now=_NOW)


async def _get(work: Work, plan: PlanId, reader: Reader) -> object:
    return await work.plans.get(plan, by=reader, act=Act.LEARN, now=_NOW)


async def _read(work: Work, plan: PlanId, reader: Reader) -> object:
    return await work.plans.read(plan, reader=reader, now=_NOW)


async def _trail_of(work: Work, plan: PlanId, reader: Reader) -> object:
    return await work.audit.of(plan, reader=reader, now=_NOW)


_WAYS = pytest.mark.parametrize("ask", [_get, _read, _trail_of])
Ask = Callable[[Work, PlanId, Reader], Awaitable[object]]


@_WAYS
@pytest.mark.parametrize(
    "stranger",
    [
        examples.OUTSIDER,
        examples.EMPLOYEE,
        replace(examples.SUPERVISOR, standing=Standing.DEACTIVATED),
        replace(examples.HR, offices=frozenset()),
    ],
    ids=["outsider", "employee of a draft", "deactivated supervisor", "former HR member"],
)
async def test_who_may_not_know_is_told_there_is_none_and_it_is_written_down(
    begin: Begin, draft: Plan, ask: Ask, stranger: Person
) -> None:
    with pytest.raises(NoSuchPlanError):
        async with begin() as work:
            await ask(work, draft.id, stranger)
    (line,) = await _trail(begin, draft.id)
    assert (line.kind, line.plan, line.by, line.at) == (EventKind.ACCESS_REFUSED, draft.id, stranger.id, _NOW)


async def test_the_line_stays_when_the_callers_own_work_is_undone(begin: Begin, draft: Plan) -> None:
    async with begin() as work:
        await work.once("view-1", at=_NOW)
        with pytest.raises(NoSuchPlanError):
            await _get(work, draft.id, examples.OUTSIDER)
    async with begin() as work:
        assert await work.once("view-1", at=_NOW)
    assert len(await _trail(begin, draft.id)) == 1


@_WAYS
async def test_a_plan_that_does_not_exist_leaves_no_line(begin: Begin, draft: Plan, ask: Ask) -> None:
    with pytest.raises(NoSuchPlanError):
        async with begin() as work:
            await ask(work, _ELSEWHERE, examples.OUTSIDER)
    assert await _trail(begin, draft.id) == ()


@_WAYS
async def test_no_such_plan_and_not_yours_take_the_same_queries(database: Database, draft: Plan, ask: Ask) -> None:
    told: list[list[str]] = []
    for plan in (draft.id, _ELSEWHERE):
        asked: list[str] = []
        told.append(asked)

        def note(_conn: object, _cursor: object, statement: str, *_rest: object, into: list[str] = asked) -> None:
            into.append(statement)

        event.listen(database._engine.sync_engine, "before_cursor_execute", note)
        with pytest.raises(NoSuchPlanError) as refused:
            async with database.begin() as work:
                await ask(work, plan, examples.OUTSIDER)
        event.remove(database._engine.sync_engine, "before_cursor_execute", note)
        asked.append(repr((refused.value.code, refused.value.field, refused.value.facts)))
    assert told[0] == told[1]
    assert len(told[0]) > 2


async def test_who_may_know_is_told_why_not_and_no_line_is_left(begin: Begin, draft: Plan) -> None:
    async with begin() as work:
        with pytest.raises(NotAllowedError) as refused:
            await work.plans.get(draft.id, by=examples.SUPERVISOR, act=Act.APPROVE_PLAN, now=_NOW)
    assert refused.value.code == "not-yours"
    assert await _trail(begin, draft.id) == ()


async def test_a_reader_gets_what_visible_leaves_and_a_system_gets_all(begin: Begin) -> None:
    stored = examples.case(PlanState.ACTIVE).plan.with_(revision=0)
    async with begin() as work:
        await work.plans.add(stored, next_at=None)
        terms = await work.terms(stored)
        whole = stored.with_(revision=1)
        assert await work.plans.read(stored.id, reader=System.DELIVERY, now=_NOW) == whole
        for reader in (examples.EMPLOYEE, examples.SUPERVISOR, examples.HR):
            shown = await work.plans.read(stored.id, reader=reader, now=_NOW)
            assert shown == visible(whole, reader, now=_NOW, terms=terms)


async def test_each_person_is_listed_their_own_plans_newest_first(begin: Begin) -> None:
    first = examples.case(PlanState.ACTIVE).plan
    second = examples.generic_plan(_NOW.replace(hour=18))
    async with begin() as work:
        for plan in (first, second):
            await work.plans.add(plan.with_(revision=0), next_at=None)
        listed = {
            reader.id: [plan.id for plan in await work.plans.of(reader, now=_NOW)]
            for reader in (examples.SUPERVISOR, examples.EMPLOYEE, examples.HR, examples.OUTSIDER)
        }
    assert listed == {
        examples.SUPERVISOR.id: [second.id, first.id],
        examples.EMPLOYEE.id: [first.id],
        examples.HR.id: [],
        examples.OUTSIDER.id: [],
    }


async def test_hr_is_listed_every_plan_but_their_own_and_those_in_conflict(begin: Begin) -> None:
    first = examples.illinois_plan().with_(conflicts=frozenset({examples.SECOND_HR.id}))
    second = examples.generic_plan().with_(supervisor=examples.HR.id)
    async with begin() as work:
        for plan in (first, second):
            await work.plans.add(plan, next_at=None)
        assert [plan.id for plan in await work.plans.for_hr(examples.HR, now=_NOW)] == [first.id]
        assert [plan.id for plan in await work.plans.for_hr(examples.SECOND_HR, now=_NOW)] == [second.id]
        assert await work.plans.for_hr(examples.OUTSIDER, now=_NOW) == ()
        assert [plan.id for plan in await work.plans.of(examples.HR, now=_NOW)] == [second.id]
