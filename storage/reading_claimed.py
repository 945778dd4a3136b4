"""What was claimed, and beside it all that the last look needs: one question for the whole batch.

A morning's reminders pass here by the thousand, so what a column's type would do for each value is done by hand, but
for what is sealed: that goes through its own type, here as everywhere.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Row, Select, String, and_, any_, bindparam, select, text, type_coerce
from sqlalchemy.types import NullType

from plans.dates import Absence, Calendar, WorkingTime
from plans.gist import Gist
from plans.ids import NoticeId, PersonId
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Handle, Person, Standing
from plans.ports import Facts
from storage.absences import absences_of
from storage.gists import gist_from
from storage.sealing import Sealed, SealedPerson
from storage.session import Session
from storage.tables import HandleRow, NoticeRow, PersonRow, PlanRow, table_of

_NOTICE: Final = table_of(NoticeRow)
_PLAN: Final = table_of(PlanRow)
_PERSON: Final = table_of(PersonRow)
_HANDLE: Final = table_of(HandleRow)
_KINDS: Final = {kind.value: kind for kind in NoticeKind}
_STATES: Final = {state.value: state for state in NoticeState}
_STANDINGS: Final = {standing.value: standing for standing in Standing}

Moment = Callable[[Any], datetime | None]


async def read_claimed(session: Session, ids: Sequence[NoticeId]) -> tuple[tuple[Notice, ...], dict[NoticeId, Facts]]:
    """The notices in the order in which they are due, and the facts beside them."""
    # By id alone: with the workspace in the question SQLite walks all of its notices.
    asked = {"ids": json.dumps(ids) if session.on_sqlite else list(ids)}
    found = (await session.conn.execute(_everything(on_sqlite=session.on_sqlite), asked)).all()
    rows = [row for row in found if row.workspace == session.workspace]
    moment = _from_sqlite if session.on_sqlite else _from_postgresql
    away = await absences_of(session, {PersonId(row.person) for row in rows})
    claimed = sorted((_notice(row, moment) for row in rows), key=lambda notice: (notice.owed.due_at, notice.id))
    return tuple(claimed), {row.id: _facts(session, row, away, moment) for row in rows}


@cache
def _everything(*, on_sqlite: bool) -> Select[Any]:
    plan, person = _NOTICE.c.plan, _NOTICE.c.person
    joined = (
        _NOTICE.outerjoin(_PLAN, and_(_PLAN.c.id == plan, _PLAN.c.workspace == _NOTICE.c.workspace))
        .outerjoin(_PERSON, and_(_PERSON.c.id == person, _PERSON.c.workspace == _NOTICE.c.workspace))
        .outerjoin(_HANDLE, _HANDLE.c.person == _PERSON.c.id)
    )
    columns = [
        *_NOTICE.c,
        _PLAN.c.revision.label("plan_revision"),
        _PLAN.c.gist,
        *(_PERSON.c[name].label(f"person_{name}") for name in _OF_PERSON),
        *(_HANDLE.c[name] for name in ("surface", "tenant", "native_id")),
    ]
    bare = [
        column if isinstance(column.type, Sealed | SealedPerson) else type_coerce(column, NullType()).label(column.name)
        for column in columns
    ]
    # All ids as one parameter: a statement that is different for each number of them is read anew each time.
    wanted: ColumnElement[bool]
    if on_sqlite:
        wanted = _NOTICE.c.id.in_(select(text("value")).select_from(text("json_each(:ids)")))
    else:
        wanted = _NOTICE.c.id == any_(bindparam("ids", type_=ARRAY(String)))
    return select(*bare).select_from(joined).where(wanted)


_OF_PERSON: Final = ("name", "email", "zone", "locale", "standing", "checked_at")


def _notice(row: Row[Any], moment: Moment) -> Notice:
    due_at, run_at = moment(row.due_at), moment(row.run_at)
    if due_at is None or run_at is None:
        raise TypeError(row.id)
    owed = Owed(
        key=row.key,
        workspace=row.workspace,
        plan=row.plan,
        person=row.person,
        kind=_KINDS[row.kind],
        subject=row.subject,
        due_at=due_at,
        zone=row.zone,
        nominal=date.fromisoformat(row.nominal) if isinstance(row.nominal, str) else row.nominal,
        rolled=row.rolled,
        not_after=moment(row.not_after),
        direct=bool(row.direct),
    )
    return Notice(
        id=row.id,
        owed=owed,
        state=_STATES[row.state],
        run_at=run_at,
        attempts=row.attempts,
        lease_until=moment(row.lease_until),
        lease_token=row.lease_token,
        send_key=row.send_key,
        message_ref=row.message_ref,
        last_outcome=row.last_outcome,
        late_by_us=row.late_by_us,
        sent_at=moment(row.sent_at),
    )


def _facts(session: Session, row: Row[Any], away: Mapping[PersonId, tuple[Absence, ...]], moment: Moment) -> Facts:
    person = _person(session, row, moment)
    gist = gist_from(row.gist) if row.gist else None
    return Facts(
        person=person,
        gist=gist,
        working=_working(session, person, gist, away.get(person.id, ())) if person and gist else None,
        in_step=gist is not None and row.of_revision == row.plan_revision == gist.revision,
    )


def _person(session: Session, row: Row[Any], moment: Moment) -> Person | None:
    checked_at = moment(row.person_checked_at)
    if row.native_id is None or checked_at is None:
        return None
    return Person(
        id=row.person,
        workspace=session.workspace,
        handle=Handle(surface=row.surface, tenant=row.tenant, native_id=row.native_id),
        name=row.person_name,
        email=row.person_email,
        zone=row.person_zone,
        locale=row.person_locale,
        standing=_STANDINGS[row.person_standing],
        checked_at=checked_at,
        offices=session.known.offices.of(row.person),
    )


def _working(session: Session, person: Person, gist: Gist, away: tuple[Absence, ...]) -> WorkingTime | None:
    pack = session.known.packs.get(gist.pack)
    return None if pack is None else _at_work(person.zone, session.known.calendar(pack), away)


@lru_cache(maxsize=1_000)
def _at_work(zone: str, calendar: Calendar, away: tuple[Absence, ...]) -> WorkingTime:
    """Checking that a zone exists takes longer than all the rest of a look."""
    return WorkingTime(zone, calendar, absences=away)


@lru_cache(maxsize=4_096)
def _from_sqlite(kept: str | None) -> datetime | None:
    """The instant of a text, which stands bare there. A morning's reminders share a few."""
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


def _from_postgresql(kept: datetime | None) -> datetime | None:
    return None if kept is None else kept.astimezone(UTC)
