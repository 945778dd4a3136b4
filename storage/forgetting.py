"""People whom no plan names any more: name, e-mail, handle and absences go, and what was owed to them.

A person is kept for as long as any plan that is not erased names them, in whatever part: who has left keeps their name
in the record (P-29). Their random id stays in lines of the audit trail, and from then on nobody can say whose it was.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, Column, Select, Table, bindparam, delete, select, union

from plans.retention import TOMBSTONES
from storage.plan_rows import ALL_PARTS
from storage.sealing import SealedPerson
from storage.session import Session
from storage.tables import AbsenceRow, HandleRow, NoticeRow, PersonRow, PlanRow, RedrawRow, table_of

_PERSON: Final = table_of(PersonRow)
_PLAN: Final = table_of(PlanRow)
_NOTICE: Final = table_of(NoticeRow)
_REDRAW: Final = table_of(RedrawRow)
# Each is asked for in some fifty columns, and SQLite takes some thirty thousand values in one statement.
_AT_A_TIME: Final = 100
# It holds ids of people and more, as JSON; whoever is in it is in a column of their own as well.
_NO_ID: Final = frozenset({"gist"})
_LONG_UNSEEN: Final = (
    select(_PERSON.c.id)
    .where(_PERSON.c.workspace == bindparam("workspace"), _PERSON.c.checked_at < bindparam("before"))
    .order_by(_PERSON.c.checked_at, _PERSON.c.id)
)
_TO_THEM: Final = select(_NOTICE.c.id).where(_NOTICE.c.person.in_(bindparam("gone", expanding=True)))


async def forget_people(session: Session, *, before: datetime, limit: int) -> int:
    """Forget those the surface has told nothing of since then and no plan names, at most so many. No commit."""
    asked = {"workspace": session.workspace, "before": before}
    unseen = [str(row["id"]) for row in await session.rows(_LONG_UNSEEN, asked)]
    offices = session.known.offices
    wanted = [person for person in unseen if person not in offices.hr and person != offices.lead]
    forgotten = 0
    for start in range(0, len(wanted), _AT_A_TIME):
        if forgotten == limit:
            break
        some = wanted[start : start + _AT_A_TIME]
        named = {str(row["person"]) for row in await session.rows(_named(), {"people": some})}
        gone = [person for person in some if person not in named][: limit - forgotten]
        await _forget(session, gone)
        forgotten += len(gone)
    return forgotten


async def _forget(session: Session, gone: list[str]) -> None:
    if not gone:
        return
    await session.conn.execute(delete(_REDRAW).where(_REDRAW.c.notice.in_(_TO_THEM)), {"gone": gone})
    for table, column in ((_NOTICE, "person"), (table_of(AbsenceRow), "person"), (table_of(HandleRow), "person")):
        await session.conn.execute(delete(table).where(table.c[column].in_(gone)))
    await session.conn.execute(delete(_PERSON).where(_PERSON.c.id.in_(gone)))
    session.known.erased = True


def _named() -> Select[tuple[str]]:
    """Which of these ``people`` a plan names that is not erased."""
    people: BindParameter[str] = bindparam("people", expanding=True)
    living = _PLAN.c.state.not_in(TOMBSTONES)
    own = (select(column.label("person")).where(living, column.in_(people)) for column in _ids(_PLAN))
    tables = dict.fromkeys(part.table for part in ALL_PARTS)
    # The parts of an erased plan are gone with it.
    parts = (select(column.label("person")).where(column.in_(people)) for table in tables for column in _ids(table))
    every = union(*own, *parts).subquery()
    return select(every.c.person)


def _ids(table: Table) -> Iterator[Column[str]]:
    """The columns that hold the id of a person."""
    for column in table.columns:
        if isinstance(column.type, SealedPerson) and column.name not in _NO_ID:
            yield column
