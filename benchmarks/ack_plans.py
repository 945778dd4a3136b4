"""The plans people answer about: supervisors with a few running plans each, kept by the program's own rules."""

import dataclasses
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from app.rooms import calendar_of
from plans import examples
from plans.change import Change
from plans.ids import PersonId, PlanId, WorkspaceId, fresh_case_number
from plans.keeping import keep
from plans.people import Offices, Person
from plans.policy import read_packs
from plans.states import PlanState
from plans.words import Words
from sandbox.people import SandboxPerson
from storage.database import Database

SUPERVISORS: Final = 60
PLANS_EACH: Final = 4
TEAM: Final = WorkspaceId("T0SANDBOX")
HR: Final = "U0HR"
ZONE: Final = "America/Chicago"
# How long ago the plans began: nothing of them falls due while people answer.
_AGO: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A plan and the supervisor who writes notes about it."""

    plan: PlanId
    supervisor: PersonId
    native_id: str


def accounts() -> list[SandboxPerson]:
    """Everybody of the workspace: the supervisors, an employee for each of their plans, and HR."""
    # One name for all: the workspace looks for every name in every form, which would be measured too.
    natives = [HR, *map(_supervisor, range(SUPERVISORS)), *map(_employee, range(SUPERVISORS * PLANS_EACH))]
    return [
        SandboxPerson(id=native, name="Robin Example", email=f"{native.lower()}@example.org", tz=ZONE)
        for native in natives
    ]


def _supervisor(number: int) -> str:
    return f"U0SUPERVISOR{number:04d}"


def _employee(number: int) -> str:
    return f"U0EMPLOYEE{number:04d}"


async def furnish(address: str, *, now: datetime) -> tuple[list[Running], bytes]:
    """Migrate the database, keep the plans, and hand back what is needed to act on them: they and the key."""
    database = Database.open(address, workspace=TEAM, packs=read_packs(), calendar=calendar_of, offices=Offices())
    await database.migrate()
    example = examples.case(PlanState.ACTIVE, now - _AGO, on=examples.terms())
    running = []
    async with database.begin() as work:
        hr = await work.people.put(_person(HR, now=now))
        await work.commit()
    # As the running program has it, or it would have to put every plan's reminders in step first.
    database.set_offices(Offices(hr=(hr.id,)))
    async with database.begin() as work:
        for number in range(SUPERVISORS * PLANS_EACH):
            lead = await work.people.put(_person(_supervisor(number // PLANS_EACH), now=now))
            employee = await work.people.put(_person(_employee(number), now=now))
            parties = zip((examples.SUPERVISOR, examples.EMPLOYEE, examples.HR), (lead, employee, hr), strict=True)
            ids: dict[str, str] = {examples.WORKSPACE: TEAM, **{one.id: other.id for one, other in parties}}
            renamed = partial(_renamed, ids=ids, place=str(number))
            plan = replace(renamed(example.plan), case_number=fresh_case_number(), revision=0)
            await keep(work, Change(plan=plan, events=renamed(example.events)))
            running.append(Running(plan=plan.id, supervisor=lead.id, native_id=lead.handle.native_id))
        await work.commit()
    key = await database.installation_key()
    await database.close()
    return running, key


def _person(native: str, *, now: datetime) -> Person:
    # Facts from yesterday: each person is looked up again when they first act.
    return replace(
        examples.SUPERVISOR,
        id=PersonId(uuid.uuid5(uuid.NAMESPACE_OID, native).hex),
        workspace=TEAM,
        handle=replace(examples.SUPERVISOR.handle, tenant=TEAM, native_id=native),
        name=Words(native),
        email=None,
        zone=ZONE,
        checked_at=now - timedelta(days=1),
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
        fields = {field.name: again(getattr(value, field.name)) for field in dataclasses.fields(value) if field.init}
        return replace(value, **fields)
    return value


def _is_id(value: str) -> bool:
    try:
        return len(value) == len(uuid.UUID(value).hex)
    except ValueError:
        return False
