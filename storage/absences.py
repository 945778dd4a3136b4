"""Absences as rows. What is taken back stays as a row and counts no more."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Final

from sqlalchemy import RowMapping, ScalarSelect, Text, bindparam, cast, func, insert, select, update

from plans.absences import RecordedAbsence
from plans.dates import Absence
from plans.ids import AbsenceId, PersonId
from storage.drift import mark
from storage.sealing import unsealed_person
from storage.session import Session
from storage.tables import AbsenceRow, table_of

_ABSENCE: Final = table_of(AbsenceRow)
# Up to so many are read at once and remembered until the work ends: lists of plans ask for each plan's people.
_FEW: Final = 200
_STANDING: Final = (
    select(_ABSENCE)
    .where(_ABSENCE.c.workspace == bindparam("mine"), _ABSENCE.c.withdrawn_at.is_(None))
    .order_by(_ABSENCE.c.first, _ABSENCE.c.id)
    .limit(bindparam("at_most"))
)
_THEIRS: Final = _STANDING.where(_ABSENCE.c.person.in_(bindparam("people", expanding=True)))
_NO_LIMIT: Final = 100_000


class SqlAbsences:
    """``ports.Absences``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def standing(self, *people: PersonId) -> tuple[RecordedAbsence, ...]:
        return await _standing(self._session, people)

    async def record(self, absence: RecordedAbsence) -> None:
        row = {
            "workspace": self._session.workspace,
            "id": absence.id,
            "person": absence.person,
            "first": absence.first,
            "last": absence.last,
            "recorded_by": absence.recorded_by,
            "recorded_at": absence.recorded_at,
        }
        await self._session.conn.execute(insert(_ABSENCE), row)
        await self._changed(absence.person, at=absence.recorded_at)

    async def take_back(self, absence: RecordedAbsence, *, at: datetime) -> bool:
        mine = (_ABSENCE.c.workspace == self._session.workspace, _ABSENCE.c.id == absence.id)
        stood = update(_ABSENCE).where(*mine, _ABSENCE.c.withdrawn_at.is_(None)).values(withdrawn_at=at)
        if not await self._session.count(stood):
            return False
        await self._changed(absence.person, at=at)
        return True

    async def _changed(self, person: PersonId, *, at: datetime) -> None:
        self._session.forget_absences()
        await mark(self._session, person, at=at)


async def absences_of(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, tuple[Absence, ...]]:
    """The days on which each of these people is away; whoever is never away is not in it."""
    if session.away is not None:
        return {person: session.away[person] for person in people if person in session.away}
    found = sorted(await _standing(session, people), key=lambda one: one.person)
    return {person: tuple(one.days for one in theirs) for person, theirs in groupby(found, key=lambda one: one.person)}


def few_as_json(*, on_sqlite: bool) -> ScalarSelect[str]:
    """All that stand, for ``few_from``, if they are few: a part of another question. ``mine`` is the workspace."""
    found = _STANDING.limit(_FEW + 1).subquery()
    columns = (found.c.person, found.c.first, found.c.last)
    if on_sqlite:
        return select(func.json_group_array(func.json_array(*columns))).scalar_subquery()
    return select(cast(func.json_agg(func.json_build_array(*columns)), Text)).scalar_subquery()


def few_from(kept: str | None) -> Mapping[PersonId, tuple[Absence, ...]] | None:
    """The days on which people are away, from the answer to ``few_as_json``; None if they are too many for it."""
    rows: list[tuple[str, str, str]] = json.loads(kept or "[]")
    if len(rows) > _FEW:
        return None
    away: dict[PersonId, tuple[Absence, ...]] = {}
    for kept_person, first, last in rows:
        person = PersonId(unsealed_person(kept_person))
        away[person] = (*away.get(person, ()), Absence(date.fromisoformat(first), date.fromisoformat(last)))
    return away


async def _standing(session: Session, people: Collection[PersonId]) -> tuple[RecordedAbsence, ...]:
    if session.absences is None:
        rows = await session.rows(_STANDING, {"mine": session.workspace, "at_most": _FEW + 1})
        if len(rows) > _FEW:
            asked = {"mine": session.workspace, "people": list(people), "at_most": _NO_LIMIT}
            return tuple(_recorded(await session.rows(_THEIRS, asked)))
        session.absences = list(_recorded(rows))
    return tuple(one for one in session.absences if one.person in people)


def _recorded(rows: Iterable[RowMapping]) -> Iterable[RecordedAbsence]:
    for row in rows:
        yield RecordedAbsence(
            id=AbsenceId(row["id"]),
            person=PersonId(row["person"]),
            first=row["first"],
            last=row["last"],
            recorded_by=PersonId(row["recorded_by"]),
            recorded_at=row["recorded_at"],
        )
