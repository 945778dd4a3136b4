"""Six years of one plan: it runs, is ended, put away, kept longer, let go and erased, each on its day (T25)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jobs.digest_times import USUAL_TIMES
from jobs.following import follow
from jobs.sweep import Swept, next_due
from plans import examples
from plans.actions.hold_plan import HoldPlan, hold_plan
from plans.actions.release_plan import ReleasePlan, release_plan
from plans.actions.withdraw_plan import WithdrawPlan, withdraw_plan
from plans.acts import Act
from plans.change import Change
from plans.digest import DigestSection, digest_for
from plans.events import EventKind
from plans.keeping import keep
from plans.notices import NoticeKind
from plans.plan import Plan
from plans.policy import OutcomeKind
from plans.ports import System
from plans.states import PlanState
from plans.words import Words
from storage.database import Database
from tests.conftest import open_database
from tests.jobs.fake_work import FakeDatabase
from tests.jobs.mail_room import MailRoom

HOME = ZoneInfo(examples.EMPLOYEE.zone)
NEEDLE = "a needle that nobody else writes"


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=HOME).astimezone(UTC)


ENDED, HELD, LET_GO = noon(2027, 9, 20), noon(2028, 3, 1), noon(2031, 5, 5)
# Without the hold its time would have been over on 20 September 2029.
STEPS = [
    (EventKind.PLAN_CLOSED, date(2027, 9, 20)),
    (EventKind.PLAN_ARCHIVED, date(2027, 10, 21)),
    (EventKind.PLAN_ERASED, date(2031, 6, 4)),
]
END = noon(2032, 9, 1)


@dataclass
class Life:
    """The plan, the house it lives in, and a clock: it goes from one due instant to the next, or ``jumps`` years."""

    room: MailRoom
    jumps: bool = False

    async def until(self, end: datetime) -> None:
        if not self.jumps:
            await follow(self._sweep_at, self._due_after, start=self.room.now, end=end)
        await self._sweep_at(end)

    async def _sweep_at(self, at: datetime) -> Swept:
        self.room.real_now += at - self.room.now
        self.room.now = at
        return await self.room.sweep()

    async def _due_after(self, at: datetime) -> datetime | None:
        return await next_due(self.room.database.begin, now=at, traffic=self.room.traffic, times=USUAL_TIMES)

    async def plan(self) -> Plan:
        async with self.room.database.begin() as work:
            return await work.plans.get(
                examples.ILLINOIS_PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=self.room.now
            )

    async def sections(self) -> set[DigestSection]:
        """What an overview made now would hold about it."""
        async with self.room.database.begin() as work:
            plan = await work.plans.get(
                examples.ILLINOIS_PLAN, by=System.OPERATOR, act=Act.READ_PLAN, now=self.room.now
            )
            terms = await work.terms(plan)
        digest = digest_for(examples.HR, [(plan, terms)], (), now=self.room.now)
        return {line.section for line in digest.lines}

    def told_since(self, at: datetime) -> set[tuple[str, NoticeKind]]:
        return {(said.person, said.kind) for said in self.room.said if said.at >= at}

    async def events(self) -> list[tuple[EventKind, date]]:
        async with self.room.database.begin() as work:
            lines = await work.audit.of(examples.ILLINOIS_PLAN, reader=System.OPERATOR, now=self.room.now)
        late = {EventKind.PLAN_CLOSED, EventKind.PLAN_ARCHIVED, EventKind.PLAN_ERASED}
        return [(line.kind, line.at.astimezone(HOME).date()) for line in lines if line.kind in late]


async def begun(database: FakeDatabase | Database, state: PlanState = PlanState.ACTIVE) -> Life:
    found = examples.case(state)
    room = MailRoom(database, now=found.at)
    await room.sweep()
    async with database.begin() as work:
        if isinstance(database, Database):
            await work.packs.keep(found.terms.pack)
        plan = found.plan.with_(strengths=Words(NEEDLE), revision=0)
        await keep(work, Change(plan=plan, events=found.events[-1:]))
        await work.commit()
    return Life(room)


async def lived(life: Life) -> None:
    """Nobody ever answers; HR ends it, keeps it longer, and lets it go years later."""
    plan, hr = examples.ILLINOIS_PLAN, examples.HR
    await life.until(ENDED)
    async with life.room.database.begin() as work:
        ending = WithdrawPlan(plan=plan, kind=OutcomeKind.WITHDRAWN, reasons=Words(f"Ended; {NEEDLE}."))
        await withdraw_plan(work, ending, by=hr, now=life.room.now)
    await life.until(noon(2027, 10, 20))
    assert (await life.plan()).state is PlanState.CLOSED
    await life.until(noon(2027, 10, 21))
    await life.until(HELD)
    assert (await life.plan()).state is PlanState.ARCHIVED
    async with life.room.database.begin() as work:
        await hold_plan(work, HoldPlan(plan=plan, reason=Words(NEEDLE)), by=hr, now=life.room.now)
    await life.until(LET_GO)
    assert (await life.plan()).state is PlanState.ARCHIVED
    async with life.room.database.begin() as work:
        await release_plan(work, ReleasePlan(plan=plan, reason=Words(NEEDLE)), by=hr, now=life.room.now)


async def test_each_step_comes_on_its_day_and_none_before() -> None:
    """The shorter telling: the clock stops at both sides of each day that matters."""
    terms = examples.case(PlanState.DECISION_DUE).terms
    life = await begun(FakeDatabase(terms, examples.WORKSPACE), PlanState.DECISION_DUE)
    life.jumps = True
    await life.until(noon(2027, 9, 20))
    await lived(life)
    for day in (noon(2031, 5, 12), noon(2031, 6, 3), noon(2031, 6, 4), END):
        await life.until(day)
        assert (await life.plan()).state is (PlanState.ARCHIVED if day < noon(2031, 6, 4) else PlanState.ERASED)
    assert await life.events() == STEPS


@pytest.mark.deep
async def test_in_six_years_nobody_hears_of_it_again_but_hr_and_hr_before_it_is_erased() -> None:
    terms = examples.case(PlanState.ACTIVE).terms
    life = await begun(FakeDatabase(terms, examples.WORKSPACE))
    await lived(life)
    assert DigestSection.ERASED_SOON in await life.sections()
    await life.until(noon(2031, 6, 3))
    assert (await life.plan()).state is PlanState.ARCHIVED
    told = life.told_since(LET_GO)
    await life.until(END)
    assert (await life.plan()).state is PlanState.ERASED
    assert await life.events() == STEPS
    assert told == {(examples.HR.id, NoticeKind.DIGEST), (examples.SECOND_HR.id, NoticeKind.DIGEST)}
    assert life.told_since(noon(2031, 6, 5)) == set()
    parties = {examples.EMPLOYEE.id, examples.SUPERVISOR.id}
    assert not {person for person, _ in life.told_since(ENDED + timedelta(days=5))} & parties


@pytest.mark.deep
class TestOnSqlite:
    """The same six years on a file, which is read byte by byte in the end."""

    @pytest.fixture
    async def kept(self, sqlite_address: str) -> AsyncIterator[Database]:
        database = open_database(sqlite_address)
        yield database
        await database.close()

    async def test_after_six_years_the_file_holds_no_word_of_it(self, kept: Database, tmp_path: Path) -> None:
        life, file = await begun(kept), tmp_path / "milepost.db"
        await lived(life)
        assert _needles(file) > 2
        await life.until(noon(2031, 6, 5))
        assert (await life.plan()).state is PlanState.ERASED
        assert await kept.wipe()
        assert _needles(file) == 0
        async with kept.begin() as work:
            assert [one.plan for one in await work.erasing.tombstones()] == [examples.ILLINOIS_PLAN]


def _needles(file: Path) -> int:
    return sum(found.read_bytes().count(NEEDLE.encode()) for found in file.parent.glob("milepost.db*"))
