"""An erased plan leaves no word behind, in no table and in no byte of SQLite's files; ids and the trail stay."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from plans import examples
from plans.actions.order_case_file import OrderCaseFile, order_case_file
from plans.change import Change, happened
from plans.events import EventKind
from plans.ids import CaseNumber, EntryId, OrderId, PlanId, fresh
from plans.keeping import keep
from plans.notices import NoticeKind, Owed
from plans.people import Role
from plans.plan import Plan
from plans.ports import Begin
from plans.record import ProgressNote, Record
from plans.retention import erased_again
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from storage.tables import METADATA
from tests.conftest import open_database
from tests.plans import everything as the
from tests.storage.trail_reading import faults, rows_of

NOW = datetime(2031, 3, 1, 12, 0, tzinfo=UTC)
MARK = "canary["


def plan_with_words(state: PlanState = PlanState.CLOSED) -> Plan:
    """Something in every field, on people and a pack that the database knows."""
    known = examples.case(PlanState.CLOSED).plan
    return the.plan_with_everything(
        state,
        id=PlanId(fresh()),
        workspace=examples.WORKSPACE,
        case_number=CaseNumber(f"M-{fresh()[:6].upper()}"),
        pack=known.pack,
        employee=known.employee,
        supervisor=known.supervisor,
        reviewer=None,
        revision=0,
    )


async def stored(begin: Begin, plan: Plan) -> Plan:
    """The plan on its shelf, with an order of its case file and a notice that was owed about it."""
    owed = Owed(
        key=f"{plan.id}:a-notice",
        workspace=plan.workspace,
        plan=plan.id,
        person=plan.employee,
        kind=NoticeKind.NOTE_ADDED,
        subject=None,
        due_at=NOW,
        zone="UTC",
    )
    order = OrderCaseFile(
        plan=plan.id, order=OrderId(fresh()), purpose=the.canary("purpose"), recipient=the.canary("recipient")
    )
    async with begin() as work:
        await work.packs.keep(examples.case().terms.pack)
        for person in the.PEOPLE:
            await work.people.put(replace(person, workspace=examples.WORKSPACE))
        line = happened(EventKind.PLAN_CLOSED, plan, by=plan.supervisor, at=NOW)
        kept = await keep(work, Change(plan=plan, events=(line,)))
        await work.notices.put([owed])
        await work.commit()
    async with begin() as work:
        await order_case_file(work, order, by=examples.HR, now=NOW)
    return kept


async def erase(begin: Begin, plan: Plan) -> Plan:
    async with begin() as work:
        kept = await keep(work, erased_again(plan, at=NOW + timedelta(days=1)))
        await work.commit()
    return kept


async def texts(database: Database) -> dict[str, list[str]]:
    """Everything in every table, as text, by table."""
    found = {}
    async with database._session([]) as session:
        for table in METADATA.sorted_tables:
            rows = await session.rows(select(table))
            found[table.name] = [" ".join(_plain(value) for value in row.values()) for row in rows]
    return found


def _plain(value: object) -> str:
    return value.reveal() if isinstance(value, Words) else str(value)


async def test_no_table_holds_a_word_of_it_and_the_tombstone_holds_its_dates(database: Database) -> None:
    plan = await stored(database.begin, plan_with_words())
    before = await texts(database)
    assert sum(MARK in row for rows in before.values() for row in rows) > 30
    await erase(database.begin, plan)
    after = await texts(database)
    assert {name for name, rows in after.items() if any(MARK in row for row in rows)} == set()
    assert {name for name, rows in after.items() if any(plan.id in row for row in rows)} == {"plan", "audit"}
    (row,) = after["plan"]
    assert plan.employee not in row
    assert plan.supervisor not in row
    assert plan.case_number in row
    assert "2031-03-02" in row
    assert "erased-before" in row


async def test_what_was_recorded_about_it_still_hangs_together(database: Database) -> None:
    """The trail holds ids and codes, and its hashes are of those: nothing of it has to go."""
    plan = await stored(database.begin, plan_with_words())
    other = await stored(database.begin, plan_with_words())
    before = await rows_of(database)
    await erase(database.begin, plan)
    after = await rows_of(database)
    assert list(faults(after)) == []
    assert after[: len(before)] == before
    assert [row["kind"] for row in after[len(before) :]] == [EventKind.PLAN_ERASED]
    assert other.id in {row["plan"] for row in after}


async def test_a_thrown_away_draft_goes_the_same_way(database: Database) -> None:
    plan = await stored(database.begin, plan_with_words(PlanState.DRAFT))
    async with database.begin() as work:
        tombstone = erased_again(plan, at=NOW).plan.with_(state=PlanState.DISCARDED)
        await keep(work, Change(plan=tombstone, events=()))
        await work.commit()
    assert not any(MARK in row for rows in (await texts(database)).values() for row in rows)


async def test_what_is_left_can_still_be_read_and_is_listed(database: Database) -> None:
    plan = await stored(database.begin, plan_with_words())
    await erase(database.begin, plan)
    async with database.begin() as work:
        left = await work.plans.read(plan.id, reader=examples.HR, now=NOW)
        listed = await work.plans.for_hr(examples.HR, now=NOW)
        gone = await work.erasing.tombstones()
    assert left.erased_at == NOW + timedelta(days=1)
    assert [one.id for one in listed] == [plan.id]
    assert [(one.plan, one.at) for one in gone] == [(plan.id, NOW + timedelta(days=1))]


# In the file itself


def copies(file: Path, mark: str) -> int:
    return sum(found.read_bytes().count(mark.encode()) for found in file.parent.glob("milepost.db*"))


async def test_no_byte_of_the_file_or_its_log_holds_a_word_of_it(sqlite_address: str, tmp_path: Path) -> None:
    database, file = open_database(sqlite_address), tmp_path / "milepost.db"
    plan = await stored(database.begin, plan_with_words())
    assert copies(file, MARK) > 30
    await erase(database.begin, plan)
    assert await database.wipe()
    assert copies(file, MARK) == 0
    await database.close()
    assert copies(file, MARK) == 0


async def test_pages_that_were_filled_split_and_joined_keep_nothing_either(sqlite_address: str, tmp_path: Path) -> None:
    """What SQLite moves from page to page must not stay where it was: many plans, bit by bit, and half of them go."""
    database, file = open_database(sqlite_address), tmp_path / "milepost.db"
    plans = [await _written_bit_by_bit(database, number) for number in range(12)]
    for plan in plans[::2]:
        await erase(database.begin, plan)
    assert await database.wipe()
    await database.close()
    assert [copies(file, _mark(number)) for number in range(0, 12, 2)] == [0] * 6
    assert all(copies(file, _mark(number)) for number in range(1, 12, 2))


def _mark(number: int) -> str:
    return f"needle-{number:02}-of-a-haystack"


async def _written_bit_by_bit(database: Database, number: int) -> Plan:
    plan = plan_with_words().with_(record=Record(), strengths=Words(_mark(number)))
    plan = await stored(database.begin, plan)
    for size in (1, 3, 30, 300, 7, 90):
        async with database.begin() as work:
            record = replace(plan.record, notes=(*plan.record.notes, _note(plan, f"{_mark(number)} " * size)))
            words = Words(f"{_mark(number)} " * (size * 2))
            change = Change(plan=plan.with_(record=record, strengths=words, reason=words), events=())
            plan = await keep(work, change)
            await work.commit()
    return plan


def _note(plan: Plan, text: str) -> ProgressNote:
    return ProgressNote(
        id=EntryId(fresh()), author=plan.employee, role=Role.EMPLOYEE, at=NOW, goal=None, text=Words(text)
    )


async def test_somebody_who_still_reads_only_puts_it_off(sqlite_address: str, tmp_path: Path) -> None:
    """The log cannot be cut off under a reader's eyes; the next sweep does it."""
    database, file = open_database(sqlite_address), tmp_path / "milepost.db"
    plan = await stored(database.begin, plan_with_words())
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM plan").fetchone()
        await erase(database.begin, plan)
        assert not await database.wipe()
        reader.execute("COMMIT")
    assert await database.wipe()
    assert copies(file, MARK) == 0
    await database.close()
