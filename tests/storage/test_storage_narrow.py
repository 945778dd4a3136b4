"""On SQLite what is asked about one plan, notice or person is found by it, however much there is of everything else.

SQLite does not know that all rows have the same workspace. Offered an index that begins with it, it walks that one.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import pytest
from sqlalchemy import event

from plans import examples
from plans.actions.add_note import AddNote, add_note
from plans.change import Change
from plans.events import Event, EventKind
from plans.ids import EntryId, NoticeId, fresh
from plans.keeping import keep
from plans.notices import Adjustment
from plans.ports import System, Work
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.conftest import open_database

CASE: Final = examples.case(PlanState.ACTIVE)
PLAN: Final = CASE.plan
NOW: Final = CASE.at
GROWING: Final = ("notice", "audit", "plan", "person", "handle")


async def _note(work: Work) -> None:
    request = AddNote(plan=PLAN.id, entry=EntryId(fresh()), text=Words("Two guides are done."))
    await add_note(work, request, by=examples.EMPLOYEE, now=NOW)


async def _withdraw(work: Work) -> None:
    waiting = await work.notices.waiting_for(PLAN.id)
    await work.notices.adjust(Adjustment(add=(), move=(), withdraw=tuple(notice.id for notice in waiting[:7])))


async def _move(work: Work) -> None:
    waiting = await work.notices.waiting_for(PLAN.id)
    await work.notices.adjust(Adjustment(add=(), move=((waiting[0].id, waiting[0].owed),), withdraw=()))


async def _answer(work: Work) -> None:
    review = PLAN.reviews[0].id
    await work.notices.mark_answered(plan=PLAN.id, person=examples.EMPLOYEE.id, subject=review, at=NOW)


async def _kept_apart(work: Work) -> None:
    subject, kind = EntryId(fresh()), EventKind.BARRIER_ANSWERED
    answered = Event(id=EntryId(fresh()), kind=kind, plan=PLAN.id, by=examples.HR.id, at=NOW, subject=subject)
    await work.audit.append([answered])


DEEDS: Final[dict[str, Callable[[Work], Awaitable[object]]]] = {
    "a note is kept": _note,
    "reminders are withdrawn": _withdraw,
    "a reminder is moved": _move,
    "a question is answered": _answer,
    "a line is added that may be HR's alone": _kept_apart,
    "a plan's trail is read": lambda work: work.audit.of(PLAN.id, reader=System.OPERATOR, now=NOW),
    "a plan's chain is read": lambda work: work.audit.trail(PLAN.id, reader=System.OPERATOR, now=NOW),
    "a notice is read": lambda work: work.notices.get(NoticeId(fresh())),
    "what could not be delivered is listed": lambda work: work.notices.undelivered(since=NOW),
    "a person is found": lambda work: work.people.find(examples.EMPLOYEE.handle),
    "a person's plans are listed": lambda work: work.plans.of(examples.EMPLOYEE, now=NOW),
    "it is asked whether a plan is in step": lambda work: work.drift.in_step(PLAN, next_at=None),
}


@pytest.fixture
async def sqlite(sqlite_address: str) -> AsyncIterator[Database]:
    database = open_database(sqlite_address)
    async with database.begin() as work:
        await work.packs.keep(CASE.terms.pack)
        await keep(work, Change(plan=PLAN.with_(revision=0), events=CASE.events))
        await work.commit()
    yield database
    await database.close()


async def _ways(work: Work, deed: Callable[[Work], Awaitable[object]]) -> list[tuple[str, str]]:
    """Each statement of the deed with each step of SQLite's way to its rows."""
    conn = work._session.conn  # type: ignore[attr-defined]
    asked = list[tuple[str, Any]]()

    def listen(_conn: object, _cursor: object, text: str, values: object, *_more: object) -> None:
        asked.append((text, values))

    event.listen(conn.sync_connection, "before_cursor_execute", listen)
    await deed(work)
    event.remove(conn.sync_connection, "before_cursor_execute", listen)
    return [
        (text, row[3])
        for text, values in asked
        if not text.startswith("INSERT")
        for row in await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
    ]


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_concerns_a_few_rows_walks_past_no_others(sqlite: Database, deed: str) -> None:
    async with sqlite.begin() as work:
        found = await _ways(work, DEEDS[deed])
    assert found
    tables = {f"{verb} {table}" for verb in ("SCAN", "SEARCH") for table in GROWING}
    ways = [(text, way) for text, way in found if " ".join(way.split()[:2]) in tables]
    assert ways
    walks = [(text, way) for text, way in ways if way.startswith("SCAN") or "(workspace=?)" in way]
    # The newest line of the trail is the first one from its end; and what was given up has an index with nothing else.
    assert [
        way
        for text, way in walks
        if not (way == "SEARCH audit USING PRIMARY KEY (workspace=?)" and "ORDER BY audit.seq DESC" in text)
        and "ix_notice_undeliverable" not in way
    ] == []
    assert sum("audit" in way for _, way in walks) <= 1
