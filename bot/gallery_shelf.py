"""A house in which one example plan stands still: it can be read by everybody who may, and changed by nobody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.asking import House, PersonUnknownError
from bot.wording import Wording
from plans.acts import Act
from plans.catching_up import catch_up_owed
from plans.events import Event
from plans.examples import COACHING, DC, GENERIC, ILLINOIS, NOW, PEOPLE, WORKSPACE, Case, pack
from plans.ids import NoticeId, PersonId, PlanId, WorkspaceId
from plans.integrity import Looked
from plans.notices import Notice, NoticeState
from plans.people import Person, Role
from plans.permissions import Deny, decide, role_on
from plans.plan import Plan
from plans.ports import NoSuchPlanError, NotAllowedError, Reader, System, Work
from plans.reminders import reminders_for
from plans.terms import Terms
from plans.visible import visible


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reading half of a ``Work``, which is all that showing a form needs."""

    case: Case

    @property
    def workspace(self) -> WorkspaceId:
        return WORKSPACE

    @property
    def plans(self) -> "_Plans":
        return _Plans(self.case)

    @property
    def people(self) -> "_People":
        return _People()

    @property
    def notices(self) -> "_Notices":
        return _Notices()

    @property
    def audit(self) -> "_Audit":
        return _Audit(self.case)

    @property
    def integrity(self) -> "_Integrity":
        return _Integrity()

    @property
    def gathering(self) -> "_Gathering":
        return _Gathering(self.case)

    async def terms(self, _plan: Plan) -> Terms:
        return self.case.terms


@dataclass(frozen=True, slots=True)
class _Plans:
    case: Case

    async def get(self, plan: PlanId, *, by: Reader, act: Act, now: datetime) -> Plan:
        if plan != self.case.plan.id:
            raise NoSuchPlanError
        if isinstance(by, System):
            return self.case.plan
        decision = decide(by, act, self.case.plan, now=now)
        if isinstance(decision, Deny):
            raise NotAllowedError(decision.code) if decision.knows else NoSuchPlanError
        return self.case.plan

    async def read(self, plan: PlanId, *, reader: Reader, now: datetime) -> Plan:
        found = await self.get(plan, by=reader, act=Act.READ_PLAN, now=now)
        return visible(found, cast("Person", reader), now=now, terms=self.case.terms)

    async def of(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        party = self.case.plan.role_of(reader.id) is not None
        return self._readable(reader, now=now) if party else ()

    async def for_hr(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        as_hr = role_on(reader, self.case.plan) is Role.HR
        return self._readable(reader, now=now) if as_hr else ()

    def _readable(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        if isinstance(decide(reader, Act.READ_PLAN, self.case.plan, now=now), Deny):
            return ()
        return (visible(self.case.plan, reader, now=now, terms=self.case.terms),)


@dataclass(frozen=True, slots=True)
class _People:
    async def get(self, person: PersonId) -> Person:
        return PEOPLE[person]


@dataclass(frozen=True, slots=True)
class _Notices:
    async def undelivered(self, *, since: datetime) -> tuple[Notice, ...]:  # noqa: ARG002 - the port's own signature
        return ()

    async def get(self, notice: NoticeId) -> Notice:
        """A message after a time away. It is known by whom it was sent to."""
        reader = PEOPLE[PersonId(notice)]
        owed = catch_up_owed(reader, workspace=WORKSPACE, since=NOW, due_at=NOW)
        return Notice(id=notice, owed=owed, state=NoticeState.SENT, run_at=NOW)


@dataclass(frozen=True, slots=True)
class _Audit:
    case: Case

    async def of(self, _plan: PlanId, *, reader: Reader, now: datetime) -> tuple[Event, ...]:  # noqa: ARG002 - the port's own signature
        return self.case.events


@dataclass(frozen=True, slots=True)
class _Integrity:
    async def looked(self) -> Looked | None:
        return Looked(at=NOW, lines=812)


@dataclass(frozen=True, slots=True)
class _Gathering:
    case: Case

    async def inside(self, message: NoticeId) -> tuple[Notice, ...]:
        """Everything this person would have been reminded of by now."""
        return tuple(
            Notice(id=NoticeId(owed.key), owed=owed, state=NoticeState.GATHERED, run_at=owed.due_at)
            for owed in reminders_for(self.case.plan, self.case.terms)
            if owed.person == PersonId(message) and owed.due_at <= self.case.at
        )


@dataclass(frozen=True, slots=True)
class _Directory:
    async def look_up(self, native_id: str, *, now: datetime) -> Person:  # noqa: ARG002 - the port's own signature
        found = next((person for person in PEOPLE.values() if person.handle.native_id == native_id), None)
        if found is None:
            raise PersonUnknownError
        return found


def house_with(case: Case, wording: Wording) -> House:
    """The house as the desk knows it, with this one plan in it."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[Work]:
        # Only what showing needs is there; anything else would be a fault of the gallery, and fails as one.
        yield cast("Work", Shelf(case))

    packs = {str(name): pack(name) for name in (ILLINOIS, GENERIC, DC, COACHING)}
    return House(
        begin=begin,
        wording=wording,
        directory=_Directory(),
        packs=packs,
        default_pack=str(ILLINOIS),
        dates_link=lambda _plan, _person: "https://milepost.example.org/dates/signed.ics",
    )
