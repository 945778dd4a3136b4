"""People, and their handle on each surface."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import RowMapping, Select, and_, bindparam, delete, insert, select, update

from plans.ids import PersonId
from plans.people import Handle, Office, Person
from storage.absences import few_as_json, few_from
from storage.drift import SqlDrift, mark
from storage.session import Session
from storage.tables import HandleRow, PersonRow, table_of
from storage.upsert import add_if_new

_PERSON: Final = table_of(PersonRow)
_HANDLE: Final = table_of(HandleRow)
# What is refreshed each time the surface tells us of someone we know.
_REFRESHED: Final = ("name", "email", "zone", "locale", "standing", "checked_at")


def _people() -> Select[tuple[object, ...]]:
    joined = _PERSON.join(_HANDLE, _HANDLE.c.person == _PERSON.c.id)
    columns = (*_PERSON.c, _HANDLE.c.surface, _HANDLE.c.tenant, _HANDLE.c.native_id)
    return select(*columns).select_from(joined).where(_PERSON.c.workspace == bindparam("workspace"))


_BY_ID: Final = _people().where(_PERSON.c.id == bindparam("person"))
_BY_IDS: Final = _people().where(_PERSON.c.id.in_(bindparam("people", expanding=True)))


@cache
def _with_the_away(*, on_sqlite: bool) -> Select[tuple[object, ...]]:
    return _BY_IDS.add_columns(few_as_json(on_sqlite=on_sqlite).label("away"))


_BY_HANDLE: Final = _people().where(
    _HANDLE.c.workspace == bindparam("workspace"),
    _HANDLE.c.surface == bindparam("surface"),
    _HANDLE.c.tenant == bindparam("tenant"),
    _HANDLE.c.native_id == bindparam("native_id"),
)


class SqlPeople:
    """``ports.People``. Offices come from the settings, never from a row."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, person: PersonId) -> Person:
        known = self._session.people.get(person) or self._met(
            await self._session.row(_BY_ID, {"workspace": self._session.workspace, "person": person}),
        )
        if known is None:
            raise KeyError(person)
        return known

    async def find(self, handle: Handle) -> Person | None:
        place = {"surface": handle.surface, "tenant": handle.tenant, "native_id": handle.native_id}
        return self._met(await self._session.row(_BY_HANDLE, {"workspace": self._session.workspace, **place}))

    async def put(self, person: Person) -> Person:
        known = await self.find(person.handle)
        if known is None:
            known = await self._insert(person)
        elif (known.zone, known.standing) != (person.zone, person.standing):
            await self._moved(known, at=person.checked_at)
        values = {name: getattr(person, name) for name in _REFRESHED}
        mine = and_(_PERSON.c.id == known.id, _PERSON.c.workspace == self._session.workspace)
        await self._session.count(update(_PERSON).where(mine).values(**values))
        fresh = replace(person, id=known.id, workspace=self._session.workspace)
        return self._remember(fresh)

    async def _moved(self, person: Person, *, at: datetime) -> None:
        """What waits was derived for another zone, or for an account that was another."""
        await mark(self._session, person.id, at=at)
        if person.offices & {Office.HR, Office.HR_LEAD}:
            await SqlDrift(self._session).mark_all()

    async def _insert(self, person: Person) -> Person:
        """The person as stored; when another process met them in this moment, as that one stored them."""
        session, handle = self._session, person.handle
        values = {name: getattr(person, name) for name in ("id", *_REFRESHED)}
        await session.conn.execute(insert(_PERSON).values(workspace=session.workspace, **values))
        place = {"surface": handle.surface, "tenant": handle.tenant, "native_id": handle.native_id}
        if await add_if_new(session, _HANDLE, [{"workspace": session.workspace, "person": person.id, **place}]):
            return person
        await session.conn.execute(delete(_PERSON).where(_PERSON.c.id == person.id))
        known = await self.find(handle)
        if known is None:
            raise KeyError(person.id)
        return known

    async def hr(self) -> tuple[Person, ...]:
        offices = self._session.known.offices
        wanted = tuple(dict.fromkeys((*offices.hr, *((offices.lead,) if offices.lead else ()))))
        await self.meet(wanted)
        return tuple(self._session.people[person] for person in wanted if person in self._session.people)

    async def meet(self, people: Iterable[PersonId]) -> None:
        """Read those nobody has asked for yet in one query; to ``get`` them then costs none.

        With them come the days on which people are away, if they are few: whoever asks for the one needs the other.
        """
        wanted = [person for person in dict.fromkeys(people) if person not in self._session.people]
        if wanted:
            asked = {"workspace": self._session.workspace, "mine": self._session.workspace, "people": wanted}
            rows = await self._session.rows(_with_the_away(on_sqlite=self._session.on_sqlite), asked)
            for row in rows:
                self._met(row)
            if rows:
                self._session.away = few_from(rows[0]["away"])

    def _met(self, row: RowMapping | None) -> Person | None:
        if row is None:
            return None
        handle = Handle(surface=row["surface"], tenant=row["tenant"], native_id=row["native_id"])
        facts = {name: row[name] for name in _REFRESHED}
        return self._remember(Person(id=PersonId(row["id"]), workspace=self._session.workspace, handle=handle, **facts))

    def _remember(self, person: Person) -> Person:
        known = person.with_offices(self._session.known.offices.of(person.id, person.handle))
        self._session.people[person.id] = known
        return known
