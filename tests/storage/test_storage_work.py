"""One transaction at a time: what is undone, who wins a race, and what may not be rewritten."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from plans import examples
from plans.acts import Act
from plans.goals import Goal
from plans.ids import CaseNumber, EntryId, GoalId, PersonId, PlanId, WorkspaceId, fresh
from plans.people import Handle, Offices
from plans.plan import Plan, PlanChangedMeanwhileError, PlanError
from plans.ports import Begin, NoSuchPlanError, System
from plans.record import ProgressNote
from plans.signing import Edition
from plans.states import PlanState
from plans.words import Words
from storage.database import Database, DatabaseBusyError, WorkInsideWorkError
from storage.plan_writing import RecordRewrittenError
from storage.plans import CaseNumberTakenError
from tests.conftest import open_database

_NOW = examples.NOW


async def _add(begin: Begin, plan: Plan) -> Plan:
    async with begin() as work:
        await work.plans.add(plan, next_at=None)
        await work.commit()
    return plan.with_(revision=1)


async def _read(begin: Begin, plan: PlanId) -> Plan:
    async with begin() as work:
        return await work.plans.get(plan, by=System.CLOCK, act=Act.LEARN, now=_NOW)


async def test_what_is_not_committed_is_undone(begin: Begin) -> None:
    plan = examples.illinois_plan()
    async with begin() as work:
        await work.plans.add(plan, next_at=None)
        assert await work.once("view", at=_NOW)
        await work.people.put(replace(examples.EMPLOYEE, name=Words("Somebody Else")))
    with pytest.raises(NoSuchPlanError):
        await _read(begin, plan.id)
    async with begin() as work:
        assert await work.once("view", at=_NOW)
        assert (await work.people.get(examples.EMPLOYEE.id)).name == examples.EMPLOYEE.name


async def test_an_error_inside_undoes_everything_and_leaves(begin: Begin) -> None:
    plan = examples.illinois_plan()

    async def fail() -> None:
        async with begin() as work:
            await work.plans.add(plan, next_at=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    with pytest.raises(NoSuchPlanError):
        await _read(begin, plan.id)


async def test_a_cancelled_task_undoes_everything_and_lets_the_next_in(begin: Begin) -> None:
    plan = examples.illinois_plan()
    inside = asyncio.Event()

    async def hang() -> None:
        async with begin() as work:
            await work.plans.add(plan, next_at=None)
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):
        with pytest.raises(NoSuchPlanError):
            await _read(begin, plan.id)


async def test_work_goes_on_after_a_commit_and_only_the_rest_is_undone(begin: Begin) -> None:
    async with begin() as work:
        assert await work.once("first", at=_NOW)
        await work.commit()
        assert await work.once("second", at=_NOW)
    async with begin() as work:
        assert not await work.once("first", at=_NOW)
        assert await work.once("second", at=_NOW)


async def test_a_task_may_not_begin_work_inside_its_own(begin: Begin) -> None:
    async with begin():
        with pytest.raises(WorkInsideWorkError):
            await begin().__aenter__()
    async with begin() as work:
        assert work.workspace == examples.WORKSPACE


async def test_of_sixteen_writers_one_wins(begin: Begin) -> None:
    stored = await _add(begin, examples.illinois_plan())

    async def close(number: int) -> bool:
        async with begin() as work:
            try:
                await work.plans.save(stored.with_(reason=Words(str(number))), next_at=None)
            except PlanChangedMeanwhileError:
                return False
            await work.commit()
            return True

    won = await asyncio.gather(*(close(number) for number in range(16)))
    assert sum(won) == 1
    found = await _read(begin, stored.id)
    assert found.revision == 2
    assert found.reason == Words(str(won.index(True)))


async def test_the_loser_of_a_race_loses_its_parts_too(begin: Begin, another: Callable[[], Database]) -> None:
    stored = await _add(begin, examples.illinois_plan())
    extra = Goal(
        id=GoalId(fresh()),
        text=Words("Late"),
        measure=None,
        target=_NOW.date(),
        by=examples.SUPERVISOR.id,
        at=_NOW,
    )
    async with begin() as work:
        await work.plans.save(stored.with_(reason=Words("first")), next_at=None)
        await work.commit()
    async with another().begin() as work:
        with pytest.raises(PlanChangedMeanwhileError):
            await work.plans.save(stored.with_(goals=(*stored.goals, extra)), next_at=None)
        await work.commit()
    assert (await _read(begin, stored.id)).goals == stored.goals


async def test_a_plan_is_added_once(begin: Begin) -> None:
    plan = examples.illinois_plan()
    await _add(begin, plan)
    async with begin() as work:
        with pytest.raises(PlanError) as refused:
            await work.plans.add(plan, next_at=None)
    assert refused.value.code == "already-recorded"
    assert refused.value.facts == {"at": plan.started_at.isoformat()}


async def test_a_case_number_is_given_once(begin: Begin) -> None:
    plan = await _add(begin, examples.illinois_plan())
    async with begin() as work:
        with pytest.raises(CaseNumberTakenError):
            await work.plans.add(plan.with_(id=PlanId(fresh())), next_at=None)


async def test_another_workspace_sees_nothing_of_ours(begin: Begin, address: str) -> None:
    plan = await _add(begin, examples.illinois_plan())
    theirs = open_database(address, workspace=WorkspaceId("T0ANOTHER"))
    async with theirs.begin() as work:
        with pytest.raises(NoSuchPlanError):
            await work.plans.get(plan.id, by=System.OPERATOR, act=Act.LEARN, now=_NOW)
        assert await work.plans.open_ids() == ()
        assert await work.plans.find(plan.case_number, by=System.OPERATOR) is None
        assert await work.people.find(examples.EMPLOYEE.handle) is None
        assert await work.people.hr() == ()
        await work.plans.add(plan.with_(id=PlanId(fresh()), workspace=work.workspace, revision=0), next_at=None)
    await theirs.close()


@pytest.mark.parametrize("rewritten", [(), (Words("Quietly put otherwise."),)], ids=["removed", "changed"])
async def test_a_note_on_record_is_never_rewritten(begin: Begin, rewritten: tuple[Words, ...]) -> None:
    active = examples.case().plan
    note = ProgressNote(
        id=EntryId(fresh()),
        author=active.employee,
        role=examples.case().plan.signatures[-1].role,
        at=_NOW,
        goal=None,
        text=Words("As written."),
    )
    stored = await _add(begin, active.with_(revision=0, record=replace(active.record, notes=(note,))))
    notes = tuple(replace(note, text=text) for text in rewritten)
    async with begin() as work:
        with pytest.raises(RecordRewrittenError) as refused:
            await work.plans.save(stored.with_(record=replace(stored.record, notes=notes)), next_at=None)
    assert refused.value.table == "note"
    assert refused.value.columns == (("text",) if rewritten else ())
    assert (await _read(begin, stored.id)).record.notes == (note,)


async def test_a_signed_text_is_never_rewritten(begin: Begin) -> None:
    stored = await _add(begin, examples.case().plan.with_(revision=0))
    other: Edition = replace(stored.editions[0], text=Words("{}"))
    async with begin() as work:
        with pytest.raises(RecordRewrittenError):
            await work.plans.save(stored.with_(editions=(other, *stored.editions[1:])), next_at=None)


async def test_saving_what_nobody_read_in_this_work_still_writes_only_the_difference(begin: Begin) -> None:
    stored = await _add(begin, examples.illinois_plan())
    kept = stored.with_(goals=stored.goals[:1], strengths=Words("Kind at the desk."))
    async with begin() as work:
        saved = await work.plans.save(kept, next_at=None)
        again = await work.plans.save(saved.with_(goals=stored.goals), next_at=None)
        await work.commit()
    assert await _read(begin, stored.id) == again
    assert again.revision == 3


async def test_the_clock_is_told_what_is_due_and_when(begin: Begin) -> None:
    first, second = examples.illinois_plan(), examples.generic_plan()
    async with begin() as work:
        assert await work.plans.next_at() is None
        await work.plans.add(first, next_at=_NOW + timedelta(hours=2))
        await work.plans.add(second, next_at=_NOW + timedelta(hours=1))
        assert await work.plans.next_at() == _NOW + timedelta(hours=1)
        assert await work.plans.due(now=_NOW, limit=9) == ()
        assert await work.plans.due(now=_NOW + timedelta(hours=1), limit=9) == (second.id,)
        assert await work.plans.due(now=_NOW + timedelta(hours=3), limit=9) == (second.id, first.id)
        assert await work.plans.due(now=_NOW + timedelta(hours=3), limit=1) == (second.id,)


@pytest.mark.parametrize("state", PlanState)
async def test_a_plan_counts_as_open_until_it_is_closed_or_gone(begin: Begin, state: PlanState) -> None:
    plan = examples.illinois_plan().with_(state=state)
    gone = {PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED}
    await _add(begin, plan)
    async with begin() as work:
        expected = () if state in gone else (plan.id,)
        assert await work.plans.open_for_employee(plan.employee) == expected
        assert await work.plans.open_ids() == expected
        assert await work.plans.open_for_employee(plan.supervisor) == ()


async def test_a_plan_is_found_by_its_case_number(begin: Begin) -> None:
    plan = await _add(begin, examples.illinois_plan())
    async with begin() as work:
        assert await work.plans.find(plan.case_number, by=System.OPERATOR) == plan.id
        assert await work.plans.find(CaseNumber("M-222222"), by=System.OPERATOR) is None


async def test_a_person_keeps_the_id_of_the_first_meeting(begin: Begin) -> None:
    renamed = replace(examples.EMPLOYEE, id=PersonId(fresh()), name=Words("J. Okafor"))
    async with begin() as work:
        stored = await work.people.put(renamed)
        await work.commit()
    async with begin() as work:
        found = await work.people.find(examples.EMPLOYEE.handle)
        assert found == stored
        assert found is not None
        assert (found.id, found.name) == (examples.EMPLOYEE.id, renamed.name)
        with pytest.raises(KeyError):
            await work.people.get(renamed.id)


async def test_two_who_meet_the_same_person_at_once_agree_on_the_id(
    begin: Begin, another: Callable[[], Database]
) -> None:
    handle = Handle(surface="slack", tenant=examples.WORKSPACE, native_id="U0NEW")

    async def meet(start: Begin) -> PersonId:
        async with start() as work:
            met = await work.people.put(replace(examples.OUTSIDER, id=PersonId(fresh()), handle=handle))
            await work.commit()
            return met.id

    ids = await asyncio.gather(*(meet(start) for start in (begin, another().begin, begin)))
    assert len(set(ids)) == 1


async def test_offices_come_from_the_settings_and_change_with_them(database: Database) -> None:
    async with database.begin() as work:
        assert await work.people.get(examples.HR.id) == examples.HR
        assert [person.id for person in await work.people.hr()] == [examples.HR.id, examples.SECOND_HR.id]
    database.set_offices(Offices(hr=(examples.OUTSIDER.id, PersonId("never met"))))
    async with database.begin() as work:
        assert [person.id for person in await work.people.hr()] == [examples.OUTSIDER.id]
        assert not (await work.people.get(examples.HR.id)).offices & examples.HR.offices - examples.EMPLOYEE.offices


async def test_terms_hold_the_pack_the_parties_and_all_of_hr(begin: Begin) -> None:
    plan = examples.illinois_plan()
    async with begin() as work:
        terms = await work.terms(plan.with_(reviewer=examples.REVIEWER.id))
    assert terms.pack == examples.pack(examples.ILLINOIS)
    expected = {examples.SUPERVISOR, examples.EMPLOYEE, examples.REVIEWER, examples.HR, examples.SECOND_HR}
    assert set(terms.people.values()) == expected
    assert terms.people.keys() == {person.id for person in expected}


async def test_a_file_kept_by_another_process_is_reported_busy(sqlite_address: str) -> None:
    database = open_database(sqlite_address)
    other = sqlite3.connect(sqlite_address.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusyError):
        async with database.begin() as work:
            await work.once("while it is kept", at=_NOW)
    other.close()
    async with database.begin() as work:
        assert await work.once("after", at=_NOW)
    await database.close()
