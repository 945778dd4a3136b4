"""What was claimed, and beside it all that the last look needs: one question, and one text as the answer.

A morning's reminders pass here by the thousand. Row by row and value by value, each through its column's type, they
would cost more than what is then done with them; and on SQLite the event loop would wait for each.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    FromClause,
    Row,
    Select,
    String,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    func,
    select,
    text,
    true,
)

from plans.dates import Absence, Calendar, WorkingTime
from plans.gist import Gist
from plans.ids import NoticeId, PersonId
from plans.notice_ports import Facts
from plans.notices import Notice, NoticeKind, NoticeState, Owed
from plans.people import Handle, Person, Standing
from storage.absences import absences_of, few_as_json, few_from
from storage.gists import gist_from
from storage.sealing import unsealed, unsealed_person
from storage.session import Session
from storage.tables import HandleRow, NoticeRow, PersonRow, PlanRow, table_of

_NOTICE: Final = table_of(NoticeRow)
_PLAN: Final = table_of(PlanRow)
_PERSON: Final = table_of(PersonRow)
_HANDLE: Final = table_of(HandleRow)
_KINDS: Final = {kind.value: kind for kind in NoticeKind}
_STANDINGS: Final = {standing.value: standing for standing in Standing}


_THEIRS: Final[Mapping[str, ColumnElement[Any]]] = {f"person_{column.name}": column for column in _PERSON.c} | {
    name: _HANDLE.c[name] for name in ("surface", "tenant", "native_id")
}
Answer = Row[str, str]
Claimed = tuple[tuple[Notice, ...], dict[NoticeId, Facts]]


# A row of the answer, part by part, in the order in which its readers below take it apart. A row comes as a list: to
# make more of it first, and then ask it for each value by name, takes as long as all the rest of reading it.
_OWED: Final = (
    *("key", "workspace", "plan", "person", "kind", "subject"),
    *("due_at", "zone", "nominal", "rolled", "not_after", "direct"),
)
_OWN: Final = (
    *("id", "run_at", "attempts", "lease_until", "lease_token"),
    *("send_key", "message_ref", "last_outcome", "late_by_us"),
)
_STEP: Final = ("of_revision", "plan_revision", "called_for", "gist")
_WHO: Final = (
    *("person_name", "person_email", "person_zone", "person_locale", "person_standing", "person_checked_at"),
    *("surface", "tenant", "native_id"),
)
_COLUMNS: Final = (*_OWED, *_OWN, *_STEP, *_WHO)
_WORKSPACE: Final = _COLUMNS.index("workspace")
_PERSON_ID: Final = _COLUMNS.index("person")
_OWN_AT: Final = len(_OWED)
_STEP_AT: Final = _OWN_AT + len(_OWN)
_WHO_AT: Final = _STEP_AT + len(_STEP)
# What stands in a row, as JSON has it.
_Row = list[Any]


async def read_claimed(session: Session, ids: Sequence[NoticeId]) -> Claimed:
    """The notices in the order in which they are due, and the facts beside them."""
    asked = {"ids": json.dumps(ids) if session.on_sqlite else list(ids), "mine": session.workspace}
    return await understood(session, (await session.conn.execute(_of_ids(on_sqlite=session.on_sqlite), asked)).one())


async def understood(session: Session, answer: Answer) -> Claimed:
    """What an answer to ``everything_of`` says."""
    found, few = answer
    rows: list[_Row] = [row for row in json.loads(found or "[]") if row[_WORKSPACE] == session.workspace]
    away = few_from(few)
    if away is None:
        away = await absences_of(session, {PersonId(unsealed_person(row[_PERSON_ID])) for row in rows})
    claimed, beside = list(map(_notice, rows)), _Beside(session, away)
    facts = {notice.id: beside.facts(notice.owed.person, row) for notice, row in zip(claimed, rows, strict=True)}
    return tuple(sorted(claimed, key=lambda notice: (notice.owed.due_at, notice.id))), facts


@cache
def _of_ids(*, on_sqlite: bool) -> Select[str, str]:
    # By id alone: with the workspace in the question SQLite walks all of its notices. And all ids as one parameter: a
    # statement that is different for each number of them is read anew each time.
    found = everything_of(_NOTICE, on_sqlite=on_sqlite)
    if on_sqlite:
        return found.where(_NOTICE.c.id.in_(select(text("value")).select_from(text("json_each(:ids)"))))
    return found.where(_NOTICE.c.id == any_(bindparam("ids", type_=ARRAY(String))))


def everything_of(notices: FromClause, *, on_sqlite: bool) -> Select[str, str]:
    """The question for ``understood``, of rows with the columns of a notice. ``mine`` is the workspace."""
    theirs = and_(_PERSON.c.id == notices.c.person, _PERSON.c.workspace == notices.c.workspace)
    handled = _HANDLE.c.person == _PERSON.c.id
    joined = notices.outerjoin(_PLAN, and_(_PLAN.c.id == notices.c.plan, _PLAN.c.workspace == notices.c.workspace))
    away = few_as_json(on_sqlite=on_sqlite)
    if on_sqlite:
        columns = [_column(name, notices, _THEIRS, on_sqlite=True) for name in _COLUMNS]
        joined = joined.outerjoin(_PERSON, theirs).outerjoin(_HANDLE, handled)
        return select(func.json_group_array(func.json_array(*columns)), away).select_from(joined)
    # Each by itself: PostgreSQL would else read everybody there is, to join some hundred of them.
    found = select(*(column.label(name) for name, column in _THEIRS.items()))
    people = found.select_from(_PERSON.outerjoin(_HANDLE, handled)).where(theirs).limit(1).lateral("people")
    columns = [_column(name, notices, dict(people.c), on_sqlite=False) for name in _COLUMNS]
    joined = joined.outerjoin(people, true())
    return select(cast(func.json_agg(func.json_build_array(*columns)), Text), away).select_from(joined)


def _column(
    name: str, notices: FromClause, theirs: Mapping[str, ColumnElement[Any]], *, on_sqlite: bool
) -> ColumnElement[Any]:
    """The column of the answer's rows that goes by this name."""
    if name == "gist":
        return func.json(_PLAN.c.gist) if on_sqlite else cast(_PLAN.c.gist, JSON)
    if name == "called_for":
        return _PLAN.c.called_for
    if name == "plan_revision":
        return _PLAN.c.revision
    return theirs[name] if name in _THEIRS else notices.c[name]


def _notice(row: _Row) -> Notice:
    notice, run_at, attempts, lease_until, token, send_key, message_ref, outcome, late_by_us = row[_OWN_AT:_STEP_AT]
    return Notice(
        id=notice,
        owed=_owed(row[:_OWN_AT]),
        state=NoticeState.CLAIMED,
        run_at=_instant(run_at),
        attempts=attempts,
        lease_until=None if lease_until is None else _instant(lease_until),
        lease_token=token,
        send_key=send_key,
        message_ref=message_ref,
        last_outcome=outcome,
        late_by_us=late_by_us,
    )


def _owed(values: _Row) -> Owed:
    key, workspace, plan, person, kind, subject, due_at, zone, nominal, rolled, not_after, direct = values
    return Owed(
        key=unsealed_person(key),
        workspace=workspace,
        plan=plan,
        person=PersonId(unsealed_person(person)),
        kind=_KINDS[kind],
        subject=subject,
        due_at=_instant(due_at),
        zone=zone,
        nominal=_day(nominal),
        rolled=rolled,
        not_after=None if not_after is None else _instant(not_after),
        direct=bool(direct),
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the notices of one answer. Whoever works alike has one ``WorkingTime``."""

    session: Session
    away: Mapping[PersonId, tuple[Absence, ...]]
    _alike: dict[tuple[str, str, tuple[Absence, ...]], WorkingTime | None] = field(default_factory=dict)

    def facts(self, who: PersonId, row: _Row) -> Facts:
        """A notice about no plan has no gist."""
        of_revision, plan_revision, called_for, kept = row[_STEP_AT:_WHO_AT]
        person = _person(self.session, who, row[_WHO_AT:])
        gist = gist_from(kept) if kept else None
        return Facts(
            person=person,
            gist=gist,
            working=self._working(person, gist) if person and gist else None,
            in_step=gist is not None and of_revision == called_for and plan_revision == gist.revision,
        )

    def _working(self, person: Person, gist: Gist) -> WorkingTime | None:
        alike = (person.zone, gist.pack, self.away.get(person.id, ()))
        if alike not in self._alike:
            pack = self.session.known.packs.get(gist.pack)
            zone, _, away = alike
            self._alike[alike] = None if pack is None else _at_work(zone, self.session.known.calendar(pack), away)
        return self._alike[alike]


def _person(session: Session, who: PersonId, values: _Row) -> Person | None:
    name, email, zone, locale, standing, checked_at, surface, tenant, native_id = values
    if native_id is None:
        return None
    handle = Handle(surface=surface, tenant=tenant, native_id=unsealed_person(native_id))
    return Person(
        id=who,
        workspace=session.workspace,
        handle=handle,
        name=unsealed(name),
        email=None if email is None else unsealed(email),
        zone=zone,
        locale=locale,
        standing=_STANDINGS[standing],
        checked_at=_instant(checked_at),
        offices=session.known.offices.of(who, handle),
    )


@lru_cache(maxsize=1_000)
def _at_work(zone: str, calendar: Calendar, away: tuple[Absence, ...]) -> WorkingTime:
    """Checking that a zone exists takes longer than all the rest of a look."""
    return WorkingTime(zone, calendar, absences=away)


@lru_cache(maxsize=4_096)
def _instant(kept: str) -> datetime:
    """The instant of a text; on SQLite it stands bare there. A morning's reminders share a few."""
    at = datetime.fromisoformat(kept)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


@lru_cache(maxsize=1_000)
def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
