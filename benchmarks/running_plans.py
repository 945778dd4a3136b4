"""Running plans for as many people as are wanted: one example, with names of its own for each, in a pretend workspace.

What is measured and what is killed in tests are furnished by this alike.
"""

import dataclasses
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, Final

from app.rooms import calendar_of
from plans import examples
from plans.change import Change
from plans.ids import PersonId, WorkspaceId, fresh_case_number
from plans.people import Offices, Person
from plans.policy import Pack, PackId, read_packs
from plans.words import Words
from storage.database import Database

TEAM: Final = WorkspaceId("T0SANDBOX")
HR: Final = "U0HR"
ZONE: Final = "America/Chicago"


def opened(address: str) -> Database:
    """The database as the program opens it before it has learnt who is HR."""
    return Database.open(address, workspace=TEAM, packs=_packs(), calendar=calendar_of, offices=Offices())


@cache
def _packs() -> Mapping[PackId, Pack]:
    return read_packs()


def person(native: str, *, name: str, now: datetime) -> Person:
    """Whom the workspace knows by this account. The same account is the same person each time."""
    return replace(
        examples.SUPERVISOR,
        id=PersonId(uuid.uuid5(uuid.NAMESPACE_OID, native).hex),
        workspace=TEAM,
        handle=replace(examples.SUPERVISOR.handle, tenant=TEAM, native_id=native),
        name=Words(name),
        email=None,
        zone=ZONE,
        # Facts from yesterday: each person is looked up again when they first act.
        checked_at=now - timedelta(days=1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Those who take the places of the example's people."""

    supervisor: Person
    employee: Person
    hr: Person


def own(change: Change, parties: Parties, *, place: int) -> Change:
    """An example's change, about a new plan of these people. Each ``place`` has ids of its own, the same each time."""
    stand_in = {
        examples.WORKSPACE: TEAM,
        examples.SUPERVISOR.id: parties.supervisor.id,
        examples.EMPLOYEE.id: parties.employee.id,
        examples.HR.id: parties.hr.id,
    }
    renamed: Change = _renamed(change, ids=stand_in, place=str(place))
    return replace(renamed, plan=replace(renamed.plan, case_number=fresh_case_number(), revision=0))


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
