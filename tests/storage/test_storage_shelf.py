"""A plan that was read before is remembered for our own readers, and never in place of what is stored."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from plans import examples
from plans.acts import Act
from plans.ids import PlanId
from plans.plan import Plan, PlanChangedMeanwhileError
from plans.ports import Begin, Reader, System
from storage.database import Database
from storage.shelf import MOST, Shelf

_NOW = examples.NOW
PLAN = examples.illinois_plan()


@pytest.fixture
async def stored(begin: Begin) -> Plan:
    async with begin() as work:
        await work.plans.add(PLAN, next_at=None)
        await work.commit()
    return PLAN.with_(revision=1)


async def _got(database: Database, by: Reader = System.CLOCK) -> Plan:
    async with database.begin() as work:
        return await work.plans.get(PLAN.id, by=by, act=Act.LEARN, now=_NOW)


async def _full_reads(database: Database, by: Reader) -> int:
    """How often a whole plan is asked for in two reads one after the other."""
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "rows_of_" in statement:
            asked.append(statement)

    await _got(database, by)
    event.listen(database._engine.sync_engine, "before_cursor_execute", note)
    await _got(database, by)
    await _got(database, by)
    event.remove(database._engine.sync_engine, "before_cursor_execute", note)
    return len(asked)


async def test_our_own_readers_read_a_revision_once_and_a_person_always_takes_the_whole_way(
    database: Database, stored: Plan
) -> None:
    assert await _full_reads(database, System.CLOCK) == 0
    assert await _full_reads(database, examples.SUPERVISOR) == 2
    assert await _got(database) == stored


async def test_what_another_process_saved_is_seen(
    database: Database, another: Callable[[], Database], stored: Plan
) -> None:
    await _got(database)
    async with another().begin() as work:
        theirs = await work.plans.save(stored.with_(strengths=None), next_at=None)
        await work.commit()
    assert await _got(database) == theirs


async def test_what_was_undone_is_not_remembered(database: Database, stored: Plan) -> None:
    """Revision 2 is written, read and undone; then another revision 2 is the one that counts."""
    async with database.begin() as work:
        await work.plans.save(stored.with_(end=None), next_at=None)
        await work.plans.get(stored.id, by=System.CLOCK, act=Act.LEARN, now=_NOW)
    assert await _got(database) == stored
    async with database.begin() as work:
        kept = await work.plans.save(stored.with_(strengths=None), next_at=None)
        await work.commit()
    assert kept.revision == 2
    assert await _got(database) == kept


async def test_the_next_moment_is_set_anew_without_another_revision(database: Database, stored: Plan) -> None:
    async with database.begin() as work:
        await work.plans.wake_at(stored, next_at=_NOW)
        await work.commit()
    async with database.begin() as work:
        assert await work.plans.next_at() == _NOW
    assert (await _got(database)).revision == 1


async def test_the_next_moment_of_a_plan_that_changed_meanwhile_is_left_alone(database: Database, stored: Plan) -> None:
    async with database.begin() as work:
        with pytest.raises(PlanChangedMeanwhileError):
            await work.plans.wake_at(stored.with_(revision=7), next_at=_NOW)


def test_the_plan_not_asked_for_longest_is_let_go() -> None:
    shelf, first = Shelf(), PlanId("plan-0")
    for n in range(MOST):
        shelf.put(PLAN.with_(id=PlanId(f"plan-{n}")))
    assert shelf.get(first, revision=PLAN.revision) is not None
    shelf.put(PLAN)
    assert shelf.get(first, revision=PLAN.revision) is not None
    assert shelf.get(PlanId("plan-1"), revision=PLAN.revision) is None
    assert shelf.get(first, revision=PLAN.revision + 1) is None
    assert shelf.get(first, revision=PLAN.revision) is None
