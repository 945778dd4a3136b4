"""``Database`` and ``Work``: one transaction, from begin to commit."""

from datetime import datetime

from plans.acts import Act
from plans.ids import PlanId, WorkspaceId
from plans.plan import Plan
from plans.ports import Reader
from plans.retention import TOMBSTONES
from plans.terms import Terms
from storage.absences import SqlAbsences, absences_of
from storage.audit import SqlAudit
from storage.drift import SqlDrift
from storage.erasing import SqlErasing
from storage.gathering import SqlGathering
from storage.house import SqlOrders, SqlPacks, first_beat, first_time
from storage.integrity import SqlIntegrity
from storage.notices import SqlNotices
from storage.people import SqlPeople
from storage.plans import SqlPlans
from storage.redraws import SqlRedraws
from storage.session import Session


class SqlWork:
    """``ports.Work`` on one connection. After ``commit`` it may go on: that is a new transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.people = SqlPeople(session)
        self.packs = SqlPacks(session)
        self.plans = SqlPlans(session, terms=self.terms)
        self.notices = SqlNotices(session)
        self.redraws = SqlRedraws(session)
        self.gathering = SqlGathering(session)
        self.orders = SqlOrders(session)
        self.absences = SqlAbsences(session)
        self.drift = SqlDrift(session)
        self.erasing = SqlErasing(session)
        self.integrity = SqlIntegrity(session)
        self.audit = SqlAudit(session, allowed=self._allowed)

    @property
    def workspace(self) -> WorkspaceId:
        return self._session.workspace

    async def terms(self, plan: Plan) -> Terms:
        """Raises ``UnknownPackEditionError``, and ``KeyError`` for a party we never met."""
        pack = await self.packs.edition(plan.pack.digest)
        # Nobody stands on what is left of a plan.
        named = (plan.employee, plan.supervisor, plan.reviewer, *plan.hands)
        parties = () if plan.state in TOMBSTONES else tuple(person for person in named if person)
        await self.people.meet((*self._session.known.offices.hr, *parties))
        people = {person.id: person for person in await self.people.hr()}
        for party in parties:
            people[party] = await self.people.get(party)
        absences = await absences_of(self._session, people)
        known = self._session.known
        calendar = known.calendar(pack)
        found = Terms(pack=pack, calendar=calendar, people=people, absences=absences, site=known.retention)
        self._session.terms[plan.id] = found
        return found

    async def once(self, key: str, *, at: datetime) -> bool:
        return await first_time(self._session, key, at=at)

    async def first_beat(self, job: str, period: str, *, at: datetime) -> bool:
        return await first_beat(self._session, job, period, at=at)

    async def commit(self) -> None:
        await self.audit.hold_loose()
        await self._session.conn.commit()
        self._session.keep_written()

    async def _allowed(self, plan: PlanId, reader: Reader, act: Act, now: datetime) -> None:
        await self.plans.get(plan, by=reader, act=act, now=now)
