"""Plans with their whole record, and the permission check that nobody gets around."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, func, select, update

from plans.acts import Act
from plans.gist import gist_of
from plans.ids import CaseNumber, PersonId, PlanId
from plans.people import Office, Person, Role
from plans.permissions import Deny, decide
from plans.plan import Plan, PlanChangedMeanwhileError, PlanError
from plans.policy import PackFaultsError
from plans.ports import NoSuchPlanError, NotAllowedError, Reader, System
from plans.states import OPEN_STATES, PlanState
from plans.terms import Terms
from plans.visible import visible
from storage.gists import gist_text
from storage.people import SqlPeople
from storage.plan_reading import Which, load, recall
from storage.plan_rows import plan_values
from storage.plan_writing import write_parts
from storage.session import Refusal, Session
from storage.tables import PlanRow, table_of
from storage.upsert import add_if_new

_log = logging.getLogger(__name__)
_PLAN: Final = table_of(PlanRow)
_MINE: Final = _PLAN.c.workspace == bindparam("mine")
_NEXT: Final = select(func.min(_PLAN.c.next_at).label("next_at")).where(_MINE)
_SAVING: Final = update(_PLAN).where(
    _MINE,
    _PLAN.c.id == bindparam("whose"),
    _PLAN.c.revision == bindparam("read_at"),
)
_DUE: Final = (
    select(_PLAN.c.id)
    .where(_MINE, _PLAN.c.next_at <= bindparam("due_by"))
    .order_by(_PLAN.c.next_at, _PLAN.c.id)
    .limit(bindparam("at_most"))
)


class CaseNumberTakenError(PlanError):
    """Another plan of the workspace has this case number: take a fresh one."""

    def __init__(self) -> None:
        super().__init__("case-number-taken")


class SqlPlans:
    """``ports.Plans``."""

    def __init__(self, session: Session, *, terms: Callable[[Plan], Awaitable[Terms]]) -> None:
        self._session = session
        self._terms = terms

    async def add(self, plan: Plan, *, next_at: datetime | None) -> None:
        """Raises ``PlanError("already-recorded")`` for an id there is, and ``CaseNumberTakenError``."""
        added = plan.with_(revision=1)
        values = plan_values(added, next_at=next_at) | {"gist": gist_text(gist_of(added))}
        self._session.writes(plan.id)
        if not await add_if_new(self._session, _PLAN, [values]):
            raise await self._why_not_added(plan)
        await write_parts(self._session, plan, before=None)
        self._session.loaded[plan.id] = added

    async def _why_not_added(self, plan: Plan) -> PlanError:
        there = await self._session.row(select(_PLAN.c.started_at).where(_PLAN.c.id == plan.id))
        if there is None:
            return CaseNumberTakenError()
        return PlanError("already-recorded", at=there["started_at"].isoformat())

    async def save(self, plan: Plan, *, next_at: datetime | None, reminders_stand: bool = False) -> Plan:
        """Raises ``PlanChangedMeanwhileError``, and ``RecordRewrittenError`` for what is never rewritten."""
        stored = plan.with_(revision=plan.revision + 1)
        guard = {"mine": self._session.workspace, "whose": plan.id, "read_at": plan.revision}
        values = plan_values(stored, next_at=next_at) | {"gist": gist_text(gist_of(stored))}
        if not reminders_stand:
            values["called_for"] = None
        self._session.writes(plan.id)
        if not await self._session.count(_SAVING, guard | values):
            raise PlanChangedMeanwhileError
        await write_parts(self._session, stored, before=await self.stored(plan))
        self._session.loaded[plan.id] = stored
        return stored

    async def wake_at(self, plan: Plan, *, next_at: datetime | None) -> None:
        guard = self._mine(_PLAN.c.id == plan.id, _PLAN.c.revision == plan.revision)
        if not await self._session.count(update(_PLAN).where(*guard).values(next_at=next_at)):
            raise PlanChangedMeanwhileError

    async def stored(self, plan: Plan) -> Plan | None:
        known = self._session.loaded.get(plan.id)
        if known is not None and known.revision == plan.revision:
            return known
        return next(iter(await load(self._session, Which.ONE, plan.id)), None)

    async def get(self, plan: PlanId, *, by: Reader, act: Act, now: datetime) -> Plan:
        # A person waits for one query, once: a remembered plan would come sooner than the answer for none.
        # A case file is made from the rows themselves: what somebody did to them must show in it.
        ours = isinstance(by, System) and act is not Act.RUN_CASE_FILE
        read = recall if ours or plan in self._session.loaded else load
        found = next(iter(await read(self._session, Which.ONE, plan)), None)
        self.check(found, by=by, act=act, now=now, asked=plan)
        if found is None:
            raise NoSuchPlanError
        return found

    def check(self, found: Plan | None, *, by: Reader, act: Act, now: datetime, asked: PlanId) -> None:
        """Raises ``NoSuchPlanError`` or ``NotAllowedError``. The first is noted, to become an audit line."""
        if isinstance(by, System):
            if found is None:
                raise NoSuchPlanError
            return
        # A plan of nobody stands in for none at all: the answer, and the way to it, are the same.
        decision = Deny("no-such-plan", knows=False) if found is None else decide(by, act, found, now=now)
        if isinstance(decision, Deny):
            if decision.knows:
                raise NotAllowedError(decision.code)
            self._session.refusals.append(
                Refusal(plan=asked, by=by.id, at=now, act=act, code=decision.code, real=found is not None),
            )
            raise NoSuchPlanError

    async def read(self, plan: PlanId, *, reader: Reader, now: datetime) -> Plan:
        found = await self.get(plan, by=reader, act=Act.READ_PLAN, now=now)
        if isinstance(reader, System):
            return found
        return visible(found, reader, now=now, terms=await self._terms(found))

    async def of(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        found = await recall(self._session, Which.PARTY, reader.id)
        return await self._readable(found, reader=reader, now=now, as_hr=False)

    async def for_hr(self, reader: Person, *, now: datetime) -> tuple[Plan, ...]:
        if not reader.holds(Office.HR):
            return ()
        found = await recall(self._session, Which.ALL)
        return await self._readable(found, reader=reader, now=now, as_hr=True)

    async def _readable(self, found: Sequence[Plan], *, reader: Person, now: datetime, as_hr: bool) -> tuple[Plan, ...]:
        parties = ((plan.employee, plan.supervisor, plan.reviewer) for plan in found)
        await SqlPeople(self._session).meet(one for some in parties for one in some if one is not None)
        seen = []
        for plan in found:
            decision = decide(reader, Act.READ_PLAN, plan, now=now)
            if not isinstance(decision, Deny) and (decision.role is Role.HR) is as_hr:
                terms = await self._terms_if_known(plan)
                if terms is not None:
                    seen.append(visible(plan, reader, now=now, terms=terms))
        return tuple(seen)

    async def _terms_if_known(self, plan: Plan) -> Terms | None:
        """One plan whose pack cannot be read must keep nobody from the others, nor the sweep from its work."""
        try:
            return await self._terms(plan)
        except (LookupError, PackFaultsError) as error:
            # The traceback could quote what a person wrote, so only the kind of error is told.
            _log.error("a plan is left out of a list: plan=%s error=%s", plan.id, type(error).__name__)
            return None

    async def open_for_employee(self, employee: PersonId) -> tuple[PlanId, ...]:
        if not self._session.on_sqlite:
            # Two who ask at once would both see none; the second now waits for the first one's commit.
            whose = func.hashtext(f"{self._session.workspace}:{employee}")
            await self._session.conn.execute(select(func.pg_advisory_xact_lock(func.hashtext("open"), whose)))
        return await self._ids(_PLAN.c.employee == employee, _PLAN.c.state.in_(OPEN_STATES))

    async def due(self, *, now: datetime, limit: int) -> tuple[PlanId, ...]:
        asked = {"mine": self._session.workspace, "due_by": now, "at_most": limit}
        rows = await self._session.rows(_DUE, asked)
        return tuple(PlanId(row["id"]) for row in rows)

    async def next_at(self) -> datetime | None:
        row = await self._session.row(_NEXT, {"mine": self._session.workspace})
        found: datetime | None = row["next_at"] if row else None
        return found

    async def wake_kept(self, *, at: datetime) -> None:
        kept = self._mine(_PLAN.c.state.in_((PlanState.CLOSED, PlanState.ARCHIVED)))
        await self._session.count(update(_PLAN).where(*kept).values(next_at=at))

    async def open_ids(self) -> tuple[PlanId, ...]:
        return await self._ids(_PLAN.c.state.in_(OPEN_STATES))

    async def find(self, case_number: CaseNumber, *, by: System) -> PlanId | None:  # noqa: ARG002 - says who may ask
        found = await self._ids(_PLAN.c.case_number == case_number)
        return next(iter(found), None)

    async def _ids(self, *where: ColumnElement[bool]) -> tuple[PlanId, ...]:
        wanted = select(_PLAN.c.id).where(*self._mine(*where)).order_by(_PLAN.c.started_at, _PLAN.c.id)
        return tuple(PlanId(row["id"]) for row in await self._session.rows(wanted))

    def _mine(self, *where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
        return (_PLAN.c.workspace == self._session.workspace, *where)
