"""What makes waiting reminders out of step: on both databases, in the transaction of the change, and never more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from jobs.reconcile import notice_terms, reconcile_out_of_step, reconcile_plan
from plans import examples
from plans.absences import RecordedAbsence
from plans.actions.add_note import AddNote, add_note
from plans.acts import Act
from plans.change import Change
from plans.ids import AbsenceId, EntryId, PlanId, fresh
from plans.keeping import keep
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Person, Standing
from plans.plan import PlanChangedMeanwhileError
from plans.ports import Begin, System
from plans.reminders import REMINDERS
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.conftest import open_database

CASE = examples.case(PlanState.ACTIVE)
PLAN = CASE.plan.id
NOW = CASE.at
AWAY = (date(2026, 10, 26), date(2026, 11, 4))


@pytest.fixture
async def begin(database: Database) -> Begin:
    async with database.begin() as work:
        await work.packs.keep(CASE.terms.pack)
        await keep(work, Change(plan=CASE.plan, events=CASE.events))
        await work.commit()
    return database.begin


async def marked(begin: Begin) -> tuple[PlanId, ...]:
    async with begin() as work:
        return await work.drift.plans(limit=10)


async def meet(begin: Begin, person: Person) -> None:
    async with begin() as work:
        await work.people.put(replace(person, checked_at=NOW))
        await work.commit()


async def waiting(begin: Begin, person: Person) -> list[Notice]:
    async with begin() as work:
        rows = await work.notices.waiting_for(PLAN)
    theirs = [row for row in rows if row.owed.person == person.id and row.owed.kind in REMINDERS]
    return [row for row in theirs if row.state is NoticeState.WAITING]


def absence_of(person: Person) -> RecordedAbsence:
    first, last = AWAY
    return RecordedAbsence(
        id=AbsenceId(fresh()),
        person=person.id,
        first=first,
        last=last,
        recorded_by=examples.HR.id,
        recorded_at=NOW,
    )


async def recorded(begin: Begin) -> RecordedAbsence:
    absence = absence_of(examples.EMPLOYEE)
    async with begin() as work:
        await work.absences.record(absence)
        await work.commit()
    return absence


async def next_at(begin: Begin) -> datetime | None:
    async with begin() as work:
        return await work.plans.next_at()


async def test_what_was_just_kept_is_in_step(begin: Begin) -> None:
    assert await marked(begin) == ()
    assert (await reconcile_out_of_step(begin, now=NOW)).plans == 0


async def test_facts_that_move_no_due_time_mark_nothing(begin: Begin) -> None:
    await meet(begin, replace(examples.EMPLOYEE, locale="de-DE"))
    assert await marked(begin) == ()


@pytest.mark.parametrize("person", [examples.EMPLOYEE, examples.SUPERVISOR], ids=["employee", "supervisor"])
async def test_a_party_who_moves_zone_is_marked_and_put_in_step_once(begin: Begin, person: Person) -> None:
    before = await waiting(begin, person)
    await meet(begin, replace(person, zone="Asia/Tokyo"))
    assert await marked(begin) == (PLAN,)
    done = await reconcile_out_of_step(begin, now=NOW)
    assert (done.plans, done.added, done.failed, done.more) == (1, 0, 0, False)
    assert done.moved
    after = await waiting(begin, person)
    # A last nudge to the other side may now come after the form has closed, and is not sent.
    assert {row.id for row in after} == {row.id for row in before}
    assert {row.owed.zone for row in after} == {"Asia/Tokyo"}
    assert await marked(begin) == ()


async def test_the_next_moment_of_the_plan_is_looked_at_anew_and_stored(begin: Begin) -> None:
    before = await next_at(begin)
    await meet(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    assert await next_at(begin) == NOW
    await reconcile_out_of_step(begin, now=NOW)
    after = await next_at(begin)
    assert after is not None
    assert before is not None
    assert NOW < after < before


async def test_an_account_that_ends_is_owed_nothing_and_gets_its_reminders_back_with_its_return(begin: Begin) -> None:
    before = {(row.owed.kind, row.owed.due_at) for row in await waiting(begin, examples.EMPLOYEE)}
    await meet(begin, replace(examples.EMPLOYEE, standing=Standing.DEACTIVATED))
    await reconcile_out_of_step(begin, now=NOW)
    assert await waiting(begin, examples.EMPLOYEE) == []
    await meet(begin, replace(examples.EMPLOYEE, standing=Standing.MEMBER))
    await reconcile_out_of_step(begin, now=NOW)
    assert {(row.owed.kind, row.owed.due_at) for row in await waiting(begin, examples.EMPLOYEE)} == before


async def test_an_absence_marks_the_persons_plans_when_it_is_recorded_and_when_it_is_taken_back(begin: Begin) -> None:
    absence = await recorded(begin)
    assert await marked(begin) == (PLAN,)
    await reconcile_out_of_step(begin, now=NOW)
    async with begin() as work:
        assert await work.absences.take_back(absence, at=NOW)
        await work.commit()
    assert await marked(begin) == (PLAN,)
    async with begin() as work:
        assert not await work.absences.take_back(absence, at=NOW)
        assert await work.absences.standing(examples.EMPLOYEE.id) == ()


async def test_what_was_not_committed_marks_nothing(begin: Begin) -> None:
    async with begin() as work:
        await work.people.put(replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    assert await marked(begin) == ()


async def test_terms_hold_the_absences_that_stand(begin: Begin) -> None:
    absence = await recorded(begin)
    async with begin() as work:
        plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
        assert (await work.terms(plan)).absences == {examples.EMPLOYEE.id: (absence.days,)}
        await work.absences.take_back(absence, at=NOW)
        assert (await work.terms(plan)).absences == {}


async def test_delivery_is_told_of_an_absence_beside_the_notice(begin: Begin) -> None:
    absence = await recorded(begin)
    later = NOW + timedelta(days=200)
    async with begin() as work:
        claimed = await work.notices.claim(now=later, real_now=later, lease=timedelta(seconds=30), limit=10)
        facts = await work.notices.facts(claimed)
    theirs = [facts[one.id] for one in claimed if one.owed.person == examples.EMPLOYEE.id]
    assert [fact.working.absences for fact in theirs if fact.working is not None] == [(absence.days,)]
    assert not any(fact.in_step for fact in theirs)


async def test_more_absences_than_are_read_at_once_are_all_found(begin: Begin) -> None:
    day = date(2020, 1, 1)
    async with begin() as work:
        for number in range(210):
            first = day + timedelta(days=2 * number)
            await work.absences.record(
                RecordedAbsence(
                    id=AbsenceId(fresh()),
                    person=examples.EMPLOYEE.id if number % 2 else examples.SUPERVISOR.id,
                    first=first,
                    last=first,
                    recorded_by=examples.HR.id,
                    recorded_at=NOW,
                )
            )
        standing = await work.absences.standing(examples.EMPLOYEE.id)
        everybody = await work.absences.standing(examples.EMPLOYEE.id, examples.SUPERVISOR.id)
    assert len(standing) == 105
    assert len(everybody) == 210
    assert list(standing) == sorted(standing, key=lambda one: one.first)


async def test_an_announcement_that_waits_for_the_morning_waits_for_the_new_one(begin: Begin) -> None:
    """At six in the evening in Denver it is nine in the morning in Tokyo."""
    evening = datetime(2026, 9, 2, 0, 30, tzinfo=UTC)
    owed = Owed(
        key="announcement",
        workspace=examples.WORKSPACE,
        plan=PLAN,
        person=examples.EMPLOYEE.id,
        kind=NoticeKind.NOTE_ADDED,
        subject=None,
        due_at=datetime(2026, 9, 2, 15, 0, tzinfo=UTC),
        zone=examples.EMPLOYEE.zone,
    )
    async with begin() as work:
        await work.notices.put([owed])
        await work.commit()
    await meet(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    await reconcile_out_of_step(begin, now=evening)
    async with begin() as work:
        (row,) = [one for one in await work.notices.waiting_for(PLAN) if one.owed.key == owed.key]
    assert (row.owed.due_at, row.owed.zone) == (evening, "Asia/Tokyo")


async def test_other_calendars_or_clocks_mark_everything_bit_by_bit_and_the_same_ones_nothing(begin: Begin) -> None:
    assert not await notice_terms(begin, "one", now=NOW)
    assert not await notice_terms(begin, "one", now=NOW)
    assert await marked(begin) == ()
    assert await notice_terms(begin, "two", now=NOW)
    assert await marked(begin) == ()
    done = await reconcile_out_of_step(begin, now=NOW)
    assert (done.plans, done.moved, done.more) == (1, 0, False)
    assert (await reconcile_out_of_step(begin, now=NOW)).plans == 0
    assert not await notice_terms(begin, "two", now=NOW)


async def test_marking_everything_goes_on_where_it_was_cut_short(begin: Begin, another: Callable[[], Database]) -> None:
    async with begin() as work:
        plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
        for number in range(4):
            copy = plan.with_(id=PlanId(f"{number}" * 32), revision=0, case_number=f"M-22222{number + 2}")
            await keep(work, Change(plan=copy, events=()))
        await work.drift.mark_all()
        await work.drift.mark_some(limit=2)
        await work.commit()
    assert len(await marked(begin)) == 2
    async with another().begin() as work:
        assert await work.drift.marking()
        await work.drift.mark_some(limit=2)
        await work.drift.mark_some(limit=2)
        assert not await work.drift.marking()
        await work.commit()
    assert len(await marked(begin)) == 5


async def test_an_hr_member_who_moves_or_goes_puts_every_plan_out_of_step(begin: Begin) -> None:
    await meet(begin, replace(examples.HR, standing=Standing.DEACTIVATED))
    async with begin() as work:
        assert await work.drift.marking()
    assert (await reconcile_out_of_step(begin, now=NOW)).plans == 1


async def test_a_plan_that_cannot_be_read_is_left_for_the_night_and_holds_up_no_other(begin: Begin) -> None:
    await meet(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    async with begin() as work:
        plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
        gone = replace(plan.pack, digest="0" * 64)
        await work.plans.save(plan.with_(pack=gone), next_at=None)
        await work.commit()
    done = await reconcile_out_of_step(begin, now=NOW)
    assert (done.plans, done.failed) == (1, 1)
    assert (await reconcile_out_of_step(begin, now=NOW)).plans == 0


async def test_a_note_about_a_plan_that_is_out_of_step_puts_it_in_step(begin: Begin) -> None:
    """A note changes no reminder; but these were derived for another zone."""
    await meet(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    assert await marked(begin) == (PLAN,)
    async with begin() as work:
        request = AddNote(plan=PLAN, entry=EntryId(fresh()), text=Words("Two guides are done."))
        await add_note(work, request, by=examples.SUPERVISOR, now=NOW)
    assert {notice.owed.zone for notice in await waiting(begin, examples.EMPLOYEE)} == {"Asia/Tokyo"}
    assert await marked(begin) == ()


async def test_reconciling_over_somebodys_change_writes_nothing(begin: Begin, another: Callable[[], Database]) -> None:
    """The plan moves on between the reading and the writing."""
    await meet(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    async with begin() as work:
        plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
        older = plan.with_(revision=plan.revision - 1)
        with pytest.raises(PlanChangedMeanwhileError):
            await work.plans.wake_at(older, next_at=None)
    change = await reconcile_plan(begin, PLAN, now=NOW)
    assert change.move


@pytest.mark.parametrize("statement", ["plans", "marking", "mark"])
async def test_a_million_waiting_rows_are_never_walked(sqlite_address: str, statement: str) -> None:
    """SQLite finds what is marked, and what is to be marked, by an index that begins with what is asked for."""
    database = open_database(sqlite_address)
    asked = list[tuple[str, Any]]()

    def listen(_conn: object, _cursor: object, text: str, values: object, *_more: object) -> None:
        asked.append((text, values))

    async with database.begin() as work:
        conn = work._session.conn  # type: ignore[attr-defined]
        event.listen(conn.sync_connection, "before_cursor_execute", listen)
        if statement == "mark":
            await work.absences.record(absence_of(examples.EMPLOYEE))
        else:
            await (work.drift.plans(limit=10) if statement == "plans" else work.drift.marking())
        event.remove(conn.sync_connection, "before_cursor_execute", listen)
        found = [
            row[3]
            for text, values in asked
            if not text.startswith("INSERT")
            for row in await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    await database.close()
    notices = [line for line in found if "notice" in line]
    assert not any("ix_notice_waiting" in line or line.startswith("SCAN") for line in found)
    assert notices or statement == "marking"


@pytest.mark.parametrize("change", ["zone", "absence"])
async def test_what_moves_between_the_reading_and_the_stamping_is_out_of_step(
    postgresql_address: str, change: str
) -> None:
    """Somebody moves, or goes away, after their plan was read to be put in step and before that is written."""
    async with in_step(postgresql_address) as (ours, theirs):
        async with ours.begin() as work:
            plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
            await work.terms(plan)
            await moved(theirs.begin, change)
            await work.plans.wake_at(plan, next_at=None)
            await work.notices.stamp(PLAN, revision=plan.revision)
            await work.commit()
        assert await marked(ours.begin) == (PLAN,)
        await reconcile_out_of_step(ours.begin, now=NOW)
        assert await marked(ours.begin) == ()


@pytest.mark.parametrize("change", ["zone", "absence"])
async def test_what_moves_while_a_plan_is_stamped_marks_it_once_that_is_written(
    postgresql_address: str, change: str
) -> None:
    """Also what was added beside it, which nobody else could see: the mark waits for the commit."""
    async with in_step(postgresql_address) as (ours, theirs):
        async with ours.begin() as work:
            plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
            # It is to be looked at in any case, so that whoever marks it has nothing to write into its own row.
            await work.plans.wake_at(plan, next_at=NOW)
            await work.commit()
            rows = await work.notices.waiting_for(PLAN)
            owed = next(row.owed for row in rows if row.owed.person == examples.SUPERVISOR.id)
            await work.terms(plan)
            await work.plans.wake_at(plan, next_at=NOW)
            await work.notices.put([replace(owed, key=f"{owed.key}:new", kind=NoticeKind.CHECK_IN)])
            await work.notices.stamp(PLAN, revision=plan.revision)
            moving = asyncio.create_task(moved(theirs.begin, change))
            await asyncio.sleep(0.2)
            assert not moving.done()
            await work.commit()
        await moving
        with psycopg.connect(postgresql_address) as connection:
            found = connection.execute("SELECT DISTINCT of_revision FROM notice WHERE state = 'waiting'").fetchall()
        assert found == [(None,)]


async def test_where_nobody_moved_a_stamp_holds(postgresql_address: str) -> None:
    async with in_step(postgresql_address) as (ours, theirs):
        async with ours.begin() as work:
            plan = await work.plans.get(PLAN, by=System.CLOCK, act=Act.LEARN, now=NOW)
            await work.terms(plan)
            await meet(theirs.begin, replace(examples.EMPLOYEE, locale="de-DE"))
            await work.notices.stamp(PLAN, revision=plan.revision)
            await work.commit()
        assert await marked(ours.begin) == ()


async def moved(begin: Begin, change: str) -> None:
    if change == "zone":
        await meet(begin, replace(examples.EMPLOYEE, zone="Asia/Tokyo"))
    else:
        await recorded(begin)


@asynccontextmanager
async def in_step(address: str) -> AsyncIterator[tuple[Database, Database]]:
    """Two processes on one server, with a plan that is in step."""
    ours, theirs = open_database(address), open_database(address)
    try:
        async with ours.begin() as work:
            await work.packs.keep(CASE.terms.pack)
            await keep(work, Change(plan=CASE.plan, events=CASE.events))
            await work.commit()
        yield ours, theirs
    finally:
        await ours.close()
        await theirs.close()
