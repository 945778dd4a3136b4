"""Running plans for many people, kept by the program's own rules, and word of notes they are owed."""

import dataclasses
import enum
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from app.rooms import calendar_of
from plans import examples
from plans.change import Change
from plans.ids import CaseNumber, PersonId, PlanId, WorkspaceId, fresh_case_number
from plans.keeping import keep
from plans.notices import NoticeKind, Owed
from plans.people import Offices, Person
from plans.policy import read_packs
from plans.states import PlanState
from plans.words import Words
from sandbox.people import SandboxPerson
from storage.database import Database, DatabaseBusyError

TEAM: Final = WorkspaceId("T0SANDBOX")
ZONE: Final = "America/Chicago"
HR: Final = "U0HR"
# A Tuesday, ten o'clock with all of them. The plans have been running since the day before.
START: Final = datetime(2026, 9, 1, 15, 0, tzinfo=examples.NOW.tzinfo)
_BEGAN: Final = START - timedelta(days=1)
PLANS: Final = 36
MOST_TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A plan and its two parties."""

    plan: PlanId
    supervisor: PersonId
    employee: PersonId
    supervisor_native: str
    employee_native: str

    @property
    def parties(self) -> tuple[PersonId, PersonId]:
        return self.supervisor, self.employee


def _natives(number: int) -> tuple[str, str]:
    return f"U0LEAD{number:02d}", f"U0WORKER{number:02d}"


def accounts() -> list[SandboxPerson]:
    """Everybody of the workspace."""
    natives = [HR, *(native for number in range(PLANS) for native in _natives(number))]
    return [
        SandboxPerson(id=native, name=f"Person {native[2:].title()}", email=f"{native.lower()}@example.org", tz=ZONE)
        for native in natives
    ]


def _open(address: str) -> Database:
    return Database.open(address, workspace=TEAM, packs=read_packs(), calendar=calendar_of, offices=Offices())


async def furnish(address: str) -> tuple[Running, ...]:
    """Migrate the database and keep the plans in it, as if all they have announced so far had been said."""
    database = _open(address)
    try:
        await database.migrate()
        example = examples.case(PlanState.ACTIVE, _BEGAN)
        running = []
        async with database.begin() as work:
            hr = await work.people.put(_person(HR))
            for number in range(PLANS):
                lead, worker = [await work.people.put(_person(native)) for native in _natives(number)]
                parties = zip((examples.SUPERVISOR, examples.EMPLOYEE, examples.HR), (lead, worker, hr), strict=True)
                ids: dict[str, str] = {examples.WORKSPACE: TEAM, **{one.id: other.id for one, other in parties}}
                renamed = partial(_renamed, ids=ids, place=str(number))
                plan = replace(renamed(example.plan), case_number=CaseNumber(fresh_case_number()), revision=0)
                await keep(work, Change(plan=plan, events=()))
                running.append(_running(plan.id, lead, worker))
            await work.commit()
        return tuple(running)
    finally:
        await database.close()


def _running(plan: PlanId, lead: Person, worker: Person) -> Running:
    return Running(
        plan=plan,
        supervisor=lead.id,
        employee=worker.id,
        supervisor_native=lead.handle.native_id,
        employee_native=worker.handle.native_id,
    )


async def owe(address: str, due: Sequence[tuple[PlanId, PersonId]], *, at: datetime, name: str) -> None:
    """Each of these is owed word of a note on that plan."""
    owed = [
        Owed(
            key=f"{plan}:note_added:{name}:{number}:{person}",
            workspace=TEAM,
            plan=plan,
            person=person,
            kind=NoticeKind.NOTE_ADDED,
            subject=None,
            due_at=at,
            zone=ZONE,
        )
        for number, (plan, person) in enumerate(due)
    ]
    database = _open(address)
    try:
        for _ in range(MOST_TRIES):
            # The program itself may be busy with it for longer than a second.
            with suppress(DatabaseBusyError):
                return await _put(database, owed)
        raise DatabaseBusyError
    finally:
        await database.close()


async def _put(database: Database, owed: Sequence[Owed]) -> None:
    async with database.begin() as work:
        assert await work.notices.put(owed) == len(owed)
        await work.commit()


def _person(native: str) -> Person:
    return replace(
        examples.SUPERVISOR,
        id=PersonId(uuid.uuid5(uuid.NAMESPACE_OID, native).hex),
        workspace=TEAM,
        handle=replace(examples.SUPERVISOR.handle, tenant=TEAM, native_id=native),
        name=Words(f"Person {native[2:].title()}"),
        email=None,
        zone=ZONE,
        checked_at=START - timedelta(days=1),
    )


def _renamed(value: Any, *, ids: Mapping[str, str], place: str) -> Any:  # noqa: ANN401 - whatever a plan is made of
    """The same with ids of its own: people as told, everything else by where it stands."""
    again = partial(_renamed, ids=ids, place=place)
    if isinstance(value, enum.Enum):
        return value
    if isinstance(value, str):
        return ids.get(value) or (uuid.uuid5(uuid.NAMESPACE_OID, value + place).hex if _is_id(value) else value)
    if isinstance(value, tuple | frozenset):
        return type(value)(again(one) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Words):
        known = {field.name: again(getattr(value, field.name)) for field in dataclasses.fields(value) if field.init}
        return replace(value, **known)
    return value


def _is_id(value: str) -> bool:
    try:
        return len(value) == len(uuid.UUID(value).hex)
    except ValueError:
        return False
