"""The plans people answer about: supervisors with a few running plans each, kept by the program's own rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from benchmarks.running_plans import HR, TEAM, ZONE, Parties, opened, own, person
from plans import examples
from plans.change import Change
from plans.ids import PersonId, PlanId
from plans.keeping import keep
from plans.people import Offices
from plans.states import PlanState
from sandbox.people import SandboxPerson

__all__ = ["HR", "PLANS_EACH", "SUPERVISORS", "TEAM", "Running", "accounts", "furnish"]

SUPERVISORS: Final = 60
PLANS_EACH: Final = 4
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
    database = opened(address)
    await database.migrate()
    example = examples.case(PlanState.ACTIVE, now - _AGO, on=examples.terms())
    change = Change(plan=example.plan, events=example.events)
    running = []
    async with database.begin() as work:
        hr = await work.people.put(person(HR, name=HR, now=now))
        await work.commit()
    # As the running program has it, or it would have to put every plan's reminders in step first.
    database.set_offices(Offices(hr=(hr.id,)))
    async with database.begin() as work:
        for number in range(SUPERVISORS * PLANS_EACH):
            native, other = _supervisor(number // PLANS_EACH), _employee(number)
            lead = await work.people.put(person(native, name=native, now=now))
            employee = await work.people.put(person(other, name=other, now=now))
            parties = Parties(supervisor=lead, employee=employee, hr=hr)
            plan = await keep(work, own(change, parties, place=number))
            running.append(Running(plan=plan.id, supervisor=lead.id, native_id=native))
        await work.commit()
    key = await database.installation_key()
    await database.close()
    return running, key
