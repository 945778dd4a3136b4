"""People whom no plan names any more are forgotten; whoever stands anywhere in a plan keeps their name (P-29)."""

from collections.abc import Sized
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from jobs.housekeeping import PEOPLE_FOR, forget
from plans import examples
from plans.change import Change
from plans.ids import EntryId, PersonId, PlanId, fresh
from plans.keeping import keep
from plans.people import Handle, Person, Role
from plans.plan import Plan
from plans.record import ProgressNote
from plans.retention import erased_again
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from storage.tables import METADATA

NOW = examples.NOW
# Values in one statement, unless it was built to take more.
SQLITE_TAKES = 32_766
LATER = NOW + PEOPLE_FOR + timedelta(days=1)
SOMEBODY = replace(
    examples.OUTSIDER,
    id=PersonId("0" * 30 + "ab"),
    handle=Handle(surface="slack", tenant="T0EXAMPLE", native_id="U0SOMEBODY"),
    name=Words("Wilhelmina Needle"),
    email=Words("needle@example.org"),
    checked_at=NOW,
)


async def met(database: Database, *people: Person) -> None:
    async with database.begin() as work:
        for person in people:
            await work.people.put(replace(person, checked_at=NOW))
        await work.commit()


async def stored(database: Database, plan: Plan) -> Plan:
    async with database.begin() as work:
        await work.packs.keep(examples.case().terms.pack)
        kept = await keep(work, Change(plan=plan, events=()))
        await work.commit()
    return kept


async def names(database: Database) -> set[str]:
    async with database._session([]) as session:
        rows = await session.rows(select(METADATA.tables["person"]))
    return {row["name"].reveal() for row in rows}


def a_plan(**changes: object) -> Plan:
    own = {"id": PlanId(fresh()), "revision": 0}
    return examples.case(PlanState.ACTIVE).plan.with_(**own, **changes)


async def test_who_is_on_no_plan_and_was_long_not_seen_is_forgotten(database: Database) -> None:
    await met(database, SOMEBODY)
    assert await database.forget_people(seen_before=NOW, limit=100) == 0
    assert SOMEBODY.name.reveal() in await names(database)
    await database.forget_people(seen_before=LATER, limit=100)
    assert SOMEBODY.name.reveal() not in await names(database)
    async with database.begin() as work:
        assert await work.people.find(SOMEBODY.handle) is None


async def test_a_large_workspace_is_gone_through_bit_by_bit(database: Database) -> None:
    """A statement takes only so many ids, and everybody who ever opened Home is known."""
    crowd = [
        replace(
            SOMEBODY,
            id=PersonId(f"{number:031x}f"),
            handle=replace(SOMEBODY.handle, native_id=f"U{number}"),
            checked_at=NOW,
        )
        for number in range(1, 801)
    ]
    await met(database, *crowd)
    plan = await stored(database, a_plan(reviewer=crowd[0].id))
    most = 0

    def listen(_conn: object, _cursor: object, _text: str, values: Sized, *_more: object) -> None:
        nonlocal most
        most = max(most, len(values))

    event.listen(database._engine.sync_engine, "before_cursor_execute", listen)
    assert await database.forget_people(seen_before=LATER, limit=750) == 750
    assert most < SQLITE_TAKES
    await database.forget_people(seen_before=LATER, limit=750)
    async with database.begin() as work:
        left = [one for one in crowd if await work.people.find(one.handle) is not None]
    assert [one.id for one in left] == [plan.reviewer]


async def test_hr_is_never_forgotten(database: Database) -> None:
    await met(database, *examples.PEOPLE.values())
    await database.forget_people(seen_before=LATER, limit=100)
    assert await names(database) == {examples.HR.name.reveal(), examples.SECOND_HR.name.reveal()}


@pytest.mark.parametrize("place", ["employee", "supervisor", "reviewer", "started_by", "approved_by"])
async def test_who_is_named_by_a_plan_is_kept(database: Database, place: str) -> None:
    await met(database, SOMEBODY)
    await stored(database, a_plan(**{place: SOMEBODY.id}))
    await database.forget_people(seen_before=LATER, limit=100)
    assert SOMEBODY.name.reveal() in await names(database)


async def test_who_only_wrote_something_once_is_kept_too(database: Database) -> None:
    await met(database, SOMEBODY)
    plan = a_plan()
    note = ProgressNote(
        id=EntryId(fresh()), author=SOMEBODY.id, role=Role.SUPERVISOR, at=NOW, goal=None, text=Words("Seen.")
    )
    await stored(database, plan.with_(record=replace(plan.record, notes=(note,))))
    await database.forget_people(seen_before=LATER, limit=100)
    assert SOMEBODY.name.reveal() in await names(database)


async def test_once_the_last_plan_is_erased_its_people_are_forgotten_as_well(database: Database) -> None:
    await met(database, SOMEBODY)
    plan = await stored(database, a_plan(employee=SOMEBODY.id))
    async with database.begin() as work:
        await keep(work, erased_again(plan, at=NOW))
        await work.commit()
    await database.forget_people(seen_before=LATER, limit=100)
    assert SOMEBODY.name.reveal() not in await names(database)
    async with database.begin() as work:
        left = await work.plans.read(plan.id, reader=examples.HR, now=NOW)
    assert left.state is PlanState.ERASED


async def test_it_is_done_once_a_day_and_bit_by_bit(database: Database) -> None:
    await met(database, SOMEBODY)
    assert await forget(database.begin, database.forget_people, now=LATER) is not None
    assert await forget(database.begin, database.forget_people, now=LATER) is None
    assert await forget(database.begin, database.forget_people, now=LATER + timedelta(days=1)) == 0


async def test_who_comes_back_is_somebody_new(database: Database) -> None:
    """So nothing that was left behind can be tied to them."""
    await met(database, SOMEBODY)
    await database.forget_people(seen_before=LATER, limit=100)
    again = replace(SOMEBODY, id=PersonId(fresh()))
    async with database.begin() as work:
        stored_again = await work.people.put(again)
        await work.commit()
    assert stored_again.id == again.id != SOMEBODY.id
