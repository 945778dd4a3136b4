"""Running plans for many people, kept by the program's own rules, and what they are owed: word of notes, reminders."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from benchmarks.running_plans import HR, TEAM, ZONE, Parties, opened, own, person
from plans import examples
from plans.acts import Act
from plans.change import Change
from plans.ids import PersonId, PlanId
from plans.keeping import keep
from plans.notices import NoticeKind, Owed
from plans.people import Offices, Person
from plans.plan import PlanChangedMeanwhileError
from plans.ports import System, Work
from plans.states import MilestoneState, PlanState
from sandbox.people import SandboxPerson
from storage.database import DatabaseBusyError

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


def _name(native: str) -> str:
    return f"Person {native[2:].title()}"


def accounts() -> list[SandboxPerson]:
    """Everybody of the workspace."""
    natives = [HR, *(native for number in range(PLANS) for native in _natives(number))]
    return [
        SandboxPerson(id=native, name=_name(native), email=f"{native.lower()}@example.org", tz=ZONE)
        for native in natives
    ]


async def furnish(address: str) -> tuple[Running, ...]:
    """Migrate the database and keep the plans in it, as if all they have announced so far had been said."""
    database = opened(address)
    try:
        await database.migrate()
        # Nothing is announced of a change without events.
        change = Change(plan=examples.case(PlanState.ACTIVE, _BEGAN).plan, events=())
        running = []
        async with database.begin() as work:
            hr = await _met(work, HR)
            for number in range(PLANS):
                lead, worker = [await _met(work, native) for native in _natives(number)]
                parties = Parties(supervisor=lead, employee=worker, hr=hr)
                plan = await keep(work, own(change, parties, place=number))
                running.append(
                    Running(
                        plan=plan.id,
                        supervisor=lead.id,
                        employee=worker.id,
                        supervisor_native=lead.handle.native_id,
                        employee_native=worker.handle.native_id,
                    )
                )
            await work.commit()
        return tuple(running)
    finally:
        await database.close()


async def _met(work: Work, native: str) -> Person:
    return await work.people.put(person(native, name=_name(native), now=START))


async def owe(
    address: str,
    *,
    word: Sequence[tuple[PlanId, PersonId]],
    reminders: Sequence[tuple[PlanId, int]],
    at: datetime,
    name: str,
) -> None:
    """Each of the former is owed word of a note on that plan, each of the latter a reminder.

    Of a plan a milestone, told by its place, waits for the supervisor's word from that instant on. So the reminder is
    in step with its plan: it is the plan as it is kept that calls for it.
    """
    owed = [_word_of_a_note(plan, party, at=at, name=f"{name}:{number}") for number, (plan, party) in enumerate(word)]
    database = opened(address)
    # As the running program has it: who is HR is among what reminders are derived from.
    database.set_offices(Offices(hr=(person(HR, name=HR, now=START).id,)))
    try:
        for _ in range(MOST_TRIES):
            # The program itself may be busy with it for longer than a second.
            with suppress(DatabaseBusyError, PlanChangedMeanwhileError):
                async with database.begin() as work:
                    assert await work.notices.put(owed) == len(owed)
                    for plan, place in reminders:
                        await _wait_for_word(work, plan, place, at=at)
                    await work.commit()
                return
        raise DatabaseBusyError
    finally:
        await database.close()


def _word_of_a_note(plan: PlanId, party: PersonId, *, at: datetime, name: str) -> Owed:
    return Owed(
        key=f"{plan}:note_added:{name}:{party}",
        workspace=TEAM,
        plan=plan,
        person=party,
        kind=NoticeKind.NOTE_ADDED,
        subject=None,
        due_at=at,
        zone=ZONE,
    )


async def _wait_for_word(work: Work, plan_id: PlanId, place: int, *, at: datetime) -> None:
    plan = await work.plans.get(plan_id, by=System.CLOCK, act=Act.LEARN, now=at)
    waits = replace(plan.milestones[place], state=MilestoneState.AWAITING_WORD, reported_done_at=at, due_at=at)
    milestones = (*plan.milestones[:place], waits, *plan.milestones[place + 1 :])
    await keep(work, Change(plan=plan.with_(milestones=milestones), events=()))
